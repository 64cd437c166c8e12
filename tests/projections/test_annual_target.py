"""The annual target is held against the zones established in the year; it informs and never blocks. 一(二)"""

from __future__ import annotations

from datetime import date

from domain.target import TargetSet
from domain.zone import Withdrawn
from projections.annual_target import annual_target
from tests.projections.cast import ESTABLISHED, NOV_2, ZONE, two_zones
from tests.projections.story import Story


def test_zones_count_for_the_year_of_their_legal_date(story: Story) -> None:
    story.tell("target", "2021", TargetSet(year=2021, zones=5, note="5个左右"))
    two_zones(story)
    story.tell("zone", "third-zone", ESTABLISHED, on=date(2022, 3, 1), known=date(2021, 12, 1))
    assert story.rows(annual_target) == [
        {"year": 2021, "target": 5, "note": "5个左右", "established": 2, "withdrawn": 0},
        {"year": 2022, "target": None, "note": None, "established": 1, "withdrawn": 0},
    ]


def test_the_figure_set_last_counts(story: Story) -> None:
    story.tell("target", "2022", TargetSet(year=2022, zones=5, note=None), TargetSet(year=2022, zones=6, note="调整"))
    row = story.row(annual_target)
    assert row == {"year": 2022, "target": 6, "note": "调整", "established": 0, "withdrawn": 0}


def test_a_zone_that_has_left_was_established_all_the_same(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED, on=NOV_2)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"), on=date(2023, 5, 1))
    assert story.row(annual_target, "year", "established", "withdrawn") == {
        "year": 2021,
        "established": 1,
        "withdrawn": 1,
    }
