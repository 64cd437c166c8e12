"""What each zone has in hand, folded from events: the answer to what reactions ask. 系统约定 9

One fold over the log in order; what is closed or recalled leaves it, so its size is that of today's business. What
there is to have in hand stands in `kinds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from domain.envelope import Recorded
from domain.holdings.kinds import STEPS
from domain.kernel import EVENTS
from domain.zone import Withdrawn


class Holding(NamedTuple):
    """An entity that a zone has in hand, and the latest legal date among its events."""

    entity: str
    latest: date


class Holdings(Protocol):
    """What zones have in hand at the position of the event reacted to, or later."""

    def of(self, category: str, zone_id: str) -> Sequence[Holding]:
        """What the zone has in hand of one kind."""

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn."""


@dataclass(slots=True)
class InHand:
    """Implements `Holdings`; takes every event once, in the log's order."""

    hands: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    """Who has each living entity, (category, id), in hand."""
    latest: dict[tuple[str, str], date] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def of(self, category: str, zone_id: str) -> list[Holding]:
        """What the zone has in hand of one kind, by id."""
        held = sorted(key for key, zones in self.hands.items() if key[0] == category and zone_id in zones)
        return [Holding(key[1], self.latest[key]) for key in held]

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn."""
        return zone_id in self.withdrawn

    def apply(self, recorded: Recorded) -> None:
        """Take in one event."""
        event_class = EVENTS[recorded.type]
        if event_class is Withdrawn:
            self.withdrawn.add(recorded.entity)
        if event_class not in STEPS:
            return
        _, step = STEPS[event_class]
        event, key = recorded.event, (recorded.category, recorded.entity)
        if step.over:
            self.hands.pop(key, None)
            self.latest.pop(key, None)
            return
        self.latest[key] = max(self.latest.get(key, recorded.effective), recorded.effective)
        before = set() if step.afresh else self.hands.get(key, set())
        after = before.difference(step.out_of(event, recorded.entity)).union(step.into(event, recorded.entity))
        self.hands[key] = after
