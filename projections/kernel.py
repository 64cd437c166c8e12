"""The shapes every view shares: row changes, tables, and the projection that turns one event into changes.

A view is one file in one order: tables, handlers, and a last line ``pipeline = Projection("pipeline", ...)``. A handler
is pure: it sees one event and yields changes; it never reads a row. What joins or counts rows is a derived column,
worked out at reading.

Meaning of the changes, the same in every store:

- `Put` makes the whole row: columns that it does not name become NULL.
- `Patch` alters the columns it names. **There being no such row, it changes nothing**: a fold as of a legal date may
  skip the event that made the row, and half a row would be worse than none.
- `Delete` removes the row; a key of only the first column of the primary key removes every row that begins with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BigInteger, Column, ColumnElement, FromClause, Index, MetaData, String, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from domain.envelope import Recorded
from domain.kernel import Event

Cell = object
"""A value of a row: text, int, bool, date, Decimal (in a `Fixed` column), a JSON list or object, or None."""
Row = Mapping[str, Cell]


class Put(NamedTuple):
    """Make this row, whole."""

    table: Table
    key: Row
    values: Row


class Patch(NamedTuple):
    """Alter these columns of the row, if there is one."""

    table: Table
    key: Row
    values: Row


class Delete(NamedTuple):
    """Remove the row, or all rows whose primary key begins with `key` (its first column alone)."""

    table: Table
    key: Row


Change = Put | Patch | Delete
Changes = Iterable[Change]
E = TypeVar("E", bound=Event)
Handler = Callable[[Any, Recorded], Changes]
Tables = Mapping[str, FromClause]
"""The tables of a projection by name, as they stand in a query."""
Derivation = Callable[[Tables], ColumnElement[Any]]
"""A column of a table that is worked out when it is read."""
Outlook = Callable[[Tables, str], ColumnElement[bool]]
"""Which rows of the view's own table concern, or may be seen by, the organisation of that id."""

POSITION, CORRELATION, CORRECTION = "position", "correlation", "correction"
"""Columns of every table: the position of the event that last changed the row, its correlation id, and the position of
the correction that an event of the row was read through (NULL: none was)."""


class Fixed(TypeDecorator[Decimal]):
    """A Decimal of so many places, kept as a whole number of the last one: exact and sortable in every database."""

    impl = BigInteger  # type: ignore[mutable-override]  # as SQLAlchemy's manual says to write it
    cache_ok = True  # type: ignore[mutable-override]  # as above

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy calls it so
        """Units of the last place; further places are cut off."""
        return None if value is None else int(value.scaleb(self.places))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy calls it so
        """A Decimal of that many places."""
        return None if value is None else Decimal(value).scaleb(-self.places)


def entity() -> String:
    """The id of an entity, an organisation, or anything else that has one."""
    return String(140)


def word() -> String:
    """A key of the vocabulary: a stage, a role, an industry."""
    return String(64)


def table(name: str, *columns: Column[Any], indexed: Iterable[str] = ()) -> Table:
    """A view's table: its columns, then those of every table; `indexed` are columns that readers search by."""
    position = Column(POSITION, BigInteger, nullable=False)
    correlation = Column(CORRELATION, String(36), nullable=False)
    indexes = (Index(f"{name}_by_{column}", column) for column in indexed)
    correction = Column(CORRECTION, BigInteger)
    return Table(name, MetaData(), *columns, position, correlation, correction, *indexes)


class On(NamedTuple):
    """What to do on one type of event."""

    kind: type[Event]
    handler: Handler


def on(kind: type[E], handler: Callable[[E, Recorded], Changes]) -> On:
    """Let `handler` answer events of `kind`; the types of the two are checked against each other."""
    return On(kind, handler)


@dataclass(frozen=True)
class Projection:
    """One view: its stored name, the version of its tables and handlers, and what it does on each type of event.

    Raise `version` with every change that makes other rows of the same events: the projector then builds the view anew
    beside the old one. The first of `tables` is the view's own, to which `seen_by` belongs; `derived` columns are by
    table. `seen_by` None: the view is the same for everybody. `public`: anybody may read it (else organisations only).
    """

    name: str
    version: int
    tables: tuple[Table, ...]
    handlers: tuple[On, ...]
    derived: Mapping[str, Mapping[str, Derivation]] = field(default_factory=dict)
    seen_by: Outlook | None = None
    public: bool = False
    by_type: Mapping[str, Handler] = field(init=False, repr=False)
    """Handlers by the stored name of their event."""
    categories: frozenset[str] = field(init=False, repr=False)
    """The aggregates it reads from."""

    def __post_init__(self) -> None:
        """Two handlers for one type of event is an import error."""
        by_type = {each.kind.name: each.handler for each in self.handlers}
        if len(by_type) != len(self.handlers):
            raise TypeError(f"the view {self.name} handles an event twice")
        object.__setattr__(self, "by_type", by_type)
        object.__setattr__(self, "categories", frozenset(name.partition(".")[0] for name in by_type))

    @property
    def reads(self) -> frozenset[type[Event]]:
        """The types of event that can change this view."""
        return frozenset(each.kind for each in self.handlers)

    def reads_type(self, name: str) -> bool:
        """Whether events of that stored name can change this view."""
        return name in self.by_type

    def apply(self, recorded: Recorded) -> Changes:
        """The changes one event makes. Raises `PoisonEvent` where the payload does not fit its schema."""
        handler = self.by_type.get(recorded.type)
        return () if handler is None else handler(recorded.event, recorded)
