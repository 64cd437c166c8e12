"""The matrix of zones and experiences: how far each pair is, and what came of it. 三(二)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.experience import Superseded
from domain.kernel import Event
from domain.replication import EffectReported
from projections.replication_matrix import EFFECTS, replication_matrix
from tests.projections.cast import DEC_1, HOLDER, NOV_2, OTHER_ZONE, ZONE
from tests.projections.pilots import (
    CONFIRMED,
    ENDED,
    FOUND,
    IMPLEMENTED,
    PLANNED,
    REJECTED,
    REPAIR,
    SENT_BACK,
    VERIFIED,
    WINDOW,
    replicated,
    three_experiences,
)
from tests.projections.story import Story

DEC_31 = date(2021, 12, 31)


def effect(start: date, end: date, firms: int, cost: int | None) -> EffectReported:
    return EffectReported(start=start, end=end, firms_served=firms, hours_saved=10, cost_saved=cost)


def test_a_pair_shows_its_experience_its_plan_and_its_implementation(story: Story) -> None:
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    assert story.rows(replication_matrix) == [
        {
            "experience": REPAIR,
            "zone": ZONE,
            "stage": "replication-verified",
            "since": DEC_1,
            "reason": "现场核实",
            "level": "national-batch",
            "batch": 7,
            "domain": "trade-facilitation",
            "title_zh": "保税维修",
            "title_en": "Bonded repair",
            "lead_department": HOLDER,
            "superseded": False,
            "planned": NOV_2,
            "actions": "建立账册",
            "due": DEC_1,
            "implemented": DEC_1,
            "firms_served": 0,
            "hours_saved": 0,
            "cost_saved": 0,
            "reported_to": None,
        }
    ]


@pytest.mark.parametrize(
    ("events", "stage", "reason"),
    [
        ((PLANNED,), "replication-planned", None),
        ((PLANNED, IMPLEMENTED), "replication-implemented", None),
        ((PLANNED, IMPLEMENTED, SENT_BACK), "replication-sent-back", "缺少台账"),
        ((PLANNED, IMPLEMENTED, SENT_BACK, IMPLEMENTED), "replication-implemented", None),
        ((FOUND,), "inapplicability-found", "区内无口岸"),
        ((FOUND, CONFIRMED), "inapplicable", "情况属实"),
        ((FOUND, REJECTED), "replication-to-plan", "可依托综保区"),
        ((PLANNED, ENDED), "replication-ended", "退出"),
    ],
)
def test_a_pair_is_at_the_stage_of_its_latest_step_with_its_reason(
    story: Story, events: tuple[Event, ...], stage: str, reason: str | None
) -> None:
    three_experiences(story)
    replicated(story, REPAIR, *events)
    assert story.row(replication_matrix, "stage", "reason") == {"stage": stage, "reason": reason}


def test_a_pair_that_was_not_begun_has_no_row(story: Story) -> None:
    three_experiences(story)
    replicated(story, REPAIR, PLANNED)
    replicated(story, WINDOW, PLANNED, zone=OTHER_ZONE)
    pairs = {(row["experience"], row["zone"]) for row in story.rows(replication_matrix)}
    assert pairs == {(REPAIR, ZONE), (WINDOW, OTHER_ZONE)}


def test_effects_add_up_over_the_periods(story: Story) -> None:
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, REPAIR, effect(DEC_1, DEC_31, 12, None))
    replicated(story, REPAIR, effect(date(2022, 1, 1), date(2022, 1, 31), 8, 500))
    row = story.row(replication_matrix, "firms_served", "hours_saved", "cost_saved", "reported_to", "stage")
    assert row == {
        "stage": "replication-verified",
        "firms_served": 20,
        "hours_saved": 20,
        "cost_saved": 500,
        "reported_to": date(2022, 1, 31),
    }
    assert len(story.rows(replication_matrix, table=EFFECTS.name)) == 2


def test_a_superseded_experience_is_marked_on_its_pairs(story: Story) -> None:
    three_experiences(story)
    replicated(story, REPAIR, PLANNED)
    story.tell("experience", REPAIR, Superseded(superseded_by=None, reason="废止"))
    assert story.row(replication_matrix, "superseded") == {"superseded": True}
