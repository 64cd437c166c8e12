"""When what waits is due: the clocks of a case, by the commands that settle them. 系统约定 10"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, String, func, select

from domain.deadline import CLOCKS, Cancelled, Expired, Kind, Met, Resumed, Started, Stopped
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from projections.inbox.tasks import INBOX
from projections.kernel import Changes, Delete, On, Patch, Put, Tables, entity, on, table, word

RUNNING = table(
    "inbox_clocks",
    Column("deadline", String(200), primary_key=True),
    Column("command", word(), primary_key=True),
    Column("category", word(), nullable=False),
    Column("entity", entity(), nullable=False),
    Column("due", Date),
)
"""One row a clock that runs, or ran out, and a command that settles it; `due` is None while it is stopped."""


def started(event: Started, recorded: Recorded) -> Changes:
    """起算."""
    terms = CLOCKS[event.kind]
    values = {"category": terms.category, "entity": event.case, "due": event.due}
    for command in terms.settles:
        yield Put(RUNNING, {"deadline": recorded.entity, "command": command}, values)


def moved(event: Resumed | Stopped, recorded: Recorded) -> Changes:
    """中止, 恢复."""
    kind = Kind(recorded.entity.partition(SEPARATOR)[0])
    due = event.due if isinstance(event, Resumed) else None
    for command in CLOCKS[kind].settles:
        yield Patch(RUNNING, {"deadline": recorded.entity, "command": command}, {"due": due})


def ended(_event: Met | Cancelled | Expired, recorded: Recorded) -> Changes:
    """办结, 撤销, 届满."""
    yield Delete(RUNNING, {"deadline": recorded.entity})


def due(tables: Tables) -> Any:  # noqa: ANN401 - a choice of columns
    """By when the task is to be done: by its clock, else by the day that its own event names."""
    row, clocks = tables[INBOX.name].c, tables[RUNNING.name].c
    its = (clocks.category == row.category, clocks.entity == row.entity, clocks.command == row.command)
    by_clock = select(func.min(clocks.due)).where(*its).scalar_subquery()
    return func.coalesce(by_clock, row.day, type_=Date)


CLOCKS_OF_CASES: tuple[On, ...] = (
    on(Started, started),
    on(Resumed, moved),
    on(Stopped, moved),
    on(Met, ended),
    on(Cancelled, ended),
    on(Expired, ended),
)
