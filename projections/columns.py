"""The columns of a view's tables with their types, the derived ones last, as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projections.question import UnknownView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlalchemy.types import TypeEngine

    from projections.kernel import Projection


def columns_of(projection: Projection, table: str | None = None) -> Mapping[str, TypeEngine[Any]]:
    """Columns by name, of the view's own table or another of it. Raises `UnknownView` for a table it does not have."""
    tables = {each.name: each for each in projection.tables}
    chosen = table_of(projection, table)
    derived = projection.derived.get(chosen.name, {})
    own = {column.name: column.type for column in chosen.columns}
    return own | {name: derive(tables).type for name, derive in derived.items()}


def table_of(projection: Projection, name: str | None = None) -> Table:
    """The view's own table, or another of it. Raises `UnknownView` for a table it does not have."""
    tables = {each.name: each for each in projection.tables}
    if name is not None and name not in tables:
        raise UnknownView("unknown-table", field="table", table=name, known=", ".join(tables))
    return tables[name or projection.tables[0].name]
