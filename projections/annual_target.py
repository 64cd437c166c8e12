"""Annual target (年度目标): zones established in each year against the number aimed at. 一(二)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Text, func, select

from domain.envelope import Recorded
from domain.target import TargetSet
from domain.zone import Established, Withdrawn
from projections.kernel import Changes, Derivation, Patch, Projection, Put, Tables, entity, on, table

YEARS = table("annual_target", Column("year", Integer, primary_key=True, autoincrement=False))
"""Every year for which a target was set or in which a zone was established."""

TARGETS = table(
    "annual_target_figures",
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("zones", Integer, nullable=False),
    Column("note", Text),
    Column("day", Date, nullable=False),
)
"""The figure that counts: the one set last."""

ZONES = table(
    "annual_target_zones",
    Column("zone", entity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("established", Date, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    indexed=("year",),
)
"""Every zone by the year of its legal establishment."""


def target_set(event: TargetSet, recorded: Recorded) -> Changes:
    """设定年度目标."""
    yield Put(YEARS, {"year": event.year}, {})
    yield Put(TARGETS, {"year": event.year}, {"zones": event.zones, "note": event.note, "day": recorded.effective})


def established(_event: Established, recorded: Recorded) -> Changes:
    """A zone counts for the year of its legal date."""
    day = recorded.effective
    yield Put(YEARS, {"year": day.year}, {})
    yield Put(ZONES, {"zone": recorded.entity}, {"year": day.year, "established": day, "withdrawn": False})


def withdrawn(_event: Withdrawn, recorded: Recorded) -> Changes:
    """It was established all the same; how many of a year have left is shown beside."""
    yield Patch(ZONES, {"zone": recorded.entity}, {"withdrawn": True})


def figure(column: str) -> Derivation:
    """A fact of the year's target, None where none was set."""

    def found(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        figures = tables[TARGETS.name].c
        return select(figures[column]).where(figures.year == tables[YEARS.name].c.year).scalar_subquery()

    return found


def zones_of_the_year(*, withdrawn: bool | None = None) -> Derivation:
    """How many zones were established in the year, of which how many have left."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        zones = tables[ZONES.name].c
        query = select(func.count(zones.zone)).where(zones.year == tables[YEARS.name].c.year)
        return (query if withdrawn is None else query.where(zones.withdrawn.is_(withdrawn))).scalar_subquery()

    return count


annual_target = Projection(
    "annual-target",
    version=2,
    tables=(YEARS, TARGETS, ZONES),
    handlers=(on(TargetSet, target_set), on(Established, established), on(Withdrawn, withdrawn)),
    derived={
        YEARS.name: {
            "target": figure("zones"),
            "note": figure("note"),
            "established": zones_of_the_year(),
            "withdrawn": zones_of_the_year(withdrawn=True),
        }
    },
    public=True,
)
