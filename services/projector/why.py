"""Why is this so? For a row of the register, or one field of it: the events that made it what it is, in order.

The view is folded from the beginning by the events of its categories and no others, through the code that keeps the
live rows. After every event that could have changed the row it is read again, as the asker sees it, derived columns
included; an event after which it reads otherwise is a reason, and no other is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from sqlalchemy import Select
from sqlalchemy.dialects import sqlite

from domain.corrections import as_corrected, is_correction
from domain.envelope import Recorded
from projections.kernel import CORRECTION, CORRELATION, POSITION, Change, Projection
from projections.question import as_conditions
from services.projector.coalescing import Pending
from services.projector.correcting import among, in_force
from services.projector.database import SCRATCH, Writer, open_engine
from services.projector.folding import admission
from services.projector.generation import Generation
from services.projector.source import Source

if TYPE_CHECKING:
    from projections.rights import Reader
    from services.ledger.log import Log, Stored

ABOUT_THE_ROW = frozenset({POSITION, CORRELATION, CORRECTION})
"""Columns that change with every event and say nothing of the case."""
WORD = re.compile(r"\w+")
Row = Mapping[str, Any]


class Difference(NamedTuple):
    """One column before and after an event; None where there was no row, or nothing in it."""

    column: str
    before: Any
    after: Any


class Reason(NamedTuple):
    """An event that changed the row, read as its `correction` (if there is one) says; `gone`: there is no row since."""

    recorded: Recorded
    correction: Recorded | None
    differences: tuple[Difference, ...]
    gone: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: a row of a table, by its key as the columns have it, and a field of it (None: any)."""

    projection: Projection
    table: str
    key: Row
    field: str | None = None
    reader: Reader | None = None
    as_of: date | None = None
    known_at: datetime | None = None

    @property
    def watched(self) -> frozenset[str]:
        """Tables of which any row can change the answer: those that the derived columns asked about are made of."""
        tables = {each.name: each for each in self.projection.tables}
        derived = self.projection.derived.get(self.table, {})
        asked = [derive for name, derive in derived.items() if self.field in {None, name}]
        written = {word for derive in asked for word in WORD.findall(_sql(derive(tables)))}
        return frozenset(tables.keys() & written)


def _sql(expression: Any) -> str:  # noqa: ANN401 - of whatever type
    """As the database reads it, which names every table that there is."""
    return str(expression.compile(dialect=sqlite.dialect()))


class Reasons(NamedTuple):
    """The reasons in order, the row as it stands (None: none, or `hidden` from the asker), how far was looked."""

    reasons: tuple[Reason, ...]
    row: Row | None
    hidden: bool
    position: int


async def reasons(events: Log, subject: Subject) -> Reasons:
    """Why the row is as it is. Raises `PoisonEvent` for an event that this version cannot read."""
    head = await events.head()
    stored: list[Stored] = []
    for category in sorted(subject.projection.categories):
        stored += [each for each in await events.read(f"evt.{category}.>") if each.position <= head]
    stored.sort(key=attrgetter("position"))
    return await asyncio.to_thread(_folded, subject, stored, head)


def _folded(subject: Subject, stored: Sequence[Stored], head: int) -> Reasons:
    admits = admission(subject.as_of, subject.known_at)
    corrections = in_force(among(stored), admits=admits)
    found: list[Reason] = []
    with _Watch(subject) as watch:
        for recorded in _in_effect(stored, corrections):
            if not admits(recorded):
                continue
            if (seen := watch.take(recorded)) is not None:
                differences, gone = seen
                found.append(Reason(recorded, corrections.get(recorded.id), differences, gone))
        row, hidden = watch.end()
    return Reasons(tuple(found), row, hidden, head)


def _in_effect(stored: Iterable[Stored], corrections: Mapping[str, Recorded]) -> Iterator[Recorded]:
    for each in stored:
        recorded = Recorded.read(each.position, each.recorded, each.body)
        if not is_correction(recorded):
            yield as_corrected(recorded, corrections)


class _Watch:
    """The view in memory, and an eye on one row of it. A context."""

    def __init__(self, subject: Subject) -> None:
        self._subject, self._projection = subject, subject.projection
        self._engine = open_engine(SCRATCH)
        self._writer = Writer(self._engine)
        self._generation = Generation(self._projection, 1, self._engine)
        self._pending = Pending(self._projection.tables)
        self._watched = subject.watched
        self._seen, self._all = self._query(subject.reader), self._query(None)
        self._before: Row | None = None

    def __enter__(self) -> Self:
        with self._writer.transaction() as connection:
            self._generation.create(connection)
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
        self._engine.dispose()

    def take(self, recorded: Recorded) -> tuple[tuple[Difference, ...], bool] | None:
        """Fold one event: what changed in the row, and whether it is gone; None where the event is no reason."""
        touched = False
        for change in self._projection.apply(recorded):
            self._pending.take(change, recorded.position, recorded.correlation, recorded.correction)
            touched = touched or self._touches(change)
        if not touched:
            return None
        before, after = self._before, self._read(self._seen)
        self._before = after
        differences = self._differences(before, after)
        gone = before is not None and after is None
        return (differences, gone) if differences or gone else None

    def end(self) -> tuple[Row | None, bool]:
        """The row as the asker sees it now, and whether there is one that the asker does not see."""
        row = self._read(self._seen)
        return row, row is None and self._read(self._all) is not None

    def _touches(self, change: Change) -> bool:
        """A change of the row itself, of all rows that begin as its key does, or of what it is derived from."""
        if change.table.name in self._watched:
            return True
        key = self._subject.key
        return change.table.name == self._subject.table and all(key[name] == each for name, each in change.key.items())

    def _differences(self, before: Row | None, after: Row | None) -> tuple[Difference, ...]:
        if after is None:
            return ()
        names = [self._subject.field] if self._subject.field else [name for name in after if name not in ABOUT_THE_ROW]
        was = before or {}
        return tuple(
            Difference(name, was.get(name), after[name])
            for name in names
            if was.get(name) != after[name] and name not in (() if before is not None else self._subject.key)
        )

    def _query(self, reader: Reader | None) -> Select[Any]:
        source = Source(self._generation, self._subject.table, reader)
        return source.query(as_conditions(self._subject.key), (), 1, None)

    def _read(self, query: Select[Any]) -> Row | None:
        with self._writer.transaction() as connection:
            self._generation.write(self._writer, self._pending)
            self._pending.clear()
            found = connection.execute(query).mappings().first()
        return None if found is None else dict(found)
