"""Indicator series (指标序列): every figure by zone, quarter and indicator, as it stands, and how it came to. 四(四)

A figure that is confidential for one firm is for the body that reported it, the office, departments and auditors;
others find its range among the public indicators.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Date, String, Text, or_

from domain.envelope import Recorded
from domain.indicators import Answered, Corrected, Questioned, Reported, Verified
from domain.indicators_values import Figure, FigureStanding, StatisticalIndicator
from domain.kernel import SEPARATOR, Role
from projections.kernel import Changes, Patch, Projection, Put, Row, Tables, entity, on, table, word
from projections.standing import Standing

SERIES = table(
    "indicator_series",
    Column("zone", entity(), primary_key=True),
    Column("period", word(), primary_key=True),
    Column("indicator", word(), primary_key=True),
    Column("value", BigInteger, nullable=False),
    Column("unit", word(), nullable=False),
    Column("data_source", String(200), nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("standing", word(), nullable=False),
    Column("reported", Date, nullable=False),
    Column("corrected", Date),
    Column("reason", Text),
    Column("query", Text),
    Column("asked_by", entity()),
    Column("explanation", Text),
    Column("verified_on", Date),
    Column("verified_by", entity()),
    indexed=("period", "indicator"),
)
"""One row a figure; money in whole fen or US cents, as `unit` says."""

STANDING = Standing("indicator_series")


def place(recorded: Recorded, indicator: StatisticalIndicator) -> Row:
    """The figure: zone and quarter from the id, and the indicator."""
    zone, period = recorded.entity.split(SEPARATOR)
    return {"zone": zone, "period": period, "indicator": indicator.value}


def stated(figure: Figure) -> Row:
    """What was said of it."""
    return {
        "value": figure.value,
        "unit": figure.unit.value,
        "data_source": figure.data_source,
        "confidential": figure.confidential,
    }


def each(
    recorded: Recorded, indicators: Iterable[StatisticalIndicator], standing: FigureStanding, **values: object
) -> Changes:
    """These figures come to stand so."""
    for indicator in indicators:
        yield Patch(SERIES, place(recorded, indicator), {"standing": standing.value, **values})


def reported(event: Reported, recorded: Recorded) -> Changes:
    """报送."""
    for figure in event.figures:
        values = {"standing": FigureStanding.REPORTED.value, "reported": recorded.effective}
        yield Put(SERIES, place(recorded, figure.indicator), {**stated(figure), **values})


def corrected(event: Corrected, recorded: Recorded) -> Changes:
    """更正: whoever had verified it did not verify this."""
    for figure in event.figures:
        values = {"corrected": recorded.effective, "reason": event.reason, "verified_on": None, "verified_by": None}
        standing = {"standing": FigureStanding.CORRECTED.value}
        yield Patch(SERIES, place(recorded, figure.indicator), {**stated(figure), **standing, **values})


def questioned(event: Questioned, recorded: Recorded) -> Changes:
    """质询: an earlier verification no longer counts, an earlier explanation was of another question."""
    values = {"query": event.query, "asked_by": event.by, "explanation": None, "verified_on": None, "verified_by": None}
    yield from each(recorded, event.indicators, FigureStanding.QUESTIONED, **values)


def answered(event: Answered, recorded: Recorded) -> Changes:
    """答复."""
    yield from each(recorded, event.indicators, FigureStanding.ANSWERED, explanation=event.explanation)


def verified(event: Verified, recorded: Recorded) -> Changes:
    """核实."""
    values = {"verified_on": recorded.effective, "verified_by": event.by}
    yield from each(recorded, event.indicators, FigureStanding.VERIFIED, **values)


def may_see(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """What is confidential for one firm is for its zone's body, the office, departments and auditors."""
    row = tables[SERIES.name].c
    return or_(
        row.confidential.is_(False),
        STANDING.reads_everything(tables, viewer),
        STANDING.has_role(tables, viewer, Role.DEPARTMENT.value),
        STANDING.runs(tables, viewer, lambda zone: zone.zone == row.zone),
    )


indicator_series = Projection(
    "indicator-series",
    version=1,
    tables=(SERIES, *STANDING.tables),
    handlers=(
        on(Reported, reported),
        on(Corrected, corrected),
        on(Questioned, questioned),
        on(Answered, answered),
        on(Verified, verified),
        *STANDING.handlers,
    ),
    seen_by=may_see,
)
