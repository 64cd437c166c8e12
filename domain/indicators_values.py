"""Figures of a zone in a quarter (指标报送), and the ranges in which confidential ones are published. 二(二)3, 四(四)

Money is in whole fen or whole US cents, as the figure's unit says; nothing is converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, Value

FIRST_YEAR = 2017
"""The FTZ was set up on 1 April 2017; figures of earlier years say nothing of linkage."""
MONTHS_OF_A_QUARTER = 3
QUARTER = re.compile(r"([0-9]{4})-q([1-4])")


class StatisticalIndicator(StrEnum):
    """对外贸易、利用外资、对外投资合作情况, 市场主体, 服务贸易, 跨境电商. 二(二)3, 三(五)"""

    IMPORTS = "imports"
    EXPORTS = "exports"
    FOREIGN_INVESTMENT = "foreign-investment-used"
    OUTBOUND_INVESTMENT = "outbound-investment"
    NEW_ENTITIES = "new-market-entities"
    E_COMMERCE = "cross-border-e-commerce"
    SERVICES_TRADE = "services-trade"


class Unit(StrEnum):
    """In what a value is counted: fen, US cents, or entities (户)."""

    FEN = "cny-fen"
    CENT = "usd-cent"
    ENTITIES = "entities"


class FigureStanding(StrEnum):
    """How a figure stands after what was last said of it."""

    REPORTED = "figure-reported"
    CORRECTED = "figure-corrected"
    QUESTIONED = "figure-questioned"
    ANSWERED = "figure-answered"
    VERIFIED = "figure-verified"


MONEY = frozenset({Unit.FEN, Unit.CENT})


def units_of(indicator: StatisticalIndicator) -> frozenset[Unit]:
    """The units in which an indicator can be stated."""
    return frozenset({Unit.ENTITIES}) if indicator is StatisticalIndicator.NEW_ENTITIES else MONEY


class Figure(Value):
    """One figure of the quarter alone (当期, not cumulative), with unit and source.

    `confidential`: it would tell the business of one firm, and is published only as a range.
    """

    indicator: StatisticalIndicator
    value: Annotated[int, Field(ge=0, le=10**17)]
    unit: Unit
    data_source: Name
    confidential: bool = False


Figures = Annotated[tuple[Figure, ...], Field(min_length=1, max_length=len(StatisticalIndicator))]
Indicators = Annotated[tuple[StatisticalIndicator, ...], Field(min_length=1, max_length=len(StatisticalIndicator))]
Remaining = Annotated[tuple[StatisticalIndicator, ...], Field(max_length=len(StatisticalIndicator))]


@dataclass(frozen=True, slots=True)
class Band:
    """A range that hides a value: from `low`, included, to `high`, not included."""

    low: int
    high: int


STEPS = (1, 2, 5)
NARROWEST = {Unit.FEN: 100_000_000, Unit.CENT: 100_000_000, Unit.ENTITIES: 10}
"""The first band ends at a million yuan or dollars, or at ten entities."""


def band(value: int, unit: Unit) -> Band:
    """The range in which a confidential value is published: between neighbours of 1, 2, 5, 10, 20, 50 ... of its unit.

    It depends on the band alone: no two values in it are told apart, and its end is at least twice its beginning.
    """
    low, scale = 0, NARROWEST[unit]
    while True:
        for step in STEPS:
            high = step * scale
            if value < high:
                return Band(low, high)
            low = high
        scale *= 10


def quarter_end(period: str) -> date | None:
    """The last day of a quarter called like `2022-q1`; None for what is no such name."""
    found = QUARTER.fullmatch(period)
    if found is None or int(found[1]) < FIRST_YEAR:
        return None
    year, month = int(found[1]), int(found[2]) * MONTHS_OF_A_QUARTER
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)  # noqa: PLR2004 - December
    return following - timedelta(days=1)
