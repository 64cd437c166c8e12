"""The index in a file: the package's SQLite recorder, and a reading connection that answers within the event loop."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from eventsourcing.persistence import PersistenceError, StoredEvent, Tracking
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteProcessRecorder,
)

from services.ledger.shelves import COMMAND, adopted, adoption, keep, stored
from services.ledger.wire import Stored

ROWS = 64
"""Rows in one insert. While SQLite works, other threads run; but after each statement it has to wait for its turn."""


class Pool(SQLiteConnectionPool):
    """Connections whose commits wait for no disk: after a power failure the index is a little older, not damaged.

    Commands come in random order, so nearly every row goes to another page: 8 MB of cache and 16 MB of WAL save writes.
    """

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        for setting in ("synchronous = NORMAL", "cache_size = -8000", "wal_autocheckpoint = 4000"):
            connection.cursor().execute(f"PRAGMA {setting}")
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

    def adopt(self, incarnation: str, head: int) -> int:
        """As `Shelf`."""
        with self._recorder.datastore.transaction(commit=True) as cursor:
            for statement in adoption("stored_events", "tracking"):
                cursor.execute(statement.replace("%(", ":").replace(")s", ""), adopted(incarnation, head))
        return self._recorder.max_tracking_id(incarnation) or 0

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

    def both(self, subject: str, command: str) -> tuple[list[Stored], list[tuple[int, str]]]:
        """As `Shelf`."""
        found = self._reading.execute(READ_BOTH, (subject, COMMAND + command)).fetchall()
        events = [stored(subject, position, state) for owner, position, _, state in found if owner == subject]
        return events, [(position, topic) for owner, position, topic, _ in found if owner != subject]

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
READ_BOTH = (
    "SELECT originator_id, originator_version, topic, state FROM stored_events"
    " WHERE originator_id IN (?, ?) ORDER BY originator_version"
)


def kept_to(file: Path, incarnation: str) -> int:
    """How far the shelf in a file is, 0 for none of that incarnation. Looks on, whoever works with it meanwhile.

    Raises `sqlite3.Error` for a file that is absent or no shelf.
    """
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as looking:
        question = "SELECT max(notification_id) FROM tracking WHERE application_name = ?"
        return int(looking.execute(question, (incarnation,)).fetchone()[0] or 0)
