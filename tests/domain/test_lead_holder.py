"""What a holder learns, promises, reaches and loses: the investor, incentives, production, its hold. 三(四)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.kernel import ActorKind, Command, Event
from domain.lead import (
    BreakGround,
    ClaimLapsed,
    Commission,
    Commissioned,
    DiscloseInvestor,
    IncentivePromised,
    InvestorDisclosed,
    Landed,
    Lapse,
    Progressed,
    PromiseIncentive,
    Stage,
)
from domain.lead_values import FairCompetitionReview, IncentiveKind, LapseReason, ReviewConclusion
from tests.domain.leads import AWARDED, CLAIM, HELD, LATER, OTHER_AWARD, RELEASED, SHARED, SIGNED, a_lead
from tests.domain.scenarios import COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, SECTION
from tests.domain.test_lead import CLOSE, GONE, REPORT
from tests.domain.test_lead_transfer import ACCEPT, DISPUTED, PROPOSED, TRANSFERRED
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, zone

DISCLOSE = DiscloseInvestor(zone=ZONE)
DISCLOSED = InvestorDisclosed(zone=ZONE, note=None)
DECREE_DAY = date(2024, 8, 1)
BEFORE_THE_DECREE = DECREE_DAY - timedelta(days=1)
TODAY = date(2024, 12, 31)
REVIEW = FairCompetitionReview(
    reviewer="区市场监管局", number="审〔2024〕1号", date=DECREE_DAY, verdict=ReviewConclusion.UNRESTRICTIVE
)
PROMISE = PromiseIncentive(zone=ZONE, kind=IncentiveKind.LAND, promise="净地供应")
REVIEWED = PROMISE.model_copy(update={"review": REVIEW})
BREAK_GROUND = BreakGround(zone=ZONE, evidence=(MINUTES,))
COMMISSION = Commission(zone=ZONE, evidence=(MINUTES,))
LANDED = Landed(zone=ZONE, evidence=(MINUTES,), note=None, since=date(2022, 3, 1))
COMMISSIONED = Commissioned(zone=ZONE, evidence=(MINUTES,), note=None, since=date(2022, 6, 1))
LAPSE = Lapse(zone=ZONE)
REPORT_DUE = date(2021, 11, 17)
"""Ten working days after the award of 3 November 2021."""
DAY = timedelta(days=1)


def reported(on: date | None) -> Progressed:
    return Progressed(zone=ZONE, summary="洽谈", next_step=None, dated=on)


def test_the_first_reporter_discloses_the_investor_to_the_holder() -> None:
    after = a_lead(*HELD).when(DISCLOSE, by=SECTION, on=NOV_3, today=LATER).then(DISCLOSED)
    after.when(DISCLOSE, by=SECTION, on=NOV_4, today=LATER).refused("disclosed-once")


@pytest.mark.parametrize("by", [OFFICE, CUSTOMS, COMMITTEE])
def test_nobody_but_the_first_reporter_discloses_the_investor(by: str) -> None:
    a_lead(*HELD).when(DISCLOSE, by=by, on=NOV_3, today=LATER).refused("disclosed-by-first-reporter", reporter=SECTION)


def test_an_investor_is_disclosed_to_no_zone_that_does_not_hold_the_lead() -> None:
    other = DiscloseInvestor(zone=OTHER_ZONE)
    a_lead(*HELD).when(other, by=SECTION, on=NOV_3, today=LATER).refused("disclosed-to-the-holder", holder=ZONE)
    a_lead(SHARED).when(DISCLOSE, by=SECTION).refused("out-of-turn")


def test_no_investor_is_disclosed_before_the_award_or_to_a_zone_that_left() -> None:
    a_lead(*HELD).when(DISCLOSE, by=SECTION, on=NOV_2, today=LATER).refused("hands-in-order")
    gone = a_lead(*HELD, facts=zone(withdrawn=True))
    gone.when(DISCLOSE, by=SECTION, on=NOV_4, today=LATER).refused("zone-withdrawn")


def test_a_new_holder_is_told_the_investor_anew() -> None:
    after = a_lead(*HELD, DISCLOSED, PROPOSED, TRANSFERRED)
    assert not after.state.disclosed
    after.when(DiscloseInvestor(zone=OTHER_ZONE), by=SECTION, on=NOV_4, today=LATER).accepted()


def test_nothing_is_promised_without_a_fair_competition_review_since_the_decree() -> None:
    held = a_lead(*HELD)
    held.when(PROMISE, by=COMMITTEE, on=DECREE_DAY, today=TODAY).refused("competition-reviewed", since="2024-08-01")
    held.when(REVIEWED, by=COMMITTEE, on=DECREE_DAY, today=TODAY).then(IncentivePromised(**dict(REVIEWED)))


def test_the_decree_does_not_reach_back_to_promises_before_it() -> None:
    held = a_lead(*HELD)
    held.when(PROMISE, by=COMMITTEE, on=BEFORE_THE_DECREE, today=TODAY).then(IncentivePromised(**dict(PROMISE)))


def test_a_review_comes_no_later_than_its_promise() -> None:
    early = a_lead(*HELD).when(REVIEWED, by=COMMITTEE, on=BEFORE_THE_DECREE, today=TODAY)
    early.refused("review-comes-first", date="2024-08-01")


def test_only_the_holder_promises_and_only_as_a_zone_in_being() -> None:
    other = REVIEWED.model_copy(update={"zone": OTHER_ZONE})
    a_lead(*HELD).when(other, by=OTHER_COMMITTEE, on=TODAY, today=TODAY).refused("not-the-holder")
    a_lead(*HELD).when(REVIEWED, by=OTHER_COMMITTEE, on=TODAY, today=TODAY).refused("own-zone")
    gone = a_lead(*HELD, facts=zone(withdrawn=True))
    gone.when(REVIEWED, by=COMMITTEE, on=TODAY, today=TODAY).refused("zone-withdrawn")
    robot = a_lead(*HELD).when(REVIEWED, by=COMMITTEE, kind=ActorKind.ROBOT, on=TODAY, today=TODAY)
    robot.refused("decided-by-a-person")


def test_a_lead_lands_after_its_contract_and_produces_after_it_landed() -> None:
    signed = a_lead(*HELD, SIGNED)
    landed = signed.when(BREAK_GROUND, by=COMMITTEE, on=LANDED.since, today=LATER).then(LANDED)
    after = landed.when(COMMISSION, by=COMMITTEE, on=COMMISSIONED.since, today=LATER).then(COMMISSIONED)
    assert after.state.stage is Stage.COMMISSIONED
    signed.when(COMMISSION, by=COMMITTEE, on=LATER, today=LATER).refused("out-of-turn", stage="signed")
    a_lead(*HELD).when(BREAK_GROUND, by=COMMITTEE, on=LATER, today=LATER).refused("out-of-turn", stage="awarded")


def test_no_ground_is_broken_before_the_contract_and_nothing_produced_before_that() -> None:
    signed = a_lead(*HELD, SIGNED)
    signed.when(BREAK_GROUND, by=COMMITTEE, on=NOV_3, today=LATER).refused("milestones-in-order", since="2021-11-04")
    landed = a_lead(*HELD, SIGNED, LANDED)
    early = landed.when(COMMISSION, by=COMMITTEE, on=LANDED.since - DAY, today=LATER)
    early.refused("milestones-in-order", since="2022-03-01")
    undated = a_lead(*HELD, SIGNED.model_copy(update={"dated": None}))
    undated.when(BREAK_GROUND, by=COMMITTEE, on=NOV_3, today=LATER).accepted()


@pytest.mark.parametrize(("history", "command"), [((SIGNED,), BREAK_GROUND), ((SIGNED, LANDED), COMMISSION)])
def test_only_the_holder_reports_what_its_project_reached(history: tuple[Event, ...], command: Command) -> None:
    lead = a_lead(*HELD, *history)
    lead.when(command, by=OTHER_COMMITTEE, on=LATER, today=LATER).refused("own-zone")
    other = command.model_copy(update={"zone": OTHER_ZONE})
    lead.when(other, by=OTHER_COMMITTEE, on=LATER, today=LATER).refused("not-the-holder")


def test_a_project_that_produces_is_neither_ended_nor_given_back_nor_claimed() -> None:
    done = a_lead(*HELD, SIGNED, LANDED, COMMISSIONED)
    done.when(CLOSE, today=LATER).refused("out-of-turn", stage="commissioned")
    done.when(GONE, today=LATER, facts=zone(withdrawn=True)).refused("out-of-turn")
    done.when(CLAIM, by=COMMITTEE, today=LATER).refused("held-already")
    done.when(REPORT, by=COMMITTEE, on=LATER, today=LATER).refused("out-of-turn")


def test_a_landed_project_may_still_fail() -> None:
    a_lead(*HELD, SIGNED, LANDED).when(CLOSE, today=LATER).accepted()


def test_a_hold_lapses_on_the_day_after_a_report_was_due() -> None:
    a_lead(*HELD).when(LAPSE, on=REPORT_DUE, today=LATER).refused("hold-stands", until="2021-11-17")
    lapsed = ClaimLapsed(zone=ZONE, reason=LapseReason.NOTHING_REPORTED, due=REPORT_DUE, since=REPORT_DUE + DAY)
    after = a_lead(*HELD).when(LAPSE, on=REPORT_DUE + DAY, today=LATER).then(lapsed)
    assert (after.state.stage, after.state.holder, after.state.claimants) == (Stage.OPEN, None, {OTHER_ZONE})
    after.when(OTHER_AWARD, on=REPORT_DUE + DAY, today=LATER).accepted()
    after.when(OTHER_AWARD, on=REPORT_DUE, today=LATER).refused("hands-in-order")


def test_a_hold_does_not_lapse_today_for_what_is_due_tomorrow() -> None:
    a_lead(*HELD).when(LAPSE, today=REPORT_DUE).refused("hold-stands")
    a_lead(*HELD).when(LAPSE, today=REPORT_DUE + DAY).accepted()


def test_every_report_gives_the_holder_its_working_days_anew() -> None:
    held = a_lead(*HELD, reported(REPORT_DUE))
    due = date(2021, 12, 1)
    held.when(LAPSE, on=due, today=LATER).refused("hold-stands", until=due.isoformat())
    held.when(LAPSE, on=due + DAY, today=LATER).accepted()


def test_a_report_of_an_earlier_day_takes_no_time_from_the_holder() -> None:
    held = a_lead(*HELD, reported(REPORT_DUE), reported(NOV_4))
    held.when(LAPSE, on=date(2021, 12, 1), today=LATER).refused("hold-stands", until="2021-12-01")


def test_a_hold_lapses_when_its_protection_is_over_however_often_it_was_reported() -> None:
    until = AWARDED.protected_until
    held = a_lead(*HELD, reported(until))
    held.when(LAPSE, on=until, today=LATER).refused("hold-stands", until=until.isoformat())
    lapsed = ClaimLapsed(zone=ZONE, reason=LapseReason.PROTECTION_ENDED, due=until, since=until + DAY)
    held.when(LAPSE, on=until + DAY, today=LATER).then(lapsed)


def test_a_report_whose_day_is_unknown_costs_nobody_a_lead() -> None:
    until = AWARDED.protected_until
    unknown = a_lead(*HELD, reported(None))
    unknown.when(LAPSE, on=until, today=LATER).refused("hold-stands", until=until.isoformat())
    unknown.when(LAPSE, on=until + DAY, today=LATER).accepted()


def test_a_robot_may_let_a_hold_lapse_and_no_zone_may() -> None:
    a_lead(*HELD).when(LAPSE, kind=ActorKind.ROBOT, on=LATER, today=LATER).accepted()
    a_lead(*HELD).when(LAPSE, by=OTHER_COMMITTEE, on=LATER, today=LATER).refused("role-may-not")


def test_only_the_hold_of_the_zone_that_has_it_lapses() -> None:
    a_lead(*HELD).when(Lapse(zone=OTHER_ZONE), on=LATER, today=LATER).refused("not-the-holder")
    a_lead(*HELD, RELEASED).when(LAPSE, on=LATER, today=LATER).refused("out-of-turn")


def test_a_signed_lead_does_not_lapse() -> None:
    a_lead(*HELD, SIGNED).when(LAPSE, on=LATER, today=LATER).refused("out-of-turn", stage="signed")


def test_no_hold_lapses_while_it_is_disputed() -> None:
    a_lead(*HELD, DISPUTED).when(LAPSE, on=LATER, today=LATER).refused("dispute-ruled-first")


def test_a_lapsed_hold_takes_its_offer_with_it() -> None:
    after = a_lead(*HELD, PROPOSED).when(LAPSE, on=LATER, today=LATER).accepted()
    after.when(ACCEPT, by=OTHER_COMMITTEE, on=LATER, today=LATER).refused("out-of-turn")
