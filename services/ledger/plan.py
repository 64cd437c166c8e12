"""What one insert becomes: its messages, and for each subject the guard under which they go."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from eventsourcing.persistence import StoredEvent, Tracking

from services.ledger.records import Record, encode
from services.ledger.wire import Entry, Stored

Change = Callable[[bytes | None], bytes]
"""From what a row holds (None: nothing yet) to what it shall hold. Called again when another writer was first."""


class Point(NamedTuple):
    """A place on one subject: the highest version (for tracking: notification id) up to a position in the stream."""

    version: int
    position: int


NOWHERE = Point(-1, 0)


class Draft(NamedTuple):
    """What one insert asks for, all of it or nothing."""

    events: Sequence[StoredEvent]
    space: str
    tracking: Tracking | None
    row: tuple[str, Change] | None


class Plan:
    """The messages of one attempt. Each carries the id of this write, so that no other write's message equals it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.guards: dict[str, int] = {}
        self.tops: dict[str, Point] = {}
        self.planned: set[tuple[str, int]] = set()
        self._write = secrets.token_urlsafe(16)

    def begin(self, subject: str, top: Point) -> None:
        """Before the first message on a subject: they will stand behind `top`, or not at all."""
        self.tops[subject] = top
        self.guards[subject] = top.position

    def add(self, subject: str, version: int, facts: dict[str, Any], state: bytes = b"") -> None:
        """Add a message of `version`. The position of a top counts within the plan from here on, from 0."""
        self.tops[subject] = Point(max(version, self.tops[subject].version), len(self.entries))
        self.planned.add((subject, version))
        self.entries.append(Entry(subject, encode({**facts, "write": self._write}, state)))

    def stored(self, last: int) -> dict[str, Point]:
        """Where each subject stands, now that the last message is at position `last`."""
        first = last - len(self.entries) + 1
        return {subject: Point(top.version, first + top.position) for subject, top in self.tops.items()}


def point_of(record: Record, stored: Stored) -> Point:
    """Where a subject stands with this message: `high` is there where a lower version was recorded late."""
    facts = record.facts
    version = facts["notification"] if "notification" in facts else facts.get("high", facts["version"])
    return Point(int(version), stored.position)
