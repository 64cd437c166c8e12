"""What a zone has in hand is known, so that nothing is lost when it leaves. 四(四)"""

from __future__ import annotations

from datetime import date

from domain import delegation as powers
from domain import lead as leads
from domain import matter as matters
from domain import policy_extension as policies
from domain.envelope import Recorded
from domain.holdings import InHand
from domain.lead_values import ReleaseReason
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


def test_a_policy_is_in_hand_from_the_request_to_the_end(story: Story) -> None:
    stages = [
        (made(policies.ExtensionRequested), "extension-requested"),
        (made(policies.RiskAssessed), "extension-requested"),
        (made(policies.Extended), "extended"),
        (made(policies.Suspended), "extension-suspended"),
        (made(policies.Resumed), "extended"),
    ]
    for event, stage in stages:
        story.tell("policy-extension", PAIR, event)
        assert in_hand(story) == [(PAIR, stage, NOV_2)]
    story.tell("policy-extension", PAIR, made(policies.Ended))
    assert in_hand(story) == []


def test_a_refused_or_lapsed_request_for_a_policy_is_no_longer_in_hand(story: Story) -> None:
    asked = made(policies.ExtensionRequested)
    story.tell("policy-extension", PAIR, asked, made(policies.ExtensionRefused))
    story.tell("policy-extension", f"{ITEM}--{OTHER_ZONE}", asked, made(policies.RequestLapsed))
    assert story.rows(holdings) == []
    assert story.rows(holdings, table=DAYS.name) == []


def test_a_zone_s_matter_is_in_hand_until_it_is_resolved_or_handed_over(story: Story) -> None:
    for event in (made(matters.Raised, zone=ZONE), made(matters.Assigned), made(matters.Escalated)):
        story.tell("matter", "m-1", event, on=DEC_1)
        assert in_hand(story) == [("m-1", "matter-open", DEC_1)]
    story.tell("matter", "m-1", made(matters.Answered), on=JAN_5)
    assert in_hand(story) == [("m-1", "matter-open", JAN_5)]
    story.tell("matter", "m-1", made(matters.Resolved), on=FEB_1)
    assert in_hand(story) == []
    story.tell("matter", "m-1", made(matters.Reopened, zone=ZONE), on=FEB_1)
    assert in_hand(story) == [("m-1", "matter-open", FEB_1)]
    story.tell("matter", "m-1", made(matters.HandedOver, zone=ZONE), on=FEB_1)
    assert in_hand(story) == []


def test_a_matter_that_is_no_zone_s_is_in_no_zone_s_hand(story: Story) -> None:
    story.tell("matter", "m-1", made(matters.Raised, zone=None), made(matters.Reopened, zone=None))
    assert story.rows(holdings) == []


def test_which_zones_have_left_is_known(story: Story) -> None:
    two_zones(story)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"))
    shown = {row["zone"]: row["withdrawn"] for row in story.rows(holdings, table=ZONES.name)}
    assert shown == {ZONE: True, OTHER_ZONE: False}


def test_reactions_are_told_the_same_by_the_view_as_by_a_fold_in_memory(story: Story) -> None:
    for entity, last in ((PAIR, policies.Suspended), (f"repair--{ZONE}", policies.Ended)):
        asked, applies = made(policies.ExtensionRequested), made(policies.Extended)
        story.tell("policy-extension", entity, asked, applies, made(last), on=DEC_1)
    story.tell("matter", "open", made(matters.Raised, zone=ZONE), made(matters.Assigned))
    story.tell("matter", "resolved", made(matters.Raised, zone=ZONE), made(matters.Resolved))
    story.tell("matter", "elsewhere", made(matters.Raised, zone=OTHER_ZONE))
    story.folded(holdings)
    told = HoldingsOfView(Views(story.stage.store.engine, {holdings.name: holdings}), len(story.messages))
    folded = InHand()
    for each in story.messages:
        folded.apply(Recorded.read(each.position, each.recorded, each.body))
    assert told.extensions_of(ZONE) == folded.extensions_of(ZONE) == [(PAIR, DEC_1)]
    assert told.matters_of(ZONE) == folded.matters_of(ZONE) == [("open", NOV_2)]
