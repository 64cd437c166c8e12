"""Annual target (年度目标): how many zones a year is to bring; about five in 2021, 2022 and 2023. 一(二)

A target informs, it never blocks: no other aggregate asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.kernel import Command, Context, Decider, Event, Refused, Text, out_of_turn

CLAUSE = "一(二)"
FIRST_YEAR = 2021
"""The plan is of 2021."""
YEARS_AHEAD = 10
"""No target lies further ahead than two five-year plans."""

Zones = Annotated[int, Field(ge=0, le=100)]


class TargetSet(Event, name="target.set"):
    """设定年度目标: the figure for the year, from now on; a later one replaces it."""

    judged: ClassVar[tuple[str, ...]] = ("year",)
    year: int
    zones: Zones
    note: Text | None


class SetTarget(Command, name="target.set", clause=CLAUSE, opens=True):
    """Set how many zones the year that is the entity's id is to bring, or set it anew."""

    zones: Zones
    note: Text | None = None


class Stage(StrEnum):
    """Whether there is a figure for the year."""

    NEW = "new"
    SET = "target-set"


@dataclass(frozen=True, slots=True)
class State:
    """Nothing rests on a target but whether it was set."""

    stage: Stage = Stage.NEW


def evolve(_state: State, _event: TargetSet) -> State:
    """The target after the event."""
    return State(Stage.SET)


def decide(command: SetTarget, state: State, context: Context) -> list[TargetSet]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case SetTarget(zones=zones, note=note), Stage.NEW | Stage.SET:
            return [TargetSet(year=target_is_of_a_year(context), zones=zones, note=note)]
        case _:
            raise out_of_turn(command, state.stage)


def target_is_of_a_year(context: Context) -> int:
    """每年建设5个左右: a target is of one year and is called by it. Returns the year. 一(二)"""
    last = context.today.year + YEARS_AHEAD
    if context.entity not in {str(year) for year in range(FIRST_YEAR, last + 1)}:
        raise Refused("target-is-of-a-year", clause=CLAUSE, field="entity", first=FIRST_YEAR, last=last)
    return int(context.entity)


target = Decider("target", State(), evolve, decide, parts=("year",))
