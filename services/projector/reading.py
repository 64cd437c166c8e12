"""Reading views: rows, who may see them, how fresh they are, and whether the view has stopped.

Every page is drawn from one snapshot in which the rows and their position belong together. Should a generation be
dropped between looking it up and reading it, the reading is done again from the new one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from domain.envelope import NANOSECONDS
from domain.vocabulary import filled, term
from domain.vocabulary.words import RuleText, Term
from projections.catalogue import PROJECTIONS
from projections.kernel import Projection
from projections.question import Condition, as_conditions
from projections.rights import Reader
from services.projector.database import no_such_table, snapshot
from services.projector.generation import Generation
from services.projector.source import Source, UnknownView
from services.projector.state import BUILDING, STOPPED, State, Stop, found

Rows = list[dict[str, Any]]
LIMIT = 100
TRIES = 5
FIRST_LOOK, LONGEST_LOOK = 0.001, 0.02
"""Seconds between looks at a position that is waited for."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How a view stands: `status` live, building (no rows yet, or old ones while new ones are built) or stopped.

    `position`: of the last event in the rows; `recorded`: when the log took it; `updated`: when the rows were
    committed. `stopped`: why it stands still and what to do, in both languages, and the event it stands before.
    """

    view: str
    status: str
    position: int
    version: int
    generation: int
    recorded: datetime | None
    updated: datetime | None
    stopped: Stopped | None = None

    @property
    def label(self) -> Term:
        """The status in both languages."""
        return term(f"view-status.{self.status}")

    def lag(self, head: int) -> int:
        """How many events the view is behind the head of the log."""
        return max(head - self.position, 0)


class Stopped(NamedTuple):
    """Why a view stands still, before which event, in both languages."""

    position: int
    type: str
    reason: str
    text: RuleText
    detail: str


class Page(NamedTuple):
    """Rows of one snapshot and how fresh they are; `next` goes into `after` for the next page, None on the last."""

    rows: Rows
    freshness: Freshness
    next: tuple[Any, ...] | None


class Views:
    """Reads the views in one database; may be shared by threads."""

    def __init__(self, engine: Engine, projections: Mapping[str, Projection] = PROJECTIONS) -> None:
        self._engine, self._projections = engine, projections
        self._generations: dict[str, Generation] = {}

    def freshness(self, name: str) -> Freshness:
        """How one view stands."""
        projection = self._known(name)
        with snapshot(self._engine) as connection:
            return _freshness(projection, found(connection, name))

    def all(self) -> list[Freshness]:
        """How every view stands, in the catalogue's order."""
        with snapshot(self._engine) as connection:
            there = found(connection)
        return [
            _freshness(each, [state for state in there if state.name == each.name])
            for each in self._projections.values()
        ]

    def rows(
        self,
        name: str,
        *,
        table: str | None = None,
        where: Mapping[str, object] | Sequence[Condition] | None = None,
        viewer: str | Reader | None = None,
        order: Sequence[str] = (),
        limit: int | None = LIMIT,
        after: Sequence[object] | None = None,
    ) -> Page:
        """Rows of a view, or of another of its tables, ordered by `order` (`-column`: descending) and then by key.

        `where`: columns and their values, as they are or as text; or conditions. `viewer`: only what that
        reader sees by right, or those rows that the view itself shows an organisation of that id (None: all, for the
        services themselves). `limit` None: all at once. Raises `UnknownView`.
        """
        projection = self._known(name)
        conditions = as_conditions(where) if isinstance(where, Mapping) else where or ()
        for attempt in range(TRIES):
            try:
                with snapshot(self._engine) as connection:
                    there = found(connection, name)
                    fresh, serving = _freshness(projection, there), _serving(there)
                    if serving is None:
                        return Page([], fresh, None)
                    source = Source(self._generation(projection, serving.generation), table, viewer)
                    query = source.query(conditions, order, limit, after)
                    rows = [dict(row) for row in connection.execute(query).mappings()]
                    return Page(rows[:limit], fresh, source.next(rows, order, limit))
            except DBAPIError as error:
                # The generation was dropped meanwhile; the next look finds its successor.
                if attempt == TRIES - 1 or not no_such_table(error):
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def row(self, name: str, **key: object) -> dict[str, Any] | None:
        """The one row with that key, or None."""
        return next(iter(self.rows(name, where=key, limit=1).rows), None)

    async def at_least(self, name: str, position: int, timeout: float = 5.0) -> bool:  # noqa: ASYNC109 - an answer, no exception
        """Wait until the view has taken the event at `position` (a receipt's); False if not within `timeout` s."""
        loop = asyncio.get_running_loop()
        until, pause = loop.time() + timeout, FIRST_LOOK
        while (freshness := await asyncio.to_thread(self.freshness, name)).position < position:
            if loop.time() > until or freshness.status == STOPPED:
                return False
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_LOOK)
        return True

    def _generation(self, projection: Projection, number: int) -> Generation:
        """The tables of a generation: the same ones each time, so that SQLAlchemy knows the query again."""
        found = self._generations.get(projection.name)
        if found is None or found.number != number:
            found = self._generations[projection.name] = Generation(projection, number, self._engine)
        return found

    def _known(self, name: str) -> Projection:
        found = self._projections.get(name)
        if found is None:
            raise UnknownView("unknown-view", view=name, known=", ".join(self._projections))
        return found


def _serving(there: Sequence[State]) -> State | None:
    return next((state for state in there if state.serving), None)


def _freshness(projection: Projection, there: Sequence[State]) -> Freshness:
    """How the rows stand that are read; where they are of an older version, how their successor stands."""
    state = _serving(there)
    if state is None:
        return Freshness(projection.name, BUILDING, 0, projection.version, 0, None, None)
    status, stop = state.status, state.stop
    if state.version < projection.version:
        successor = next((each for each in there if each.version == projection.version), None)
        status, stop = (STOPPED, successor.stop) if successor and successor.stop else (BUILDING, None)
    return Freshness(
        view=state.name,
        status=status,
        position=state.position,
        version=state.version,
        generation=state.generation,
        recorded=_instant(state.recorded_ns),
        updated=_instant(state.updated_ns),
        stopped=None if stop is None else explained(stop),
    )


def explained(stop: Stop) -> Stopped:
    """Why a view stands still, in words."""
    text = filled(stop.reason, {"position": stop.position, "type": stop.type or "?"})
    return Stopped(stop.position, stop.type, stop.reason, text, stop.detail)


def _instant(nanoseconds: int) -> datetime | None:
    return datetime.fromtimestamp(nanoseconds / NANOSECONDS, UTC) if nanoseconds else None
