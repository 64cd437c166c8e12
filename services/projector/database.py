"""SQLite or PostgreSQL behind one code path: engines, write transactions, snapshots.

SQLite runs in WAL mode with `synchronous=NORMAL`, PostgreSQL with `synchronous_commit=off`. Both keep every
transaction whole and can lose only the latest ones, after a power failure. For views that is harmless: rows and
position are one transaction, so a lost one is simply projected again from the log, which syncs before it acknowledges.
A sync per commit would cost about a millisecond of freshness and buy nothing.

Statements are written with SQLAlchemy Core and compiled once; their rows go to the driver directly, which is three to
five times quicker than SQLAlchemy's own execution of many small statements (16 against 88 microseconds for a commit of
one row).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

BUSY_SECONDS = 10
"""How long SQLite waits for another process's write transaction."""
LOCK_TIMEOUT = "2s"
"""How long PostgreSQL waits for a lock, so that dropping an old table never queues readers for long."""
PAGES_KEPT_KIB = 4096
CHECKPOINT_EVERY = 0.25
"""Seconds between two checkpoints of SQLite's write-ahead log, in a thread beside the writing."""
CHECKPOINT_PAGES = 8000
"""Pages of log (32 MB) at which a commit does what is left of a checkpoint, so that the log can begin anew. Left alone,
SQLite has every hundredth commit do a whole one, and sync: the slowest hundredth of the events would wait 30 ms."""
UNDEFINED_TABLE = "42P01"
"""PostgreSQL's own code."""
SCRATCH = "sqlite://"
"""A database in memory that is gone with its engine."""


def open_engine(url: str) -> Engine:
    """An engine on `sqlite:///<file>`, `sqlite://` (memory) or `postgresql+psycopg://...`, always in autocommit.

    Transactions are begun and ended by `Writer` and `snapshot`, explicitly, because the driver of SQLite begins none
    before a reading or defining statement.
    """
    if url.startswith("sqlite"):
        pool: dict[str, Any] = {"poolclass": StaticPool} if url == SCRATCH else {}
        engine = create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "cached_statements": 512},
            **pool,
        )
        event.listen(engine, "connect", _settle_sqlite)
        return engine
    # Positional parameters, as SQLite has them: a row is one sequence of values for both.
    engine = create_engine(url, isolation_level="AUTOCOMMIT", paramstyle="format", pool_pre_ping=True)
    event.listen(engine, "connect", _settle_postgresql)
    return engine


def _settle_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver's connection is
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA cache_size=-{PAGES_KEPT_KIB}")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


def _settle_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
    before, connection.autocommit = connection.autocommit, True
    connection.execute("SET synchronous_commit=off")
    connection.execute(f"SET lock_timeout='{LOCK_TIMEOUT}'")
    connection.autocommit = before


def no_such_table(error: DBAPIError) -> bool:
    """Whether a statement failed because a table is not there (yet, or any more)."""
    return getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE or "no such table" in str(error.orig)


class Writer:
    """The one connection on which a process writes views. Not for use by two threads at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._connection: Connection | None = None
        self._begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN"
        self._cursor: Any = None
        driver = engine.dialect.loaded_dbapi
        self.passing: tuple[type[Exception], ...] = (driver.OperationalError, OperationalError)
        """Errors that are the database's trouble and no row's: full disk, lost connection, locked file."""
        self.errors: type[Exception] = driver.Error
        """Any error of the driver."""

    @property
    def connection(self) -> Connection:
        """The connection, for Core statements within `transaction`."""
        if self._connection is None:
            self._connection = self.engine.connect()
            self._cursor = self._connection.connection.cursor()
        return self._connection

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: SQLite's write lock is taken at the beginning, so that nothing can go stale in between."""
        connection = self.connection
        try:
            self._cursor.execute(self._begin)
            yield connection
            self._cursor.execute("COMMIT")
        except BaseException:
            self._give_up()
            raise

    def many(self, statement: str, rows: Sequence[Sequence[object]]) -> int:
        """Execute a compiled statement for many rows; how many rows it met in all."""
        self._cursor.executemany(statement, rows)
        return int(self._cursor.rowcount)

    def close(self) -> None:
        """Let go of the connection; the next use opens another."""
        connection, self._connection, self._cursor = self._connection, None, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _give_up(self) -> None:
        try:
            self._cursor.execute("ROLLBACK")
        except self.errors:
            self.close()  # not in a transaction any more, or the connection is gone: begin afresh


def checkpoint(engine: Engine) -> None:
    """Move what SQLite's log holds into its file, as far as readers allow, without holding up the writer."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


@contextlib.contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection on which every query sees the same moment, whatever is written meanwhile."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN" if sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield connection
        finally:
            if not connection.invalidated:
                connection.exec_driver_sql("ROLLBACK")
