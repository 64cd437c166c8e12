"""Delegation (权限下放): one power item handed down to one zone, from the request to the recall. 三(一)

依法放权、按需放权, 放得下、接得住: lawful, needed, can be let go, can be taken up; all four, or nothing is delegated.
Legal dates (下放, 承接, 收回) are the effective dates of the events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, assert_never

from domain import delegation_rules as rules
from domain.delegation_values import Application, Criterion, Findings, Period, Terms
from domain.kernel import Command, Context, Decider, Event, Text, out_of_turn
from domain.values import Instrument


class Requested(Application, Event, name="delegation.requested"):
    """申请承接."""


class Assessed(Event, name="delegation.assessed"):
    """评估: the holder's four findings; the latest assessment counts."""

    findings: Findings


class Delegated(Terms, Event, name="delegation.delegated"):
    """下放 on the legal date `since`, with the training given."""

    since: date
    training: Text


class RequestRefused(Event, name="delegation.refused"):
    """不予下放: the holder's no, with the criteria not met and its reason."""

    judged: ClassVar[tuple[str, ...]] = ("unmet",)
    unmet: tuple[Criterion, ...]
    reason: Text


class RequestLapsed(Event, name="delegation.request-lapsed"):
    """申请失效: the zone was withdrawn while its request was pending."""

    reason: Text


class TakenUp(Event, name="delegation.taken-up"):
    """承接: the zone exercises the power from the handover date on."""

    handover: date
    note: Text | None


class ExerciseReported(Period, Event, name="delegation.exercise-reported"):
    """运行情况."""


class Amended(Terms, Event, name="delegation.amended"):
    """调整: mode, conditions and instrument as they stand from now on, and why."""

    reason: Text


class ListedForRecall(Event, name="delegation.listed-for-recall"):
    """列入收回清单: the zone was withdrawn; the holder is to recall the power."""

    reason: Text


class Recalled(Event, name="delegation.recalled"):
    """收回."""

    reason: Text
    instrument: Instrument | None


DelegationEvent = (
    Requested
    | Assessed
    | Delegated
    | RequestRefused
    | RequestLapsed
    | TakenUp
    | ExerciseReported
    | Amended
    | ListedForRecall
    | Recalled
)


class Request(Application, Command, name="delegation.request", clause="三(一)", opens=True):
    """Ask for the power; again after a refusal or a recall."""


class Assess(Command, name="delegation.assess", clause="三(一)", human=True):
    """Give a finding on each of the four criteria."""

    findings: Findings


class Delegate(Terms, Command, name="delegation.delegate", clause="三(一)", human=True):
    """Hand the power down on the effective date."""

    training: Text


class Refuse(Command, name="delegation.refuse", clause="三(一)", human=True):
    """Say no, on the criteria that the assessment found unmet."""

    reason: Text


class TakeUp(Command, name="delegation.take-up", clause="三(一)"):
    """Take the power over on the effective date."""

    note: Text | None = None


class ReportExercise(Period, Command, name="delegation.report-exercise", clause="三(一)"):
    """Report the exercise of the power in a period."""


class Amend(Terms, Command, name="delegation.amend", clause="三(一)"):
    """Change mode or conditions."""

    reason: Text


class ListForRecall(Command, name="delegation.list-for-recall", clause="四(四)"):
    """List the power for recall, or let a pending request lapse, because the zone was withdrawn (a reaction)."""

    reason: Text


class Recall(Command, name="delegation.recall", clause="三(一)", human=True):
    """Take the power back."""

    reason: Text
    instrument: Instrument | None = None


DelegationCommand = Request | Assess | Delegate | Refuse | TakeUp | ReportExercise | Amend | ListForRecall | Recall


class Stage(StrEnum):
    """申请 -> 评估 -> 下放 -> 承接 -> 收回."""

    NEW = "new"
    REQUESTED = "requested"
    ASSESSED = "delegation-assessed"
    DELEGATED = "delegated"
    TAKEN_UP = "taken-up"
    LISTED = "listed-for-recall"
    REFUSED = "delegation-refused"
    LAPSED = "request-lapsed"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a delegation rest on; `since` and `handover` are those of the latest delegation."""

    stage: Stage = Stage.NEW
    unmet: tuple[Criterion, ...] = ()
    since: date | None = None
    handover: date | None = None
    reported_to: date | None = None


def evolve(state: State, event: DelegationEvent) -> State:
    """The delegation after the event."""
    match event:
        case Requested():
            return State(Stage.REQUESTED)
        case Assessed():
            unmet = tuple(finding.criterion for finding in event.findings if not finding.met)
            return replace(state, stage=Stage.ASSESSED, unmet=unmet)
        case Delegated():
            return replace(state, stage=Stage.DELEGATED, since=event.since)
        case RequestRefused():
            return replace(state, stage=Stage.REFUSED)
        case RequestLapsed():
            return replace(state, stage=Stage.LAPSED)
        case TakenUp():
            return replace(state, stage=Stage.TAKEN_UP, handover=event.handover)
        case ExerciseReported():
            return replace(state, reported_to=event.end)
        case Amended():
            return state
        case ListedForRecall():
            return replace(state, stage=Stage.LISTED)
        case Recalled():
            return replace(state, stage=Stage.RECALLED)
        case _:
            assert_never(event)


def decide(command: DelegationCommand, state: State, context: Context) -> list[DelegationEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Request(), Stage.NEW | Stage.REFUSED | Stage.LAPSED | Stage.RECALLED:
            rules.zone_may_ask(context)
            return [Requested(**dict(command))]
        case Assess(findings=findings), Stage.REQUESTED | Stage.ASSESSED:
            rules.holder_acts(context)
            rules.four_findings(findings)
            return [Assessed(findings=findings)]
        case Delegate(), Stage.ASSESSED:
            rules.may_be_delegated(state, context)
            return [Delegated(since=context.effective, **dict(command))]
        case Refuse(reason=reason), Stage.ASSESSED:
            rules.holder_acts(context)
            rules.refusal_rests_on_a_finding(state)
            return [RequestRefused(unmet=state.unmet, reason=reason)]
        case TakeUp(note=note), Stage.DELEGATED:
            rules.zone_may_take_up(state, context)
            return [TakenUp(handover=context.effective, note=note)]
        case ReportExercise(), Stage.TAKEN_UP:
            rules.exercise_is_reportable(state, command, context)
            return [ExerciseReported(**dict(command))]
        case Amend(), Stage.DELEGATED | Stage.TAKEN_UP:
            rules.holder_may_change(state, context)
            return [Amended(**dict(command))]
        case ListForRecall(reason=reason), Stage.REQUESTED | Stage.ASSESSED:
            rules.zone_is_withdrawn(context)
            return [RequestLapsed(reason=reason)]
        case ListForRecall(reason=reason), Stage.DELEGATED | Stage.TAKEN_UP:
            rules.zone_is_withdrawn(context)
            return [ListedForRecall(reason=reason)]
        case Recall(reason=reason, instrument=instrument), Stage.DELEGATED | Stage.TAKEN_UP | Stage.LISTED:
            rules.holder_may_change(state, context)
            return [Recalled(reason=reason, instrument=instrument)]
        case _:
            raise out_of_turn(command, state.stage)


STEPS = (Request, Assess, Delegate, Refuse, TakeUp, Amend, Recall)
"""They rest on all that came before, an earlier recall among it; reports are of past periods. 三(一)"""

delegation = Decider("delegation", State(), evolve, decide, parts=("power-item", "zone"), in_order=STEPS)
