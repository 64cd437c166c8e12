"""Reactions: what the office's robot asks for because of what has happened; pure, event -> commands. 系统约定 9

Each is idempotent: its command id is derived from the event it reacts to, so a redelivery changes nothing. A reaction
bears the legal date of its cause, or the latest date of the case it touches where that is later. One module for each
sense: a zone's `life`, the `recognition` of an innovation, the `withdrawal` of a zone, what is `overdue`. What events
mean for the clocks of their cases stands in `clocks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from domain.envelope import Recorded
from domain.gate import OFFICE_ORG
from domain.holdings import Holdings
from domain.kernel import EVENTS, Event
from domain.reactions import life, overdue, recognition, withdrawal
from domain.reactions.clocks import clocks_after, clocks_corrected
from domain.reactions.reaction import Reaction

__all__ = ["CAUSES", "ORGANISATION", "Reaction", "clocks_after", "clocks_corrected", "react"]

ORGANISATION = OFFICE_ORG
"""Reactions act for the leading group office, as its robot."""

Sense = Callable[[Recorded, Holdings], Iterator[Reaction]]
SENSES = (life, recognition, withdrawal, overdue)
FOLLOWS: Mapping[type[Event], tuple[Sense, ...]] = {
    cause: tuple(sense.follows for sense in SENSES if cause in sense.CAUSES)
    for cause in frozenset[type[Event]]().union(*(sense.CAUSES for sense in SENSES))
}
CAUSES: frozenset[type[Event]] = frozenset(FOLLOWS)
"""The events that something follows from; whoever reacts needs to read no others."""


def react(recorded: Recorded, holdings: Holdings) -> list[Reaction]:
    """All that follows from one event; the same commands under the same ids however often it is delivered."""
    senses = FOLLOWS.get(EVENTS[recorded.type], ())
    return [each for follows in senses for each in follows(recorded, holdings)]
