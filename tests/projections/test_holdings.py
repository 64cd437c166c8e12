"""What a zone has in hand is known, so that nothing is lost when it leaves. 四(四)"""

from __future__ import annotations

from datetime import date

from domain import delegation as powers
from domain import lead as leads
from domain import linkage as linkages
from domain import promotion as promotions
from domain.kernel import Event
from domain.lead_values import ReleaseReason
from domain.reactions import Holding
from domain.zone import Withdrawn
from projections.holdings import DAYS, ZONES, holdings
from services.projector.reading import Views
from services.reactor.holdings import HoldingsOfView
from tests.projections.cast import (
    AWARDED,
    CLAIMED,
    DEC_1,
    ITEM,
    LEAD,
    NOV_2,
    OTHER_ZONE,
    RELEASED,
    SECTION,
    SHARED,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story

JAN_5, FEB_1 = date(2022, 1, 5), date(2022, 2, 1)
PAIR = f"{ITEM}--{ZONE}"


def in_hand(story: Story, zone: str = ZONE) -> list[tuple[object, ...]]:
    found = story.rows(holdings, "entity", "stage", "latest", where={"zone": zone})
    return [(row["entity"], row["stage"], row["latest"]) for row in found]


def test_a_lead_is_in_hand_from_the_claim_to_the_release(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, made(leads.Claimed, zone=OTHER_ZONE))
    assert in_hand(story) == [(LEAD, "claimed", NOV_2)]
    story.tell("lead", LEAD, AWARDED, on=DEC_1)
    assert in_hand(story) == [(LEAD, "held", DEC_1)]
    assert in_hand(story, OTHER_ZONE) == [(LEAD, "claimed", DEC_1)]
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    assert in_hand(story) == []


def test_the_latest_legal_date_counts_and_not_the_last_event_s(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, made(leads.Progressed, zone=ZONE), on=FEB_1)
    story.tell("lead", LEAD, made(leads.Progressed, zone=ZONE), on=JAN_5)
    assert in_hand(story) == [(LEAD, "held", FEB_1)]


def test_a_signed_lead_stays_and_says_so_and_a_closed_one_is_gone(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, made(leads.Signed, zone=ZONE))
    assert in_hand(story) == [(LEAD, "signed", NOV_2)]
    story.tell("lead", LEAD, made(leads.Closed))
    assert in_hand(story) == []
    assert story.rows(holdings, table=DAYS.name) == []


def test_a_claim_taken_back_is_no_longer_in_hand(story: Story) -> None:
    taken_back = leads.ClaimWithdrawn(zone=ZONE, reason=ReleaseReason.OTHER, note=None)
    story.tell("lead", LEAD, SHARED, CLAIMED, taken_back)
    assert in_hand(story) == []


def test_a_delegation_is_in_hand_from_the_request_to_the_recall(story: Story) -> None:
    stages = [
        (made(powers.Requested), "requested"),
        (made(powers.Assessed), "delegation-assessed"),
        (made(powers.Delegated), "delegated"),
        (made(powers.TakenUp), "taken-up"),
        (made(powers.ExerciseReported), "taken-up"),
        (made(powers.Amended), "taken-up"),
        (made(powers.ListedForRecall), "listed-for-recall"),
    ]
    for event, stage in stages:
        story.tell("delegation", PAIR, event)
        assert in_hand(story) == [(PAIR, stage, NOV_2)]
    story.tell("delegation", PAIR, made(powers.Recalled))
    assert in_hand(story) == []


def test_a_refused_or_lapsed_request_is_no_longer_in_hand(story: Story) -> None:
    story.tell("delegation", PAIR, made(powers.Requested), made(powers.RequestRefused))
    story.tell("delegation", f"{ITEM}--{OTHER_ZONE}", made(powers.Requested), made(powers.RequestLapsed))
    assert story.rows(holdings) == []


def test_which_zones_have_left_is_known(story: Story) -> None:
    two_zones(story)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"))
    shown = {row["zone"]: row["withdrawn"] for row in story.rows(holdings, table=ZONES.name)}
    assert shown == {ZONE: True, OTHER_ZONE: False}


def test_a_place_in_a_promotion_is_in_hand_until_it_is_given_up_or_the_promotion_is_over(story: Story) -> None:
    joined, other = made(promotions.ZoneJoined, zone=ZONE), made(promotions.ZoneJoined, zone=OTHER_ZONE)
    story.tell("promotion", "fair", made(promotions.Announced), joined)
    story.tell("promotion", "fair", other, on=DEC_1)
    assert in_hand(story) == [("fair", "joined", DEC_1)]
    story.tell("promotion", "fair", made(promotions.ZoneLeft, zone=ZONE), on=DEC_1)
    assert (in_hand(story), in_hand(story, OTHER_ZONE)) == ([], [("fair", "joined", DEC_1)])
    story.tell("promotion", "fair", made(promotions.Held), on=JAN_5)
    assert in_hand(story, OTHER_ZONE) == []
    story.tell("promotion", "other-fair", made(promotions.Announced), joined, made(promotions.Cancelled))
    assert in_hand(story) == []


def test_a_linkage_is_in_hand_from_the_proposal_to_the_end(story: Story) -> None:
    linkage = f"{ZONE}--{SECTION}--artificial-intelligence"
    stages: list[tuple[Event, str]] = [
        (made(linkages.Proposed), "linkage-proposed"),
        (made(linkages.Agreed), "linkage-agreed"),
        (made(linkages.ProjectLinked), "linkage-agreed"),
        (made(linkages.Reviewed), "linkage-agreed"),
    ]
    for event, stage in stages:
        story.tell("linkage", linkage, event)
        assert in_hand(story) == [(linkage, stage, NOV_2)]
    story.tell("linkage", linkage, made(linkages.Ended))
    assert in_hand(story) == []
    story.tell("linkage", linkage, made(linkages.Proposed), made(linkages.Declined))
    assert in_hand(story) == []
    assert story.rows(holdings, table=DAYS.name) == []


def test_the_reactor_finds_the_places_and_linkages_of_a_zone_that_leaves(story: Story) -> None:
    linkage, pending = (f"{ZONE}--{SECTION}--{industry}" for industry in ("artificial-intelligence", "finance"))
    story.tell("promotion", "fair", made(promotions.Announced), made(promotions.ZoneJoined, zone=ZONE))
    story.tell("linkage", linkage, made(linkages.Proposed), made(linkages.Agreed), on=DEC_1)
    story.tell("linkage", pending, made(linkages.Proposed))
    story.folded(holdings)
    found = HoldingsOfView(Views(story.stage.store.engine, {holdings.name: holdings}), position=0)
    assert found.promotions_of(ZONE) == [Holding("fair", NOV_2)]
    assert sorted(found.linkages_of(ZONE)) == [Holding(linkage, DEC_1), Holding(pending, NOV_2)]
    assert found.promotions_of(OTHER_ZONE) == found.linkages_of(OTHER_ZONE) == []
