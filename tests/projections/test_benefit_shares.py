"""Who shares what part of which lead's benefit with whom, since when, agreed or default. 利益分享. 三(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel import Event
from domain.lead import ClaimLapsed, Closed, Signed
from projections.benefit_shares import benefit_shares
from tests.projections.cast import (
    AUDITOR,
    AWARDED,
    BODY,
    CLAIMED,
    DEC_1,
    GOVERNMENT,
    HOLDER,
    LEAD,
    OTHER_BODY,
    OTHER_ZONE,
    RELEASED,
    RULED,
    SECTION,
    SHARED,
    TRANSFERRED,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story

JAN_5, FEB_1, MAY_4 = date(2022, 1, 5), date(2022, 2, 1), date(2022, 5, 4)
THIRD = "third-zone"


def transferred(story: Story) -> None:
    """Awarded to one zone on 1 December, handed to the other on 5 January."""
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, TRANSFERRED, on=JAN_5)


def test_a_transfer_makes_a_share_for_the_giver_and_the_rest_for_the_receiver(story: Story) -> None:
    transferred(story)
    story.tell("lead", LEAD, made(Signed, zone=OTHER_ZONE, amount=500), on=FEB_1)
    assert story.rows(benefit_shares) == [
        {
            "lead": LEAD,
            "sequence": 4,
            "giver": ZONE,
            "receiver": OTHER_ZONE,
            "source_percent": 40,
            "receiver_percent": 60,
            "agreed": True,
            "since": JAN_5,
            "until": None,
            "project": "智能网联项目",
            "reporter": SECTION,
            "amount": 500,
        }
    ]


def test_a_default_split_says_that_it_was_not_agreed(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, TRANSFERRED.model_copy(update={"source_percent": 30, "agreed": False}))
    row = story.row(benefit_shares, "source_percent", "receiver_percent", "agreed")
    assert row == {"source_percent": 30, "receiver_percent": 70, "agreed": False}


@pytest.mark.parametrize(
    "event",
    [
        RELEASED.model_copy(update={"zone": OTHER_ZONE, "since": FEB_1}),
        made(ClaimLapsed, zone=OTHER_ZONE, since=FEB_1),
        made(Closed, zone=OTHER_ZONE),
        RULED.model_copy(update={"zone": ZONE, "former": OTHER_ZONE, "since": FEB_1}),
    ],
)
def test_a_share_ends_when_the_lead_leaves_the_receiver_otherwise_than_by_a_transfer(
    story: Story, event: Event
) -> None:
    transferred(story)
    story.tell("lead", LEAD, event, on=FEB_1)
    assert story.row(benefit_shares, "until") == {"until": FEB_1}


def test_a_lead_handed_on_is_shared_along_the_way(story: Story) -> None:
    transferred(story)
    onward = TRANSFERRED.model_copy(update={"giver": OTHER_ZONE, "receiver": THIRD, "since": FEB_1})
    story.tell("lead", LEAD, onward, on=FEB_1)
    rows = story.rows(benefit_shares, "giver", "receiver", "until")
    assert rows == [
        {"giver": ZONE, "receiver": OTHER_ZONE, "until": None},
        {"giver": OTHER_ZONE, "receiver": THIRD, "until": None},
    ]


def test_an_earlier_end_does_not_end_a_later_share(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, RELEASED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, TRANSFERRED, on=JAN_5)
    assert story.row(benefit_shares, "until") == {"until": None}


def test_a_ruling_that_leaves_the_hand_ends_no_share_and_may_name_another_reporter(story: Story) -> None:
    transferred(story)
    ruled = RULED.model_copy(update={"zone": None, "reporter": GOVERNMENT, "former": OTHER_ZONE})
    story.tell("lead", LEAD, ruled, on=MAY_4)
    assert story.row(benefit_shares, "until", "reporter") == {"until": None, "reporter": GOVERNMENT}


def test_the_two_zones_the_first_reporter_the_office_and_auditors_see_a_share(registered: Story) -> None:
    two_zones(registered)
    transferred(registered)
    seen = {
        viewer
        for viewer in (BODY, OTHER_BODY, SECTION, "office", AUDITOR, GOVERNMENT, HOLDER, "expert-1")
        if registered.rows(benefit_shares, viewer=viewer)
    }
    assert seen == {BODY, OTHER_BODY, SECTION, "office", AUDITOR}
