"""Withdrawal (退出): no zone that has left holds anything, once all that follows from its leaving was done. 四(四)

Read off the states of the entities, and not off the fold by which the reactions go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from domain import delegation as d
from domain import lead as l
from domain import linkage as k
from domain import matter as m
from domain import policy_extension as x
from domain import promotion as p
from domain import replication as r
from domain import trial as t
from domain.kernel import SEPARATOR

if TYPE_CHECKING:
    from services.simulation.world import World

NO_ZONE: frozenset[str] = frozenset()
Hands = Callable[[str, Any], Iterable[str | None]]
"""The zones that have an entity in hand; it sees the id and the state."""


def lead(_entity: str, state: l.State) -> Iterable[str | None]:
    """Whoever claims it or negotiates; what is signed stays where it is."""
    if state.stage is l.Stage.CLOSED:
        return NO_ZONE
    return (*state.claimants, state.holder if state.stage is l.Stage.AWARDED else None)


def delegation(entity: str, state: d.State) -> Iterable[str | None]:
    """From the request to the recall, or to the list of what is to be recalled."""
    own = {d.Stage.REQUESTED, d.Stage.ASSESSED, d.Stage.DELEGATED, d.Stage.TAKEN_UP}
    return (entity.rpartition(SEPARATOR)[2],) if state.stage in own else NO_ZONE


def replication(entity: str, state: r.State) -> Iterable[str | None]:
    """What is not finished."""
    return (entity.rpartition(SEPARATOR)[2],) if state.stage in r.UNFINISHED else NO_ZONE


def trial(_entity: str, state: t.State) -> Iterable[str | None]:
    """Those that take part; a trial that is suspended for good is still of the zone that raised it."""
    partners = state.zones
    before = {t.Stage.RAISED, t.Stage.PROPOSED, t.Stage.APPROVED}
    if state.stage in before | {t.Stage.RUNNING}:
        return {state.zone, *partners}
    return partners if state.stage is t.Stage.SUSPENDED else NO_ZONE


def policy_extension(entity: str, state: x.State) -> Iterable[str | None]:
    """From the request to the end."""
    own = {x.Stage.REQUESTED, x.Stage.EXTENDED, x.Stage.SUSPENDED}
    return (entity.rpartition(SEPARATOR)[2],) if state.stage in own else NO_ZONE


def matter(_entity: str, state: m.State) -> Iterable[str | None]:
    """What is not settled, and still the zone's business."""
    return NO_ZONE if state.stage is m.Stage.RESOLVED else (state.zone,)


def promotion(_entity: str, state: p.State) -> Iterable[str | None]:
    """A place in what is announced."""
    return state.joined if state.stage is p.Stage.ANNOUNCED else NO_ZONE


def linkage(entity: str, state: k.State) -> Iterable[str | None]:
    """What is proposed or agreed."""
    return (entity.partition(SEPARATOR)[0],) if state.stage in {k.Stage.PROPOSED, k.Stage.AGREED} else NO_ZONE


HANDS: Mapping[str, Hands] = {
    "lead": lead,
    "delegation": delegation,
    "replication": replication,
    "trial": trial,
    "policy-extension": policy_extension,
    "matter": matter,
    "promotion": promotion,
    "linkage": linkage,
}


def no_withdrawn_zone_holds_anything(world: World, category: str, entity: str) -> str | None:
    """退出后不再承接任何业务: all that it held went back, was listed for recall, ended or was handed over. 四(四)"""
    if category == "zone" and entity in world.withdrawn_at:
        found = (each for other in HANDS for id in world.ids[other] for each in [_held(world, other, id)] if each)
        return next(found, None)
    return _held(world, category, entity)


def _held(world: World, category: str, entity: str) -> str | None:
    if category not in HANDS or not world.withdrawn_at:
        return None
    zones = HANDS[category](entity, world.state(category, entity))
    gone = sorted(zone for zone in zones if zone in world.withdrawn_at)
    return f"{category} {entity} is in the hands of {', '.join(gone)}" if gone else None
