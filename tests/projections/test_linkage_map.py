"""Linkages by stage, and the public map: what is agreed today and nothing else. 三(五)"""

from __future__ import annotations

from datetime import date

from domain.linkage import Agreed, Declined, Ended, ProjectLinked, Proposed, Reviewed
from domain.linkage_values import EndReason, Side, Trade, TradeForm
from projections.linkage_map import MAP_PROJECTS, PROJECTS, REVIEWS, linkage_map, linkages
from tests.projections.cast import BODY, DEC_1, INSTRUMENT, NOV_2, SECTION, ZONE
from tests.projections.story import Story

LINKAGE = f"{ZONE}--{SECTION}--artificial-intelligence"
JULY_10 = date(2022, 7, 10)
PROPOSED = Proposed(side=Side.ZONE, proposer=BODY, goals="共建产业链", trade_forms=(TradeForm.SERVICES,))
AGREED = Agreed(
    goals="共建产业链",
    trade_forms=(TradeForm.SERVICES,),
    body=BODY,
    section=SECTION,
    proposed_by=Side.ZONE,
    since=DEC_1,
    instrument=INSTRUMENT,
)
LINKED = ProjectLinked(side=Side.SECTION, project="智能座舱", role="上游", investment=200_000_00, lead="lead-1")
REVIEWED = Reviewed(
    start=date(2022, 1, 1),
    end=date(2022, 6, 30),
    summary="形成配套",
    trade=(Trade(form=TradeForm.SERVICES, volume=300_000_00),),
)
ENDED = Ended(side=Side.ZONE, reason=EndReason.ACHIEVED, note="目标实现")


def agreed_with_a_project(story: Story) -> None:
    story.tell("linkage", LINKAGE, PROPOSED)
    story.tell("linkage", LINKAGE, AGREED, LINKED, on=DEC_1)


def test_a_linkage_shows_both_sides_its_terms_and_its_dates(story: Story) -> None:
    agreed_with_a_project(story)
    story.tell("linkage", LINKAGE, REVIEWED, on=JULY_10)
    assert story.rows(linkages) == [
        {
            "linkage": LINKAGE,
            "zone": ZONE,
            "section": SECTION,
            "industry": "artificial-intelligence",
            "stage": "linkage-agreed",
            "since": DEC_1,
            "proposed_by": "zone",
            "proposer": BODY,
            "proposed": NOV_2,
            "goals": "共建产业链",
            "trade_forms": ["services-trade"],
            "agreed": DEC_1,
            "instrument": "渝府〔2021〕1号",
            "reason": None,
            "note": None,
            "projects": 1,
            "reviewed_to": date(2022, 6, 30),
        }
    ]
    (project,) = story.rows(linkages, table=PROJECTS.name)
    assert (project["side"], project["link"], project["from_exchange"]) == ("ftz-section", "上游", True)
    (review,) = story.rows(linkages, table=REVIEWS.name)
    assert review["trade"] == [{"form": "services-trade", "volume": 300_000_00}]


def test_a_no_says_why_and_a_new_proposal_begins_the_row_anew(story: Story) -> None:
    story.tell("linkage", LINKAGE, PROPOSED)
    story.tell("linkage", LINKAGE, Declined(reason="产业重叠"), on=DEC_1)
    assert story.row(linkages, "stage", "reason") == {"stage": "linkage-declined", "reason": "产业重叠"}
    story.tell("linkage", LINKAGE, PROPOSED, on=JULY_10)
    row = story.row(linkages, "stage", "reason", "proposed")
    assert row == {"stage": "linkage-proposed", "reason": None, "proposed": JULY_10}


def test_the_map_holds_a_linkage_from_the_agreement_to_the_end(story: Story) -> None:
    story.tell("linkage", LINKAGE, PROPOSED)
    assert story.rows(linkage_map) == []
    story.tell("linkage", LINKAGE, AGREED, LINKED, on=DEC_1)
    assert story.rows(linkage_map) == [
        {
            "linkage": LINKAGE,
            "zone": ZONE,
            "section": SECTION,
            "industry": "artificial-intelligence",
            "goals": "共建产业链",
            "trade_forms": ["services-trade"],
            "since": DEC_1,
            "projects": 1,
        }
    ]
    story.tell("linkage", LINKAGE, ENDED, on=JULY_10)
    assert story.rows(linkage_map) == story.rows(linkage_map, table=MAP_PROJECTS.name) == []
    row = story.row(linkages, "stage", "since", "reason", "note")
    assert row == {"stage": "linkage-ended", "since": JULY_10, "reason": "goals-achieved", "note": "目标实现"}


def test_what_an_earlier_agreement_came_to_does_not_count_for_a_new_one(story: Story) -> None:
    agreed_with_a_project(story)
    story.tell("linkage", LINKAGE, REVIEWED, ENDED, PROPOSED, AGREED, on=JULY_10)
    row = story.row(linkages, "stage", "projects", "reviewed_to")
    assert row == {"stage": "linkage-agreed", "projects": 0, "reviewed_to": None}
    assert story.row(linkage_map, "projects") == {"projects": 0}


def test_neither_a_lead_nor_an_amount_enters_the_map(story: Story) -> None:
    agreed_with_a_project(story)
    shown = [story.rows(linkage_map, table=each.name) for each in linkage_map.tables]
    assert "lead-1" not in str(shown)
    assert "20000000" not in str(shown)
