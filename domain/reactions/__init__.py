"""Reactions: what the office's robot asks for because of what has happened; pure, event -> commands. 系统约定 9

Each is idempotent: its command id is derived from the event it reacts to, so a redelivery changes nothing. A reaction
bears the legal date of its cause, or the latest date of the case it touches where that is later. One module for each
sense: a zone's `life`, the `recognition` of an innovation, the `withdrawal` of a zone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from domain.envelope import Recorded
from domain.gate import OFFICE_ORG
from domain.holdings import Holdings
from domain.kernel import EVENTS, Event
from domain.reactions import life, recognition, withdrawal
from domain.reactions.reaction import Reaction

__all__ = ["CAUSES", "ORGANISATION", "Reaction", "react"]

ORGANISATION = OFFICE_ORG
"""Reactions act for the leading group office, as its robot."""

FOLLOWS: Mapping[type[Event], Callable[[Recorded, Holdings], Iterator[Reaction]]] = {
    cause: sense.follows for sense in (life, recognition, withdrawal) for cause in sense.CAUSES
}
CAUSES: frozenset[type[Event]] = frozenset(FOLLOWS)
"""The events that something follows from; whoever reacts needs to read no others."""


def react(recorded: Recorded, holdings: Holdings) -> list[Reaction]:
    """All that follows from one event; the same commands under the same ids however often it is delivered."""
    follows = FOLLOWS.get(EVENTS[recorded.type])
    return [] if follows is None else list(follows(recorded, holdings))
