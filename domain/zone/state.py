"""Where a zone (联动创新区) stands, folded from its events, and what others may know of it. 三, 四(四)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.facts import ZoneFact
from domain.zone.events import (
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    Established,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    Withdrawn,
    ZoneEvent,
)
from domain.zone_values import Rectification


class Status(StrEnum):
    """获批 -> 运行 -> 整改 -> 运行 or 退出."""

    NEW = "new"
    ESTABLISHED = "established"
    OPERATING = "operating"
    RECTIFYING = "rectifying"
    WITHDRAWN = "exited"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a zone, and others about their business with it, rest on.

    `rectified`: the evaluation that the latest rectification was ordered for; `bounded` and `entrusted`: the legal
    dates of the latest adjustment of the boundary and of the body.
    """

    status: Status = Status.NEW
    body: str = ""
    industries: frozenset[str] = frozenset()
    planned: bool = False
    rectification: Rectification = Rectification.NONE
    due: date | None = None
    failed_evaluations: frozenset[str] = frozenset()
    rectified: str | None = None
    bounded: date | None = None
    entrusted: date | None = None


def evolve(state: State, event: ZoneEvent) -> State:
    """The zone after the event."""
    match event:
        case Established():
            return State(Status.ESTABLISHED, event.body, frozenset(event.industries))
        case ConstructionPlanFiled():
            status = Status.OPERATING if state.status is Status.ESTABLISHED else state.status
            return replace(state, status=status, planned=True)
        case RectificationOrdered():
            return replace(
                state,
                status=Status.RECTIFYING,
                rectification=Rectification.ORDERED,
                due=event.due,
                failed_evaluations=state.failed_evaluations | {event.evaluation},
                rectified=event.evaluation,
            )
        case RectificationReported():
            return replace(state, rectification=Rectification.REPORTED)
        case RectificationAccepted():
            return replace(state, status=as_before(state), rectification=Rectification.ACCEPTED, due=None)
        case RectificationFailed():
            return replace(state, rectification=Rectification.FAILED, due=None)
        case RectificationLifted(evaluation=evaluation):
            return lifted(state, evaluation)
        case BoundaryAdjusted(since=since):
            return replace(state, bounded=since)
        case BodyReplaced(body=body, since=since):
            return replace(state, body=body, entrusted=since)
        case Withdrawn():
            return replace(state, status=Status.WITHDRAWN, due=None)
        case _:
            assert_never(event)


def as_before(state: State) -> Status:
    """What a zone is when nothing is to be put right."""
    return Status.OPERATING if state.planned else Status.ESTABLISHED


def lifted(state: State, evaluation: str) -> State:
    """The failure counts no longer; the zone is as before, unless it puts right what another evaluation found."""
    state = replace(state, failed_evaluations=state.failed_evaluations - {evaluation})
    if state.status is not Status.RECTIFYING or state.rectified != evaluation:
        return state
    return replace(state, status=as_before(state), rectification=Rectification.LIFTED, due=None)


def fact(state: State) -> ZoneFact | None:
    """What others may know of the zone."""
    if state.status is Status.NEW:
        return None
    return ZoneFact(
        body=state.body,
        industries=state.industries,
        withdrawn=state.status is Status.WITHDRAWN,
        operating=state.status is Status.OPERATING,
        rectifying=state.status is Status.RECTIFYING,
        failed_rectification=state.rectification is Rectification.FAILED,
        failed_evaluations=state.failed_evaluations,
    )
