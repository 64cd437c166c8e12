"""Matter (协调事项): what a member cannot settle alone, until the office has it settled. 四(一)

Raised by any member, assigned by the office, answered by the assignee, taken higher by hand or when overdue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import matter_rules as rules
from domain.kernel import Command, Context, Decider, Event, OrgId, Text, ZoneId, out_of_turn
from domain.matter_values import Assignment, Escalation, Question, Reply, Resolution


class Raised(Question, Event, name="matter.raised"):
    """提出: `raiser` is told what comes of it."""

    raiser: OrgId


class Assigned(Assignment, Event, name="matter.assigned"):
    """交办; the latest counts."""


class Answered(Reply, Event, name="matter.answered"):
    """答复."""

    assignee: OrgId


class Escalated(Escalation, Event, name="matter.escalated"):
    """提级协调: the leading group is to know of it; an answer is still waited for."""


class Resolved(Resolution, Event, name="matter.resolved"):
    """办结."""


class Reopened(Event, name="matter.reopened"):
    """重新办理: it was not settled after all; the office assigns it again. `zone`: whose business it is."""

    reason: Text
    zone: ZoneId | None


class HandedOver(Event, name="matter.handed-over"):
    """移交: the zone was withdrawn, its matter is the office's from now on.

    `raiser`: who is told what comes of it; `assignee`: who goes on to answer it, None where nobody does.
    """

    zone: ZoneId
    raiser: OrgId
    assignee: OrgId | None
    reason: Text


MatterEvent = Raised | Assigned | Answered | Escalated | Resolved | Reopened | HandedOver


class Raise(Question, Command, name="matter.raise", clause="四(一)", opens=True):
    """Raise a matter; a zone's body names its own zone, or none."""


class Assign(Assignment, Command, name="matter.assign", clause="四(一)", human=True):
    """Assign the matter to an organisation, or to another one than before."""


class Answer(Reply, Command, name="matter.answer", clause="四(一)"):
    """Answer what was assigned to the sender."""


class Escalate(Escalation, Command, name="matter.escalate", clause="四(一)"):
    """Take the matter higher: the office or whoever raised it, or the office's robot when the answer is overdue."""


class Resolve(Resolution, Command, name="matter.resolve", clause="四(一)", human=True):
    """Settle the matter on its answer, on what the leading group decided, or because its zone was withdrawn."""


class Reopen(Command, name="matter.reopen", clause="四(一)", human=True):
    """Say that the matter was not settled after all."""

    reason: Text


class HandOver(Command, name="matter.hand-over", clause="四(四)"):
    """Take over a matter of a zone that was withdrawn (a reaction)."""

    zone: ZoneId
    reason: Text


MatterCommand = Raise | Assign | Answer | Escalate | Resolve | Reopen | HandOver


class Stage(StrEnum):
    """提出 -> 交办 -> 答复 -> 办结; 提级; 移交."""

    NEW = "new"
    RAISED = "matter-raised"
    ASSIGNED = "matter-assigned"
    ANSWERED = "matter-answered"
    ESCALATED = "matter-escalated"
    RESOLVED = "matter-resolved"
    REOPENED = "matter-reopened"
    HANDED_OVER = "matter-handed-over"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a matter rest on; `assignee` and `due` None: nobody is to answer."""

    stage: Stage = Stage.NEW
    raiser: str = ""
    zone: str | None = None
    assignee: str | None = None
    due: date | None = None


def evolve(state: State, event: MatterEvent) -> State:
    """The matter after the event."""
    match event:
        case Raised():
            return State(Stage.RAISED, event.raiser, event.zone)
        case Assigned():
            return replace(state, stage=Stage.ASSIGNED, assignee=event.assignee, due=event.due)
        case Answered():
            return replace(state, stage=Stage.ANSWERED, assignee=None, due=None)
        case Escalated():
            return replace(state, stage=Stage.ESCALATED)
        case Resolved():
            return replace(state, stage=Stage.RESOLVED, assignee=None, due=None)
        case Reopened():
            return replace(state, stage=Stage.REOPENED)
        case HandedOver(assignee=None):
            return State(Stage.HANDED_OVER, event.raiser)
        case HandedOver():
            return replace(state, raiser=event.raiser, zone=None)
        case _:
            assert_never(event)


def decide(command: MatterCommand, state: State, context: Context) -> list[MatterEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Raise(), Stage.NEW:
            rules.may_be_raised(command.zone, context)
            return [Raised(raiser=context.actor.org, **dict(command))]
        case (
            Assign(),
            Stage.RAISED | Stage.ASSIGNED | Stage.ANSWERED | Stage.ESCALATED | Stage.REOPENED | Stage.HANDED_OVER,
        ):
            rules.assignee_can_answer(command, context)
            rules.due_is_ahead(command.due, context)
            return [Assigned(**dict(command))]
        case Answer(), Stage.ASSIGNED | Stage.ESCALATED:
            rules.assignee_answers(state, context)
            return [Answered(assignee=context.actor.org, **dict(command))]
        case Escalate(), Stage.RAISED | Stage.ASSIGNED | Stage.ANSWERED | Stage.REOPENED | Stage.HANDED_OVER:
            rules.may_be_escalated(state, command, context)
            return [Escalated(**dict(command))]
        case Resolve(), Stage.ANSWERED | Stage.ESCALATED | Stage.HANDED_OVER:
            return [Resolved(**dict(command))]
        case Reopen(reason=reason), Stage.RESOLVED:
            rules.office_or_raiser(state, context)
            rules.zone_is_in_being(state, context)
            return [Reopened(reason=reason, zone=state.zone)]
        case (
            HandOver(zone=zone, reason=reason),
            Stage.RAISED | Stage.ASSIGNED | Stage.ANSWERED | Stage.ESCALATED | Stage.REOPENED,
        ):
            raiser, assignee = rules.handed_over(state, zone, context)
            return [HandedOver(zone=zone, raiser=raiser, assignee=assignee, reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


def needs(command: MatterCommand, _entity: str, state: State) -> frozenset[tuple[str, str]]:
    """Opening a matter again asks how the zone stands whose business it is."""
    return frozenset({("zone", state.zone)}) if isinstance(command, Reopen) and state.zone else frozenset()


STEPS = (Assign, Answer, Escalate, Resolve, Reopen)
"""They rest on all that came before. 系统约定 3"""

matter = Decider("matter", State(), evolve, decide, needs=needs, in_order=STEPS, keeps_rulebook=True)
