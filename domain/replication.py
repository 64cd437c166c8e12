"""Replication (复制推广): one experience put in place in one zone, from the plan to its effects; 首要任务. 三(二)

The zone plans, implements and reports; the experience's lead department verifies or sends back; what does not fit the
zone is found inapplicable, which the office confirms or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import replication_rules as rules
from domain.kernel import Command, Context, Decider, Event, Text, out_of_turn
from domain.replication_values import Arrangement, Effect, Implementation, Inapplicability

CLAUSE = rules.CLAUSE


class Planned(Arrangement, Event, name="replication.planned"):
    """制定推广计划, or a new edition of it."""


class Implemented(Implementation, Event, name="replication.implemented"):
    """已落实 since the legal date `since`, by the zone's own account."""

    since: date


class Verified(Event, name="replication.verified"):
    """核实: the lead department finds the experience in place."""

    reason: Text


class SentBack(Event, name="replication.sent-back"):
    """退回: the lead department does not; the zone implements again."""

    reason: Text


class FoundInapplicable(Inapplicability, Event, name="replication.found-inapplicable"):
    """认为不适用: by the zone's own account, until the office confirms it."""


class InapplicabilityConfirmed(Event, name="replication.inapplicability-confirmed"):
    """确认不适用: the experience no longer counts against the zone."""

    reason: Text


class InapplicabilityRejected(Event, name="replication.inapplicability-rejected"):
    """不认可不适用: the zone is to plan the replication."""

    reason: Text


class EffectReported(Effect, Event, name="replication.effect-reported"):
    """报告成效."""


class Ended(Event, name="replication.ended"):
    """终止: the zone was withdrawn before the replication was verified."""

    reason: Text


Finding = FoundInapplicable | InapplicabilityConfirmed | InapplicabilityRejected
ReplicationEvent = Planned | Implemented | Verified | SentBack | Finding | EffectReported | Ended


class Plan(Arrangement, Command, name="replication.plan", clause=CLAUSE, opens=True):
    """Plan the replication, or plan it anew."""


class Implement(Implementation, Command, name="replication.implement", clause=CLAUSE):
    """Report the experience as put in place, with evidence."""


class Verify(Command, name="replication.verify", clause=CLAUSE, human=True):
    """Confirm that the experience is in place."""

    reason: Text


class SendBack(Command, name="replication.send-back", clause=CLAUSE, human=True):
    """Say what is missing; also where a later look finds less than was verified."""

    reason: Text


class FindInapplicable(
    Inapplicability,
    Command,
    name="replication.find-inapplicable",
    clause=CLAUSE,
    opens=True,
    human=True,
):
    """Find that the experience does not fit the zone."""


class ConfirmInapplicability(Command, name="replication.confirm-inapplicability", clause=CLAUSE, human=True):
    """Confirm that it does not."""

    reason: Text


class RejectInapplicability(Command, name="replication.reject-inapplicability", clause=CLAUSE, human=True):
    """Hold that it does fit; the zone is to plan."""

    reason: Text


class ReportEffect(Effect, Command, name="replication.report-effect", clause=CLAUSE):
    """Report what came of it in a period."""


class End(Command, name="replication.end", clause="四(四)"):
    """End an unfinished replication because the zone was withdrawn (a reaction)."""

    reason: Text


Judgement = FindInapplicable | ConfirmInapplicability | RejectInapplicability
ReplicationCommand = Plan | Implement | Verify | SendBack | Judgement | ReportEffect | End


class Stage(StrEnum):
    """计划 -> 落实 -> 核实; 不适用; 终止."""

    NEW = "new"
    PLANNED = "replication-planned"
    IMPLEMENTED = "replication-implemented"
    VERIFIED = "replication-verified"
    SENT_BACK = "replication-sent-back"
    FOUND_INAPPLICABLE = "inapplicability-found"
    INAPPLICABLE = "inapplicable"
    TO_PLAN = "replication-to-plan"
    ENDED = "replication-ended"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a replication rest on; `implemented` is the legal date of the first implementation."""

    stage: Stage = Stage.NEW
    implemented: date | None = None
    reported_to: date | None = None


UNFINISHED = frozenset(Stage) - {Stage.NEW, Stage.VERIFIED, Stage.INAPPLICABLE, Stage.ENDED}
"""What a withdrawn zone leaves undone. 四(四)"""


def evolve(state: State, event: ReplicationEvent) -> State:
    """The replication after the event."""
    match event:
        case Planned():
            return replace(state, stage=Stage.PLANNED)
        case Implemented():
            return replace(state, stage=Stage.IMPLEMENTED, implemented=state.implemented or event.since)
        case Verified():
            return replace(state, stage=Stage.VERIFIED)
        case SentBack():
            return replace(state, stage=Stage.SENT_BACK)
        case FoundInapplicable():
            return replace(state, stage=Stage.FOUND_INAPPLICABLE)
        case InapplicabilityConfirmed():
            return replace(state, stage=Stage.INAPPLICABLE)
        case InapplicabilityRejected():
            return replace(state, stage=Stage.TO_PLAN)
        case EffectReported():
            return replace(state, reported_to=event.end)
        case Ended():
            return replace(state, stage=Stage.ENDED)
        case _:
            assert_never(event)


def decide(command: ReplicationCommand, state: State, context: Context) -> list[ReplicationEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Plan(), Stage.NEW | Stage.PLANNED | Stage.TO_PLAN | Stage.INAPPLICABLE:
            rules.may_be_planned(command, context)
            return [Planned(**dict(command))]
        case Implement(), Stage.PLANNED | Stage.SENT_BACK:
            rules.zone_acts(context)
            return [Implemented(since=context.effective, **dict(command))]
        case Verify(reason=reason), Stage.IMPLEMENTED:
            rules.lead_department_judges(context)
            return [Verified(reason=reason)]
        case SendBack(reason=reason), Stage.IMPLEMENTED | Stage.VERIFIED:
            rules.lead_department_judges(context)
            return [SentBack(reason=reason)]
        case FindInapplicable(), Stage.NEW | Stage.PLANNED | Stage.TO_PLAN | Stage.SENT_BACK:
            rules.zone_acts(context)
            return [FoundInapplicable(**dict(command))]
        case ConfirmInapplicability(reason=reason), Stage.FOUND_INAPPLICABLE:
            rules.zone_is_in_being(context)
            return [InapplicabilityConfirmed(reason=reason)]
        case RejectInapplicability(reason=reason), Stage.FOUND_INAPPLICABLE:
            rules.zone_is_in_being(context)
            return [InapplicabilityRejected(reason=reason)]
        case ReportEffect(), Stage.IMPLEMENTED | Stage.VERIFIED:
            rules.effect_is_reportable(state, command, context)
            return [EffectReported(**dict(command))]
        case End(reason=reason), stage if stage in UNFINISHED:
            rules.zone_is_withdrawn(context)
            return [Ended(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


STEPS = (Plan, Implement, Verify, SendBack, FindInapplicable, ConfirmInapplicability, RejectInapplicability)
"""They rest on all that came before; reports are of past periods. 三(二)"""

replication = Decider("replication", State(), evolve, decide, parts=("experience", "zone"), in_order=STEPS)
