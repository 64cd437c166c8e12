"""What an event does with the hands that an entity is in: it arrives in some, leaves some, is out of all, or stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol, TypeVar

from domain.kernel import SEPARATOR, Event

Zones = tuple[str, ...]
Choice = Callable[[Any, str], Zones]
"""The zones that an event speaks of; it sees the event and the id of the entity."""
E = TypeVar("E", bound=Event)


def nobody(_event: object, _entity: str) -> Zones:
    """No zone."""
    return ()


class Step(NamedTuple):
    """On an event of `kind` the zones `out_of` let the entity go, then the zones `into` have it in hand.

    `afresh`: whoever else had it lets go before. `over`: nobody has it, and nothing follows from it any more.
    """

    kind: type[Event]
    into: Choice = nobody
    out_of: Choice = nobody
    afresh: bool = False
    over: bool = False

    @property
    def arrives(self) -> bool:
        """Whether it can bring the entity into a zone's hand."""
        return self.into is not nobody


def arrives(kind: type[E], into: Callable[[E, str], Zones], *, afresh: bool = False) -> Step:
    """These zones have it in hand; `afresh`: these alone."""
    return Step(kind, into=into, afresh=afresh)


def leaves(kind: type[E], out_of: Callable[[E, str], Zones]) -> Step:
    """These zones have it in hand no longer."""
    return Step(kind, out_of=out_of)


def passes(kind: type[E], out_of: Callable[[E, str], Zones], into: Callable[[E, str], Zones]) -> Step:
    """It goes from hand to hand."""
    return Step(kind, into=into, out_of=out_of)


def over(*kinds: type[Event]) -> tuple[Step, ...]:
    """It has ended."""
    return tuple(Step(kind, over=True) for kind in kinds)


def noted(*kinds: type[Event]) -> tuple[Step, ...]:
    """It stays where it is; what follows from it later can bear no earlier date."""
    return tuple(Step(kind) for kind in kinds)


class OfZone(Protocol):
    """An event that names the zone it is about."""

    @property
    def zone(self) -> str | None:
        """The zone, None where it is no zone's."""


def its_zone(event: OfZone, _entity: str) -> Zones:
    """The zone that the event names."""
    return () if event.zone is None else (event.zone,)


def first_part(_event: object, entity: str) -> Zones:
    """The zone at the beginning of a composite id: `zone--section--industry`."""
    return (entity.partition(SEPARATOR)[0],)


def last_part(_event: object, entity: str) -> Zones:
    """The zone at the end of a composite id: `item--zone`."""
    return (entity.rpartition(SEPARATOR)[2],)
