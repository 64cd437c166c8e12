"""Deadlines (期限): every clock as it stands, and whatever ran out undone, with who was late. 系统约定 10"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Boolean, Column, ColumnElement, Date, Integer, String, or_

from domain.deadline import (
    CLOCKS,
    Breached,
    Cancelled,
    Expired,
    Met,
    Resumed,
    Stage,
    Started,
    Stopped,
    Warned,
)
from domain.envelope import Recorded
from projections.kernel import Changes, Patch, Projection, Put, Tables, entity, on, table, word
from projections.standing import Standing

DEADLINES = table(
    "deadlines",
    Column("deadline", String(200), primary_key=True),
    Column("clock", word(), nullable=False),
    Column("category", word(), nullable=False),
    Column("case", String(140), nullable=False),
    Column("org", entity()),
    Column("zone", entity()),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("days", Integer),
    Column("due", Date),
    Column("warn_on", Date),
    Column("warned", Date),
    Column("remaining", Integer),
    Column("settled", Date),
    Column("late", Integer),
    Column("run", Integer, nullable=False),
    Column("rulebook", entity(), nullable=False),
    Column("by_weekdays", Boolean, nullable=False),
    indexed=("stage", "due", "org"),
)
"""One row a clock, at its latest run. `due` is None while it is stopped; `remaining` are the days then left."""

OVERDUE = table(
    "overdue",
    Column("deadline", String(200), primary_key=True),
    Column("run", Integer, primary_key=True),
    Column("clock", word(), nullable=False),
    Column("category", word(), nullable=False),
    Column("case", String(140), nullable=False),
    Column("org", entity()),
    Column("zone", entity()),
    Column("due", Date, nullable=False),
    Column("breached", Date, nullable=False),
    Column("settled", Date),
    Column("late", Integer),
    indexed=("org",),
)
"""One row a breach, for ever; `settled` and `late` (days) once it was done or not asked any more."""

ONE_DAY = timedelta(days=1)
STANDING = Standing("deadlines")
OVERDUE_STANDING = Standing("overdue")


def started(event: Started, recorded: Recorded) -> Changes:
    """起算."""
    kept = {"case", "org", "zone", "since", "days", "due", "warn_on", "run", "rulebook", "by_weekdays"}
    named = {"clock": event.kind.value, "category": CLOCKS[event.kind].category, "stage": Stage.RUNNING.value}
    yield Put(DEADLINES, {"deadline": recorded.entity}, {**event.model_dump(include=kept), **named})


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The clock comes to that stage."""
    return Patch(DEADLINES, {"deadline": recorded.entity}, {"stage": stage.value, **values})


def stopped(event: Stopped, recorded: Recorded) -> Changes:
    """中止."""
    yield at(Stage.STOPPED, recorded, remaining=event.remaining, due=None, warn_on=None)


def resumed(event: Resumed, recorded: Recorded) -> Changes:
    """恢复: what was warned about is another day now."""
    day = {"due": event.due, "warn_on": event.warn_on, "by_weekdays": event.by_weekdays}
    yield at(Stage.RUNNING, recorded, remaining=None, warned=None, **day)


def met(event: Met, recorded: Recorded) -> Changes:
    """办结."""
    yield at(Stage.MET, recorded, settled=recorded.effective, late=event.late)


def cancelled(_event: Cancelled, recorded: Recorded) -> Changes:
    """撤销."""
    yield at(Stage.CANCELLED, recorded, settled=recorded.effective)


def warned(_event: Warned, recorded: Recorded) -> Changes:
    """预警."""
    yield Patch(DEADLINES, {"deadline": recorded.entity}, {"warned": recorded.effective})


def breached(_event: Breached, recorded: Recorded) -> Changes:
    """逾期."""
    yield at(Stage.OVERDUE, recorded)


def expired(_event: Expired, recorded: Recorded) -> Changes:
    """届满."""
    yield at(Stage.EXPIRED, recorded, settled=recorded.effective)


def was_late(event: Breached, recorded: Recorded) -> Changes:
    """逾期 from the day after the due date, whenever that was noticed: it stays written down whatever comes after."""
    values = {**event.model_dump(include={"case", "org", "zone", "due"}), "breached": event.due + ONE_DAY}
    named = {"clock": event.kind.value, "category": CLOCKS[event.kind].category}
    yield Put(OVERDUE, {"deadline": recorded.entity, "run": event.run}, {**values, **named})


def done_late(event: Met, recorded: Recorded) -> Changes:
    """逾期办结."""
    values = {"settled": recorded.effective, "late": event.late}
    yield Patch(OVERDUE, {"deadline": recorded.entity, "run": event.run}, values)


def asked_no_more(event: Cancelled, recorded: Recorded) -> Changes:
    """逾期未办, 撤销."""
    yield Patch(OVERDUE, {"deadline": recorded.entity, "run": event.run}, {"settled": recorded.effective})


def deadlines_seen(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """Whom it binds, the body of its zone, the office and auditors."""
    row = tables[DEADLINES.name].c
    runs = STANDING.runs(tables, viewer, lambda zone: zone.zone == row.zone)
    return or_(row.org == viewer, runs, STANDING.reads_everything(tables, viewer))


def overdue_seen(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """As above."""
    row = tables[OVERDUE.name].c
    runs = OVERDUE_STANDING.runs(tables, viewer, lambda zone: zone.zone == row.zone)
    return or_(row.org == viewer, runs, OVERDUE_STANDING.reads_everything(tables, viewer))


deadlines = Projection(
    "deadlines",
    version=1,
    tables=(DEADLINES, *STANDING.tables),
    handlers=(
        on(Started, started),
        on(Stopped, stopped),
        on(Resumed, resumed),
        on(Met, met),
        on(Cancelled, cancelled),
        on(Warned, warned),
        on(Breached, breached),
        on(Expired, expired),
        *STANDING.handlers,
    ),
    seen_by=deadlines_seen,
)
overdue = Projection(
    "overdue",
    version=1,
    tables=(OVERDUE, *OVERDUE_STANDING.tables),
    handlers=(
        on(Breached, was_late),
        on(Met, done_late),
        on(Cancelled, asked_no_more),
        *OVERDUE_STANDING.handlers,
    ),
    seen_by=overdue_seen,
)
