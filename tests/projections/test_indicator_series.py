"""The series holds every figure as it stands; a confidential one is for those who must know it. 四(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.indicators import Answered, Corrected, Questioned, Reported, Verified
from domain.indicators_values import Figure, StatisticalIndicator, Unit
from projections.indicator_series import indicator_series
from tests.projections.cast import AUDITOR, BODY, HOLDER, OTHER_BODY, SECTION, ZONE, two_zones
from tests.projections.story import Story

QUARTER = f"{ZONE}--2022-q1"
APRIL_8, APRIL_20, MAY_6 = date(2022, 4, 8), date(2022, 4, 20), date(2022, 5, 6)
IMPORTS, INVESTED = StatisticalIndicator.IMPORTS, StatisticalIndicator.FOREIGN_INVESTMENT
FIGURES = (
    Figure(indicator=IMPORTS, value=12_345_678_900, unit=Unit.FEN, data_source="重庆海关"),
    Figure(indicator=INVESTED, value=3_000_000_000, unit=Unit.CENT, data_source="甲公司", confidential=True),
)
REPORTED = Reported(figures=FIGURES, note=None)
QUESTIONED = Questioned(indicators=(IMPORTS,), query="与海关不符", by=HOLDER)
ANSWERED = Answered(indicators=(IMPORTS,), explanation="口径不同", questioned=())
VERIFIED = Verified(indicators=(IMPORTS,), note=None, by=HOLDER, unverified=(INVESTED,))


def imports(story: Story, *columns: str) -> dict[str, object]:
    return story.row(indicator_series, *columns, where={"indicator": "imports"})


def test_a_figure_shows_its_value_its_source_and_how_it_came_to_stand(story: Story) -> None:
    story.tell("indicators", QUARTER, REPORTED, on=APRIL_8)
    story.tell("indicators", QUARTER, QUESTIONED, ANSWERED, on=APRIL_20)
    story.tell("indicators", QUARTER, VERIFIED, on=MAY_6)
    assert imports(story) == {
        "zone": ZONE,
        "period": "2022-q1",
        "indicator": "imports",
        "value": 12_345_678_900,
        "unit": "cny-fen",
        "data_source": "重庆海关",
        "confidential": False,
        "standing": "figure-verified",
        "reported": APRIL_8,
        "corrected": None,
        "reason": None,
        "query": "与海关不符",
        "asked_by": HOLDER,
        "explanation": "口径不同",
        "verified_on": MAY_6,
        "verified_by": HOLDER,
    }


def test_a_corrected_figure_is_verified_no_longer_and_says_why(story: Story) -> None:
    right = FIGURES[0].model_copy(update={"value": 1})
    story.tell("indicators", QUARTER, REPORTED, VERIFIED, on=APRIL_8)
    story.tell(
        "indicators", QUARTER, Corrected(figures=(right,), reason="漏报", corrects=(1,), questioned=()), on=MAY_6
    )
    row = imports(story, "value", "standing", "reported", "corrected", "reason", "verified_on")
    assert row == {
        "value": 1,
        "standing": "figure-corrected",
        "reported": APRIL_8,
        "corrected": MAY_6,
        "reason": "漏报",
        "verified_on": None,
    }


def test_a_question_undoes_the_verification(story: Story) -> None:
    story.tell("indicators", QUARTER, REPORTED, VERIFIED, QUESTIONED, on=APRIL_20)
    row = imports(story, "standing", "verified_on", "verified_by")
    assert row == {"standing": "figure-questioned", "verified_on": None, "verified_by": None}


@pytest.mark.parametrize("viewer", [BODY, "office", HOLDER, AUDITOR])
def test_a_confidential_figure_is_for_its_body_the_office_departments_and_auditors(
    registered: Story, viewer: str
) -> None:
    two_zones(registered)
    registered.tell("indicators", QUARTER, REPORTED, on=APRIL_8)
    shown = {row["indicator"]: row["value"] for row in registered.rows(indicator_series, viewer=viewer)}
    assert shown == {"imports": 12_345_678_900, "foreign-investment-used": 3_000_000_000}


@pytest.mark.parametrize("viewer", [OTHER_BODY, SECTION, "expert-1", "somebody"])
def test_nobody_else_is_shown_a_confidential_figure(registered: Story, viewer: str) -> None:
    two_zones(registered)
    registered.tell("indicators", QUARTER, REPORTED, on=APRIL_8)
    assert [row["indicator"] for row in registered.rows(indicator_series, viewer=viewer)] == ["imports"]
