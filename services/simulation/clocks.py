"""Clocks (期限): none runs past its end unnoticed, and whatever waits for somebody has its clock. 系统约定 10

Both hold once the reactor has seen every event and heeded every alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from domain import application as a
from domain import lead as l
from domain import matter as m
from domain import zone as z
from domain.deadline import Kind, Stage, deadline_id
from domain.zone_values import Rectification

if TYPE_CHECKING:
    from services.simulation.world import World

UNDER_WAY = frozenset({Stage.RUNNING, Stage.STOPPED, Stage.OVERDUE})
"""Something is still asked."""
Waits = Callable[[Any], Iterator[Kind]]
"""The clocks that a case of this state waits under."""


def application(state: a.State) -> Iterator[Kind]:
    """初核, 补正, 专家评审, 审议. 二(三)2"""
    match state.stage:
        case a.Stage.INITIAL_CHECK:
            yield Kind.CHECK
        case a.Stage.CORRECTION:
            yield from (Kind.CHECK, Kind.CORRECTION)
        case a.Stage.REVIEW:
            yield Kind.REVIEW
        case a.Stage.SHORTLISTED:
            yield Kind.PLENARY
        case _:
            return


def zone(state: z.State) -> Iterator[Kind]:
    """限期整改: ordered and not yet reported. 四(四)"""
    if state.status is z.Status.RECTIFYING and state.rectification is Rectification.ORDERED:
        yield Kind.RECTIFICATION


def lead(state: l.State) -> Iterator[Kind]:
    """跟进报告, 首谈保护: in a hand that nobody disputes. 三(四)"""
    if state.stage is l.Stage.AWARDED and not state.disputants:
        yield from (Kind.PROGRESS, Kind.PROTECTION)


def matter(state: m.State) -> Iterator[Kind]:
    """答复期限: somebody is to answer. 四(一)"""
    if state.assignee is not None:
        yield Kind.ANSWER


WAITS: Mapping[str, tuple[Waits, frozenset[Kind]]] = {
    "application": (application, frozenset({Kind.CHECK, Kind.CORRECTION, Kind.REVIEW, Kind.PLENARY})),
    "zone": (zone, frozenset({Kind.RECTIFICATION})),
    "lead": (lead, frozenset({Kind.PROGRESS, Kind.PROTECTION})),
    "matter": (matter, frozenset({Kind.ANSWER})),
}
"""By category, with all the clocks of that kind of case that are looked at."""


def every_overdue_clock_has_its_event(world: World, entity: str) -> str | None:
    """逾期也是记录: a clock whose last hour has passed runs no longer; that it ended is an event. 系统约定 10"""
    state = world.state("deadline", entity)
    runs_on = state.stage is Stage.RUNNING and world.today >= state.overdue_from
    return f"still runs on {world.today}, due {state.due}, overdue from {state.overdue_from}" if runs_on else None


def whatever_waits_has_its_clock_and_nothing_else_has(world: World, category: str, entity: str) -> str | None:
    """各环节期限清楚: what somebody is to do has a clock that is under way, and what is done has none. 系统约定 10"""
    if category not in WAITS:
        return None
    waits, kinds = WAITS[category]
    wanted = set(waits(world.state(category, entity)))
    stages = {kind: world.state("deadline", deadline_id(kind, entity)).stage for kind in kinds}
    open_ones = {kind for kind, stage in stages.items() if stage in UNDER_WAY}
    ended = {kind for kind, stage in stages.items() if stage is Stage.EXPIRED}
    if open_ones <= wanted <= open_ones | ended:
        return None
    return f"waits under {sorted(wanted)}, and its clocks are {stages}"
