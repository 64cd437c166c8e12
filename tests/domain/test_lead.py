"""The exchange: shared once, claimed by several, held by one, provable in every hand. 三(四)"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.kernel import Command, Event
from domain.lead import (
    Assess,
    Assessed,
    Awarded,
    ClaimWithdrawn,
    Close,
    Closed,
    Progressed,
    Release,
    Released,
    ReportProgress,
    Share,
    Sign,
    Stage,
)
from domain.lead_values import Audience, CloseReason, Investor, ReleaseReason, Visibility
from domain.values import FEN_PER_WAN, Industry
from tests.domain.leads import (
    AWARD,
    AWARDED,
    CLAIM,
    CLAIMED,
    CREDIT_CODE,
    HELD,
    LATER,
    OTHER_AWARD,
    OTHER_CLAIM,
    OTHER_CLAIMED,
    PROTECTION,
    RELEASED,
    SHARE,
    SHARED,
    SHELVED,
    SIGNED,
    a_lead,
)
from tests.domain.scenarios import COMMITTEE, CUSTOMS, EXPERTS, OFFICE, OTHER_COMMITTEE, SECTION
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

SIGN = Sign(zone=ZONE, amount=18_000 * FEN_PER_WAN, evidence=(MINUTES,))
REPORT = ReportProgress(zone=ZONE, summary="已实地考察")
RELEASE = Release(zone=ZONE, reason=ReleaseReason.NO_FIT)
GONE = Release(zone=ZONE, reason=ReleaseReason.ZONE_WITHDRAWN)
CLOSE = Close(reason=CloseReason.ABANDONED, note="投资方放弃")
MAJOR = SHARED.model_copy(update={"investment": 50_000 * FEN_PER_WAN})


def sharing(**changes: object) -> Share:
    return SHARE.model_copy(update=changes)


def test_whoever_shares_a_lead_is_its_first_reporter() -> None:
    a_lead().when(SHARE, by=SECTION).then(SHARED)


def test_an_expert_shares_no_leads() -> None:
    a_lead().when(SHARE, by=EXPERTS[0]).refused("role-may-not")


def test_a_lead_is_shared_once() -> None:
    a_lead(SHARED).when(SHARE, by=CUSTOMS).refused("out-of-turn")


@pytest.mark.parametrize("code", [CREDIT_CODE[:-1] + "4", CREDIT_CODE[:-1], "I" * 18, CREDIT_CODE[::-1]])
def test_a_credit_code_whose_check_digit_fails_is_refused(code: str) -> None:
    command = sharing(investor=Investor(name="某公司", credit_code=code))
    refused = a_lead().when(command, by=SECTION).refused("credit-code", code=code)
    assert refused.refusal is not None
    assert refused.refusal.field == "data.investor.credit_code"


def test_a_foreign_investor_needs_no_credit_code() -> None:
    a_lead().when(sharing(investor=Investor(name="Acme Ltd")), by=SECTION).accepted()


@pytest.mark.parametrize(
    "visibility",
    [Visibility(audience=Audience.ZONES), Visibility(audience=Audience.ALL, zones=(ZONE,))],
)
def test_zones_are_named_for_the_audience_of_named_zones_only(visibility: Visibility) -> None:
    a_lead().when(sharing(visibility=visibility), by=SECTION).refused("visibility-names-zones")


def test_a_lead_is_not_shown_to_a_zone_that_left_or_never_was() -> None:
    named = sharing(visibility=Visibility(audience=Audience.ZONES, zones=(ZONE,)))
    a_lead(facts=zone(withdrawn=True)).when(named, by=SECTION).refused("zone-withdrawn")
    nowhere = sharing(visibility=Visibility(audience=Audience.ZONES, zones=("nowhere",)))
    a_lead().when(nowhere, by=SECTION).refused("unknown-entity", entity="nowhere")


@pytest.mark.parametrize("by", [OFFICE, SECTION])
def test_the_office_or_the_first_reporter_assesses(by: str) -> None:
    command = Assess(follow_up=True, major=False, reason="匹配")
    a_lead(SHARED).when(command, by=by).then(Assessed(follow_up=True, major=False, reason="匹配"))


@pytest.mark.parametrize("command", [Assess(follow_up=True, major=True, reason="匹配"), AWARD])
def test_another_member_neither_assesses_nor_awards(command: Command) -> None:
    a_lead(SHARED, CLAIMED).when(command, by=CUSTOMS).refused("office-or-first-reporter", reporter=SECTION)


def test_a_lead_from_500_million_yuan_is_a_major_one() -> None:
    minor = Assess(follow_up=True, major=False, reason="匹配")
    a_lead(MAJOR).when(minor).refused("major-by-amount", wan=50_000)
    a_lead(MAJOR).when(minor.model_copy(update={"major": True})).accepted()
    just_under = MAJOR.model_copy(update={"investment": 50_000 * FEN_PER_WAN - 1})
    a_lead(just_under).when(minor).accepted()


def test_a_lead_not_followed_up_is_not_claimed_until_assessed_anew() -> None:
    shelved = a_lead(SHARED).when(Assess(follow_up=False, major=False, reason="条件不足")).then(SHELVED)
    shelved.when(CLAIM, by=COMMITTEE).refused("out-of-turn", stage="shelved")
    reopened = shelved.when(Assess(follow_up=True, major=False, reason="条件改善")).accepted()
    reopened.when(CLAIM, by=COMMITTEE).then(CLAIMED)


def test_several_zones_may_claim_a_lead() -> None:
    after = a_lead(SHARED).when(CLAIM, by=COMMITTEE).then(CLAIMED)
    assert after.when(OTHER_CLAIM, by=OTHER_COMMITTEE).then(OTHER_CLAIMED).state.claimants == {ZONE, OTHER_ZONE}


def test_a_zone_claims_a_lead_once() -> None:
    a_lead(SHARED, CLAIMED).when(CLAIM, by=COMMITTEE).refused("claimed-once")


def test_nobody_claims_for_another_s_zone() -> None:
    a_lead(SHARED).when(CLAIM, by=OTHER_COMMITTEE).refused("own-zone", body=COMMITTEE)


def test_a_withdrawn_zone_claims_nothing() -> None:
    a_lead(SHARED, facts=zone(withdrawn=True)).when(CLAIM, by=COMMITTEE).refused("zone-withdrawn")


@pytest.mark.parametrize(
    ("visibility", "rule"),
    [
        (Visibility(audience=Audience.ALL), None),
        (Visibility(audience=Audience.INDUSTRY), "lead-visible-to-zone"),
        (Visibility(audience=Audience.ZONES, zones=(ZONE,)), "lead-visible-to-zone"),
        (Visibility(audience=Audience.ZONES, zones=(ZONE, OTHER_ZONE)), None),
    ],
)
def test_a_zone_claims_only_what_it_may_see(visibility: Visibility, rule: str | None) -> None:
    shared = SHARED.model_copy(update={"visibility": visibility, "industry": Industry.AI})
    a_lead(shared).when(CLAIM, by=COMMITTEE).accepted()
    outcome = a_lead(shared).when(OTHER_CLAIM, by=OTHER_COMMITTEE)
    if rule is None:
        outcome.then(OTHER_CLAIMED)
    else:
        outcome.refused(rule, zone=OTHER_ZONE)


@pytest.mark.parametrize("by", [OFFICE, SECTION])
def test_an_award_gives_the_lead_to_one_zone_and_opens_its_protection(by: str) -> None:
    after = a_lead(SHARED, CLAIMED, OTHER_CLAIMED).when(AWARD, by=by, on=NOV_3, today=LATER).then(AWARDED)
    assert (after.state.holder, after.state.claimants) == (ZONE, {OTHER_ZONE})
    assert after.state.protected_until == NOV_3 + PROTECTION


def test_a_lead_is_awarded_only_to_a_zone_that_claims_it() -> None:
    a_lead(SHARED, OTHER_CLAIMED).when(AWARD).refused("award-among-claimants", claimants=OTHER_ZONE)
    a_lead(SHARED).when(AWARD).refused("award-among-claimants", claimants="nobody")


@pytest.mark.parametrize("by", [OFFICE, SECTION, CUSTOMS])
@pytest.mark.parametrize("command", [AWARD, OTHER_AWARD])
def test_a_second_award_is_told_who_holds_the_lead(command: Command, by: str) -> None:
    a_lead(*HELD).when(command, by=by).refused("held-already", holder=ZONE, until="2022-02-01")


def test_a_claim_on_a_held_lead_is_told_who_holds_it() -> None:
    a_lead(SHARED, CLAIMED, AWARDED).when(OTHER_CLAIM, by=OTHER_COMMITTEE).refused("held-already", holder=ZONE)
    a_lead(*HELD, SIGNED).when(OTHER_CLAIM, by=OTHER_COMMITTEE).refused("held-already", holder=ZONE)


@pytest.mark.parametrize("change", [{"operating": False}, {"operating": False, "rectifying": True}])
def test_a_zone_that_is_not_operating_is_awarded_nothing(change: dict[str, bool]) -> None:
    a_lead(SHARED, CLAIMED, facts=zone(**change)).when(AWARD).refused("zone-operating")


def test_a_withdrawn_zone_is_awarded_nothing() -> None:
    a_lead(SHARED, CLAIMED, facts=zone(operating=False, withdrawn=True)).when(AWARD).refused("zone-withdrawn")


def test_nothing_is_awarded_without_a_rulebook_that_says_how_long_it_is_protected() -> None:
    a_lead(SHARED, CLAIMED).when(AWARD, rulebook=None).refused("no-rulebook-in-force")


def test_only_the_holder_follows_a_lead_up() -> None:
    a_lead(*HELD).when(REPORT, by=COMMITTEE, on=NOV_3, today=LATER).then(
        Progressed(zone=ZONE, summary="已实地考察", next_step=None, dated=NOV_3)
    )
    a_lead(*HELD).when(REPORT, by=OTHER_COMMITTEE, on=NOV_3, today=LATER).refused("own-zone")
    other = REPORT.model_copy(update={"zone": OTHER_ZONE})
    a_lead(*HELD).when(other, by=OTHER_COMMITTEE).refused("not-the-holder", holder=ZONE)


def test_only_the_holder_signs() -> None:
    after = a_lead(*HELD).when(SIGN, by=COMMITTEE, on=NOV_4, today=LATER).then(SIGNED)
    assert after.state.stage is Stage.SIGNED
    a_lead(*HELD).when(SIGN.model_copy(update={"zone": OTHER_ZONE}), by=OTHER_COMMITTEE).refused("not-the-holder")


def test_a_withdrawn_zone_signs_nothing() -> None:
    gone = a_lead(*HELD, facts=zone(withdrawn=True))
    gone.when(SIGN, by=COMMITTEE, on=NOV_4, today=LATER).refused("zone-withdrawn")


@pytest.mark.parametrize("command", [REPORT, SIGN, RELEASE])
def test_no_step_of_the_holder_bears_a_date_before_the_award(command: Command) -> None:
    a_lead(*HELD).when(command, by=COMMITTEE, on=NOV_2, today=LATER).refused("hands-in-order", since="2021-11-03")


def test_no_award_bears_a_date_before_the_release_that_it_follows() -> None:
    released = a_lead(*HELD, RELEASED.model_copy(update={"since": NOV_4}))
    released.when(OTHER_AWARD, on=NOV_3, today=LATER).refused("hands-in-order")
    released.when(OTHER_AWARD, on=NOV_4, today=LATER).accepted()


def test_a_released_lead_is_open_again_and_the_other_claims_stand() -> None:
    after = a_lead(*HELD).when(RELEASE, by=COMMITTEE, on=NOV_3, today=LATER).then(RELEASED)
    assert (after.state.stage, after.state.holder, after.state.claimants) == (Stage.OPEN, None, {OTHER_ZONE})
    awarded = after.when(OTHER_AWARD, on=NOV_4, today=LATER)
    until = NOV_4 + PROTECTION
    awarded.then(Awarded(zone=OTHER_ZONE, reason="条件最优", since=NOV_4, protected_until=until))


def test_a_former_holder_gets_the_lead_back_only_by_a_new_claim() -> None:
    released = a_lead(*HELD, RELEASED)
    released.when(AWARD, on=NOV_4, today=LATER).refused("award-among-claimants")
    released.when(CLAIM, by=COMMITTEE).then(CLAIMED).when(AWARD, on=NOV_4, today=LATER).accepted()


def test_the_office_takes_a_lead_back_only_from_a_withdrawn_zone() -> None:
    a_lead(*HELD).when(GONE, on=NOV_4, today=LATER).refused("zone-not-withdrawn")
    released = Released(zone=ZONE, reason=ReleaseReason.ZONE_WITHDRAWN, note=None, since=NOV_4)
    a_lead(*HELD, facts=zone(withdrawn=True)).when(GONE, on=NOV_4, today=LATER).then(released)


def test_a_withdrawal_dated_before_the_award_ends_the_hold_on_the_day_it_began() -> None:
    outcome = a_lead(*HELD, facts=zone(withdrawn=True)).when(GONE, on=NOV_2, today=LATER)
    outcome.then(Released(zone=ZONE, reason=ReleaseReason.ZONE_WITHDRAWN, note=None, since=NOV_3))


def test_a_lead_is_given_back_for_the_end_of_its_protection_only_once_that_is_over() -> None:
    ended, last = Release(zone=ZONE, reason=ReleaseReason.PROTECTION_ENDED), AWARDED.protected_until
    for day in (NOV_4, last):
        a_lead(*HELD).when(ended, by=COMMITTEE, on=day, today=LATER).refused("release-for-its-reason")
    a_lead(*HELD).when(ended, by=COMMITTEE, on=last + timedelta(days=1), today=LATER).accepted()
    claim = ended.model_copy(update={"zone": OTHER_ZONE})
    a_lead(*HELD).when(claim, by=OTHER_COMMITTEE, on=LATER, today=LATER).refused("release-for-its-reason")


def test_a_withdrawal_is_the_office_s_reason_and_nobody_else_s() -> None:
    own = GONE.model_copy(update={"note": "自行填写"})
    a_lead(*HELD).when(own, by=COMMITTEE, on=NOV_4, today=LATER).refused("release-for-its-reason")
    gone = a_lead(*HELD, facts=zone(withdrawn=True))
    gone.when(RELEASE, on=NOV_4, today=LATER).refused("release-for-its-reason")


def test_a_claimant_takes_its_claim_back() -> None:
    command = Release(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note="另有安排")
    withdrawn = ClaimWithdrawn(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note="另有安排")
    after = a_lead(*HELD).when(command, by=OTHER_COMMITTEE).then(withdrawn)
    assert (after.state.holder, after.state.claimants) == (ZONE, frozenset())
    after.when(command, by=OTHER_COMMITTEE).refused("not-the-holder")


def test_nobody_takes_back_another_zone_s_claim() -> None:
    a_lead(SHARED, CLAIMED).when(RELEASE, by=OTHER_COMMITTEE).refused("own-zone")
    a_lead(SHARED, CLAIMED).when(GONE).refused("zone-not-withdrawn")


def test_the_office_takes_back_the_claim_of_a_withdrawn_zone() -> None:
    withdrawn = ClaimWithdrawn(zone=ZONE, reason=ReleaseReason.ZONE_WITHDRAWN, note=None)
    a_lead(SHARED, CLAIMED, facts=zone(withdrawn=True)).when(GONE).then(withdrawn)


def test_a_signed_lead_is_not_given_back() -> None:
    gone = a_lead(*HELD, SIGNED, facts=zone(withdrawn=True))
    gone.when(GONE, on=NOV_4, today=LATER).refused("out-of-turn", stage="signed")


@pytest.mark.parametrize("history", [(SHARED,), (SHARED, SHELVED), HELD, (*HELD, SIGNED)])
def test_the_office_may_end_a_lead_at_any_time(history: tuple[Event, ...]) -> None:
    closed = Closed(zone=None, reason=CloseReason.ABANDONED, note="投资方放弃")
    after = a_lead(*history).when(CLOSE).then(closed)
    after.when(CLOSE).refused("out-of-turn")


def test_the_holder_ends_its_lead_naming_its_zone() -> None:
    named = CLOSE.model_copy(update={"zone": ZONE})
    closed = Closed(zone=ZONE, reason=CloseReason.ABANDONED, note="投资方放弃")
    a_lead(*HELD).when(named, by=COMMITTEE, on=NOV_3, today=LATER).then(closed)
    a_lead(*HELD).when(CLOSE, by=COMMITTEE, on=NOV_3, today=LATER).refused("holder-names-its-zone")


def test_a_zone_does_not_end_a_lead_that_it_does_not_hold() -> None:
    named = CLOSE.model_copy(update={"zone": ZONE})
    a_lead(SHARED, CLAIMED).when(named, by=COMMITTEE).refused("not-the-holder", holder="nobody")
    other = CLOSE.model_copy(update={"zone": OTHER_ZONE})
    a_lead(*HELD).when(other, by=OTHER_COMMITTEE).refused("not-the-holder", holder=ZONE)


def test_a_zone_that_does_not_exist_claims_nothing() -> None:
    nowhere = CLAIM.model_copy(update={"zone": "nowhere"})
    a_lead(SHARED).when(nowhere, by=COMMITTEE).refused("unknown-entity")


def test_an_award_lasts_the_rulebook_s_days_of_protection() -> None:
    assert AWARDED.protected_until - NOV_3 == timedelta(days=90)


def test_a_lead_for_its_industry_is_claimed_by_any_zone_of_that_industry() -> None:
    shared = SHARED.model_copy(update={"visibility": Visibility(audience=Audience.INDUSTRY)})
    of_ai = other_zone(industries=frozenset({Industry.AI.value}))
    a_lead(shared, facts=of_ai).when(OTHER_CLAIM, by=OTHER_COMMITTEE).accepted()
