"""Promotions are public with how many leads they won; which leads, only for those concerned. 三(四)"""

from __future__ import annotations

from datetime import date

from domain import lead as leads
from domain.promotion import Announced, Cancelled, Held, LeadsLinked, ZoneJoined, ZoneLeft
from domain.values import Industry
from projections.promotions import PLACES, promotion_leads, promotions
from tests.projections.cast import (
    AUDITOR,
    BODY,
    DEC_1,
    HOLDER,
    LEAD,
    NOV_2,
    OTHER_ZONE,
    SECTION,
    SHARED,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story

FAIR, JAN_5 = "shanghai-2021", date(2022, 1, 5)
ANNOUNCED = Announced(
    title="智能网联推介会", summary="面向长三角", place="上海", day=DEC_1, industries=(Industry.AI,), host=HOLDER
)
JOINED = ZoneJoined(zone=ZONE, presents="智算中心", since=NOV_2)
HELD = Held(summary="意向两项", attendance=120, leads=(LEAD,))


def held(story: Story) -> None:
    story.tell("lead", LEAD, SHARED)
    story.tell("promotion", FAIR, ANNOUNCED, JOINED)
    story.tell("promotion", FAIR, HELD, on=DEC_1)


def test_a_promotion_shows_who_takes_part_and_what_came_of_it(story: Story) -> None:
    held(story)
    story.tell("promotion", FAIR, LeadsLinked(leads=("lead-2", "lead-3")), on=JAN_5)
    assert story.rows(promotions) == [
        {
            "promotion": FAIR,
            "title": "智能网联推介会",
            "host": HOLDER,
            "place": "上海",
            "day": DEC_1,
            "industries": ["artificial-intelligence"],
            "summary": "面向长三角",
            "stage": "promotion-held",
            "since": DEC_1,
            "held": DEC_1,
            "results": "意向两项",
            "attendance": 120,
            "reason": None,
            "zones": 1,
            "leads": 3,
        }
    ]


def test_a_place_given_up_counts_no_longer_and_its_reason_stays(story: Story) -> None:
    story.tell("promotion", FAIR, ANNOUNCED, JOINED, made(ZoneJoined, zone=OTHER_ZONE))
    story.tell("promotion", FAIR, ZoneLeft(zone=ZONE, reason="日程冲突"), on=DEC_1)
    assert story.row(promotions, "zones", "leads") == {"zones": 1, "leads": 0}
    place = story.row(promotions, "since", "left", "reason", table=PLACES.name, where={"zone": ZONE})
    assert place == {"since": NOV_2, "left": DEC_1, "reason": "日程冲突"}


def test_a_zone_that_joins_again_takes_part_again(story: Story) -> None:
    story.tell("promotion", FAIR, ANNOUNCED, JOINED, ZoneLeft(zone=ZONE, reason="日程冲突"), JOINED)
    assert story.row(promotions, "zones") == {"zones": 1}


def test_a_cancelled_promotion_says_why(story: Story) -> None:
    story.tell("promotion", FAIR, ANNOUNCED)
    story.tell("promotion", FAIR, Cancelled(reason="场地取消"), on=DEC_1)
    row = story.row(promotions, "stage", "since", "held", "reason")
    assert row == {"stage": "promotion-cancelled", "since": DEC_1, "held": None, "reason": "场地取消"}


def test_no_lead_s_id_enters_the_public_list(story: Story) -> None:
    held(story)
    shown = [story.rows(promotions, table=each.name) for each in promotions.tables]
    assert LEAD not in str(shown)


def test_which_leads_were_won_is_for_host_reporter_office_and_auditors(registered: Story) -> None:
    two_zones(registered)
    held(registered)
    expected = {"promotion": FAIR, "lead": LEAD, "linked": DEC_1, "reporter": SECTION, "signed": None}
    for viewer in (HOLDER, SECTION, "office", AUDITOR):
        assert registered.row(promotion_leads, viewer=viewer) == expected
    for viewer in (BODY, "expert-1", "somebody"):
        assert registered.rows(promotion_leads, viewer=viewer) == []


def test_a_lead_won_says_when_it_was_signed(registered: Story) -> None:
    held(registered)
    registered.tell("lead", LEAD, made(leads.Signed, zone=ZONE), on=JAN_5)
    assert registered.row(promotion_leads, "lead", "signed") == {"lead": LEAD, "signed": JAN_5}
