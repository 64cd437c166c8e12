"""A lead is handed on from zone to zone for a share of its benefit, which both sign. 流转, 利益分享. 三(四)"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.kernel import ActorKind, Command, Event
from domain.lead import (
    AcceptTransfer,
    Awarded,
    DeclineTransfer,
    Disputed,
    ProposeTransfer,
    Stage,
    TransferDeclined,
    TransferProposed,
    Transferred,
    TransferWithdrawn,
    WithdrawTransfer,
)
from domain.lead_values import Audience, Visibility
from tests.domain.leads import HELD, LATER, OTHER_AWARD, PROTECTION, RELEASED, SHARED, SIGNED, a_lead
from tests.domain.scenarios import COMMITTEE, OFFICE, OTHER_COMMITTEE, SECTION, Given
from tests.domain.test_lead import GONE, REPORT, SIGN
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

PROPOSE = ProposeTransfer(zone=ZONE, receiver=OTHER_ZONE, source_percent=40, reason="本区地块不匹配")
UNSPLIT = PROPOSE.model_copy(update={"source_percent": None})
PROPOSED = TransferProposed(giver=ZONE, receiver=OTHER_ZONE, source_percent=40, reason="本区地块不匹配")
UNSPLIT_PROPOSED = PROPOSED.model_copy(update={"source_percent": None})
ACCEPT = AcceptTransfer(zone=OTHER_ZONE, source_percent=40)
DECLINE = DeclineTransfer(zone=OTHER_ZONE, reason="产业不符")
WITHDRAW = WithdrawTransfer(zone=ZONE, reason="另有安排")
TRANSFERRED = Transferred(
    giver=ZONE,
    receiver=OTHER_ZONE,
    source_percent=40,
    agreed=True,
    since=NOV_4,
    protected_until=NOV_4 + PROTECTION,
)
DISPUTED = Disputed(disputant=SECTION, zone=None, statement="由我方首报", evidence=(MINUTES,))


def offered(*events: Event, **changes: object) -> Given:
    """A lead that ZONE holds and offers to OTHER_ZONE; the zones are as `changes` say of the source."""
    return a_lead(*HELD, *(events or (PROPOSED,)), facts=zone(**changes))


def test_the_holder_proposes_a_transfer_and_its_split() -> None:
    a_lead(*HELD).when(PROPOSE, by=COMMITTEE, on=NOV_3, today=LATER).then(PROPOSED)
    a_lead(*HELD).when(UNSPLIT, by=COMMITTEE, on=NOV_3, today=LATER).then(UNSPLIT_PROPOSED)


def test_a_zone_does_not_transfer_what_it_does_not_hold() -> None:
    other = ProposeTransfer(zone=OTHER_ZONE, receiver=ZONE, reason="转让")
    a_lead(*HELD).when(other, by=OTHER_COMMITTEE, on=NOV_3, today=LATER).refused("not-the-holder", holder=ZONE)
    a_lead(*HELD).when(PROPOSE, by=OTHER_COMMITTEE, on=NOV_3, today=LATER).refused("own-zone", body=COMMITTEE)


@pytest.mark.parametrize("command", [PROPOSE, WITHDRAW])
def test_a_robot_gives_no_lead_away(command: Command) -> None:
    robot = offered().when(command, by=COMMITTEE, kind=ActorKind.ROBOT, on=NOV_3, today=LATER)
    robot.refused("decided-by-a-person")


def test_a_transfer_goes_to_another_zone() -> None:
    own = PROPOSE.model_copy(update={"receiver": ZONE})
    a_lead(*HELD).when(own, by=COMMITTEE, on=NOV_3, today=LATER).refused("transfer-to-another")


@pytest.mark.parametrize(
    ("change", "rule"), [({"operating": False}, "zone-operating"), ({"withdrawn": True}, "zone-withdrawn")]
)
def test_a_transfer_goes_to_a_zone_in_operation(change: dict[str, bool], rule: str) -> None:
    idle = a_lead(*HELD, facts=other_zone(**change))
    idle.when(PROPOSE, by=COMMITTEE, on=NOV_3, today=LATER).refused(rule, zone=OTHER_ZONE)
    late = a_lead(*HELD, PROPOSED, facts=other_zone(**change))
    late.when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused(rule, zone=OTHER_ZONE)


def test_a_lead_is_not_handed_to_a_zone_that_its_first_reporter_did_not_open_it_to() -> None:
    named = SHARED.model_copy(update={"visibility": Visibility(audience=Audience.ZONES, zones=(ZONE,))})
    held = a_lead(named, *HELD[1:])
    held.when(PROPOSE, by=COMMITTEE, on=NOV_3, today=LATER).refused("lead-visible-to-zone", zone=OTHER_ZONE)


def test_a_lead_is_offered_to_one_zone_at_a_time() -> None:
    offered().when(PROPOSE, by=COMMITTEE, on=NOV_3, today=LATER).refused("transfer-is-open", receiver=OTHER_ZONE)


def test_a_signed_lead_is_not_transferred() -> None:
    a_lead(*HELD, SIGNED).when(PROPOSE, by=COMMITTEE, on=NOV_4, today=LATER).refused("out-of-turn")


def test_the_receiver_accepts_holds_the_lead_and_is_protected_anew() -> None:
    after = offered().when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).then(TRANSFERRED)
    state = after.state
    assert (state.stage, state.holder, state.claimants) == (Stage.AWARDED, OTHER_ZONE, frozenset())
    assert (state.since, state.protected_until) == (NOV_4, NOV_4 + PROTECTION)
    after.when(REPORT, by=COMMITTEE, on=NOV_4, today=LATER).refused("not-the-holder", holder=OTHER_ZONE)
    own = REPORT.model_copy(update={"zone": OTHER_ZONE})
    after.when(own, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).accepted()


def test_where_no_split_is_agreed_the_rulebook_s_default_holds() -> None:
    accept = AcceptTransfer(zone=OTHER_ZONE)
    outcome = offered(UNSPLIT_PROPOSED).when(accept, by=OTHER_COMMITTEE, on=NOV_4, today=LATER)
    default = ILLUSTRATIVE.parameters.source_share_percent
    outcome.then(TRANSFERRED.model_copy(update={"source_percent": default, "agreed": False}))


@pytest.mark.parametrize(
    ("proposed", "signed"), [(PROPOSED, 30), (PROPOSED, None), (UNSPLIT_PROPOSED, 30), (UNSPLIT_PROPOSED, 0)]
)
def test_both_sign_the_same_split(proposed: TransferProposed, signed: int | None) -> None:
    accept = AcceptTransfer(zone=OTHER_ZONE, source_percent=signed)
    offered(proposed).when(accept, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("split-as-proposed")


@pytest.mark.parametrize("command", [ACCEPT, DECLINE])
def test_only_the_body_of_the_receiver_answers(command: Command) -> None:
    offered().when(command, by=COMMITTEE, on=NOV_4, today=LATER).refused("own-zone", body=OTHER_COMMITTEE)
    third = command.model_copy(update={"zone": ZONE})
    offered().when(third, by=COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-offered", holder=OTHER_ZONE)
    offered().when(command, by=OFFICE, on=NOV_4, today=LATER).refused("role-may-not")


@pytest.mark.parametrize("command", [ACCEPT, DECLINE])
def test_nobody_answers_what_was_not_proposed(command: Command) -> None:
    a_lead(*HELD).when(command, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-offered")
    a_lead(*HELD).when(WITHDRAW, by=COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-offered")


def test_no_transfer_bears_a_date_before_the_award() -> None:
    offered().when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_2, today=LATER).refused("hands-in-order")


def test_a_lead_of_a_withdrawn_zone_goes_back_to_the_exchange_and_to_no_friend() -> None:
    offered(withdrawn=True).when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("zone-withdrawn", zone=ZONE)
    gone = a_lead(*HELD, facts=zone(withdrawn=True))
    gone.when(PROPOSE, by=COMMITTEE, on=NOV_4, today=LATER).refused("zone-withdrawn", zone=ZONE)


def test_a_declined_transfer_leaves_the_lead_where_it_is() -> None:
    declined = TransferDeclined(giver=ZONE, receiver=OTHER_ZONE, reason="产业不符")
    after = offered().when(DECLINE, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).then(declined)
    assert (after.state.holder, after.state.transfer) == (ZONE, None)
    after.when(PROPOSE, by=COMMITTEE, on=NOV_4, today=LATER).accepted()


def test_the_holder_takes_its_proposal_back() -> None:
    withdrawn = TransferWithdrawn(giver=ZONE, receiver=OTHER_ZONE, reason="另有安排")
    after = offered().when(WITHDRAW, by=COMMITTEE, on=NOV_4, today=LATER).then(withdrawn)
    after.when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-offered")
    offered().when(WITHDRAW, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("own-zone")


def test_what_is_on_offer_is_not_signed() -> None:
    offered().when(SIGN, by=COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-open")


def test_a_disputed_lead_is_neither_offered_nor_taken_over() -> None:
    disputed = a_lead(*HELD, DISPUTED)
    disputed.when(PROPOSE, by=COMMITTEE, on=NOV_4, today=LATER).refused("dispute-ruled-first")
    offered(PROPOSED, DISPUTED).when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("dispute-ruled-first")


def test_an_offer_ends_with_the_hold_that_it_is_of() -> None:
    released = offered(withdrawn=True).when(GONE, on=NOV_4, today=LATER).accepted()
    assert released.state.transfer is None
    again = released.when(OTHER_AWARD, on=NOV_4, today=LATER).accepted()
    again.when(ACCEPT, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).refused("transfer-is-offered")


def test_a_transferred_lead_may_be_handed_on() -> None:
    back = ProposeTransfer(zone=OTHER_ZONE, receiver=ZONE, source_percent=10, reason="转回")
    after = offered(PROPOSED, TRANSFERRED).when(back, by=OTHER_COMMITTEE, on=NOV_4, today=LATER).accepted()
    again = after.when(AcceptTransfer(zone=ZONE, source_percent=10), by=COMMITTEE, on=NOV_4, today=LATER).accepted()
    assert again.state.holder == ZONE


def test_a_lead_that_was_given_back_is_not_transferred() -> None:
    a_lead(*HELD, RELEASED).when(PROPOSE, by=COMMITTEE, on=NOV_4, today=LATER).refused("out-of-turn")


def test_an_award_after_a_transfer_begins_anew() -> None:
    until = NOV_4 + timedelta(days=1)
    awarded = Awarded(zone=ZONE, reason="匹配", since=NOV_4, protected_until=until)
    assert a_lead(*HELD, PROPOSED, awarded).state.transfer is None
