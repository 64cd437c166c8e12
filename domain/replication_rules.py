"""The rules of replicating the pilot zones' experience: 全面推广, by every zone, verified by its department. 三(二)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import ExperienceFact
from domain.kernel import Refused
from domain.zone_standing import body_acts_for_its_zone, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.replication import Plan, ReportEffect, State

CLAUSE = "三(二)"


def zone_acts(context: Context) -> None:
    """首要任务: the body of the zone replicates for its own zone, and the zone is in being. 三(二), 四(一)"""
    body_acts_for_its_zone(context, context.part(1), CLAUSE)
    zone_is_in_being(context)


def zone_is_in_being(context: Context) -> None:
    """Nothing more is put in place, verified or confirmed in a zone that was withdrawn. 四(四)"""
    zone_takes_new_business(context, context.part(1), CLAUSE)


def zone_is_withdrawn(context: Context) -> None:
    """A replication ends unfinished when its zone was withdrawn, and only then. 四(四)"""
    zone_has_left(context, context.part(1), "四(四)")


def experience(context: Context) -> ExperienceFact:
    """What the experience says of itself."""
    found = context.get(ExperienceFact, context.part(0))
    if found is None:
        raise Refused("unknown-entity", clause=CLAUSE, category="experience", entity=context.part(0))
    return found


def may_be_planned(command: Plan, context: Context) -> None:
    """积极推广: a zone plans what is in force, by a day to come. 三(二)"""
    zone_acts(context)
    if experience(context).superseded:
        raise Refused("experience-superseded", clause=CLAUSE, experience=context.part(0))
    if command.due < context.effective:
        raise Refused(
            "planned-for-a-day-to-come", clause=CLAUSE, field="data.due", effective=context.effective.isoformat()
        )


def lead_department_judges(context: Context) -> None:
    """Only the department that leads an experience verifies its replication, in a zone in being. 三(二)"""
    lead = experience(context).lead_department
    if context.actor.org != lead:
        raise Refused("lead-department-only", clause=CLAUSE, department=lead, org=context.actor.org)
    zone_is_in_being(context)


def effect_is_reportable(state: State, command: ReportEffect, context: Context) -> None:
    """推广成效: of a period after the implementation, ended, reported once; a zone that left still may. 三(二)"""
    body_acts_for_its_zone(context, context.part(1), CLAUSE)
    assert state.implemented is not None, "what has effects was implemented"
    overlaps = state.reported_to is not None and command.start <= state.reported_to
    if command.start < state.implemented or overlaps:
        earliest = max(state.implemented, state.reported_to or state.implemented)
        raise Refused("effect-follows", clause=CLAUSE, field="data.start", earliest=earliest.isoformat())
    if not command.start <= command.end <= context.effective:
        raise Refused("period-ended", clause=CLAUSE, field="data.end", effective=context.effective.isoformat())
