"""The catalogue of power items (权力事项) as views of delegations hold it. 三(一)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, String, Text, select

from domain.envelope import Recorded
from domain.power_item import Item, ItemAmended, ItemPublished, ItemRetired
from projections.kernel import Changes, Derivation, On, Patch, Put, Tables, entity, on, table, word


class Items:
    """A view's table `<view>_items`, kept by `handlers`; `columns` show it on rows of another table with an `item`."""

    def __init__(self, view: str) -> None:
        self.table = table(
            f"{view}_items",
            Column("item", entity(), primary_key=True),
            Column("code", String(200), nullable=False),
            Column("name_zh", String(200), nullable=False),
            Column("name_en", String(200), nullable=False),
            Column("kind", word(), nullable=False),
            Column("legal_basis", Text, nullable=False),
            Column("holder", entity(), nullable=False),
            Column("delegable", Boolean, nullable=False),
            Column("retired", Boolean, nullable=False),
        )
        self.handlers: tuple[On, ...] = (
            on(ItemPublished, self.stated),
            on(ItemAmended, self.stated),
            on(ItemRetired, self.retired),
        )

    def stated(self, event: Item, recorded: Recorded) -> Changes:
        """列入目录, 目录调整: the item as it stands from now on."""
        values = {
            "code": event.code,
            "name_zh": event.name_zh,
            "name_en": event.name_en,
            "kind": event.kind.value,
            "legal_basis": event.legal_basis,
            "holder": event.holder,
            "delegable": event.delegable,
            "retired": False,
        }
        yield Put(self.table, {"item": recorded.entity}, values)

    def retired(self, _event: ItemRetired, recorded: Recorded) -> Changes:
        """移出目录."""
        yield Patch(self.table, {"item": recorded.entity}, {"retired": True})

    def columns(self, of: str) -> dict[str, Derivation]:
        """Derived columns of the table `of` that show its row's item."""
        shown = ("code", "name_zh", "name_en", "kind", "legal_basis", "holder")
        return {column: self._column(column, of) for column in shown}

    def _column(self, column: str, of: str) -> Derivation:
        def shown(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
            items = tables[self.table.name].c
            return select(items[column]).where(items.item == tables[of].c.item).scalar_subquery()

        return shown
