"""Policy measure (政策举措): what departments issue for zones, and the reform policies of the FTZ. 三(一), 四(二)

A policy that the State granted to the pilot zone is entered by the department responsible for it; only such a policy is
extended to a zone, one by one. What a department issues for the linked zones itself holds for all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import Field

from domain.facts import PolicyMeasureFact
from domain.kernel import Command, Context, Decider, Event, Name, OrgId, Refused, Text, Value, out_of_turn
from domain.values import Document, Instrument


class Origin(StrEnum):
    """国家赋予自贸试验区的改革政策, or 市级部门出台的政策举措."""

    FTZ_REFORM = "ftz-reform-policy"
    MUNICIPAL = "municipal-measure"


class Support(StrEnum):
    """行政审批, 市场监管, 产业, 财税, 土地, 人才. 四(二)"""

    APPROVAL = "administrative-approval"
    SUPERVISION = "market-supervision"
    INDUSTRY = "industry-support"
    FINANCE_AND_TAX = "finance-and-tax"
    LAND = "land-supply"
    TALENT = "talent"


class Measure(Value):
    """What a measure is: its paper (文号) and text, what it supports, until when it holds (None: until it is ended)."""

    title: Name
    origin: Origin
    support: Annotated[tuple[Support, ...], Field(min_length=1, max_length=len(Support))]
    summary: Text
    instrument: Instrument
    text: Document
    valid_until: date | None = None


class MeasureIssued(Measure, Event, name="policy-measure.issued"):
    """出台政策举措: `department` answers for it."""

    department: OrgId


class MeasureAmended(Measure, Event, name="policy-measure.amended"):
    """政策调整: the measure as it stands from now on, and why."""

    reason: Text


class MeasureEnded(Event, name="policy-measure.ended"):
    """政策终止: nothing new rests on it."""

    reason: Text


PolicyMeasureEvent = MeasureIssued | MeasureAmended | MeasureEnded


class Issue(Measure, Command, name="policy-measure.issue", clause="四(二)", opens=True, human=True):
    """Issue a measure, or enter a reform policy of the pilot zone; the sender answers for it."""


class Amend(Measure, Command, name="policy-measure.amend", clause="四(二)", human=True):
    """State the measure anew, with the reason."""

    reason: Text


class EndMeasure(Command, name="policy-measure.end", clause="四(二)", human=True):
    """End the measure."""

    reason: Text


PolicyMeasureCommand = Issue | Amend | EndMeasure


class Stage(StrEnum):
    """现行 -> 终止."""

    NEW = "new"
    ISSUED = "measure-issued"
    ENDED = "measure-ended"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a measure, and about its extension to zones, rest on."""

    stage: Stage = Stage.NEW
    department: str = ""
    origin: Origin | None = None
    valid_until: date | None = None


def evolve(state: State, event: PolicyMeasureEvent) -> State:
    """The measure after the event."""
    match event:
        case MeasureIssued():
            return State(Stage.ISSUED, event.department, event.origin, event.valid_until)
        case MeasureAmended():
            return replace(state, origin=event.origin, valid_until=event.valid_until)
        case MeasureEnded():
            return replace(state, stage=Stage.ENDED)
        case _:
            assert_never(event)


def decide(command: PolicyMeasureCommand, state: State, context: Context) -> list[PolicyMeasureEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Issue(), Stage.NEW:
            holds_for_some_time(command.valid_until, context)
            return [MeasureIssued(department=context.actor.org, **dict(command))]
        case Amend(), Stage.ISSUED:
            its_department_acts(state, context)
            origin_stays(state, command)
            holds_for_some_time(command.valid_until, context)
            return [MeasureAmended(**dict(command))]
        case EndMeasure(reason=reason), Stage.ISSUED:
            its_department_acts(state, context)
            return [MeasureEnded(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


def its_department_acts(state: State, context: Context) -> None:
    """市级相关部门研究出台政策举措: the department that issued a measure amends and ends it. 四(二)"""
    if context.actor.org != state.department:
        raise Refused("own-measure", clause="四(二)", department=state.department, org=context.actor.org)


def origin_stays(state: State, command: Amend) -> None:
    """What the State granted and what a department issued are two things; extensions rest on the former. 三(一)"""
    if command.origin is not state.origin:
        raise Refused("origin-stays", clause="三(一)", field="data.origin")


def holds_for_some_time(valid_until: date | None, context: Context) -> None:
    """有效期: a measure does not run out before the day from which it holds. 系统约定 3"""
    if valid_until is not None and valid_until < context.effective:
        raise Refused(
            "valid-until-not-past",
            clause="系统约定 3",
            field="data.valid_until",
            until=valid_until.isoformat(),
            date=context.effective.isoformat(),
        )


def fact(state: State) -> PolicyMeasureFact | None:
    """What others may know of the measure."""
    if state.stage is Stage.NEW:
        return None
    return PolicyMeasureFact(
        department=state.department,
        extensible=state.origin is Origin.FTZ_REFORM,
        ended=state.stage is Stage.ENDED,
        valid_until=state.valid_until,
    )


STEPS = (Amend, EndMeasure)
"""They change what was issued before. 系统约定 3"""

policy_measure = Decider("policy-measure", State(), evolve, decide, fact=fact, in_order=STEPS)
