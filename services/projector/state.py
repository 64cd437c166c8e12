"""Where every generation of every view stands: one row each, changed in the same transaction as the view's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.exc import DBAPIError

from services.projector.database import no_such_table

LIVE, BUILDING, STOPPED, RETIRED = "live", "building", "stopped", "retired"
"""A generation is built, then live (or stopped at an event that it cannot project), then retired and dropped."""

METADATA = MetaData()
VIEW_STATE = Table(
    "view_state",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("tables", Text, nullable=False),
    Column("log", String(200), nullable=False),
    Column("serving", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("recorded_ns", BigInteger, nullable=False),
    Column("updated_ns", BigInteger, nullable=False),
    Column("stopped_at", BigInteger),
    Column("stopped_type", String(200)),
    Column("reason", String(64)),
    Column("detail", Text),
    sqlite_with_rowid=False,
)


class Stop(NamedTuple):
    """Why a projection stands still: the event it cannot project, and what is wrong (a rule of the vocabulary)."""

    position: int
    type: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class State:
    """Where one generation of a view stands.

    `tables` are its physical tables (JSON); `log` names the stream its positions belong to; `serving`: readers read
    it. `position` is the last event projected, `recorded_ns` when the log took that event and `updated_ns` when the
    rows were committed, both since the epoch.
    """

    name: str
    generation: int
    version: int
    tables: str
    log: str
    serving: bool
    status: str
    position: int
    recorded_ns: int
    updated_ns: int
    stop: Stop | None


def states(connection: Connection, name: str | None = None) -> list[State]:
    """Every generation there is, of one view or of all, oldest first."""
    query = select(VIEW_STATE).order_by(VIEW_STATE.c.name, VIEW_STATE.c.generation)
    if name is not None:
        query = query.where(VIEW_STATE.c.name == name)
    return [_state(row) for row in connection.execute(query)]


def found(connection: Connection, name: str | None = None) -> list[State]:
    """As `states`, for a reader who may have come before the first projector: then there is nothing yet."""
    try:
        return states(connection, name)
    except DBAPIError as error:
        if no_such_table(error):
            return []
        raise


def _state(row: Row[Any]) -> State:
    *own, stopped_at, stopped_type, reason, detail = tuple(row)
    stop = None if reason is None else Stop(stopped_at, stopped_type, reason, detail)
    return State(*own, stop)  # type: ignore[call-arg]  # the columns stand in the order of the fields
