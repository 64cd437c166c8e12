"""What the reactor must not forget: up to which event it has reacted, and which of its commands were refused.

A file of its own, `<data>/reactor.sqlite`. It may be deleted: the reactor then reacts to everything again, under the
same command ids, which changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text, select
from sqlalchemy.dialects.sqlite import insert

from services.projector.database import open_engine
from services.settings import sqlite_at

if TYPE_CHECKING:
    from pathlib import Path

    from domain.envelope import PoisonEvent, Recorded
    from domain.messages import Refusal
    from domain.reactions import Reaction

METADATA = MetaData()
PROGRESS = Table(
    "reactor_progress",
    METADATA,
    Column("log", String(200), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("stopped_at", BigInteger),
    Column("stopped_type", String(200)),
    Column("reason", String(64)),
)
REFUSED = Table(
    "reactor_refused",
    METADATA,
    Column("command", String(36), primary_key=True),
    Column("at", String(40), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("cause", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("entity", String(140), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
)


class Stopped(NamedTuple):
    """The event that the reactor cannot read, so that it reacts to nothing any more until an upgrade."""

    position: int
    type: str
    reason: str


class Unreacted(NamedTuple):
    """A reaction that was refused: what `name` asked of `entity` because of the event `cause` at `position`."""

    command: str
    at: str
    position: int
    cause: str
    name: str
    entity: str
    rule: str
    zh: str
    en: str


class Memory:
    """One file. Calls block for a moment; a reader may open it beside the reactor."""

    def __init__(self, data: Path) -> None:
        """Open or create it in the data folder."""
        data.mkdir(parents=True, exist_ok=True)
        self._engine = open_engine(sqlite_at(data.absolute() / "reactor.sqlite"))
        METADATA.create_all(self._engine)

    def position(self, incarnation: str) -> int:
        """The event of that log up to which everything was reacted to, 0 for none."""
        query = select(PROGRESS.c.position).where(PROGRESS.c.log == incarnation)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def reached(self, incarnation: str, position: int, poison: PoisonEvent | None = None) -> None:
        """Everything up to `position` was reacted to; the next event is poison, if one is given."""
        values: dict[str, Any] = {
            "position": position,
            "stopped_at": poison.position if poison else None,
            "stopped_type": poison.type if poison else None,
            "reason": poison.reason if poison else None,
        }
        statement = insert(PROGRESS).values(log=incarnation, **values)
        with self._engine.connect() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["log"], set_=values))

    def stopped(self, incarnation: str) -> Stopped | None:
        """Why the reactor stands still, if it does."""
        columns = (PROGRESS.c.stopped_at, PROGRESS.c.stopped_type, PROGRESS.c.reason)
        with self._engine.connect() as connection:
            row = connection.execute(select(*columns).where(PROGRESS.c.log == incarnation)).one_or_none()
        return None if row is None or row.stopped_at is None else Stopped(*row)

    def refused(self, recorded: Recorded, reaction: Reaction, refusal: Refusal) -> None:
        """Keep a refused reaction for whoever looks after the system."""
        unreacted = Unreacted(
            command=str(reaction.command_id),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            position=recorded.position,
            cause=recorded.type,
            name=reaction.command.name,
            entity=reaction.entity,
            rule=refusal.rule,
            zh=refusal.message.zh,
            en=refusal.message.en,
        )
        with self._engine.connect() as connection:
            connection.execute(insert(REFUSED).values(**unreacted._asdict()).on_conflict_do_nothing())

    def all_refused(self) -> list[Unreacted]:
        """Every refused reaction, in the order of the log."""
        with self._engine.connect() as connection:
            return [Unreacted(*row) for row in connection.execute(select(REFUSED).order_by(REFUSED.c.position))]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
