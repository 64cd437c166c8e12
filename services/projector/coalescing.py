"""Many changes to few rows become few writes: what a batch of events leaves of each row, worked out in memory.

Of all the changes to one row only their sum is written. A thousand events of two hundred leads so become two hundred
written rows. The result is that of applying the changes one by one (a property test holds it to that).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter

from sqlalchemy import Table

from projections.kernel import CORRECTION, CORRELATION, POSITION, Cell, Change, Patch, Put, Row

Key = tuple[Cell, ...]
Values = dict[str, Cell]


def _key_of(names: tuple[str, ...]) -> Callable[[Row], Key]:
    if len(names) > 1:
        return itemgetter(*names)
    only = names[0]
    return lambda key: (key[only],)


class Heap:
    """What is to be written to one table. A row is in at most one of `puts`, `patches` and `deletes`.

    Written in the order sweeps, deletes, puts, patches.
    """

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self.key = tuple(column.name for column in table.primary_key)
        self._columns = frozenset(column.name for column in table.columns)
        self.puts: dict[Key, Values] = {}
        self.patches: dict[Key, Values] = {}
        self.deletes: set[Key] = set()
        self.sweeps: set[Cell] = set()
        self._by_first: dict[Cell, set[Key]] | None = None  # made by the first sweep: most tables never see one
        self.key_of = _key_of(self.key)
        """The values of a key, in the order of the primary key."""

    def put(self, key: Key, row: Values) -> None:
        """The whole row is this."""
        if self.patches:
            self.patches.pop(key, None)
        if self.deletes:
            self.deletes.discard(key)
        self.puts[key] = row
        if self._by_first is not None:
            self._note(key)

    def patch(self, key: Key, values: Values) -> None:
        """These columns of the row are this, if there is the row."""
        if row := self.puts.get(key):
            row.update(values)
        elif key in self.deletes or key[0] in self.sweeps:
            return
        elif patch := self.patches.get(key):
            patch.update(values)
        else:
            self.patches[key] = values
            if self._by_first is not None:
                self._note(key)

    def delete(self, key: Key) -> None:
        """The row is gone."""
        self.puts.pop(key, None)
        self.patches.pop(key, None)
        if key[0] not in self.sweeps:
            self.deletes.add(key)
            self._note(key)

    def sweep(self, first: Cell) -> None:
        """All rows whose key begins with `first` are gone."""
        if self._by_first is None:
            self._by_first = {}
            for keys in (self.puts, self.patches, self.deletes):
                for key in keys:
                    self._by_first.setdefault(key[0], set()).add(key)
        for key in self._by_first.pop(first, ()):
            self.puts.pop(key, None)
            self.patches.pop(key, None)
            self.deletes.discard(key)
        self.sweeps.add(first)

    def check(self, values: Values) -> None:
        """No column may be named that the table lacks: its value would silently be lost."""
        if not self._columns.issuperset(values):
            raise ValueError(f"no such columns: {', '.join(sorted(values.keys() - self._columns))}")

    def clear(self) -> None:
        """Forget everything."""
        self.puts.clear()
        self.patches.clear()
        self.deletes.clear()
        self.sweeps.clear()
        self._by_first = None

    def changed(self) -> Iterator[Key]:
        """The keys of the rows that change; of a sweep only its first value."""
        yield from self.puts
        yield from self.patches
        yield from self.deletes
        yield from ((first,) for first in self.sweeps)

    def _note(self, key: Key) -> None:
        if self._by_first is not None:
            self._by_first.setdefault(key[0], set()).add(key)


class Pending:
    """What is to be written to the tables of one view, by table name, gathered from the changes of many events."""

    def __init__(self, tables: tuple[Table, ...]) -> None:
        self._heaps = {table: Heap(table) for table in tables}
        self.touched: dict[str, Heap] = {}
        """The tables, by name, to which there is something to write."""

    def take(self, change: Change, position: int, correlation: str, correction: int | None = None) -> None:
        """Add one change, made by the event at `position`, read through the correction at another.

        Raises `KeyError` or `ValueError` if it fits no table.
        """
        heap = self._heaps[change.table]
        self.touched[heap.name] = heap
        key = change.key
        if isinstance(change, Put):
            row = {**key, **change.values, POSITION: position, CORRELATION: correlation, CORRECTION: correction}
            heap.check(row)
            heap.put(heap.key_of(key), row)
        elif isinstance(change, Patch):
            row = {**change.values, POSITION: position, CORRELATION: correlation}
            if correction is not None:
                row[CORRECTION] = correction
            heap.check(row)
            heap.patch(heap.key_of(key), row)
        elif len(key) == len(heap.key):
            heap.delete(heap.key_of(key))
        else:
            heap.sweep(key[heap.key[0]])

    def changed(self) -> Iterator[tuple[str, Key]]:
        """The rows that change, by table and key."""
        for name, heap in self.touched.items():
            for key in heap.changed():
                yield name, key

    def clear(self) -> None:
        """Forget everything, after it was written or given up."""
        for heap in self.touched.values():
            heap.clear()
        self.touched.clear()
