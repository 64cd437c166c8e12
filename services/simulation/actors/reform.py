"""Experience replicated, obstacles tried away: zones, sections, departments, the office. 三(二), 三(三)"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domain import experience as e
from domain import replication as r
from domain import trial as t
from domain.experience_values import Level, ReformDomain
from domain.kernel import SEPARATOR, Command
from domain.trial import Result
from services.scenario.invention import MARK
from services.simulation.town import DEPARTMENTS, OFFICE, SECTIONS, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town

EXPERIENCES = 40
"""How many are catalogued, more or less."""
BROUGHT = (Result.SUCCEEDED, Result.PARTLY)


def experience(town: Town) -> Ask | None:
    """The catalogue grows, and changes now and then."""
    entity, department = town.some("experience"), town.pick(DEPARTMENTS)
    if entity is None or town.maybe(1 - len(town.world.ids["experience"]) / EXPERIENCES):
        level = town.pick(list(Level))
        catalogue = e.Catalogue(**entry(department, town), level=level, batch=town.days(1, 9))
        return Ask(town.pick((OFFICE, department)), town.new("experience"), catalogue)
    state = town.state("experience", entity)
    lead = state.lead_department
    if town.maybe(1 / 5):
        other = town.some("experience") if town.maybe(1 / 2) else None
        return Ask(lead, entity, e.Supersede(superseded_by=other, reason="已有新经验"))
    if town.maybe(1 / 3):
        level, batch = (Level.CHONGQING, None) if state.trial else (Level.NATIONAL_BATCH, 3)
        return Ask(lead, entity, e.Amend(**entry(department, town), level=level, batch=batch, reason="调整"))
    return None


def entry(department: str, town: Town) -> dict[str, Any]:
    """What is said of an experience."""
    said = {"title_zh": f"{MARK}改革经验", "title_en": "An invented experience", "summary": "流程优化"}
    domain = town.pick(list(ReformDomain))
    return {**said, "domain": domain, "source": town.instrument("国务院"), "lead_department": department}


def replication(town: Town) -> Ask | None:
    """An experience is planned for a zone, or the next step of its replication."""
    entity = None if town.maybe(1 / 4) else town.some("replication")
    if entity is None:
        lesson, zone = town.some("experience"), town.zone()
        if lesson is None or zone is None:
            return None
        entity = f"{lesson}{SEPARATOR}{zone}"
    state = town.state("replication", entity)
    lesson, _, zone = entity.partition(SEPARATOR)
    lead, body = town.state("experience", lesson).lead_department, town.body(zone)
    match state.stage:
        case r.Stage.NEW | r.Stage.TO_PLAN | r.Stage.INAPPLICABLE if town.maybe(5 / 6):
            return Ask(body, entity, r.Plan(actions="推广方案", due=town.ahead(30, 300)))
        case r.Stage.NEW | r.Stage.TO_PLAN:
            return Ask(body, entity, r.FindInapplicable(reason="无此业务", documents=town.papers()))
        case r.Stage.PLANNED | r.Stage.SENT_BACK:
            return Ask(body, entity, r.Implement(summary="已落地", evidence=town.papers()), town.pick((0, 0, 3)))
        case r.Stage.IMPLEMENTED if town.maybe(2 / 3):
            return Ask(lead, entity, town.pick((r.Verify, r.Verify, r.Verify, r.SendBack))(reason="经核查"))
        case r.Stage.FOUND_INAPPLICABLE:
            judge = town.pick((r.ConfirmInapplicability, r.RejectInapplicability))
            return Ask(OFFICE, entity, judge(reason="经研究"))
        case r.Stage.VERIFIED if town.maybe(0.05):
            return Ask(lead, entity, r.SendBack(reason="回头看未达标"))
        case r.Stage.VERIFIED | r.Stage.IMPLEMENTED:
            start = state.implemented if state.reported_to is None else state.reported_to + timedelta(days=1)
            effect: dict[str, Any] = {
                "firms_served": town.days(1, 99),
                "hours_saved": town.days(1, 999),
                "cost_saved": 10**6,
            }
            return Ask(body, entity, r.ReportEffect(start=town.after(start, 0), end=town.today, **effect))
        case _:
            return None


def trial(town: Town) -> Ask | None:
    """An obstacle, or the next step of what is tried against it."""
    entity, zone = town.some("trial"), town.zone()
    if entity is None or town.maybe(1 / 8):
        raised = zone and t.RaiseObstacle(zone=zone, title=f"{MARK}政策障碍", obstacle="制度障碍")
        return Ask(town.body(zone), town.new("trial"), raised) if zone and raised else None
    state = town.state("trial", entity)
    body, department = town.body(state.zone), state.lead_department
    if state.stage in (t.Stage.RAISED, t.Stage.REFUSED) or (state.stage is t.Stage.PROPOSED and town.maybe(0.05)):
        return Ask(body, entity, proposal(state.zone, town))
    if state.stage in (t.Stage.PROPOSED, t.Stage.APPROVED) and state.awaited and town.maybe(1 / 2):
        category, partner = town.pick(sorted(state.awaited))
        if category == "zone":
            return Ask(town.body(partner), entity, t.Join(zone=partner))
        return Ask(partner, entity, t.Join())
    assessed = state.stage in (t.Stage.PROPOSED, t.Stage.SUSPENDED) and not state.controllable
    if assessed or (state.stage in (t.Stage.APPROVED, t.Stage.RUNNING) and town.maybe(0.1)):
        return Ask(department, entity, risk(town))
    asked = approved(state, town) if state.stage is t.Stage.PROPOSED else under_way(body, state, town)
    return None if asked is None else Ask(asked[0], entity, asked[1])


def risk(town: Town) -> t.AssessRisk:
    """Under control, mostly."""
    under_control, points = town.maybe(4 / 5), ("每周巡查",)
    return t.AssessRisk(controllable=under_control, measures=points, stop_conditions=points, reason="风险评估")


def proposal(zone: str, town: Town) -> t.Propose:
    """What would be tried and with whom."""
    partner = town.zone(but=zone) if town.maybe(1 / 2) else None
    lead, other = town.chance.sample(DEPARTMENTS, 2)
    return t.Propose(
        proposal="试验方案",
        rule_varied="审批流程",
        sections=(town.pick(SECTIONS),),
        partner_zones=(partner,) if partner else (),
        lead_department=lead,
        departments=(other,),
    )


def approved(state: Any, town: Town) -> tuple[str, Command]:  # noqa: ANN401 - a trial's state
    """The leading group's word."""
    if not state.controllable or town.maybe(0.1):
        return OFFICE, t.Refuse(reason="暂缓")
    minutes = {"meeting": "全体会议", "minutes": town.paper(), "reason": "同意"}
    return OFFICE, t.Approve(**minutes, until=town.ahead(100, 700))  # type: ignore[arg-type] # of its fields


def under_way(body: str, state: Any, town: Town) -> tuple[str, Command] | None:  # noqa: ANN401 - as above
    """From the start to what comes of it."""
    match state.stage:
        case t.Stage.APPROVED:
            return body, t.Start(in_section=town.today, in_zone=town.today)
        case t.Stage.RUNNING if town.maybe(1 / 2):
            return town.pick((body, *sorted(state.sections))), t.ReportProgress(summary="进展顺利")
        case t.Stage.RUNNING if town.maybe(1 / 4):
            return town.pick((OFFICE, body, state.lead_department)), t.Suspend(reason="出现风险")
        case t.Stage.RUNNING:
            return town.pick((OFFICE, body)), t.Conclude(result=town.pick(list(Result)), summary="结题")
        case t.Stage.SUSPENDED if town.maybe(3 / 4):
            return OFFICE, t.Resume(reason="风险已消除")
        case t.Stage.SUSPENDED:
            return OFFICE, t.Conclude(result=Result.FAILED, summary="终止")
        case t.Stage.CONCLUDED if state.result in BROUGHT:
            return OFFICE, t.RecogniseInnovation(**entry(town.pick(DEPARTMENTS), town))
        case _:
            return None
