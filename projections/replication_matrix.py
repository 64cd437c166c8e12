"""Replication matrix (复制推广矩阵): zone by experience, how far each pair is, and what came of it. 三(二)

A pair without a row is one that the zone has not begun; `replication-coverage` counts those.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, Text, func, select

from domain.envelope import Recorded
from domain.replication import EffectReported, Implemented, Planned
from projections.kernel import Changes, Derivation, Projection, Put, Tables, entity, on, table
from projections.replications import STAGES, Cells, Experiences, pair

CELLS = Cells("replication_matrix")
EXPERIENCES = Experiences("replication_matrix")

PLANS = table(
    "replication_matrix_plans",
    Column("experience", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("planned", Date, nullable=False),
    Column("actions", Text, nullable=False),
    Column("due", Date, nullable=False),
)
"""推广计划: the latest edition."""

IMPLEMENTATIONS = table(
    "replication_matrix_implementations",
    Column("experience", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("implemented", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
)
"""落实情况: the latest report, with the names of its documents."""

EFFECTS = table(
    "replication_matrix_effects",
    Column("experience", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, nullable=False),
    Column("firms_served", BigInteger, nullable=False),
    Column("hours_saved", BigInteger, nullable=False),
    Column("cost_saved", BigInteger),
    Column("note", Text),
)
"""推广成效, period by period; `cost_saved` is in fen."""


def planned(event: Planned, recorded: Recorded) -> Changes:
    """制定推广计划."""
    yield from CELLS.arrived(event, recorded)
    values = {"planned": recorded.effective, "actions": event.actions, "due": event.due}
    yield Put(PLANS, pair(recorded), values)


def implemented(event: Implemented, recorded: Recorded) -> Changes:
    """落实."""
    yield from CELLS.arrived(event, recorded)
    documents = [each.name for each in event.evidence]
    values = {"implemented": event.since, "summary": event.summary, "evidence": documents}
    yield Put(IMPLEMENTATIONS, pair(recorded), values)


def effect_reported(event: EffectReported, recorded: Recorded) -> Changes:
    """报告推广成效."""
    key = {**pair(recorded), "start": event.start}
    yield Put(EFFECTS, key, event.model_dump(include={"end", "firms_served", "hours_saved", "cost_saved", "note"}))


def of_pair(other: str, column: str) -> Derivation:
    """A column of the row that another table has for the same pair."""

    def shown(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row, found = tables[CELLS.table.name].c, tables[other].c
        same = (found.experience == row.experience, found.zone == row.zone)
        return select(found[column]).where(*same).scalar_subquery()

    return shown


def effect(column: str) -> Derivation:
    """A figure of all periods together; `end`: the last day reported."""

    def summed(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row, periods = tables[CELLS.table.name].c, tables[EFFECTS.name].c
        figure = func.max(periods.end) if column == "end" else func.coalesce(func.sum(periods[column]), 0)
        same = (periods.experience == row.experience, periods.zone == row.zone)
        return select(figure).where(*same).scalar_subquery()

    return summed


FURTHER = frozenset({Planned, Implemented})
"""The stages of which more is shown than that they were reached."""

replication_matrix = Projection(
    "replication-matrix",
    version=1,
    tables=(CELLS.table, PLANS, IMPLEMENTATIONS, EFFECTS, EXPERIENCES.table),
    handlers=(
        on(Planned, planned),
        on(Implemented, implemented),
        *(on(kind, CELLS.arrived) for kind, _ in STAGES if kind not in FURTHER),
        on(EffectReported, effect_reported),
        *EXPERIENCES.handlers,
    ),
    derived={
        CELLS.table.name: {
            **EXPERIENCES.columns(CELLS.table.name),
            "planned": of_pair(PLANS.name, "planned"),
            "actions": of_pair(PLANS.name, "actions"),
            "due": of_pair(PLANS.name, "due"),
            "implemented": of_pair(IMPLEMENTATIONS.name, "implemented"),
            "firms_served": effect("firms_served"),
            "hours_saved": effect("hours_saved"),
            "cost_saved": effect("cost_saved"),
            "reported_to": effect("end"),
        }
    },
)
