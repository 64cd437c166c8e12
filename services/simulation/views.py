"""What must be so of the views: each row is that of a fold from zero, and says what the entity's own state says.

Kept as the projector keeps them, they are held against two folds: in dictionaries, change by change, and in the
database that the product folds into for `replay` and `--as-of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from domain import lead
from domain.corrections import is_correction
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from projections.catalogue import PROJECTIONS
from projections.kernel import POSITION
from services.projector.folding import Scratch
from services.simulation.rows import Live, Table, folded

if TYPE_CHECKING:
    from sqlalchemy import Table as TableOfView

    from services.simulation.world import Key, World


class Found(NamedTuple):
    """What is wrong with a view, and the entity that the row is of."""

    text: str
    key: Key


class Said(NamedTuple):
    """A column of a view's own table that says something of an entity's state, and the row's key for an entity."""

    category: str
    column: str
    of_state: Callable[[Any], object]
    key: Callable[[str], tuple[object, ...]] = lambda entity: (entity,)


def _parts(entity: str) -> tuple[object, ...]:
    return tuple(entity.split(SEPARATOR))


def _year_and_zone(entity: str) -> tuple[object, ...]:
    year, _, zone = entity.partition(SEPARATOR)
    return int(year), zone


def _stage(state: Any) -> object:  # noqa: ANN401 - an aggregate's
    return state.stage


def _holder(state: lead.State) -> object:
    return None if state.stage is lead.Stage.CLOSED else state.holder


SAID: Mapping[str, tuple[Said, ...]] = {
    "lead-ledger": (Said("lead", "holder", _holder), Said("lead", "stage", _stage)),
    "zone-register": (Said("zone", "body", lambda state: state.body),),
    "delegations": (Said("delegation", "stage", _stage, _parts),),
    "pipeline": (Said("application", "stage", _stage),),
    "trials": (Said("trial", "stage", _stage),),
    "scorecards": (Said("evaluation", "stage", _stage, _year_and_zone),),
    "matters": (Said("matter", "stage", _stage),),
}
"""What readers rely on most."""
DERIVED: Mapping[str, tuple[Said, ...]] = {"zone-register": (Said("zone", "status", lambda state: state.status),)}
"""The same of columns that the database works out when they are read."""


def a_view_says_what_the_state_says(world: World, live: Live) -> Iterator[Found]:
    """视图与事项现状一致: whoever reads the register, the ledger or the pipeline reads how things are. 系统约定 3"""
    for view, columns in SAID.items():
        yield from contradictions(world, view, columns, live.rows(view))


def contradictions(world: World, view: str, columns: tuple[Said, ...], rows: Table) -> Iterator[Found]:
    """Where a view's own table says something else of an entity than its state."""
    for said in columns:
        for entity in world.ids[said.category]:
            row, right = rows.get(said.key(entity)), said.of_state(world.state(said.category, entity))
            if row is None or row[said.column] != right:
                found = "no row" if row is None else row[said.column]
                yield Found(f"{view} says {found} of {entity}, which is {right}", (said.category, entity))


def a_view_is_a_fold_from_zero(world: World, live: Live) -> Iterator[Found]:
    """视图可由记录重现: its rows, kept as the log grew, are those of the whole log from its first event. 系统约定 3"""
    for name, projection in PROJECTIONS.items():
        whole = folded(projection, world.by_type)
        for table, rows in whole.items():
            yield from differences(world, name, live.rows(name, table), rows)


def a_view_is_what_the_database_holds(world: World, live: Live) -> Iterator[Found]:
    """复核: read again from the stored bytes and folded into a database, the rows are the same. 系统约定 3, 8"""
    read = [Recorded.read(stored.position, stored.recorded, stored.body) for stored in world.stored]
    with Scratch(tuple(PROJECTIONS.values()), corrections=[each for each in read if is_correction(each)]) as scratch:
        scratch.take(world.stored)
        for name, stop in scratch.stops.items():
            yield Found(f"{name} stops at {stop.position}: {stop.detail}", made_by(world, stop.position))
        for name, projection in PROJECTIONS.items():
            for table in projection.tables:
                stored = by_key(table, scratch.stored(name, table.name))
                yield from differences(world, name, live.rows(name, table.name), stored)
        for name, columns in DERIVED.items():
            rows = by_key(PROJECTIONS[name].tables[0], scratch.views.rows(name, limit=None).rows)
            yield from contradictions(world, name, columns, rows)


def by_key(table: TableOfView, rows: Iterable[Mapping[str, Any]]) -> Table:
    """Rows by the values of their primary key."""
    keys = [column.name for column in table.primary_key]
    return {tuple(row[key] for key in keys): dict(row) for row in rows}


def differences(world: World, view: str, live: Table, whole: Table) -> Iterator[Found]:
    """The rows that are not the same, in words."""
    for key in sorted(live.keys() | whole.keys(), key=str):
        if live.get(key) != whole.get(key):
            either = live.get(key) or whole[key]
            yield Found(f"{view} {key}: {live.get(key)} is not {whole.get(key)}", made_by(world, either[POSITION]))


def made_by(world: World, position: int) -> Key:
    """The entity whose event stands at a position."""
    recorded = world.log[position - 1]
    return recorded.category, recorded.entity
