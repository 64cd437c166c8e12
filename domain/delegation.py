"""Delegation (权限下放): one power item handed down to one zone, from the request to the recall. 三(一)

依法放权、按需放权, 放得下、接得住: lawful, needed, can be let go, can be taken up; all four, or nothing is delegated.
Legal dates (下放, 承接, 收回) are the effective dates of the events.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import ZONE_BODIES, Command, Event, Role, Text, Value
from domain.values import Document, Instrument

Count = Annotated[int, Field(ge=0, le=10**9)]
Attachments = Annotated[tuple[Document, ...], Field(max_length=50)]
Conditions = Annotated[tuple[Text, ...], Field(max_length=50)]


class Criterion(StrEnum):
    """依法, 按需, 放得下, 接得住."""

    LAWFUL = "lawful"
    NEEDED = "needed"
    RELEASABLE = "can-be-let-go"
    RECEIVABLE = "can-be-taken-up"


class Mode(StrEnum):
    """授权 or 委托."""

    AUTHORISED = "authorised"
    ENTRUSTED = "entrusted"


class Finding(Value):
    """What the holder found on one criterion, and why."""

    criterion: Criterion
    met: bool
    reason: Text


Findings = Annotated[tuple[Finding, ...], Field(max_length=20)]


class Requested(Event, name="delegation.requested"):
    """申请承接: why the zone needs the power, and with what staff, premises and systems it would exercise it."""

    need: Text
    staff: Text
    premises: Text
    systems: Text
    documents: Attachments


class Assessed(Event, name="delegation.assessed"):
    """评估: the holder's four findings; the latest assessment counts."""

    findings: Findings


class Delegated(Event, name="delegation.delegated"):
    """下放 on the legal date `since`, on an instrument, with conditions and the training given."""

    mode: Mode
    instrument: Instrument
    since: date
    conditions: Conditions
    training: Text


class RequestRefused(Event, name="delegation.refused"):
    """不予下放: the holder's no, with the criteria not met and its reason."""

    unmet: tuple[Criterion, ...]
    reason: Text


class RequestLapsed(Event, name="delegation.request-lapsed"):
    """申请失效: the zone was withdrawn while its request was pending."""

    reason: Text


class TakenUp(Event, name="delegation.taken-up"):
    """承接: the zone exercises the power from the handover date on."""

    handover: date
    note: Text | None


class ExerciseReported(Event, name="delegation.exercise-reported"):
    """运行情况 from `start` to `end` (both included): cases, complaints, decisions reversed on review."""

    start: date
    end: date
    cases: Count
    complaints: Count
    reversed_decisions: Count
    note: Text | None


class Amended(Event, name="delegation.amended"):
    """调整: mode, conditions and instrument as they stand from now on, and why."""

    mode: Mode
    instrument: Instrument
    conditions: Conditions
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

HOLDER = frozenset({Role.DEPARTMENT})
OFFICE_ONLY = frozenset({Role.OFFICE})


class Request(Command, name="delegation.request", by=ZONE_BODIES, clause="三(一)", opens=True):
    """Ask for the power; again after a refusal or a recall."""

    need: Text
    staff: Text
    premises: Text
    systems: Text
    documents: Attachments = ()


class Assess(Command, name="delegation.assess", by=HOLDER, clause="三(一)"):
    """Give a finding on each of the four criteria."""

    findings: Findings


class Delegate(Command, name="delegation.delegate", by=HOLDER, clause="三(一)"):
    """Hand the power down on the effective date."""

    mode: Mode
    instrument: Instrument
    conditions: Conditions = ()
    training: Text


class Refuse(Command, name="delegation.refuse", by=HOLDER, clause="三(一)"):
    """Say no, on the criteria that the assessment found unmet."""

    reason: Text


class TakeUp(Command, name="delegation.take-up", by=ZONE_BODIES, clause="三(一)"):
    """Take the power over on the effective date."""

    note: Text | None = None


class ReportExercise(Command, name="delegation.report-exercise", by=ZONE_BODIES, clause="三(一)"):
    """Report the exercise of the power in a period."""

    start: date
    end: date
    cases: Count
    complaints: Count
    reversed_decisions: Count
    note: Text | None = None


class Amend(Command, name="delegation.amend", by=HOLDER, clause="三(一)"):
    """Change mode or conditions."""

    mode: Mode
    instrument: Instrument
    conditions: Conditions = ()
    reason: Text


class ListForRecall(Command, name="delegation.list-for-recall", by=OFFICE_ONLY, clause="四(四)"):
    """List the power for recall, or let a pending request lapse, because the zone was withdrawn (a reaction)."""

    reason: Text


class Recall(Command, name="delegation.recall", by=HOLDER, clause="三(一)"):
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
