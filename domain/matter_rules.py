"""The rules of coordination: raised, assigned, answered, taken higher where it must be, settled. 四(一)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import OrganisationFact
from domain.kernel import MEMBERS, ZONE_BODIES, ActorKind, Refused, Role
from domain.matter_values import EscalationReason
from domain.zone_standing import body_acts_for_its_zone, standing, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from datetime import date

    from domain.kernel import Context
    from domain.matter import Escalate, State
    from domain.matter_values import Assignment

CLAUSE = "四(一)"


def may_be_raised(zone: str | None, context: Context) -> None:
    """Any member raises a matter; what is a zone's business only for a zone in being, and a body for its own. 四(一)"""
    if zone is None:
        return
    if context.role in ZONE_BODIES:
        body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")


def assignee_can_answer(command: Assignment, context: Context) -> None:
    """统筹协调: the office assigns a matter to a member of the mechanism that still stands in the register. 四(一)"""
    found = context.get(OrganisationFact, command.assignee)
    if found is None or found.dissolved or found.role not in MEMBERS:
        raise Refused("assignee-is-a-member", clause=CLAUSE, field="data.assignee", assignee=command.assignee)


def due_is_ahead(due: date, context: Context) -> None:
    """An answer is due on the day of the assignment or later. 系统约定 3"""
    if due < context.effective:
        raise Refused(
            "answer-due-ahead",
            clause="系统约定 3",
            field="data.due",
            due=due.isoformat(),
            date=context.effective.isoformat(),
        )


def assignee_answers(state: State, context: Context) -> None:
    """Whoever a matter was assigned to answers it, and nobody else. 四(一)"""
    if context.actor.org != state.assignee:
        raise Refused("assignee-only", clause=CLAUSE, assignee=state.assignee or "nobody", org=context.actor.org)


def office_or_raiser(state: State, context: Context) -> None:
    """The office, or whoever raised a matter, takes it higher or opens it again. 四(一)"""
    if context.role is not Role.OFFICE and context.actor.org != state.raiser:
        raise Refused("office-or-raiser", clause=CLAUSE, raiser=state.raiser, org=context.actor.org)


def may_be_escalated(state: State, command: Escalate, context: Context) -> None:
    """协调解决重大问题: taken higher by hand for a stated reason, or once its answer is overdue. 四(一)

    A robot knows a due date and nothing else; whoever gives another reason puts it in words.
    """
    office_or_raiser(state, context)
    if command.reason is EscalationReason.OVERDUE:
        answer_is_overdue(state, context)
        return
    if context.actor.kind is ActorKind.ROBOT:
        raise Refused("decided-by-a-person", clause="系统约定 1", field="kind", command=command.name)
    if command.note is None:
        raise Refused("escalation-says-why", clause="系统约定 4", field="data.note")


def answer_is_overdue(state: State, context: Context) -> None:
    """An answer is overdue on the day after it was due, and only where it was assigned and not given. 四(一)"""
    if state.due is None or context.effective <= state.due:
        due = "none" if state.due is None else state.due.isoformat()
        raise Refused("answer-not-overdue", clause=CLAUSE, field="data.reason", due=due)


def zone_is_in_being(state: State, context: Context) -> None:
    """A withdrawn zone opens nothing again; its matters are the office's. 四(四)"""
    if state.zone is not None and context.role is not Role.OFFICE:
        zone_takes_new_business(context, state.zone, "四(四)")


def is_the_zone_s(state: State, zone: str) -> None:
    """A matter is handed over by the zone whose business it is, once. 四(四)"""
    if zone != state.zone:
        raise Refused(
            "matter-of-this-zone", clause="四(四)", field="data.zone", zone=zone, holder=state.zone or "nobody"
        )


def handed_over(state: State, zone: str, context: Context) -> tuple[str, str | None]:
    """Nothing is lost silently: a withdrawn zone's matters go on, in the hands of the office. 四(四)

    Returns who is told what comes of it, the office where the zone's body was; and who goes on to answer it, nobody
    where the body was to.
    """
    is_the_zone_s(state, zone)
    zone_has_left(context, zone, "四(四)")
    body = standing(context, zone, "四(四)").body
    raiser = context.actor.org if state.raiser == body else state.raiser
    return raiser, None if state.assignee == body else state.assignee
