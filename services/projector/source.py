"""One table of one generation of a view as a reader sees it: derived columns, filters, order, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, case, null, select

from projections.conditions import behind, matches, ordered
from projections.kernel import Projection
from projections.question import Condition, UnknownView, sortable, whole
from projections.rights import RIGHTS, Reader
from projections.rights.rules import belongs, seen, told
from services.projector.generation import Generation

__all__ = ["Source", "UnknownView"]

SEEN = "seen__"
"""The name of a column that no view has."""


class Source:
    """The rows of one table that a reader may see."""

    def __init__(self, generation: Generation, table: str | None, viewer: str | Reader | None) -> None:
        """`table` None: the view's own. `viewer`: as `Views.rows` says. Raises `UnknownView` for no such table."""
        projection, tables = generation.projection, generation.tables
        self._dialect = generation.dialect.name
        own = projection.tables[0].name
        chosen = table or own
        if chosen not in tables:
            raise UnknownView("unknown-table", field="table", table=chosen, known=", ".join(tables))
        derived = projection.derived.get(chosen, {})
        columns = [*tables[chosen].columns, *(derive(tables).label(name) for name, derive in derived.items())]
        query = select(*columns)
        if isinstance(viewer, Reader):
            query = _by_right(projection, chosen, tables, viewer, columns)
        elif viewer is not None and projection.seen_by is not None:
            sees = projection.seen_by(tables, viewer)
            query = query.where(sees if chosen == own else belongs(tables[chosen], tables[own], sees))
        self._rows = query.subquery("rows")
        self._key = tuple(column.name for column in tables[chosen].primary_key)

    def query(
        self,
        where: Sequence[Condition],
        order: Sequence[str],
        limit: int | None,
        after: Sequence[object] | None,
    ) -> Select[Any]:
        """The rows that fit, one more than `limit` to tell whether there are more."""
        query = select(self._rows)
        for place, condition in enumerate(where):
            query = query.where(self._condition(place, condition))
        ordering = [
            (self._ordering(place, name.removeprefix("-")), name.startswith("-"))
            for place, name in enumerate(whole(order, self._key))
        ]
        if after is not None:
            query = query.where(behind(ordering, after, self._dialect))
        for column, descending in ordering:
            # Whatever the database: what is empty comes last.
            placed = ordered(column, self._dialect)
            query = query.order_by(column.is_(None), placed.desc() if descending else placed)
        return query if limit is None else query.limit(limit + 1)

    def next(
        self, found: Sequence[Mapping[str, Any]], order: Sequence[str], limit: int | None
    ) -> tuple[Any, ...] | None:
        """What the next page goes `after`: the ordering values of this page's last row; None if there is no next."""
        if not limit or len(found) <= limit:
            return None
        return tuple(found[limit - 1][name.removeprefix("-")] for name in whole(order, self._key))

    def _condition(self, place: int, condition: Condition) -> ColumnElement[bool]:
        column = self._column(condition.column, f"where.{place}.column")
        try:
            return matches(column, condition, self._dialect)
        except UnknownView as error:
            error.field = f"where.{place}"
            raise

    def _ordering(self, place: int, name: str) -> ColumnElement[Any]:
        column = self._column(name, f"sort.{place}")
        if not sortable(column):
            known = ", ".join(each.key for each in self._rows.c if sortable(each))
            raise UnknownView("unsortable-column", field=f"sort.{place}", column=name, known=known)
        return column

    def _column(self, name: str, field: str) -> ColumnElement[Any]:
        if name not in self._rows.c:
            raise UnknownView("unknown-column", field=field, column=name, known=", ".join(self._rows.c.keys()))
        return self._rows.c[name]


def _by_right(
    projection: Projection,
    table: str,
    tables: Mapping[str, Table],
    reader: Reader,
    columns: Sequence[ColumnElement[Any]],
) -> Select[Any]:
    """The rows that the reader sees by right.

    Whether it sees one is a column beside the others and no condition: a rank is that among all rows, whoever asks.
    """
    right = RIGHTS[projection.name]
    only = told(projection, right, table, tables, reader)
    shown = [
        case((only[name], column), else_=null()).label(name) if (name := str(column.key)) in only else column
        for column in columns
    ]
    every = select(*shown, seen(projection, right, table, tables, reader).label(SEEN)).subquery("every")
    return select(*(column for column in every.c if column.key != SEEN)).where(every.c[SEEN].is_(True))
