"""Two rounds of evaluation with two appeals, and the exit of the zone that does not exist. 四(四). All invented."""

from __future__ import annotations

from datetime import date, timedelta

from domain.builtin_rulebook import EVALUATION
from domain.evaluation import (
    ApproveExit,
    Conclude,
    DecideAppeal,
    DeliberateExit,
    GradeZone,
    Hear,
    LodgeAppeal,
    ProposeExit,
    Score,
    SelfAssess,
)
from domain.evaluation_round import Close, Open
from domain.evaluation_values import Grade, Outcome
from domain.values import Instrument, InstrumentKind
from domain.zone import FailRectification, ReportRectification
from services.scenario.cast import (
    GOVERNMENT,
    OFFICE,
    Site,
    body,
    first_batch,
    invented_zone,
    members,
    second_batch,
    sender,
)
from services.scenario.invention import MARK, document, number, sheet
from services.scenario.places import EXPERTS
from services.scenario.steps import Case, Step

FIRST_ROUND = 2022
OPENED = {FIRST_ROUND: date(2022, 12, 15), 2023: date(2023, 12, 14)}
SCORED = {FIRST_ROUND: date(2023, 1, 9), 2023: date(2024, 1, 8)}
EVALUATORS = EXPERTS[:5]
APPEALS = {
    (FIRST_ROUND, "wanzhou-etdz"): (Grade.GOOD, "补充佐证后上调等次"),
    (FIRST_ROUND, "demonstration-zone"): (Grade.UNSATISFACTORY, "主要问题属实，维持原等次"),
}
"""Who appeals against its grade, and the grade that stands: one is raised, one upheld."""
APPEALED, DECIDED = timedelta(days=7), timedelta(days=30)
"""After the grade."""
SCORES_PER_ZONE = 3
REPORTED, FAILED = date(2023, 7, 20), date(2023, 8, 31)
PROPOSED, HEARD, DELIBERATED, EXITED = date(2023, 9, 11), date(2023, 9, 26), date(2023, 11, 7), date(2023, 11, 30)

SECOND_ROUND_CLOSED = date(2024, 3, 8)

REAL_SCORES = (82, 97)
INVENTED_SCORES = (42, 58)
"""Range of the totals that a zone's scores scatter around, in hundredths: invented failure is for the invented zone."""


def evaluated(year: int) -> tuple[Site, ...]:
    """The zones of a round: the first batch and the invented one, then the first and the second batch."""
    return (*first_batch(), invented_zone()) if year == FIRST_ROUND else (*first_batch(), *second_batch())


def rounds() -> list[Case]:
    """Both rounds, opened with five evaluators."""
    return [
        Case(f"round/{year}", (Step(sender(OFFICE), str(year), on, Open(evaluators=EVALUATORS, note="演示数据")),))
        for year, on in OPENED.items()
    ]


def evaluations() -> list[Case]:
    """Scores, grade and conclusion of every zone; the invented one is graded 不合格 and stays open."""
    return [
        Case(f"evaluation/{year}/{site.id}", tuple(_story(year, site))) for year in OPENED for site in evaluated(year)
    ]


def exit_of_the_invented_zone() -> list[Case]:
    """A rectification that fails, a hearing, the plenary's and the government's decision. 四(四)"""
    zone = invented_zone()
    entity = f"{FIRST_ROUND}--{zone.id}"
    office, body = sender(OFFICE), sender(zone.applicant)
    report = ReportRectification(summary="仅完成部分整改事项（演示）", documents=(document("整改报告"),))
    hear = Hear(
        statement="管委会对退出建议无异议（演示）",
        attendants=(office.official, body.official),
        documents=(document("听取意见记录"),),
    )
    deliberate = DeliberateExit(
        outcome=Outcome.ENDORSED,
        meeting=f"领导小组全体会议（{MARK}）",
        minutes=document("会议纪要 退出"),
        reason="整改未通过，同意退出（演示）",
    )
    approve = ApproveExit(
        instrument=Instrument(
            issuer=members()[GOVERNMENT].zh,
            kind=InstrumentKind.APPROVAL,
            number=f"{MARK}〔2023〕1号",
            date=EXITED,
            document=document("同意退出的批复"),
        ),
        reason="同意退出（演示）",
    )
    steps = (
        Step(body, zone.id, REPORTED, report, after_reaction=True),
        Step(office, zone.id, FAILED, FailRectification(reason="主要问题未解决（演示）")),
        Step(office, entity, PROPOSED, ProposeExit(reason="评估不合格且整改未通过（演示）")),
        Step(office, entity, HEARD, hear),
        Step(office, entity, DELIBERATED, deliberate),
        Step(sender(GOVERNMENT), entity, EXITED, approve),
    )
    return [Case(f"exit/{zone.id}", steps)]


def closed_rounds() -> list[Case]:
    """The second round, once all of it is concluded; the first waits for what remains of the zone that exited."""
    close = Step(sender(OFFICE), str(FIRST_ROUND + 1), SECOND_ROUND_CLOSED, Close(note="全部办结（演示）"))
    return [Case(f"round-closed/{FIRST_ROUND + 1}", (close,))]


def _story(year: int, site: Site) -> list[Step]:
    entity = f"{year}--{site.id}"
    real = site is not invented_zone()
    centre = number(entity, *(REAL_SCORES if real else INVENTED_SCORES))
    first = number(entity, 0, len(EVALUATORS) - 1)
    evaluators = [EVALUATORS[(first + turn) % len(EVALUATORS)] for turn in range(SCORES_PER_ZONE)]
    own = SelfAssess(summary="对照指标逐项自评（演示）", documents=(document(f"自评报告 {entity}"),))
    steps = [Step(body(site.id), entity, OPENED[year] + timedelta(days=11), own)]
    steps += [
        Step(sender(expert), entity, SCORED[year] + timedelta(days=turn), _score(entity, expert, centre))
        for turn, expert in enumerate(evaluators)
    ]
    graded = SCORED[year] + timedelta(days=14)
    steps.append(Step(sender(OFFICE), entity, graded, GradeZone(reason="按评估指标体系综合评定（演示）")))
    if (year, site.id) in APPEALS:
        steps += _appeal(entity, site, graded, *APPEALS[year, site.id])
    if real:
        conclusion = Conclude(summary="总结联动经验，持续推进（演示）")
        steps.append(Step(sender(OFFICE), entity, graded + DECIDED + timedelta(days=7), conclusion))
    return steps


def _appeal(entity: str, site: Site, graded: date, grade: Grade, reason: str) -> list[Step]:
    appeal = LodgeAppeal(reason="部分佐证未被计入（演示）", documents=(document(f"申诉书 {entity}"),))
    papers = (document(f"申诉处理决定 {entity}"),)
    decide = DecideAppeal(grade=grade, reason=f"{reason}（{MARK}）", documents=papers)
    return [
        Step(body(site.id), entity, graded + APPEALED, appeal),
        Step(sender(OFFICE), entity, graded + DECIDED, decide),
    ]


def _score(entity: str, expert: str, centre: int) -> Score:
    low, high = max(centre - 6, 0), min(centre + 6, 100)
    return Score(has_interest=False, scores=sheet(EVALUATION, f"{entity}/{expert}", low, high))
