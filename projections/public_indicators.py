"""Public indicators (公开指标): every zone's figures by quarter, the confidential ones as ranges only. 四(四)

A confidential value, and its source (which may name the firm), never enter this view: not its rows, not its tables.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, String

from domain.envelope import Recorded
from domain.indicators import Corrected, Questioned, Reported, Verified
from domain.indicators_values import Figure, StatisticalIndicator, band
from domain.kernel import SEPARATOR
from projections.kernel import Changes, Patch, Projection, Put, Row, entity, on, table, word

INDICATORS = table(
    "public_indicators",
    Column("zone", entity(), primary_key=True),
    Column("period", word(), primary_key=True),
    Column("indicator", word(), primary_key=True),
    Column("unit", word(), nullable=False),
    Column("value", BigInteger),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("data_source", String(200)),
    Column("verified_on", Date),
    indexed=("period", "indicator"),
)
"""One row a figure: its value, or the range from `low` (included) to `high` (not included)."""


def place(recorded: Recorded, indicator: StatisticalIndicator) -> Row:
    """The figure: zone and quarter from the id, and the indicator."""
    zone, period = recorded.entity.split(SEPARATOR)
    return {"zone": zone, "period": period, "indicator": indicator.value}


def published(figure: Figure) -> Row:
    """What anybody may know of it."""
    if not figure.confidential:
        return {"unit": figure.unit.value, "value": figure.value, "data_source": figure.data_source}
    found = band(figure.value, figure.unit)
    return {"unit": figure.unit.value, "low": found.low, "high": found.high}


def stated(event: Reported | Corrected, recorded: Recorded) -> Changes:
    """报送, 更正: the whole row is made anew, so that nothing stays of a value that has become confidential."""
    for figure in event.figures:
        yield Put(INDICATORS, place(recorded, figure.indicator), published(figure))


def questioned(event: Questioned, recorded: Recorded) -> Changes:
    """质询: an earlier verification no longer counts."""
    for indicator in event.indicators:
        yield Patch(INDICATORS, place(recorded, indicator), {"verified_on": None})


def verified(event: Verified, recorded: Recorded) -> Changes:
    """核实."""
    for indicator in event.indicators:
        yield Patch(INDICATORS, place(recorded, indicator), {"verified_on": recorded.effective})


public_indicators = Projection(
    "public-indicators",
    version=1,
    tables=(INDICATORS,),
    handlers=(on(Reported, stated), on(Corrected, stated), on(Questioned, questioned), on(Verified, verified)),
    public=True,
)
