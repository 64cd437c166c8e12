"""Values that many aggregates share hold what they say, and refuse what nobody could have meant."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.builtin_rulebook import ADMISSION
from domain.calendar import WEEKDAYS, working_days_after, working_days_before, working_days_between
from domain.kernel import EntityId, Name, Text
from domain.scoring import IndicatorScore, rounded, tally, vetoed_indicators, weighted_total
from domain.values import (
    Boundary,
    Document,
    Fen,
    Indicator,
    Km2,
    Mu,
    Parameters,
    PlatformLevel,
    Polygon,
    Rubric,
    Score,
    credit_code_is_valid,
)
from tests.domain.applications import sheet
from tests.domain.examples import SQUARE

scores = st.decimals(0, 10, places=2)


def accepts(hint: Any, value: object) -> bool:  # noqa: ANN401 - a type hint has no narrower type
    try:
        TypeAdapter(hint).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("code", ["914403001922038216", "91500000MA5U0000XN", "911101085923662400"])
def test_a_credit_code_with_its_check_digit_is_valid(code: str) -> None:
    assert credit_code_is_valid(code)


@pytest.mark.parametrize(
    "code", ["", "91500000MA5U0000XP", "91500000MA5U0000X", "91500000ma5u0000xn", "91500000MA5I0000XN", "9" * 19]
)
def test_a_credit_code_whose_check_digit_fails_is_not(code: str) -> None:
    assert not credit_code_is_valid(code)


@for_all(place=st.integers(0, 16), other=st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_always_noticed(place: int, other: str) -> None:
    code = "91500000MA5U0000XN"
    changed = code[:place] + other + code[place + 1 :]
    assert credit_code_is_valid(changed) == (changed == code)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "a\x1b[31m", "\x7f", "", " ", "a" * 4001])
def test_a_text_says_something_and_holds_no_control_characters(text: str) -> None:
    assert not accepts(Text, text)


def test_a_text_may_have_lines_and_a_name_may_not() -> None:
    assert accepts(Text, "第一行\n\t第二行\r\n第三行")
    assert not accepts(Name, "第一行\n第二行")
    assert accepts(Name, "重庆高新技术产业开发区")


def test_blanks_around_a_name_are_taken_off() -> None:
    assert TypeAdapter(Name).validate_python("  王芳 ") == "王芳"


@pytest.mark.parametrize("entity", ["A", "a--b", "-a", "a-", "a_b", "a.b", "a b", "", "a" * 65, "机构", "a\n"])
def test_an_id_holds_what_a_subject_can_carry(entity: str) -> None:
    assert not accepts(EntityId, entity)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (Fen, -1),
        (Fen, 1.5),
        (Fen, 10**17 + 1),
        (Mu, "-0.01"),
        (Mu, "0.001"),
        (Mu, "NaN"),
        (Km2, "0"),
        (Km2, "82404"),
        (Km2, "Infinity"),
        (Score, "-1"),
        (Score, "1.001"),
    ],
    ids=[
        "no negative money",
        "no part of a fen",
        "no money beyond reason",
        "no negative land",
        "no thousandth of a mu",
        "no land that is no number",
        "no area of nothing",
        "no area beyond the municipality",
        "no infinite area",
        "no negative score",
        "no thousandth of a point",
    ],
)
def test_an_impossible_quantity_is_refused(hint: object, value: object) -> None:
    assert not accepts(hint, value)


def test_only_a_platform_of_municipal_level_or_above_qualifies() -> None:
    assert [level for level in PlatformLevel if level.qualifies] == [PlatformLevel.NATIONAL, PlatformLevel.MUNICIPAL]


def test_a_document_is_known_by_its_digest_and_size() -> None:
    good = {"name": "a.pdf", "sha256": "a" * 64, "size": 1, "media_type": "application/pdf"}
    assert accepts(Document, good)
    for wrong in ({"sha256": "A" * 64}, {"sha256": "a" * 63}, {"size": 0}, {"media_type": "pdf"}, {"extra": 1}):
        assert not accepts(Document, {**good, **wrong})


def test_a_boundary_may_have_no_polygon_but_always_has_four_sides_and_an_area() -> None:
    good = {"east": "东环路", "south": "南山", "west": "西永", "north": "北碚", "area": "74.3"}
    assert accepts(Boundary, good)
    for side in ("east", "south", "west", "north", "area"):
        assert not accepts(Boundary, {name: value for name, value in good.items() if name != side})


@pytest.mark.parametrize(
    "coordinates", [[], [[]], [SQUARE[:3]], [[*SQUARE[:4], (181, 0)]], [[*SQUARE[:4], (0, 91)]], [[*SQUARE[:4], (1,)]]]
)
def test_a_polygon_has_rings_of_at_least_four_places_on_earth(coordinates: object) -> None:
    assert accepts(Polygon, {"type": "Polygon", "coordinates": [SQUARE]})
    assert not accepts(Polygon, {"type": "Polygon", "coordinates": coordinates})


@pytest.mark.parametrize("field", [name for name in Parameters.model_fields if name.endswith("_days")])
def test_a_period_of_the_rulebook_has_at_least_a_day_and_at_most_ten_years(field: str) -> None:
    assert not accepts(Parameters, {field: 0})
    assert not accepts(Parameters, {field: 3651})


def graded(*given: Decimal) -> tuple[IndicatorScore, ...]:
    return tuple(
        IndicatorScore(indicator=each.code, score=score, reason="符合要求")
        for each, score in zip(ADMISSION.indicators, given, strict=True)
    )


@for_all(given=st.lists(scores, min_size=len(ADMISSION.indicators), max_size=len(ADMISSION.indicators)))
def test_a_total_lies_between_0_and_100_and_is_the_weighted_sum(given: list[Decimal]) -> None:
    total = weighted_total(ADMISSION, graded(*given))
    assert 0 <= total <= 100
    exact = sum(score * each.weight / each.maximum for score, each in zip(given, ADMISSION.indicators, strict=True))
    assert abs(total - exact) <= Decimal("0.005")


@for_all(several=st.lists(scores, min_size=1, max_size=7))
def test_the_mean_lies_within_the_spread_whatever_the_order_of_the_reviews(several: list[Decimal]) -> None:
    sheets = [sheet(str(score)) for score in several]
    result = tally(ADMISSION, sheets)
    assert result == tally(ADMISSION, sheets[::-1])
    totals = [weighted_total(ADMISSION, each) for each in sheets]
    assert min(totals) <= result.mean <= max(totals)
    assert result.spread == max(totals) - min(totals)


def test_a_half_is_rounded_up_as_on_a_score_sheet() -> None:
    assert rounded(Decimal("82.345")) == Decimal("82.35")
    assert rounded(Decimal("82.3449")) == Decimal("82.34")


def test_a_veto_is_below_half_of_the_maximum_and_on_a_hard_indicator_only() -> None:
    assert vetoed_indicators(ADMISSION, sheet("8", risk_control="4.99", boundary_and_body="0")) == (
        "boundary-and-body",
        "risk-control",
    )
    assert vetoed_indicators(ADMISSION, sheet("8", risk_control="5", leadership="0")) == ()


def test_a_rubric_of_one_indicator_is_a_rubric() -> None:
    only = Indicator(
        code="all",
        name_zh="总体",
        name_en="All",
        weight=100,
        maximum=5,
        guidance_zh="总体评价",
        guidance_en="Overall",
    )
    rubric = Rubric(indicators=(only,))
    given = (IndicatorScore(indicator="all", score=Decimal(4), reason="好"),)
    assert weighted_total(rubric, given) == Decimal("80.00")


@for_all(start=st.dates(date(2021, 1, 1), date(2035, 1, 1)), days=st.integers(1, 400))
def test_a_period_ends_on_a_working_day_with_as_many_between(start: date, days: int) -> None:
    due = working_days_after(WEEKDAYS, start, days)
    assert due.weekday() < 5
    between = (start + timedelta(days=n) for n in range(1, (due - start).days + 1))
    assert sum(each.weekday() < 5 for each in between) == days
    assert working_days_between(WEEKDAYS, start, due) == days
    assert working_days_between(WEEKDAYS, working_days_before(WEEKDAYS, due, days), due) == days
