"""Where a deadline (期限) stands, folded from its events. 系统约定 10"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.deadline.events import Breached, Cancelled, DeadlineEvent, Expired, Met, Resumed, Started, Stopped, Warned


class Stage(StrEnum):
    """计时 <-> 中止 -> 逾期 or 届满 -> 办结 or 撤销."""

    NEW = "new"
    RUNNING = "clock-running"
    STOPPED = "clock-stopped"
    OVERDUE = "overdue"
    EXPIRED = "clock-expired"
    MET = "clock-met"
    CANCELLED = "clock-cancelled"


OPEN = frozenset({Stage.RUNNING, Stage.STOPPED, Stage.OVERDUE})
"""Something is still asked."""


@dataclass(frozen=True, slots=True)
class State:
    """The run that counts, and the latest event of the case that the clock has heard of (`cause`)."""

    stage: Stage = Stage.NEW
    started: Started | None = None
    cause: int = 0
    due: date = date.min
    overdue_from: date = date.min
    warn_on: date | None = None
    warned: bool = False
    remaining: int = 0


def evolve(state: State, event: DeadlineEvent) -> State:
    """The clock after the event."""
    match event:
        case Started():
            return State(Stage.RUNNING, event, event.cause, event.due, event.overdue_from, event.warn_on)
        case Stopped():
            return replace(state, stage=Stage.STOPPED, cause=event.cause, remaining=event.remaining)
        case Resumed():
            return replace(
                state,
                stage=Stage.RUNNING,
                cause=event.cause,
                due=event.due,
                overdue_from=event.overdue_from,
                warn_on=event.warn_on,
                warned=False,
            )
        case Met():
            return replace(state, stage=Stage.MET, cause=event.cause)
        case Cancelled():
            return replace(state, stage=Stage.CANCELLED, cause=event.cause)
        case Warned():
            return replace(state, warned=True)
        case Breached():
            return replace(state, stage=Stage.OVERDUE)
        case Expired():
            return replace(state, stage=Stage.EXPIRED)
        case _:
            assert_never(event)
