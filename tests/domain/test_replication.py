"""Replicating experience, the zones' first task: planned, implemented, verified, or found not to fit. 三(二)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel import ActorKind, Command, Event
from domain.replication import (
    UNFINISHED,
    ConfirmInapplicability,
    EffectReported,
    End,
    Ended,
    FindInapplicable,
    FoundInapplicable,
    Implement,
    InapplicabilityConfirmed,
    InapplicabilityRejected,
    Plan,
    RejectInapplicability,
    ReportEffect,
    SendBack,
    SentBack,
    Stage,
    Verified,
    Verify,
)
from tests.domain.experiences import EXPERIENCE, IMPLEMENTED, PAIR, PLANNED, SPRING, a_replication, experience_of
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, given
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, ZONE, zone

PLAN = Plan(actions="建立维修账册", due=SPRING)
IMPLEMENT = Implement(summary="账册已启用", evidence=(MINUTES,))
VERIFY, VERIFIED = Verify(reason="现场核实"), Verified(reason="现场核实")
SEND_BACK, SENT_BACK = SendBack(reason="缺少台账"), SentBack(reason="缺少台账")
FIND, FOUND = FindInapplicable(reason="区内无口岸"), FoundInapplicable(reason="区内无口岸")
CONFIRM, CONFIRMED = ConfirmInapplicability(reason="情况属实"), InapplicabilityConfirmed(reason="情况属实")
REJECT, REJECTED = RejectInapplicability(reason="可依托综保区"), InapplicabilityRejected(reason="可依托综保区")
END, ENDED = End(reason="退出"), Ended(reason="退出")
TODAY = date(2022, 3, 31)
DECEMBER = ReportEffect(start=date(2021, 12, 1), end=date(2021, 12, 31), firms_served=12, hours_saved=300)


def test_an_experience_is_planned_implemented_and_verified() -> None:
    planned = a_replication().when(PLAN, by=COMMITTEE).then(PLANNED)
    implemented = planned.when(IMPLEMENT, by=COMMITTEE, on=NOV_3, today=TODAY).then(IMPLEMENTED)
    verified = implemented.when(VERIFY, by=COMMERCE, on=NOV_4, today=TODAY).then(VERIFIED)
    assert verified.state.stage is Stage.VERIFIED


def test_a_zone_does_not_plan_for_another_zone() -> None:
    a_replication().when(PLAN, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_withdrawn_zone_plans_nothing() -> None:
    a_replication(facts=zone(withdrawn=True)).when(PLAN, by=COMMITTEE).refused("zone-withdrawn")


def test_a_superseded_experience_is_not_planned() -> None:
    outlived = a_replication(facts=experience_of(superseded=True))
    outlived.when(PLAN, by=COMMITTEE).refused("experience-superseded", experience=EXPERIENCE)


def test_an_experience_that_is_not_in_the_catalogue_is_not_planned() -> None:
    unknown = given(a_replication().decider, entity=PAIR, facts=zone())
    unknown.when(PLAN, by=COMMITTEE).refused("unknown-entity", category="experience")


def test_a_plan_is_done_on_a_day_to_come() -> None:
    late = Plan(actions="建立维修账册", due=date(2021, 11, 1))
    a_replication().when(late, by=COMMITTEE, on=NOV_2).refused("planned-for-a-day-to-come", effective="2021-11-02")


def test_a_plan_may_be_made_anew_until_it_is_carried_out() -> None:
    a_replication(PLANNED).when(PLAN, by=COMMITTEE).then(PLANNED)
    a_replication(PLANNED, IMPLEMENTED).when(PLAN, by=COMMITTEE).refused("out-of-turn")


def test_nothing_is_implemented_unplanned() -> None:
    a_replication(FOUND).when(IMPLEMENT, by=COMMITTEE).refused("out-of-turn")


def test_only_the_zone_reports_its_implementation() -> None:
    a_replication(PLANNED).when(IMPLEMENT, by=OTHER_COMMITTEE).refused("own-zone")


def test_a_step_bears_no_earlier_date_than_the_one_it_rests_on() -> None:
    before = given(
        a_replication().decider, PLANNED, entity=PAIR, opened=NOV_2, latest=NOV_4, facts=a_replication().facts
    )
    before.when(IMPLEMENT, by=COMMITTEE, on=NOV_3, today=TODAY).refused("date-not-before-latest")


@pytest.mark.parametrize("judgement", [VERIFY, SEND_BACK])
def test_only_the_lead_department_verifies_or_sends_back(judgement: Command) -> None:
    outcome = a_replication(PLANNED, IMPLEMENTED).when(judgement, by=CUSTOMS, on=NOV_4, today=TODAY)
    outcome.refused("lead-department-only", department=COMMERCE, org=CUSTOMS)


@pytest.mark.parametrize("judgement", [VERIFY, SEND_BACK])
def test_no_robot_verifies_or_sends_back(judgement: Command) -> None:
    before = a_replication(PLANNED, IMPLEMENTED)
    before.when(judgement, by=COMMERCE, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_nothing_is_verified_that_was_not_implemented() -> None:
    a_replication(PLANNED).when(VERIFY, by=COMMERCE).refused("out-of-turn")


def test_nothing_is_verified_in_a_withdrawn_zone() -> None:
    gone = a_replication(PLANNED, IMPLEMENTED, facts=zone(withdrawn=True))
    gone.when(VERIFY, by=COMMERCE).refused("zone-withdrawn")


def test_what_is_sent_back_is_implemented_again() -> None:
    sent_back = a_replication(PLANNED, IMPLEMENTED).when(SEND_BACK, by=COMMERCE, on=NOV_3, today=TODAY).then(SENT_BACK)
    again = sent_back.when(IMPLEMENT, by=COMMITTEE, on=NOV_4, today=TODAY).accepted()
    assert (again.state.stage, again.state.implemented) == (Stage.IMPLEMENTED, NOV_3)


def test_what_was_verified_is_sent_back_where_a_later_look_finds_less() -> None:
    a_replication(PLANNED, IMPLEMENTED, VERIFIED).when(SEND_BACK, by=COMMERCE).then(SENT_BACK)


@pytest.mark.parametrize("history", [(), (PLANNED,), (PLANNED, IMPLEMENTED, SENT_BACK), (FOUND, REJECTED)])
def test_a_zone_finds_an_experience_inapplicable_before_it_is_in_place(history: tuple[Event, ...]) -> None:
    a_replication(*history).when(FIND, by=COMMITTEE).then(FOUND)


def test_what_is_in_place_is_not_inapplicable() -> None:
    a_replication(PLANNED, IMPLEMENTED).when(FIND, by=COMMITTEE).refused("out-of-turn")


def test_a_zone_finds_nothing_inapplicable_for_another_nor_by_a_robot() -> None:
    a_replication().when(FIND, by=OTHER_COMMITTEE).refused("own-zone")
    a_replication().when(FIND, by=COMMITTEE, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_an_experience_is_inapplicable_only_once_the_office_has_confirmed_it() -> None:
    confirmed = a_replication(FOUND).when(CONFIRM).then(CONFIRMED)
    assert a_replication(FOUND).state.stage is Stage.FOUND_INAPPLICABLE
    assert confirmed.state.stage is Stage.INAPPLICABLE


def test_what_the_office_does_not_accept_as_inapplicable_is_to_be_planned() -> None:
    rejected = a_replication(FOUND).when(REJECT).then(REJECTED)
    rejected.when(PLAN, by=COMMITTEE).then(PLANNED)


@pytest.mark.parametrize("judgement", [CONFIRM, REJECT])
def test_nobody_but_the_office_confirms_or_rejects_inapplicability(judgement: Command) -> None:
    a_replication(FOUND).when(judgement, by=COMMERCE).refused("role-may-not")
    a_replication(FOUND).when(judgement, kind=ActorKind.ROBOT).refused("decided-by-a-person")
    a_replication(PLANNED).when(judgement).refused("out-of-turn")
    a_replication(FOUND, facts=zone(withdrawn=True)).when(judgement).refused("zone-withdrawn")


def test_what_was_inapplicable_may_be_planned_when_things_have_changed() -> None:
    a_replication(FOUND, CONFIRMED).when(PLAN, by=COMMITTEE).then(PLANNED)


@pytest.mark.parametrize("history", [(PLANNED, IMPLEMENTED), (PLANNED, IMPLEMENTED, VERIFIED)])
def test_the_effects_of_what_is_in_place_are_reported_period_by_period(history: tuple[Event, ...]) -> None:
    reported = a_replication(*history).when(DECEMBER, by=COMMITTEE, today=TODAY).then(EffectReported(**dict(DECEMBER)))
    january = DECEMBER.model_copy(update={"start": date(2022, 1, 1), "end": date(2022, 1, 31)})
    reported.when(january, by=COMMITTEE, today=TODAY).accepted()


def test_effects_are_of_a_time_after_the_implementation() -> None:
    early = DECEMBER.model_copy(update={"start": NOV_2})
    outcome = a_replication(PLANNED, IMPLEMENTED).when(early, by=COMMITTEE, today=TODAY)
    outcome.refused("effect-follows", earliest="2021-11-03")


def test_a_period_is_reported_once() -> None:
    reported = a_replication(PLANNED, IMPLEMENTED, EffectReported(**dict(DECEMBER)))
    overlapping = DECEMBER.model_copy(update={"start": date(2021, 12, 31), "end": date(2022, 1, 31)})
    reported.when(overlapping, by=COMMITTEE, today=TODAY).refused("effect-follows", earliest="2021-12-31")


@pytest.mark.parametrize("end", [date(2021, 11, 30), date(2022, 4, 1)])
def test_a_period_has_ended_and_not_before_it_began(end: date) -> None:
    outcome = a_replication(PLANNED, IMPLEMENTED).when(
        DECEMBER.model_copy(update={"end": end}), by=COMMITTEE, today=TODAY
    )
    outcome.refused("period-ended", effective="2022-03-31")


def test_what_is_not_in_place_has_no_effects() -> None:
    a_replication(PLANNED).when(DECEMBER, by=COMMITTEE, today=TODAY).refused("out-of-turn")


def test_a_zone_that_has_left_may_account_for_what_was_in_place() -> None:
    gone = a_replication(PLANNED, IMPLEMENTED, VERIFIED, facts=zone(withdrawn=True))
    gone.when(DECEMBER, by=COMMITTEE, today=TODAY).accepted()


def test_a_zone_reports_no_effects_of_another() -> None:
    a_replication(PLANNED, IMPLEMENTED).when(DECEMBER, by=OTHER_COMMITTEE, today=TODAY).refused("own-zone")


UNFINISHED_HISTORIES = [
    (PLANNED,),
    (PLANNED, IMPLEMENTED),
    (PLANNED, IMPLEMENTED, SENT_BACK),
    (FOUND,),
    (FOUND, REJECTED),
]


@pytest.mark.parametrize("history", UNFINISHED_HISTORIES)
def test_what_is_unfinished_ends_with_its_zone(history: tuple[Event, ...]) -> None:
    gone = a_replication(*history, facts=zone(withdrawn=True))
    assert gone.state.stage in UNFINISHED
    assert gone.when(END, by=OFFICE, kind=ActorKind.ROBOT).then(ENDED).state.stage is Stage.ENDED


@pytest.mark.parametrize("history", [(PLANNED, IMPLEMENTED, VERIFIED), (FOUND, CONFIRMED), (PLANNED, ENDED)])
def test_what_is_finished_stays_as_it_is(history: tuple[Event, ...]) -> None:
    a_replication(*history, facts=zone(withdrawn=True)).when(END).refused("out-of-turn")


def test_nothing_ends_in_a_zone_in_being() -> None:
    a_replication(PLANNED).when(END).refused("zone-not-withdrawn")
