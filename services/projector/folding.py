"""Folding views from the log in memory: as of a legal date, as known at an instant, and to compare with the live rows.

A fold runs through the same code as the live views, into a database in memory. So what `--as-of`, `--known-at`, replay
and comparison show is what the views would hold, and never a second opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, Engine, select

from domain.envelope import Recorded
from projections.kernel import Projection
from services.ledger.log import Stored
from services.projector.correcting import corrections, in_force
from services.projector.database import SCRATCH, open_engine, snapshot
from services.projector.generation import Generation
from services.projector.reading import Rows, Views
from services.projector.rebuild import EventLog, Progress, project, silent
from services.projector.state import Stop, states
from services.projector.store import Store

MEMORY = "memory"


class Scratch:
    """Views in memory, folded from stored messages; read them through `views`. Close it, or use it as a context."""

    def __init__(
        self,
        projections: Sequence[Projection],
        *,
        as_of: date | None = None,
        known_at: datetime | None = None,
        corrections: Sequence[Recorded] = (),
    ) -> None:
        """`as_of`: only what was in force on that legal date; `known_at`: only what the log had by that instant.

        `corrections`: all that the messages to be taken hold, as they must be known before what they correct.
        """
        self._engine = open_engine(SCRATCH)
        self._store = Store(self._engine)
        self._store.prepare()
        self._folds = [self._store.begin(projection, MEMORY) for projection in projections]
        for fold in self._folds:
            fold.admits = admission(as_of, known_at)
            fold.corrections = in_force(corrections, admits=fold.admits)
            self._store.switch(fold)
        self._corrections = corrections
        self.views = Views(self._engine, {projection.name: projection for projection in projections})

    def take(self, batch: Sequence[Stored]) -> None:
        """Fold a batch, contiguous with those before."""
        project(self._store, [fold for fold in self._folds if fold.stop is None], batch)

    def take_until(self, positions: Mapping[str, int], batch: Sequence[Stored]) -> None:
        """Fold a batch, each view up to a position of its own."""
        for fold in self._folds:
            fold.corrections = in_force(self._corrections, until=positions[fold.name])
            wanted = [stored for stored in batch if stored.position <= positions[fold.name]]
            if wanted and fold.stop is None:
                project(self._store, [fold], wanted)

    def stored(self, view: str, table: str) -> Rows:
        """The rows of a table as they are stored, without what is worked out for readers in a column's place."""
        (fold,) = (fold for fold in self._folds if fold.name == view)
        found = self._store.writer.connection.execute(select(fold.generation.tables[table]))
        return [dict(row) for row in found.mappings()]

    @property
    def stops(self) -> Mapping[str, Stop]:
        """The views that could not be folded to the end, and why."""
        return {fold.name: fold.stop for fold in self._folds if fold.stop is not None}

    def close(self) -> None:
        """Forget everything."""
        self._store.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def admission(as_of: date | None, known_at: datetime | None) -> Callable[[Recorded], bool]:
    """Which events count: legally in force on that day, and in the log by that instant (both included)."""

    def admits(recorded: Recorded) -> bool:
        return (as_of is None or recorded.effective <= as_of) and (known_at is None or recorded.recorded <= known_at)

    return admits


async def folded(
    events: EventLog,
    projections: Sequence[Projection],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    progress: Progress = silent,
) -> Scratch:
    """The views of the whole log as of a date or an instant. The caller closes what it gets."""
    head = await events.head()
    scratch = Scratch(projections, as_of=as_of, known_at=known_at, corrections=await corrections(events, head))
    try:
        async for batch in events.pull(0, until=head):
            scratch.take(batch)
            progress(batch[-1].position, head)
    except BaseException:
        scratch.close()
        raise
    return scratch


class Difference(NamedTuple):
    """One row that is not the same: None where it is missing."""

    view: str
    table: str
    key: dict[str, Any]
    live: dict[str, Any] | None
    folded: dict[str, Any] | None


class Comparison(NamedTuple):
    """What comparing the live views with a fold from zero came to: rows compared, by view, and what differs."""

    positions: Mapping[str, int]
    rows: Mapping[str, int]
    differences: tuple[Difference, ...]


async def compare(
    engine: Engine, events: EventLog, projections: Iterable[Projection], progress: Progress = silent
) -> Comparison:
    """Fold every view from zero to the position its live rows stand at, and compare row by row.

    The live rows are read in one snapshot, so that it does not matter how far the projector goes meanwhile. A view that
    nobody serves yet is left out.
    """
    with snapshot(engine) as connection:
        serving = {state.name: state for state in states(connection) if state.serving}
        views = [projection for projection in projections if projection.name in serving]
        positions = {view.name: serving[view.name].position for view in views}
        head = max(positions.values(), default=0)
        with Scratch(views, corrections=await corrections(events, head)) as scratch:
            if head:
                async for batch in events.pull(0, until=head):
                    scratch.take_until(positions, batch)
                    progress(batch[-1].position, head)
            rows, found = {}, []
            for view in views:
                live = Generation(view, serving[view.name].generation, engine)
                rows[view.name], differing = _differences(view, connection, live, scratch)
                found += differing
    return Comparison(positions, rows, tuple(found))


def _differences(
    view: Projection, connection: Connection, live: Generation, scratch: Scratch
) -> tuple[int, list[Difference]]:
    count, found = 0, []
    for table in view.tables:
        key = tuple(column.name for column in table.primary_key)
        theirs = _by_key(scratch.stored(view.name, table.name), key)
        names = [column.name for column in table.columns]
        for row in connection.execute(select(live.tables[table.name])).mappings():
            count += 1
            ours = {name: row[name] for name in names}
            place = tuple(ours[name] for name in key)
            other = theirs.pop(place, None)
            other = other and {name: other[name] for name in names}
            if ours != other:
                found.append(Difference(view.name, table.name, dict(zip(key, place, strict=True)), ours, other))
        found += [
            Difference(view.name, table.name, dict(zip(key, place, strict=True)), None, row)
            for place, row in theirs.items()
        ]
    return count, found


def _by_key(rows: Rows, key: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[name] for name in key): row for row in rows}
