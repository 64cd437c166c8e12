"""The views' rows in plain dictionaries: kept as the log grows, and folded from zero to be held against each other.

`Live` gathers the changes of many events and writes their sum, as the projector does (`services.projector.coalescing`);
`folded` makes one change after the other, as the kernel says what each means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from domain.corrections import SUFFIX, as_corrected, is_correction, of
from domain.envelope import Recorded
from projections.kernel import CORRECTION, CORRELATION, POSITION, Change, Delete, Patch, Projection, Put
from services.projector.coalescing import Heap, Pending
from services.projector.correcting import in_force

if TYPE_CHECKING:
    from sqlalchemy import Table as TableOfView

Row = dict[str, Any]
ByType = Mapping[str, Sequence[Recorded]]
"""A log, by the stored names of its events."""
Table = dict[tuple[Any, ...], Row]
"""Rows by the values of their primary key."""
Tables = dict[str, Table]


class Live:
    """All views, kept event by event. A view that reads a corrected event is folded anew, as the projector does it."""

    def __init__(self, projections: Mapping[str, Projection]) -> None:
        """Begin with empty views."""
        self.projections = projections
        self.tables: dict[str, Tables] = {name: empty(each) for name, each in projections.items()}
        self._pending = {name: Pending(each.tables) for name, each in projections.items()}
        self._columns = {
            table.name: [column.name for column in table.columns]
            for each in projections.values()
            for table in each.tables
        }
        self._readers: dict[str, list[str]] = {}
        for name, each in projections.items():
            for kind in each.by_type:
                self._readers.setdefault(kind, []).append(name)

    def take(self, recorded: Recorded, log: ByType) -> None:
        """Take one event; `log` is all of it up to there."""
        if is_correction(recorded):
            for name in self._readers.get(of(recorded).of_type, ()):
                self._pending[name].clear()
                self.tables[name] = folded(self.projections[name], log)
            return
        for name in self._readers.get(recorded.type, ()):
            pending = self._pending[name]
            for change in self.projections[name].apply(recorded):
                pending.take(change, recorded.position, recorded.correlation, recorded.correction)

    def rows(self, view: str, table: str | None = None) -> Table:
        """The rows of a view's table (its own where none is named) as they stand now."""
        pending, tables = self._pending[view], self.tables[view]
        for name, heap in pending.touched.items():
            written(tables[name], heap, self._columns[name])
        pending.clear()
        return tables[table or self.projections[view].tables[0].name]


def empty(projection: Projection) -> Tables:
    """The tables of a view without rows."""
    return {table.name: {} for table in projection.tables}


def written(rows: Table, heap: Heap, columns: Iterable[str]) -> None:
    """Write what was gathered for one table: sweeps, deletes, puts, patches."""
    for key in [key for key in rows if key[0] in heap.sweeps] if heap.sweeps else ():
        del rows[key]
    for key in heap.deletes:
        rows.pop(key, None)
    for key, row in heap.puts.items():
        rows[key] = {**dict.fromkeys(columns), **row}
    for key, values in heap.patches.items():
        if key in rows:
            rows[key].update(values)


def folded(projection: Projection, log: ByType) -> Tables:
    """The rows of a view after a log, from its first event; each event as corrected last."""
    corrections = in_force(chain.from_iterable(each for kind, each in log.items() if kind.endswith(SUFFIX)))
    read = sorted(chain.from_iterable(log.get(kind, ()) for kind in projection.by_type), key=attrgetter("position"))
    tables = {table.name: _Folding(table) for table in projection.tables}
    for recorded in read:
        event = as_corrected(recorded, corrections) if corrections else recorded
        for change in projection.apply(event):
            tables[change.table.name].make(change, event)
    return {name: each.rows for name, each in tables.items()}


class _Folding:
    """The rows of one table, change by change, as the kernel says what each means."""

    def __init__(self, table: TableOfView) -> None:
        self.rows: Table = {}
        self._names = [column.name for column in table.primary_key]
        self._vacant = dict.fromkeys(column.name for column in table.columns)
        self._keys: dict[object, set[tuple[Any, ...]]] = {}
        """The keys there are, and were, by their first value."""

    def make(self, change: Change, event: Recorded) -> None:
        """One change, made by the event."""
        key = tuple([change.key[name] for name in self._names if name in change.key])
        around = {POSITION: event.position, CORRELATION: event.correlation}
        match change:
            case Put():
                corrected = {CORRECTION: event.correction}
                self.rows[key] = {**self._vacant, **change.key, **change.values, **around, **corrected}
                self._keys.setdefault(key[0], set()).add(key)
            case Patch():
                if (row := self.rows.get(key)) is not None:
                    row.update({**change.values, **around})
                    row[CORRECTION] = row[CORRECTION] if event.correction is None else event.correction
            case Delete() if len(key) == len(self._names):
                self.rows.pop(key, None)
            case Delete():
                for gone in self._keys.pop(key[0], ()):
                    self.rows.pop(gone, None)
