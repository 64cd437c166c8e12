"""Where the index keeps its copies: the `eventsourcing` package's process recorders, on SQLite or on PostgreSQL.

A shelf holds what the stream holds, by entity and by command. An event's originator is its subject, its version its
position; beside it stands a pointer of originator `command/<id>`, whose topic is the subject. Both, and the position
reached, are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from eventsourcing.persistence import IntegrityError, ProcessRecorder, StoredEvent, Tracking
from pydantic_core import from_json

from services.ledger.wire import Stored

COMMAND = "command/"
STAMP = 8
"""Bytes before a kept body: the time recorded, in ns."""


class Shelf(Protocol):
    """What the index needs of a database. All calls block."""

    quick: bool
    """Whether a reading takes some ten microseconds, so that it need not leave the event loop."""

    def adopt(self, incarnation: str, head: int) -> int:
        """The position kept up to. What is of another incarnation of the stream, or beyond its `head`, is forgotten."""

    def keep(self, batch: Sequence[Stored], incarnation: str) -> None:
        """Keep the next messages; nothing happens if another process has kept them already."""

    def events(self, subject: str, after: int, until: int | None = None) -> list[Stored]:
        """What is kept of one subject behind position `after`, in order."""

    def pointers(self, command: str) -> list[tuple[int, str]]:
        """Position and subject of every event that the command caused."""

    def both(self, subject: str, command: str) -> tuple[list[Stored], list[tuple[int, str]]]:
        """The events of a subject and the pointers of a command, for the price of one question."""

    def close(self) -> None:
        """Let go of the database."""


def rows(batch: Iterable[Stored]) -> list[StoredEvent]:
    """Each message and the pointer from its command to it."""
    found = []
    for stored in batch:
        kind, command = labels(stored.body)
        state = stored.recorded.to_bytes(STAMP, "big") + stored.body
        found.append(StoredEvent(stored.subject, stored.position, kind, state))
        if command:
            found.append(StoredEvent(COMMAND + command, stored.position, stored.subject, b""))
    return found


def labels(body: bytes) -> tuple[str, str]:
    """Type and causing command of a body; empty for what is no event: readers of events stop there, not the index."""
    try:
        envelope = from_json(body)
    except ValueError:
        return "", ""
    if not isinstance(envelope, dict):
        return "", ""
    return str(envelope.get("type", "")), str(envelope.get("causationid", ""))


def stored(subject: str, position: int, state: bytes) -> Stored:
    """The message that was kept."""
    return Stored(position, subject, bytes(state[STAMP:]), int.from_bytes(state[:STAMP], "big"))


ADOPTION = (
    (
        "DELETE FROM {tracking} WHERE application_name <> %(migration)s"
        " AND (application_name <> %(incarnation)s OR notification_id > %(head)s)"
    ),
    "DELETE FROM {events} WHERE NOT EXISTS (SELECT 1 FROM {tracking} WHERE application_name = %(incarnation)s)",
    (
        "INSERT INTO {tracking} SELECT %(incarnation)s, 0"
        " WHERE NOT EXISTS (SELECT 1 FROM {tracking} WHERE application_name = %(incarnation)s)"
    ),
)
"""In psycopg's spelling of parameters. The package marks its table format in a row of its own, which stays."""


def adoption(events: str, tracking: str) -> tuple[str, ...]:
    """Forget the positions of other streams; with none left, the events too, and begin at 0."""
    named = {"events": events, "tracking": tracking}
    return tuple(statement.format(**named) for statement in ADOPTION)


def adopted(incarnation: str, head: int) -> dict[str, str | int]:
    """The parameters of `adoption`."""
    return {"migration": "__migration__", "incarnation": incarnation, "head": head}


def keep(recorder: ProcessRecorder, batch: Sequence[Stored], incarnation: str) -> None:
    """Insert a batch with the position that it ends at, in one transaction; leave out what another process has kept."""
    while batch:
        try:
            recorder.insert_events(rows(batch), tracking=Tracking(incarnation, batch[-1].position))
        except IntegrityError:
            reached = recorder.max_tracking_id(incarnation) or 0
            if reached < batch[0].position:
                raise
            batch = [each for each in batch if each.position > reached]
        else:
            return
