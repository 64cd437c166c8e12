"""Everybody sees the figures; of what is confidential for one firm the range and never the value. 四(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.indicators import Corrected, Questioned, Reported, Verified
from domain.indicators_values import Figure, StatisticalIndicator, Unit
from projections.public_indicators import public_indicators
from services.projector.generation import Generation
from tests.projections.cast import HOLDER, ZONE
from tests.projections.oracle import actual
from tests.projections.story import Story

QUARTER = f"{ZONE}--2022-q1"
APRIL_8, MAY_6 = date(2022, 4, 8), date(2022, 5, 6)
IMPORTS = StatisticalIndicator.IMPORTS
OPEN = Figure(indicator=IMPORTS, value=12_345_678_900, unit=Unit.FEN, data_source="重庆海关")
CONFIDENTIAL = OPEN.model_copy(update={"confidential": True, "data_source": "甲公司"})
VERIFIED = Verified(indicators=(IMPORTS,), note=None, by=HOLDER, unverified=())


def corrected(figure: Figure) -> Corrected:
    return Corrected(figures=(figure,), reason="仅一家企业", corrects=(1,), questioned=())


def test_a_figure_is_published_with_its_source_and_the_day_of_its_verification(story: Story) -> None:
    story.tell("indicators", QUARTER, Reported(figures=(OPEN,), note=None), on=APRIL_8)
    story.tell("indicators", QUARTER, VERIFIED, on=MAY_6)
    assert story.rows(public_indicators) == [
        {
            "zone": ZONE,
            "period": "2022-q1",
            "indicator": "imports",
            "unit": "cny-fen",
            "value": 12_345_678_900,
            "low": None,
            "high": None,
            "data_source": "重庆海关",
            "verified_on": MAY_6,
        }
    ]


def test_a_confidential_figure_is_published_as_a_range_without_its_source(story: Story) -> None:
    story.tell("indicators", QUARTER, Reported(figures=(CONFIDENTIAL,), note=None), on=APRIL_8)
    row = story.row(public_indicators, "value", "low", "high", "unit", "data_source")
    assert row == {
        "value": None,
        "low": 10_000_000_000,
        "high": 20_000_000_000,
        "unit": "cny-fen",
        "data_source": None,
    }


@pytest.mark.parametrize(
    "events",
    [
        [Reported(figures=(CONFIDENTIAL,), note="甲公司 12345678900"), VERIFIED],
        [Reported(figures=(OPEN,), note=None), VERIFIED, corrected(CONFIDENTIAL)],
        [Reported(figures=(CONFIDENTIAL,), note=None), Questioned(indicators=(IMPORTS,), query="甲公司", by=HOLDER)],
    ],
)
def test_nothing_of_a_confidential_value_or_its_firm_stands_in_any_table(
    story: Story, events: list[Reported | Corrected | Questioned | Verified]
) -> None:
    story.tell("indicators", QUARTER, *events, on=APRIL_8)
    generation: Generation = story.folded(public_indicators).generation
    stored = str(actual(story.stage.store, generation))
    assert "2022-q1" in stored
    assert "12345678900" not in stored
    assert "甲公司" not in stored


def test_a_figure_that_is_confidential_no_longer_is_published(story: Story) -> None:
    story.tell("indicators", QUARTER, Reported(figures=(CONFIDENTIAL,), note=None), corrected(OPEN), on=APRIL_8)
    row = story.row(public_indicators, "value", "low", "high")
    assert row == {"value": 12_345_678_900, "low": None, "high": None}


def test_a_question_or_a_correction_takes_the_verification_back(story: Story) -> None:
    questioned = Questioned(indicators=(IMPORTS,), query="核对", by=HOLDER)
    story.tell("indicators", QUARTER, Reported(figures=(OPEN,), note=None), VERIFIED, questioned, on=APRIL_8)
    assert story.row(public_indicators, "verified_on") == {"verified_on": None}
    story.tell("indicators", QUARTER, VERIFIED, corrected(OPEN), on=MAY_6)
    assert story.row(public_indicators, "verified_on") == {"verified_on": None}
