"""Where the index keeps its copies: the `eventsourcing` package's process recorders, on SQLite or on PostgreSQL.

A shelf holds what the stream holds, by entity and by command. An event's originator is its subject, its version its
position; beside it stands a pointer of originator `command/<id>`, whose topic is the subject. Both, and the position
reached, are written in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from eventsourcing.persistence import IntegrityError, PersistenceError, StoredEvent, Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresProcessRecorder
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteProcessRecorder,
)
from psycopg.conninfo import conninfo_to_dict
from pydantic_core import from_json

from services.ledger.wire import Stored

COMMAND = "command/"
STAMP = 8
"""Bytes before a kept body: the time recorded, in ns."""
ROWS = 64
"""Rows in one insert statement. While SQLite works Python's other threads run, but they are asked after each
statement."""
TABLE, TRACKING = "event_index", "event_index_tracking"


class Shelf(Protocol):
    """What the index needs of a database. All calls block."""

    quick: bool
    """Whether a reading takes some ten microseconds, so that it need not leave the event loop."""

    def position(self, incarnation: str) -> int | None:
        """The position kept up to, None if nothing of this incarnation of the stream is kept."""

    def keep(self, batch: Sequence[Stored], incarnation: str) -> None:
        """Keep the next messages; nothing happens if another process has kept them already."""

    def events(self, subject: str, after: int, until: int | None = None) -> list[Stored]:
        """What is kept of one subject behind position `after`, in order."""

    def pointers(self, command: str) -> list[tuple[int, str]]:
        """Position and subject of every event that the command caused."""

    def clear(self) -> None:
        """Forget everything."""

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


class Pool(SQLiteConnectionPool):
    """Connections whose commits wait for no disk: after a power failure the index is a little older, not damaged."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        connection.cursor().execute("PRAGMA synchronous = NORMAL")
        return connection


class Recorder(SQLiteProcessRecorder):
    """The package's recorder, inserting many rows with one statement: a third of the time taken from the event loop."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore)
        self._many = self.insert_events_statement + ",(?,?,?,?)" * (ROWS - 1)

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], *, tracking: Tracking | None = None, **_: object
    ) -> None:
        values = [(each.originator_id, each.originator_version, each.topic, each.state) for each in stored_events]
        whole = len(values) - len(values) % ROWS
        for start in range(0, whole, ROWS):
            c.execute(self._many, [value for row in values[start : start + ROWS] for value in row])
        c.executemany(self.insert_events_statement, values[whole:])
        if tracking is not None:
            self._insert_tracking(c, tracking)


class SqliteShelf:
    """A file, read over a connection of its own."""

    quick = True

    def __init__(self, file: Path) -> None:
        """Open or create it; a file that is no database is replaced."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        try:
            self._open()
        except (PersistenceError, sqlite3.Error):
            self._remove()
            self._open()

    def _open(self) -> None:
        datastore = SQLiteDatastore(str(self._file), originator_id_type="text")
        datastore.pool.close()
        datastore.pool = Pool(db_name=str(self._file))
        self._recorder = Recorder(datastore)
        self._recorder.create_table()
        self._reading = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        self._reading.execute("PRAGMA query_only = ON")

    def position(self, incarnation: str) -> int | None:
        """As `Shelf`."""
        return self._recorder.max_tracking_id(incarnation)

    def keep(self, batch: Sequence[Stored], incarnation: str) -> None:
        """As `Shelf`."""
        keep(self._recorder, batch, incarnation)

    def events(self, subject: str, after: int, until: int | None = None) -> list[Stored]:
        """As `Shelf`."""
        found = self._reading.execute(READ_EVENTS, (subject, after, until or LAST)).fetchall()
        return [stored(subject, position, state) for position, state in found]

    def pointers(self, command: str) -> list[tuple[int, str]]:
        """As `Shelf`."""
        return self._reading.execute(READ_POINTERS, (COMMAND + command,)).fetchall()

    def clear(self) -> None:
        """As `Shelf`."""
        self.close()
        self._remove()
        self._open()

    def close(self) -> None:
        """As `Shelf`."""
        self._reading.close()
        self._recorder.datastore.close()

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)


LAST = 2**63 - 1
READ_EVENTS = (
    "SELECT originator_version, state FROM stored_events"
    " WHERE originator_id = ? AND originator_version > ? AND originator_version <= ? ORDER BY originator_version"
)
READ_POINTERS = (
    "SELECT originator_version, topic FROM stored_events WHERE originator_id = ? ORDER BY originator_version"
)


class PostgresShelf:
    """Two tables in a PostgreSQL database, which several command services may share: whoever is first keeps a batch."""

    quick = False

    def __init__(self, url: str) -> None:
        """`url` as psycopg takes it; SQLAlchemy's `postgresql+psycopg://` is understood too."""
        given = conninfo_to_dict(url.replace("+psycopg", ""))
        dbname, host, port, user, password = (str(given.get(key) or "") for key in PARTS)
        self._datastore = PostgresDatastore(
            dbname, host, port, user, password, pool_size=2, max_overflow=3, originator_id_type="text"
        )
        self._recorder = PostgresProcessRecorder(self._datastore, events_table_name=TABLE, tracking_table_name=TRACKING)
        self._recorder.create_table()

    def position(self, incarnation: str) -> int | None:
        """As `Shelf`."""
        reached: int | None = self._recorder.max_tracking_id(incarnation)
        return reached

    def keep(self, batch: Sequence[Stored], incarnation: str) -> None:
        """As `Shelf`."""
        keep(self._recorder, batch, incarnation)

    def events(self, subject: str, after: int, until: int | None = None) -> list[Stored]:
        """As `Shelf`."""
        found = self._recorder.select_events(subject, gt=after, lte=until)
        return [stored(subject, each.originator_version, each.state) for each in found]

    def pointers(self, command: str) -> list[tuple[int, str]]:
        """As `Shelf`."""
        return [(each.originator_version, each.topic) for each in self._recorder.select_events(COMMAND + command)]

    def clear(self) -> None:
        """As `Shelf`."""
        with self._datastore.transaction(commit=True) as cursor:
            cursor.execute(f"TRUNCATE {TABLE}, {TRACKING}".encode())
        self._recorder.create_table()

    def close(self) -> None:
        """As `Shelf`."""
        self._datastore.close()


PARTS = ("dbname", "host", "port", "user", "password")


def keep(recorder: SQLiteProcessRecorder | PostgresProcessRecorder, batch: Sequence[Stored], incarnation: str) -> None:
    """Insert a batch with the position that it ends at, in one transaction, unless that position is reached already."""
    last = batch[-1].position
    try:
        recorder.insert_events(rows(batch), tracking=Tracking(incarnation, last))
    except IntegrityError:
        if (recorder.max_tracking_id(incarnation) or 0) < last:
            raise


def shelf_at(place: Path | str) -> Shelf:
    """The shelf in a file, or in the PostgreSQL database of that URL."""
    return SqliteShelf(place) if isinstance(place, Path) else PostgresShelf(place)
