"""What rows a history comes to, worked out change by change in plain dictionaries: databases are held to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.envelope import Recorded
from projections.kernel import Change, Delete, Patch, Projection, Put
from services.ledger.log import Stored
from services.projector.generation import Generation
from services.projector.store import Store

Table = dict[tuple[Any, ...], dict[str, Any]]


def expected(projection: Projection, messages: Iterable[Stored]) -> Mapping[str, Table]:
    """The rows of every table by key, after these messages."""
    tables: dict[str, Table] = {table.name: {} for table in projection.tables}
    for message in messages:
        recorded = Recorded.read(message.position, message.recorded, message.body)
        around = {"position": recorded.position, "correlation": recorded.correlation, "correction": None}
        for change in projection.apply(recorded):
            make(tables[change.table.name], change, around)
    return tables


def make(rows: Table, change: Change, around: Mapping[str, Any]) -> None:
    """One change, as the kernel says what it means."""
    names = [column.name for column in change.table.primary_key]
    key = tuple(change.key[name] for name in names if name in change.key)
    match change:
        case Put():
            empty = dict.fromkeys(column.name for column in change.table.columns)
            rows[key] = {**empty, **change.key, **change.values, **around}
        case Patch():
            if key in rows:
                rows[key].update({**change.values, **around})
        case Delete():
            for gone in [other for other in rows if other[: len(key)] == key]:
                del rows[gone]


def actual(store: Store, generation: Generation) -> Mapping[str, Table]:
    """The rows of every table by key, as the database has them."""
    found: dict[str, Table] = {}
    for name, table in generation.tables.items():
        names = [column.name for column in table.primary_key]
        rows: Sequence[Mapping[str, Any]] = [
            dict(row) for row in store.writer.connection.execute(table.select()).mappings()
        ]
        found[name] = {tuple(row[key] for key in names): dict(row) for row in rows}
    return found
