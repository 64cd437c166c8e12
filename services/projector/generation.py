"""One generation of a view: its own physical tables, and the statements that write them.

Tables of generation 3 of the view's table `zone_register` are named `zone_register_3`; so a view is built anew beside
the old one, and readers are switched by one row of `view_state`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from pydantic_core import to_json
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Dialect,
    Engine,
    Index,
    MetaData,
    Table,
    and_,
    bindparam,
    delete,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

from projections.kernel import Cell, Projection
from services.projector.coalescing import Heap, Key, Pending, Values
from services.projector.database import Writer

INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Two classes of one shape: both know ON CONFLICT DO UPDATE."""
Encoder = Callable[[Any], object]


class Generation:
    """The tables of one generation of a projection on one database."""

    def __init__(self, projection: Projection, number: int, engine: Engine) -> None:
        self.projection, self.number = projection, number
        self.dialect = engine.dialect
        self._metadata = MetaData()
        self.tables: Mapping[str, Table] = {
            table.name: _physical(table, number, self._metadata) for table in projection.tables
        }
        """The physical tables by the name that the projection gives them."""

    def create(self, connection: Connection) -> None:
        """Make the tables, empty, within the caller's transaction."""
        self._metadata.create_all(connection, checkfirst=False)

    def write(self, writer: Writer, pending: Pending) -> None:
        """Write what a batch left of each row, within the caller's transaction."""
        for name, heap in pending.touched.items():
            self._statements[name].write(writer, heap)

    @cached_property
    def _statements(self) -> Mapping[str, Statements]:
        return {name: Statements(table, self.dialect) for name, table in self.tables.items()}


def _physical(table: Table, number: int, metadata: MetaData) -> Table:
    """A copy of the table under its generation's name; the names of indexes are per database, so they change too.

    In SQLite the rows stand in their key's own tree: half the pages to write for each of them.
    """
    columns = (Column(each.name, each.type, primary_key=each.primary_key, nullable=each.nullable) for each in table.c)
    indexes = (Index(f"{each.name}_{number}", *each.columns.keys()) for each in table.indexes)
    return Table(f"{table.name}_{number}", metadata, *columns, *indexes, sqlite_with_rowid=False)


class Statements:
    """The statements that write one table, compiled once for the driver."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self._table, self._dialect = table, dialect
        self._key = tuple(column.name for column in table.primary_key)
        self._encoders = {column.name: encoder(column, dialect) for column in table.columns}
        insert = INSERTS[dialect.name](table)
        others = {each.name: insert.excluded[each.name] for each in table.columns if each.name not in self._key}
        self._put = self._compiled(insert.on_conflict_do_update(index_elements=self._key, set_=others))
        self._delete = self._compiled(delete(table).where(self._is(self._key)))
        self._sweep = self._compiled(delete(table).where(self._is(self._key[:1])))
        self._patches: dict[tuple[str, ...], Compiled] = {}

    def write(self, writer: Writer, heap: Heap) -> None:
        """Write a heap, in its order."""
        if heap.sweeps:
            self._run(writer, self._sweep, [{where_is(self._key[0]): first} for first in heap.sweeps])
        if heap.deletes:
            self._run(writer, self._delete, [self._keyed(key) for key in heap.deletes])
        if heap.puts:
            self._run(writer, self._put, heap.puts.values())
        by_columns: dict[tuple[str, ...], list[Values]] = {}
        for key, values in heap.patches.items():
            by_columns.setdefault(tuple(values), []).append({**values, **self._keyed(key)})
        for columns, rows in by_columns.items():
            self._run(writer, self._patch(columns), rows)

    def _run(self, writer: Writer, statement: Compiled, rows: Iterable[Values]) -> None:
        writer.many(statement.text, [statement.encoded(row) for row in rows])

    def _patch(self, columns: tuple[str, ...]) -> Compiled:
        found = self._patches.get(columns)
        if found is None:
            values: dict[str, Any] = {column: bindparam(column) for column in columns}
            found = self._compiled(update(self._table).where(self._is(self._key)).values(values))
            self._patches[columns] = found
        return found

    def _is(self, columns: Sequence[str]) -> Any:  # noqa: ANN401 - a condition of whatever columns
        return and_(*(self._table.c[column] == bindparam(where_is(column)) for column in columns))

    def _keyed(self, key: Key) -> Values:
        return {where_is(column): value for column, value in zip(self._key, key, strict=True)}

    def _compiled(self, statement: UpdateBase) -> Compiled:
        return Compiled(statement, self._dialect, self._encoders)


class Compiled:
    """A statement's text with positional parameters, and how a row becomes them."""

    def __init__(self, statement: UpdateBase, dialect: Dialect, encoders: Mapping[str, Encoder | None]) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self.names: list[str] = compiled.positiontup
        columns = [name.removeprefix(KEY_PREFIX) for name in self.names]
        self._encoders = [(at, encode) for at, name in enumerate(columns) if (encode := encoders[name]) is not None]

    def encoded(self, row: Values) -> list[Cell]:
        """The row's values in the statement's order, as the driver takes them."""
        get = row.get
        cells = [get(name) for name in self.names]
        for at, encode in self._encoders:
            if (cell := cells[at]) is not None:
                cells[at] = encode(cell)
        return cells


KEY_PREFIX = "key__"
"""Tells a parameter that finds the row from one that alters it."""


def where_is(column: str) -> str:
    """The name of the parameter that finds the row by this column."""
    return KEY_PREFIX + column


def encoder(column: Column[Any], dialect: Dialect) -> Encoder | None:
    """How a value of the column becomes what the driver takes; None: as it is.

    Dates and JSON have a quicker way than SQLAlchemy's (which formats dates through a template: a third of the time of
    a rebuild).
    """
    if isinstance(column.type, JSON):
        return json_text
    if isinstance(column.type, Date) and dialect.name == "sqlite":
        return date.isoformat
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def json_text(value: object) -> str:
    """A value as JSON text."""
    return to_json(value).decode()
