"""The rules of trials: 安全和风险可控, 同步探索, with partners that agree. 三(三)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import ExperienceFact, ZoneFact
from domain.kernel import Refused, Role
from domain.organisation_standing import in_being_as
from domain.trial.values import Result
from domain.zone_standing import body_acts_for_its_zone, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from datetime import date

    from domain.kernel import Context
    from domain.trial.commands import AssessRisk, Propose, RecogniseInnovation, Start
    from domain.trial.state import State

CLAUSE = "三(三)"
BROUGHT_SOMETHING = frozenset({Result.SUCCEEDED, Result.PARTLY})


def obstacle_may_be_raised(zone: str, context: Context) -> None:
    """政策和机制障碍: a zone in being raises its own, under an id that no experience has taken. 三(三)"""
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    if context.get(ExperienceFact, context.entity) is not None:
        raise Refused("id-is-an-experience-s", clause=CLAUSE, field="entity", entity=context.entity)


def zone_acts(state: State, context: Context) -> None:
    """The body of the zone that raised the obstacle acts for it. 四(一)"""
    body_acts_for_its_zone(context, state.zone, CLAUSE)


def may_be_proposed(state: State, command: Propose, context: Context) -> None:
    """联动试验: with sections, zones and departments in being, each named once. 三(三)"""
    zone_acts(state, context)
    zone_takes_new_business(context, state.zone, CLAUSE)
    for section in command.sections:
        in_being_as(context, section, Role.SECTION, CLAUSE, "data.sections")
    in_being_as(context, command.lead_department, Role.DEPARTMENT, CLAUSE, "data.lead_department")
    for department in command.departments:
        in_being_as(context, department, Role.DEPARTMENT, CLAUSE, "data.departments")
    for zone in command.partner_zones:
        zone_takes_new_business(context, zone, CLAUSE, "data.partner_zones")
    zones, departments = (state.zone, *command.partner_zones), (command.lead_department, *command.departments)
    partners_differ(zones, command.sections, departments)


def partners_differ(*kinds: tuple[str, ...]) -> None:
    """A partner is named once, and the zone that raised the obstacle is no partner of its own. 三(三)"""
    for named in kinds:
        twice = sorted({each for each in named if named.count(each) > 1})
        if twice:
            raise Refused("partners-differ", clause=CLAUSE, partner=", ".join(twice))


def partner_may_join(state: State, zone: str | None, context: Context) -> None:
    """A partner named in the proposal agrees for itself, once: a section, or a zone through its body. 三(三)"""
    if zone is not None:
        body_acts_for_its_zone(context, zone, CLAUSE)
        zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    partner = ("organisation", context.actor.org) if zone is None else ("zone", zone)
    if partner not in state.awaited:
        raise Refused("partner-is-awaited", clause=CLAUSE, partner=partner[1])


def risk_is_assessed_by_the_lead_department(state: State, command: AssessRisk, context: Context) -> None:
    """风险可控: the lead department says so, with the measures and the conditions at which the trial stops. 三(三)"""
    lead = state.lead_department
    if context.actor.org != lead:
        raise Refused("risk-by-the-lead-department", clause=CLAUSE, department=lead, org=context.actor.org)
    if command.controllable and not (command.measures and command.stop_conditions):
        raise Refused("control-names-its-means", clause=CLAUSE, field="data.measures")


def risk_is_under_control(state: State) -> None:
    """在安全和风险可控的前提下: nothing is approved, started or resumed without a controllable risk. 三(三)"""
    if not state.controllable:
        raise Refused("risk-under-control", clause=CLAUSE, department=state.lead_department)


def may_be_approved(state: State, until: date, context: Context) -> None:
    """风险可控, and for a term: a zone in being is given a trial that ends on a day to come. 三(三)"""
    zone_takes_new_business(context, state.zone, CLAUSE)
    risk_is_under_control(state)
    if until < context.effective:
        raise Refused("trial-has-a-term", clause=CLAUSE, field="data.until", effective=context.effective.isoformat())


def may_start(state: State, command: Start, context: Context) -> date:
    """同步: on one day in section and zone, all partners agreed, risk under control. Returns the last day. 三(三)"""
    zone_acts(state, context)
    for zone in sorted({state.zone, *state.zones}):
        zone_takes_new_business(context, zone, CLAUSE)
    risk_is_under_control(state)
    if state.awaited:
        raise Refused("partners-agree-first", clause=CLAUSE, partner=", ".join(sorted(who for _, who in state.awaited)))
    section, zone_day = command.in_section, command.in_zone
    if not section == zone_day == context.effective:
        raise Refused(
            "starts-together",
            clause=CLAUSE,
            field="data.in_section",
            section_day=section.isoformat(),
            zone_day=zone_day.isoformat(),
            effective=context.effective.isoformat(),
        )
    return last_day(state, context)


def last_day(state: State, context: Context) -> date:
    """A trial starts, or goes on, only up to the last day that was approved. Returns that day. 三(三)"""
    assert state.until is not None, "what is approved has a term"
    if context.effective > state.until:
        raise Refused("trial-within-its-term", clause=CLAUSE, field="effective", until=state.until.isoformat())
    return state.until


def partner_acts(state: State, context: Context) -> None:
    """Whoever takes part reports: the bodies of the zones, the sections. 三(三)"""
    if context.actor.org not in bodies(state, context) | state.sections:
        raise Refused("party-to-the-trial", clause=CLAUSE, org=context.actor.org)


def party_acts(state: State, context: Context) -> None:
    """安全: every party may stop a trial: zones, sections, departments, and the office. 三(三)"""
    departments = state.departments | {state.lead_department}
    if context.role is not Role.OFFICE and context.actor.org not in departments:
        partner_acts(state, context)


def bodies(state: State, context: Context) -> frozenset[str]:
    """The organisations that run the zones of the trial."""
    found = (context.get(ZoneFact, zone) for zone in {state.zone, *state.zones})
    return frozenset(each.body for each in found if each is not None)


def zone_of_the_trial_has_left(state: State, zone: str, context: Context) -> None:
    """退出: what follows from a withdrawal concerns a zone of this trial that was withdrawn. 四(四)"""
    zone_has_left(context, zone, "四(四)")
    if zone != state.zone and zone not in state.zones:
        raise Refused("zone-of-the-trial", clause="四(四)", field="data.zone", zone=zone)


def may_be_resumed(state: State, context: Context) -> date:
    """风险可控: it goes on in a zone in being, within its term, its risk assessed anew. Returns the last day. 三(三)"""
    zone_takes_new_business(context, state.zone, CLAUSE)
    risk_is_under_control(state)
    return last_day(state, context)


def may_be_concluded(state: State, result: Result, context: Context) -> None:
    """结题: by the zone or by the office; what never started brought nothing and can only be given up. 三(三)"""
    if context.role is not Role.OFFICE:
        zone_acts(state, context)
    if not state.started and result is not Result.ABANDONED:
        raise Refused("result-of-what-started", clause=CLAUSE, field="data.result", result=result.value)


def innovation_may_be_recognised(state: State, command: RecogniseInnovation, context: Context) -> None:
    """形成改革创新成果: a trial that brought something, led in replication by a department in being. 三(三)"""
    if state.result not in BROUGHT_SOMETHING:
        raise Refused("recognised-for-its-result", clause=CLAUSE, result=str(state.result))
    in_being_as(context, command.lead_department, Role.DEPARTMENT, CLAUSE, "data.lead_department")
