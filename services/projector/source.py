"""One table of one generation of a view as a reader sees it: derived columns, filters, order, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Table,
    and_,
    exists,
    false,
    select,
)
from sqlalchemy import or_ as either

from projections.kernel import Fixed
from services.projector.generation import Generation

TRUE, FALSE = frozenset({"true", "1", "yes", "是"}), frozenset({"false", "0", "no", "否"})
Order = tuple[ColumnElement[Any], bool]
"""A column, and whether it descends."""


class UnknownView(LookupError):
    """There is no such view, table or column, or no such value in it; `rule` and `details` are for the vocabulary."""

    def __init__(self, rule: str, **details: str | int) -> None:
        super().__init__(rule, details)
        self.rule, self.details = rule, details


class Source:
    """The rows of one table that a reader may see."""

    def __init__(self, generation: Generation, table: str | None, viewer: str | None) -> None:
        """`table` None: the view's own. `viewer` None: all rows. Raises `UnknownView` for a table it does not have."""
        projection, tables = generation.projection, generation.tables
        own = projection.tables[0].name
        chosen = table or own
        if chosen not in tables:
            raise UnknownView("unknown-table", table=chosen, known=", ".join(tables))
        derived = projection.derived.get(chosen, {})
        columns = [*tables[chosen].columns, *(derive(tables).label(name) for name, derive in derived.items())]
        query = select(*columns)
        if viewer is not None and projection.seen_by is not None:
            seen = projection.seen_by(tables, viewer)
            query = query.where(seen if chosen == own else _belongs(tables[chosen], tables[own], seen))
        self._rows = query.subquery("rows")
        self._key = tuple(column.name for column in tables[chosen].primary_key)

    def query(
        self,
        where: Mapping[str, object],
        order: Sequence[str],
        limit: int | None,
        after: Sequence[object] | None,
    ) -> Select[Any]:
        """The rows that fit, one more than `limit` to tell whether there are more."""
        query = select(self._rows)
        for name, value in where.items():
            column = self._column(name)
            query = query.where(column.is_(None) if value is None else column == as_value(column, value))
        ordering = [(self._column(name.removeprefix("-")), name.startswith("-")) for name in self._whole(order)]
        if after is not None:
            query = query.where(behind(ordering, after))
        for column, descending in ordering:
            # Whatever the database: what is empty comes last.
            query = query.order_by(column.is_(None), column.desc() if descending else column)
        return query if limit is None else query.limit(limit + 1)

    def next(
        self, found: Sequence[Mapping[str, Any]], order: Sequence[str], limit: int | None
    ) -> tuple[Any, ...] | None:
        """What the next page goes `after`: the ordering values of this page's last row; None if there is no next."""
        if not limit or len(found) <= limit:
            return None
        return tuple(found[limit - 1][name.removeprefix("-")] for name in self._whole(order))

    def _column(self, name: str) -> ColumnElement[Any]:
        if name not in self._rows.c:
            raise UnknownView("unknown-column", column=name, known=", ".join(self._rows.c.keys()))
        return self._rows.c[name]

    def _whole(self, order: Sequence[str]) -> list[str]:
        """The order made whole by the parts of the key that it does not name: no two rows are equal then."""
        named = {name.removeprefix("-") for name in order}
        return [*order, *(name for name in self._key if name not in named)]


def _belongs(table: Table, own: Table, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """A row of another table is seen by whoever sees the row of the view that it belongs to."""
    joined = [own.c[column.name] == table.c[column.name] for column in own.primary_key if column.name in table.c]
    return exists(select(1).select_from(own).where(*joined, seen)) if joined else false()


def behind(ordering: Sequence[Order], after: Sequence[object]) -> ColumnElement[bool]:
    """The rows that come after one with these values, what is empty coming last."""
    choices: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for (column, descending), given in zip(ordering, after, strict=True):
        value = None if given is None else as_value(column, given)
        if value is not None:
            further = column < value if descending else column > value
            choices.append(and_(*equal, either(further, column.is_(None))))
        equal.append(column.is_(None) if value is None else column == value)
    return either(false(), *choices)


def as_value(column: ColumnElement[Any], value: object) -> object:
    """A value as the column has it, from text where it is text. Raises `UnknownView` if it is none of the column's."""
    if not isinstance(value, str):
        return value
    try:
        match column.type:
            case Boolean():
                return _truth(value)
            case Date():
                return date.fromisoformat(value)
            case Fixed():
                return Decimal(value)
            case Integer() | BigInteger():
                return int(value)
            case _:
                return value
    except (ValueError, InvalidOperation) as error:
        raise UnknownView("value-of-column", column=str(column.key), value=value) from error


def _truth(value: str) -> bool:
    if value.lower() not in TRUE | FALSE:
        raise ValueError(value)
    return value.lower() in TRUE
