"""What a zone has in hand is known, so that nothing is lost when it leaves. 四(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain import delegation as powers
from domain import lead as leads
from domain import linkage as linkages
from domain import matter as matters
from domain import policy_extension as policies
from domain import promotion as promotions
from domain import replication, trial
from domain.envelope import Recorded
from domain.holdings import Holding, InHand
from domain.holdings.kinds import KINDS, STEPS
from domain.kernel import Event
from domain.lead_values import ReleaseReason
from domain.zone import Withdrawn
from projections.holdings import ARRIVES_AT, DAYS, REACHES, ZONES, holdings
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
    RULED,
    SECTION,
    SHARED,
    TRANSFERRED,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story

JAN_5, FEB_1 = date(2022, 1, 5), date(2022, 2, 1)
PAIR = f"{ITEM}--{ZONE}"
PRODUCES = (leads.Signed, leads.Landed, leads.Commissioned)


def in_hand(story: Story, zone: str = ZONE) -> list[tuple[object, ...]]:
    found = story.rows(holdings, "entity", "stage", "latest", where={"zone": zone})
    return [(row["entity"], row["stage"], row["latest"]) for row in found]


def all_made(*kinds: type[Event]) -> tuple[Event, ...]:
    return tuple(made(kind) for kind in kinds)


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


@pytest.mark.parametrize("event", [TRANSFERRED, RULED])
def test_a_lead_in_another_hand_is_in_that_hand_alone(story: Story, event: Event) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, made(leads.Claimed, zone=OTHER_ZONE), AWARDED, on=DEC_1)
    story.tell("lead", LEAD, event, on=JAN_5)
    assert in_hand(story) == []
    assert in_hand(story, OTHER_ZONE) == [(LEAD, "held", JAN_5)]


def test_a_ruling_that_moves_nothing_leaves_the_lead_where_it_is(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, RULED.model_copy(update={"zone": ZONE}), on=JAN_5)
    assert in_hand(story) == [(LEAD, "held", JAN_5)]
    first = RULED.model_copy(update={"former": None})
    story.tell("lead", "lead-2", SHARED, made(leads.Claimed, zone=OTHER_ZONE), first, on=JAN_5)
    assert in_hand(story, OTHER_ZONE) == [("lead-2", "held", JAN_5)]


def test_a_lapsed_lead_is_in_nobody_s_hand(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, made(leads.ClaimLapsed, zone=ZONE))
    assert in_hand(story) == []


def test_a_project_that_lands_and_produces_stays_with_its_zone(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, made(leads.Signed, zone=ZONE), made(leads.Landed, zone=ZONE))
    assert in_hand(story) == [(LEAD, "landed", NOV_2)]
    story.tell("lead", LEAD, made(leads.Commissioned, zone=ZONE))
    assert in_hand(story) == [(LEAD, "commissioned", NOV_2)]


NOTED = (
    leads.DuplicateFlagged,
    leads.DuplicateConfirmed,
    leads.DuplicateDismissed,
    leads.InvestorDisclosed,
    leads.TransferProposed,
    leads.TransferDeclined,
    leads.TransferWithdrawn,
    leads.IncentivePromised,
    leads.Disputed,
)


@pytest.mark.parametrize("kind", NOTED, ids=lambda kind: kind.name)
def test_what_moves_no_lead_still_dates_it(story: Story, kind: type[Event]) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, made(kind), on=FEB_1)
    assert in_hand(story) == [(LEAD, "held", FEB_1)]


def test_a_replication_is_in_hand_until_it_is_verified_found_not_to_fit_or_ended(story: Story) -> None:
    pair = f"repair--{ZONE}"
    stages: list[tuple[Event, str]] = [
        (made(replication.FoundInapplicable), "inapplicability-found"),
        (made(replication.InapplicabilityRejected), "replication-to-plan"),
        (made(replication.Planned), "replication-planned"),
        (made(replication.Implemented), "replication-implemented"),
        (made(replication.SentBack), "replication-sent-back"),
    ]
    for event, stage in stages:
        story.tell("replication", pair, event)
        assert in_hand(story) == [(pair, stage, NOV_2)]
    for end in (replication.Verified, replication.InapplicabilityConfirmed, replication.Ended):
        story.tell("replication", pair, made(replication.SentBack), made(end))
        assert in_hand(story) == []
    assert story.rows(holdings, table=DAYS.name) == []


def test_a_trial_is_in_hand_of_every_zone_that_takes_part_until_it_is_over(story: Story) -> None:
    together = made(trial.Proposed, zone=ZONE, partner_zones=(OTHER_ZONE,))
    story.tell("trial", "trial-1", made(trial.ObstacleRaised, zone=ZONE))
    assert (in_hand(story), in_hand(story, OTHER_ZONE)) == ([("trial-1", "trial-open", NOV_2)], [])
    story.tell("trial", "trial-1", together)
    for event in (trial.Joined, trial.RiskAssessed, trial.Approved, trial.Started, trial.ProgressReported):
        story.tell("trial", "trial-1", made(event), on=DEC_1)
        assert in_hand(story) == in_hand(story, OTHER_ZONE) == [("trial-1", "trial-open", DEC_1)]
    story.tell("trial", "trial-1", made(trial.Concluded))
    assert story.rows(holdings) == story.rows(holdings, table=DAYS.name) == []


def test_a_zone_that_is_no_longer_in_the_proposal_has_no_trial_in_hand(story: Story) -> None:
    together = made(trial.Proposed, zone=ZONE, partner_zones=(OTHER_ZONE,))
    story.tell("trial", "trial-1", together, made(trial.Proposed, zone=ZONE, partner_zones=()))
    assert (len(in_hand(story)), in_hand(story, OTHER_ZONE)) == (1, [])


def test_a_trial_leaves_the_hand_of_a_zone_that_left_and_stays_in_the_others(story: Story) -> None:
    together = made(trial.Proposed, zone=ZONE, partner_zones=(OTHER_ZONE,))
    story.tell("trial", "trial-1", together, trial.PartnerLeft(zone=OTHER_ZONE, reason="退出"))
    assert (len(in_hand(story)), in_hand(story, OTHER_ZONE)) == (1, [])
    story.tell("trial", "trial-1", trial.Suspended(zone=None, resumable=True, reason="停止"))
    assert len(in_hand(story)) == 1
    story.tell("trial", "trial-1", trial.Suspended(zone=ZONE, resumable=False, reason="退出"))
    assert in_hand(story) == []
    story.tell("trial", "trial-1", made(trial.Resumed, zone=ZONE))
    assert len(in_hand(story)) == 1


def test_a_refused_or_lapsed_trial_is_in_nobody_s_hand(story: Story) -> None:
    story.tell("trial", "refused", made(trial.ObstacleRaised, zone=ZONE), made(trial.ProposalRefused))
    story.tell("trial", "lapsed", made(trial.ObstacleRaised, zone=ZONE), made(trial.Lapsed))
    assert story.rows(holdings) == []


def test_the_view_has_a_stage_for_all_that_comes_into_a_hand_and_none_for_anything_else() -> None:
    assert set(ARRIVES_AT) == {kind for kind, (_, step) in STEPS.items() if step.arrives}
    assert set(REACHES) <= set(STEPS) - set(ARRIVES_AT)


def test_reactions_are_told_the_same_by_the_view_as_by_a_fold_in_memory(story: Story) -> None:
    two = (OTHER_ZONE,)
    lives: dict[str, dict[str, tuple[Event, ...]]] = {
        "lead": {
            "claimed": (SHARED, CLAIMED),
            "held": (SHARED, CLAIMED, AWARDED, made(leads.Progressed, zone=ZONE)),
            "passed-on": (SHARED, CLAIMED, AWARDED, TRANSFERRED),
            "signed": (SHARED, CLAIMED, AWARDED, made(leads.Signed, zone=ZONE)),
            "produces": (SHARED, CLAIMED, AWARDED, *(made(step, zone=ZONE) for step in PRODUCES)),
            "closed": (SHARED, CLAIMED, AWARDED, made(leads.Closed)),
        },
        "delegation": {
            PAIR: all_made(powers.Requested, powers.Delegated, powers.TakenUp),
            f"listed--{ZONE}": all_made(powers.Requested, powers.Delegated, powers.ListedForRecall),
        },
        "replication": {
            PAIR: all_made(replication.FoundInapplicable, replication.InapplicabilityRejected),
            f"verified--{ZONE}": all_made(replication.Planned, replication.Verified),
        },
        "trial": {
            "together": (made(trial.ObstacleRaised, zone=ZONE), made(trial.Proposed, zone=ZONE, partner_zones=two)),
            "over": (made(trial.ObstacleRaised, zone=ZONE), made(trial.Concluded)),
        },
        "policy-extension": {
            PAIR: all_made(policies.ExtensionRequested, policies.Extended, policies.Suspended),
            f"ended--{ZONE}": all_made(policies.ExtensionRequested, policies.Extended, policies.Ended),
        },
        "matter": {
            "open": (made(matters.Raised, zone=ZONE), made(matters.Assigned)),
            "resolved": (made(matters.Raised, zone=ZONE), made(matters.Resolved)),
            "elsewhere": (made(matters.Raised, zone=OTHER_ZONE),),
        },
        "promotion": {"fair": tuple(made(promotions.ZoneJoined, zone=zone) for zone in (ZONE, OTHER_ZONE))},
        "linkage": {f"{ZONE}--{SECTION}--finance": all_made(linkages.Proposed, linkages.Agreed)},
    }
    assert set(lives) == {kind.category for kind in KINDS}
    for category, entities in lives.items():
        for entity, (first, *rest) in entities.items():
            story.tell(category, entity, first)
            story.tell(category, entity, *rest, on=DEC_1)
    story.folded(holdings)
    told = HoldingsOfView(Views(story.stage.store.engine, {holdings.name: holdings}), len(story.messages))
    folded = InHand()
    for each in story.messages:
        folded.apply(Recorded.read(each.position, each.recorded, each.body))
    for category in lives:
        assert told.of(category, ZONE) == folded.of(category, ZONE) != []
        assert told.of(category, OTHER_ZONE) == folded.of(category, OTHER_ZONE)
    assert told.of("lead", ZONE) == [("claimed", DEC_1), ("held", DEC_1)]
    assert told.of("lead", OTHER_ZONE) == [("passed-on", DEC_1)]
    assert told.of("matter", ZONE) == [("open", DEC_1)]


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
    assert found.of("promotion", ZONE) == [Holding("fair", NOV_2)]
    assert sorted(found.of("linkage", ZONE)) == [Holding(linkage, DEC_1), Holding(pending, NOV_2)]
    assert found.of("promotion", OTHER_ZONE) == found.of("linkage", OTHER_ZONE) == []
