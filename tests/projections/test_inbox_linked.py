"""What promotions, linkages and reported figures leave to be done, and by whom. 三(四), 三(五), 四(四)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain import indicators as figures
from domain import linkage as linkages
from domain import promotion as promotions
from domain.indicators_values import StatisticalIndicator
from domain.kernel import Event
from domain.linkage_values import Side
from domain.permissions import permitted
from domain.zone import ConstructionPlanFiled
from projections.inbox import inbox
from tests.projections.cast import BODY, DEC_1, HOLDER, OTHER_ZONE, ROLES, SECTION, ZONE, made, two_zones
from tests.projections.story import Story
from tests.projections.waiting import Waiting, waiting

FAIR = "shanghai-2021"
LINKAGE = f"{ZONE}--{SECTION}--artificial-intelligence"
QUARTER = f"{ZONE}--2022-q1"
ANNOUNCED = made(promotions.Announced, host=HOLDER, day=DEC_1)
BY_ZONE = made(linkages.Proposed, side=Side.ZONE)
BY_SECTION = made(linkages.Proposed, side=Side.SECTION)
IMPORTS, EXPORTS = (StatisticalIndicator.IMPORTS, StatisticalIndicator.EXPORTS)
REPORTED = made(figures.Reported)
QUESTIONED = made(figures.Questioned)


@pytest.fixture
def operating(registered: Story) -> Story:
    """Two zones whose plans are filed, so that nothing else waits."""
    two_zones(registered)
    for zone in (ZONE, OTHER_ZONE):
        registered.tell("zone", zone, made(ConstructionPlanFiled))
    return registered


PROMOTIONS: list[tuple[Sequence[Event], Waiting]] = [
    ((ANNOUNCED, made(promotions.ZoneJoined, zone=ZONE)), {HOLDER: ["promotion.hold"]}),
    ((ANNOUNCED, made(promotions.Held)), {}),
    ((ANNOUNCED, made(promotions.Cancelled)), {}),
]
LINKAGES: list[tuple[Sequence[Event], Waiting]] = [
    ((BY_ZONE,), {SECTION: ["linkage.agree"]}),
    ((BY_SECTION,), {BODY: ["linkage.agree"]}),
    ((BY_ZONE, made(linkages.Agreed)), {}),
    ((BY_SECTION, made(linkages.Declined)), {}),
    ((BY_SECTION, made(linkages.Ended)), {}),
]
FIGURES: list[tuple[Sequence[Event], Waiting]] = [
    ((REPORTED,), {"office": ["indicators.verify"]}),
    ((REPORTED, made(figures.Verified, unverified=(EXPORTS,))), {"office": ["indicators.verify"]}),
    ((REPORTED, made(figures.Verified, unverified=())), {}),
    ((REPORTED, QUESTIONED), {"office": ["indicators.verify"], BODY: ["indicators.answer"]}),
    (
        (REPORTED, made(figures.Verified, unverified=()), QUESTIONED),
        {"office": ["indicators.verify"], BODY: ["indicators.answer"]},
    ),
    ((REPORTED, QUESTIONED, made(figures.Answered, questioned=())), {"office": ["indicators.verify"]}),
    (
        (REPORTED, QUESTIONED, made(figures.Answered, questioned=(IMPORTS,))),
        {"office": ["indicators.verify"], BODY: ["indicators.answer"]},
    ),
    ((REPORTED, QUESTIONED, made(figures.Corrected, questioned=())), {"office": ["indicators.verify"]}),
]


@pytest.mark.parametrize(("events", "expected"), PROMOTIONS)
def test_a_promotion_waits_for_its_host(operating: Story, events: Sequence[Event], expected: Waiting) -> None:
    operating.tell("promotion", FAIR, *events)
    assert waiting(operating) == expected


def test_the_host_s_task_is_due_on_the_day_announced(operating: Story) -> None:
    operating.tell("promotion", FAIR, ANNOUNCED)
    row = operating.row(inbox, "due", "whose", viewer=HOLDER)
    assert row == {"due": date(2021, 12, 1), "whose": HOLDER}


@pytest.mark.parametrize(("events", "expected"), LINKAGES)
def test_a_proposed_linkage_waits_for_the_other_side(
    operating: Story, events: Sequence[Event], expected: Waiting
) -> None:
    operating.tell("linkage", LINKAGE, *events)
    assert waiting(operating) == expected


@pytest.mark.parametrize(("events", "expected"), FIGURES)
def test_figures_wait_for_verification_and_a_question_for_its_answer(
    operating: Story, events: Sequence[Event], expected: Waiting
) -> None:
    operating.tell("indicators", QUARTER, *events)
    assert waiting(operating) == expected


def test_every_task_names_a_command_that_its_organisation_may_send(operating: Story) -> None:
    operating.tell("promotion", FAIR, ANNOUNCED)
    operating.tell("linkage", LINKAGE, BY_ZONE)
    operating.tell("linkage", f"{OTHER_ZONE}--{SECTION}--finance", BY_SECTION)
    operating.tell("indicators", QUARTER, REPORTED, QUESTIONED)
    tasks = [(org, command) for org, commands in waiting(operating).items() for command in commands]
    assert len(tasks) == 5
    assert [task for task in tasks if ROLES[task[0]] not in permitted(task[1])] == []
