"""The policy measures (政策举措) as views of their extension hold them. 三(一)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, String, select

from domain.envelope import Recorded
from domain.policy_measure import MeasureAmended, MeasureEnded, MeasureIssued
from projections.kernel import Changes, Derivation, On, Patch, Put, Tables, entity, on, table


class Measures:
    """A view's table `<view>_measures`, kept by `handlers`; `columns` show it on rows of another with a `measure`."""

    def __init__(self, view: str) -> None:
        self.table = table(
            f"{view}_measures",
            Column("measure", entity(), primary_key=True),
            Column("title", String(200), nullable=False),
            Column("department", entity(), nullable=False),
            Column("valid_until", Date),
            Column("measure_ended", Boolean, nullable=False),
        )
        self.handlers: tuple[On, ...] = (
            on(MeasureIssued, self.issued),
            on(MeasureAmended, self.amended),
            on(MeasureEnded, self.ended),
        )

    def issued(self, event: MeasureIssued, recorded: Recorded) -> Changes:
        """出台."""
        values = {"title": event.title, "department": event.department, "valid_until": event.valid_until}
        yield Put(self.table, {"measure": recorded.entity}, {**values, "measure_ended": False})

    def amended(self, event: MeasureAmended, recorded: Recorded) -> Changes:
        """政策调整."""
        yield Patch(self.table, {"measure": recorded.entity}, {"title": event.title, "valid_until": event.valid_until})

    def ended(self, _event: MeasureEnded, recorded: Recorded) -> Changes:
        """政策终止."""
        yield Patch(self.table, {"measure": recorded.entity}, {"measure_ended": True})

    def columns(self, of: str) -> dict[str, Derivation]:
        """Derived columns of the table `of` that show its row's measure."""
        shown = ("title", "department", "valid_until", "measure_ended")
        return {column: self._column(column, of) for column in shown}

    def _column(self, column: str, of: str) -> Derivation:
        def shown(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
            measures = tables[self.table.name].c
            return select(measures[column]).where(measures.measure == tables[of].c.measure).scalar_subquery()

        return shown
