"""How many days a clock has left, counted when its row is read: the days pass without any event. 系统约定 10"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.calendar import working_days_between
from domain.deadline import CLOCKS, Kind, Stage
from projections.deadlines import deadlines
from services.working_days import CHINESE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from services.projector.reading import Rows


def with_days_left(view: str, rows: Rows, today: date) -> Rows:
    """The rows with `remaining` of every clock that runs: working days up to its due date, or calendar days."""
    if view != deadlines.name:
        return rows
    return [{**row, "remaining": days_left(row, today)} for row in rows]


def days_left(row: Mapping[str, Any], today: date) -> int | None:
    """Days from the day after `today` up to the due date, 0 once it has passed; of a stopped clock those it kept."""
    if row["stage"] not in {Stage.RUNNING, Stage.OVERDUE}:
        kept: int | None = row["remaining"]
        return kept
    if CLOCKS[Kind(row["clock"])].long:
        until: date = row["due"]
        return max(0, (until - today).days)
    return working_days_between(CHINESE, today, row["due"])
