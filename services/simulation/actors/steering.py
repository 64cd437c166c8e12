"""Evaluation and exit, coordination, publicity, targets: the office, experts, zones, the government. 四"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from domain import evaluation as v
from domain import matter as m
from domain import publicity as u
from domain.evaluation_round import Close, Open
from domain.evaluation_round import Stage as RoundStage
from domain.evaluation_values import Grade, Outcome
from domain.kernel import SEPARATOR, Command
from domain.matter_values import EscalationReason
from domain.target import SetTarget
from services.scenario.invention import MARK
from services.simulation.actors.admission import WEAK, sheet
from services.simulation.town import DEPARTMENTS, EXPERTS, GOVERNMENT, OFFICE, SECTIONS, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town

ENOUGH = 3
"""Scores for a grade, by the illustrative rulebook."""
SUMMER = 7
"""The month in which the round of the year before is closed."""
LIVELY = 50
"""Evaluations among which the office looks for the next step: those of the last years."""


def evaluation(town: Town) -> Ask | None:
    """The year's round, and the next step of an evaluation."""
    year = str(town.today.year)
    if town.state("evaluation-round", year).stage is RoundStage.NEW:
        return Ask(OFFICE, year, Open(evaluators=tuple(town.chance.sample(EXPERTS, 5))))
    before = str(town.today.year - 1)
    over = town.today.month >= SUMMER and town.state("evaluation-round", before).stage is RoundStage.OPEN
    if over and town.maybe(1 / 10):
        return Ask(OFFICE, before, Close(note="年度评估结束"))
    ids, zone = town.world.ids["evaluation"][-LIVELY:], town.zone()
    if ids and town.maybe(3 / 4):
        entity = town.pick(ids)
    elif zone is not None:
        entity = f"{year}{SEPARATOR}{zone}"
    else:
        return None
    state = town.state("evaluation", entity)
    return scored(entity, state, town) or settled(entity, state, town)


def scored(entity: str, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - an evaluation's state
    """The zone assesses itself, experts score, the office grades."""
    year, _, zone = entity.partition(SEPARATOR)
    if state.stage not in (v.Stage.NEW, v.Stage.SELF_ASSESSED, v.Stage.SCORING):
        return None
    if not state.self_assessed and town.maybe(1 / 3):
        return Ask(town.body(zone), entity, v.SelfAssess(summary="自评", documents=town.papers()))
    given, book = {evaluator for evaluator, _ in state.reviews}, town.state("evaluation-round", year)
    awaited = sorted(book.evaluators - given) if book.stage is RoundStage.OPEN else []
    if len(given) >= ENOUGH and town.maybe(1 / 2) and book.stage is RoundStage.OPEN:
        return Ask(OFFICE, entity, v.GradeZone(reason="依评分评定"))
    if not awaited:
        return None
    scores = sheet(town.book(book.rulebook).evaluation, town, weak=Random(zone).random() < WEAK and town.maybe(3 / 4))
    return Ask(awaited[0], entity, v.Score(has_interest=town.maybe(0.02), scores=scores))


def settled(entity: str, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - as above
    """What follows the grade: an appeal, an exit, the end."""
    zone = entity.rpartition(SEPARATOR)[2]
    papers = town.papers()
    command: Command
    match state.stage:
        case v.Stage.GRADED if may_appeal(state, town) and town.maybe(1 / 2):
            return Ask(town.body(zone), entity, v.LodgeAppeal(reason="不服", documents=papers))
        case v.Stage.GRADED if state.grade is Grade.UNSATISFACTORY and town.maybe(1 / 2):
            command = v.ProposeExit(reason="整改不力")
        case v.Stage.APPEALED:
            grade = state.grade if town.maybe(1 / 2) else Grade.SATISFACTORY
            command = v.DecideAppeal(grade=grade, reason="复核", documents=papers)
        case v.Stage.EXIT_PROPOSED if not state.heard:
            command = v.Hear(statement="陈述", attendants=("管委会",), documents=papers)
        case v.Stage.EXIT_PROPOSED:
            outcome = town.pick((Outcome.ENDORSED,) * 4 + (Outcome.REJECTED, Outcome.DEFERRED))
            command = v.DeliberateExit(outcome=outcome, meeting="全体会议", minutes=papers[0], reason="审议")
        case v.Stage.EXIT_DELIBERATED:
            paper = town.instrument("市政府")
            approve = town.maybe(3 / 4)
            decision = v.ApproveExit if approve else v.RejectExit
            return Ask(GOVERNMENT, entity, decision(instrument=paper, reason="批复"))
        case v.Stage.GRADED | v.Stage.EXIT_APPROVED | v.Stage.EXIT_REJECTED:
            command = v.Conclude(summary="办结")
        case _:
            return None
    return Ask(OFFICE, entity, command)


def may_appeal(state: Any, town: Town) -> bool:  # noqa: ANN401 - as above
    """Whether a zone has something to appeal against, and time to."""
    in_time = state.appeal_by is None or town.today <= state.appeal_by
    return state.grade is Grade.UNSATISFACTORY and not state.appealed and in_time


def matter(town: Town) -> Ask | None:
    """A matter is raised, or the next step of one."""
    entity, zone = town.some("matter"), town.zone()
    if entity is None or town.maybe(1 / 5):
        question = m.Raise(title=f"{MARK}协调事项", question="请协调", zone=zone)
        raiser = town.body(zone) if zone and town.maybe(2 / 3) else town.pick((*DEPARTMENTS[:2], *SECTIONS, OFFICE))
        return Ask(raiser, town.new("matter"), question)
    state = town.state("matter", entity)
    match state.stage:
        case m.Stage.RAISED | m.Stage.REOPENED | m.Stage.HANDED_OVER:
            return Ask(OFFICE, entity, m.Assign(assignee=town.member(), due=town.ahead(3, 60)))
        case m.Stage.ASSIGNED if state.due is not None and town.today > state.due and town.maybe(1 / 2):
            return Ask(OFFICE, entity, m.Escalate(reason=EscalationReason.OVERDUE))
        case m.Stage.ASSIGNED | m.Stage.ESCALATED if state.assignee is not None and town.maybe(2 / 3):
            return Ask(state.assignee, entity, m.Answer(reply="已办理"))
        case m.Stage.ASSIGNED | m.Stage.ANSWERED if town.maybe(0.1):
            return Ask(state.raiser, entity, m.Escalate(reason=EscalationReason.MAJOR, note="请领导小组研究"))
        case m.Stage.ANSWERED | m.Stage.ESCALATED:
            return Ask(OFFICE, entity, m.Resolve(outcome="已解决", documents=town.papers()))
        case m.Stage.RESOLVED if town.maybe(1 / 6):
            return Ask(town.pick((OFFICE, state.raiser)), entity, m.Reopen(reason="未落实"))
        case _:
            return None


def publicity(town: Town) -> Ask | None:
    """A case or an activity, published and taken back."""
    entity, zone = town.some("publicity"), town.zone()
    if zone is None:
        return None
    story: dict[str, Any] = {"title": f"{MARK}案例", "summary": "经验", "zones": (zone,), "documents": town.papers()}
    if entity is None or town.maybe(1 / 3):
        new = town.new("publicity")
        if town.maybe(1 / 3):
            return Ask(OFFICE, new, u.PublishCase(**story))
        activity: dict[str, Any] = {**story, "place": "重庆", "attendees": "企业"}
        held = u.HoldBriefing(**activity) if town.maybe(1 / 2) else u.HoldExchange(**activity)
        return Ask(town.pick((OFFICE, town.body(zone), *SECTIONS)), new, held, town.pick((0, 0, 2)))
    state = town.state("publicity", entity)
    if state.stage is u.Stage.HELD and town.maybe(2 / 3):
        return Ask(OFFICE, entity, u.Publish(**story))
    if state.stage in (u.Stage.HELD, u.Stage.PUBLISHED) and town.maybe(1 / 5):
        return Ask(town.pick((OFFICE, state.organiser or OFFICE)), entity, u.Retract(reason="更正"))
    return None


def target(town: Town) -> Ask | None:
    """About five zones a year."""
    return Ask(OFFICE, str(town.today.year + town.days(0, 2)), SetTarget(zones=town.days(3, 8)))
