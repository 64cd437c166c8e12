"""Scores on a rubric (评审指标体系): a score and a reason for every indicator, and what several reviews come to. 四(三)

Shared by admission (二(三)2) and comprehensive evaluation (四(四)). Totals are on a scale of 0 to 100, to two decimals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, NamedTuple

from pydantic import Field

from domain.kernel import EntityId, Refused, Text, Value
from domain.values import Rubric, Score

CENT = Decimal("0.01")


class IndicatorScore(Value):
    """The score given for one indicator of the rubric, and why. 系统约定 4"""

    judged: ClassVar[tuple[str, ...]] = ("score",)
    indicator: EntityId
    score: Score
    reason: Text


Scores = Annotated[tuple[IndicatorScore, ...], Field(min_length=1, max_length=100)]
"""One reviewer's sheet."""


class Tally(NamedTuple):
    """What several sheets come to: mean and spread (highest less lowest) of their totals; the vetoed indicators."""

    mean: Decimal
    spread: Decimal
    vetoes: tuple[str, ...]


def every_indicator_is_scored(rubric: Rubric, scores: Scores, clause: str) -> None:
    """A score and a reason for every indicator, once, and within its maximum. 四(三)"""
    maxima = {indicator.code: indicator.maximum for indicator in rubric.indicators}
    given = Counter(each.indicator for each in scores)
    missing = [code for code in maxima if code not in given]
    surplus = [code for code, times in given.items() if code not in maxima or times > 1]
    if missing or surplus:
        raise Refused(
            "every-indicator",
            clause=clause,
            field="data.scores",
            missing=", ".join(missing) or "none",
            surplus=", ".join(surplus) or "none",
        )
    for each in scores:
        if each.score > maxima[each.indicator]:
            raise Refused(
                "within-maximum",
                clause=clause,
                field="data.scores",
                indicator=each.indicator,
                score=str(each.score),
                maximum=maxima[each.indicator],
            )


def weighted_total(rubric: Rubric, scores: Scores) -> Decimal:
    """The weighted total of one complete sheet, 0 to 100."""
    given = {each.indicator: each.score for each in scores}
    parts = (given[each.code] * each.weight / each.maximum for each in rubric.indicators if each.code in given)
    return rounded(sum(parts, Decimal(0)))


def vetoed_indicators(rubric: Rubric, scores: Scores) -> tuple[str, ...]:
    """一票否决: the hard indicators on which a score lies under half of the maximum, in the rubric's order."""
    given = {each.indicator: each.score for each in scores}
    return tuple(
        each.code
        for each in rubric.indicators
        if each.hard and each.code in given and given[each.code] * 2 < each.maximum
    )


def tally(rubric: Rubric, sheets: Collection[Scores]) -> Tally:
    """Mean, spread and vetoes of at least one complete sheet; one reviewer's veto is a veto."""
    totals = [weighted_total(rubric, sheet) for sheet in sheets]
    vetoed = {code for sheet in sheets for code in vetoed_indicators(rubric, sheet)}
    return Tally(
        mean=rounded(sum(totals, Decimal(0)) / len(totals)),
        spread=max(totals) - min(totals),
        vetoes=tuple(each.code for each in rubric.indicators if each.code in vetoed),
    )


def rounded(total: Decimal) -> Decimal:
    """Two decimals, half up, as on a score sheet."""
    return total.quantize(CENT, ROUND_HALF_UP)
