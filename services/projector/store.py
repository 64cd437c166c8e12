"""The store of the views: generations, rows and positions, each change of them in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import structlog
from pydantic_core import from_json
from sqlalchemy import Dialect, Engine, MetaData, Table, and_, bindparam, delete, insert, inspect, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import DropTable

from domain.envelope import Recorded
from projections.kernel import Projection
from services.projector.coalescing import Key, Pending
from services.projector.database import Writer
from services.projector.generation import Compiled, Generation, json_text, where_is
from services.projector.state import BUILDING, LIVE, METADATA, RETIRED, STOPPED, VIEW_STATE, State, Stop, states

log = structlog.get_logger("projector")


FAILED = "view-failed"
"""The rule for an event that a handler or the database could not take; a poison has rules of its own."""


class Superseded(Exception):
    """Another process moved on, or switched, a view that this one was writing; nothing was written."""


class Fold:
    """A generation on its way through the log: what it has taken and not yet written."""

    def __init__(self, generation: Generation, position: int, *, serving: bool) -> None:
        self.generation, self.serving = generation, serving
        self.projection = generation.projection
        self.written = self.position = position
        """The position of the rows in the database, and of the last event taken."""
        self.recorded_ns = 0
        self.admits: Callable[[Recorded], bool] | None = None
        """Which events count (None: all); a fold as of a date leaves some out."""
        self.corrections: Mapping[str, Recorded] = {}
        """The corrections that its events are read through, by the id of the event corrected."""
        self.outdated = 0
        """The position of a correction that came after the event it corrects was taken: these rows go no further."""
        self.stop: Stop | None = None
        self.pending = Pending(self.projection.tables)
        self.changed: list[tuple[str, Key]] = []
        """Rows of a view being read that were written, by table and key; for whoever is to be told, who clears it."""

    @property
    def name(self) -> str:
        """The view's name."""
        return self.projection.name

    def refuse(self, position: int, error: Exception) -> None:
        """Stop before the event at `position`, whose rows could not be written."""
        self.back(position - 1)
        self.stop = Stop(position, "", FAILED, f"{type(error).__name__}: {error}")

    def back(self, position: int | None = None) -> None:
        """Forget what was not written; stand where the database stands."""
        self.written = self.position = self.written if position is None else position
        self.stop, self.outdated = None, 0
        self.pending.clear()


class Store:
    """Writes views. One object, one thread; several processes may share the database."""

    def __init__(self, engine: Engine, clock: Callable[[], int] = time.time_ns) -> None:
        """`clock` gives nanoseconds since the epoch, for the record of when rows were committed."""
        self.engine, self.writer, self._clock = engine, Writer(engine), clock
        self.interruptions: tuple[type[Exception], ...] = (Superseded, *self.writer.passing)
        """What may come of writing that is no row's fault: look where the database stands, and go on from there."""
        self._advance = _advance(engine.dialect)

    def prepare(self) -> None:
        """Make the table of states if there is none; another process may do the same at the same time."""
        try:
            with self.writer.transaction() as connection:
                METADATA.create_all(connection)
        except DBAPIError:
            if not inspect(self.engine).has_table(VIEW_STATE.name):
                raise

    def states(self, name: str | None = None) -> list[State]:
        """Every generation there is, of one view or of all."""
        return states(self.writer.connection, name)

    def serving(self, name: str) -> State | None:
        """The generation that readers read."""
        return next((state for state in self.states(name) if state.serving), None)

    def begin(self, projection: Projection, incarnation: str) -> Fold:
        """A new, empty generation, being built; readers do not see it.

        Raises `Superseded` if another process begins the same one at the same time.
        """
        with self.writer.transaction() as connection:
            number = 1 + max((state.generation for state in states(connection, projection.name)), default=0)
            generation = Generation(projection, number, self.engine)
            state = State(
                name=projection.name,
                generation=number,
                version=projection.version,
                tables=json_text([table.name for table in generation.tables.values()]),
                log=incarnation,
                serving=False,
                status=BUILDING,
                position=0,
                recorded_ns=0,
                updated_ns=self._clock(),
                stop=None,
            )
            values = {column: value for column, value in asdict(state).items() if column != "stop"}
            try:
                connection.execute(insert(VIEW_STATE).values(values))
            except IntegrityError as error:
                raise Superseded from error
            generation.create(connection)
        return Fold(generation, 0, serving=False)

    def resume(self, projection: Projection, state: State) -> Fold:
        """The fold of a generation that exists, from where it stands."""
        fold = Fold(Generation(projection, state.generation, self.engine), state.position, serving=state.serving)
        fold.recorded_ns = state.recorded_ns
        return fold

    def commit(self, folds: Sequence[Fold]) -> None:
        """Write the rows and the positions of all folds in one transaction.

        Raises `Superseded` when one of them is no longer where this process left it; then nothing is written.
        """
        now = self._clock()
        with self.writer.transaction():
            for fold in folds:
                if fold.pending.touched:
                    fold.generation.write(self.writer, fold.pending)
            moved = self.writer.many(self._advance, [_step(fold, now) for fold in folds])
            if moved != len(folds):
                raise Superseded
        for fold in folds:
            fold.written = fold.position
            if fold.pending.touched:
                if fold.serving:
                    fold.changed += fold.pending.changed()
                fold.pending.clear()

    def switch(self, fold: Fold) -> bool:
        """Let readers read this generation from now on, unless the one they read is further on; whether it was done."""
        name, number = fold.name, fold.generation.number
        with self.writer.transaction() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(VIEW_STATE.select().where(VIEW_STATE.c.name == name).with_for_update())
            there = {state.generation: state for state in states(connection, name)}
            if number not in there or there[number].position != fold.written:
                raise Superseded
            old = next((state for state in there.values() if state.serving), None)
            if old is not None and old.log == there[number].log and old.position > fold.written:
                return False
            ours = VIEW_STATE.c.generation == number
            of_view = update(VIEW_STATE).where(VIEW_STATE.c.name == name)
            connection.execute(of_view.where(VIEW_STATE.c.serving).values(serving=False, status=RETIRED))
            connection.execute(of_view.where(ours).values(serving=True, status=STOPPED if fold.stop else LIVE))
        fold.serving = True
        return True

    def discard(self, state: State) -> bool:
        """Drop a generation that nobody needs; False if a reader still holds its tables (then later)."""
        try:
            with self.writer.transaction() as connection:
                mine = (VIEW_STATE.c.name == state.name) & (VIEW_STATE.c.generation == state.generation)
                connection.execute(delete(VIEW_STATE).where(mine))
                for name in from_json(state.tables):
                    connection.execute(DropTable(Table(name, MetaData()), if_exists=True))
        except DBAPIError as error:
            if not isinstance(error.orig, self.writer.passing):
                raise
            log.warning("an old generation is still being read", view=state.name, generation=state.generation)
            return False
        return True

    def close(self) -> None:
        """Let go of the connection."""
        self.writer.close()


CHANGING = ("status", "position", "recorded_ns", "updated_ns", "stopped_at", "stopped_type", "reason", "detail")
FINDING = ("name", "generation", "position", "serving")


def _advance(dialect: Dialect) -> str:
    """Move a generation from the position this process knows to the next: nobody else may have moved it meanwhile."""
    where = and_(*(VIEW_STATE.c[column] == bindparam(where_is(column)) for column in FINDING))
    statement = update(VIEW_STATE).where(where).values({column: bindparam(column) for column in CHANGING})
    compiled = Compiled(statement, dialect, {column.name: None for column in VIEW_STATE.columns})
    assert compiled.names == [*CHANGING, *map(where_is, FINDING)], "as `_step` gives them"
    return compiled.text


def _step(fold: Fold, now: int) -> tuple[object, ...]:
    """The parameters of `_advance`."""
    found = (fold.name, fold.generation.number, fold.written, fold.serving)
    if fold.stop is None:
        status = LIVE if fold.serving else BUILDING
        return (status, fold.position, fold.recorded_ns, now, None, None, None, None, *found)
    return (STOPPED, fold.position, fold.recorded_ns, now, *fold.stop, *found)
