"""A zone's life: plaque, plan, rectification, exit. 二(三)3, 四(一), 四(四)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.facts import ApplicationFact, ZoneFact
from domain.kernel import ActorKind, Command, Event, Role
from domain.values import Industry, PlatformKind, PlatformLevel
from domain.zone import (
    AcceptRectification,
    AdjustBoundary,
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    Establish,
    Established,
    FailRectification,
    FileConstructionPlan,
    LiftRectification,
    OrderRectification,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    ReplaceBody,
    ReportRectification,
    Status,
    Withdraw,
    Withdrawn,
    zone,
)
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    OFFICE,
    OTHER_COMMITTEE,
    SECTION,
    Facts,
    Given,
    fact,
    given,
    organisation_fact,
)
from tests.domain.zones import BOUNDARY, NOV_2, NOV_3, NOV_4, PLAN, ZONE, evaluation_of, instrument

APPLICATION = f"{ZONE}--1"
FOUNDATION = {
    "application": APPLICATION,
    "name_zh": "重庆高新技术产业开发区",
    "name_en": "Chongqing High-tech Industrial Development Zone",
    "body": COMMITTEE,
    "kind": PlatformKind.HIGH_TECH,
    "level": PlatformLevel.NATIONAL,
    "industries": (Industry.AI,),
    "boundary": BOUNDARY,
}
ESTABLISH = Establish.model_validate(FOUNDATION)
ESTABLISHED = Established.model_validate(FOUNDATION)
FILED = ConstructionPlanFiled(summary="三年建设方案", documents=(PLAN,))
FILE = FileConstructionPlan(summary="三年建设方案", documents=(PLAN,))
FAILED_2022 = f"2022--{ZONE}"
FAILED_2023 = f"2023--{ZONE}"
DUE = date(2022, 6, 30)
ORDERED = RectificationOrdered(evaluation=FAILED_2022, requirements="复制推广不足", due=DUE)
ORDER = OrderRectification(evaluation=FAILED_2022, requirements="复制推广不足")
REPORTED = RectificationReported(summary="已整改", documents=(PLAN,))
REPORT = ReportRectification(summary="已整改", documents=(PLAN,))
ACCEPTED = RectificationAccepted(reason="到位")
FAILED = RectificationFailed(reason="不到位")
WITHDRAW = Withdraw(evaluation=FAILED_2022)


SAID = {name: value for name, value in ESTABLISH if name != "application"}


def application(*, plaque: bool = True, applicant: str = COMMITTEE, entity: str = APPLICATION) -> Facts:
    return fact(entity, ApplicationFact(applicant=applicant, ended=False, plaque=plaque, foundation=SAID))


def a_zone(*events: Event, facts: Facts | None = None) -> Given:
    return given(zone, *events, entity=ZONE, opened=NOV_2, facts=facts)


OPERATING = a_zone(ESTABLISHED, FILED)
FACTS = evaluation_of(FAILED_2022, failed=True)


def test_a_zone_begins_with_the_plaque_of_its_application() -> None:
    a_zone(facts=application()).when(ESTABLISH).then(ESTABLISHED)


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("name_zh", "另一个区"),
        ("level", PlatformLevel.MUNICIPAL),
        ("industries", (Industry.FINANCE,)),
        ("boundary", BOUNDARY.model_copy(update={"area": BOUNDARY.area * 2})),
    ],
)
def test_a_zone_begins_as_it_was_approved_and_not_otherwise(what: str, other: object) -> None:
    outcome = a_zone(facts=application()).when(ESTABLISH.model_copy(update={what: other}))
    outcome.refused("zone-as-applied-for", what=f"field.{what}")


def test_a_zone_does_not_begin_before_the_plaque() -> None:
    a_zone(facts=application(plaque=False)).when(ESTABLISH).refused("plaque-first")


def test_a_zone_is_not_established_on_another_platform_s_application() -> None:
    other = "economic-zone--1"
    command = ESTABLISH.model_copy(update={"application": other})
    a_zone(facts=application(entity=other)).when(command).refused("application-of-this-platform")


def test_a_zone_is_run_by_its_applicant() -> None:
    a_zone(facts=application(applicant=OTHER_COMMITTEE)).when(ESTABLISH).refused("body-is-applicant")


def test_an_application_that_does_not_exist_establishes_nothing() -> None:
    a_zone().when(ESTABLISH).refused("unknown-entity", category="application")


def test_a_zone_is_established_once() -> None:
    a_zone(ESTABLISHED, facts=application()).when(ESTABLISH).refused("out-of-turn")


def test_a_zone_operates_once_its_construction_plan_is_filed() -> None:
    after = a_zone(ESTABLISHED).when(FILE, by=COMMITTEE).then(FILED)
    assert after.state.status is Status.OPERATING


def test_a_new_edition_of_the_plan_leaves_the_status_as_it_is() -> None:
    after = a_zone(ESTABLISHED, FILED, ORDERED).when(FILE, by=COMMITTEE).then(FILED)
    assert after.state.status is Status.RECTIFYING


@pytest.mark.parametrize("command", [FILE, REPORT])
def test_only_the_body_of_the_zone_files_its_plan_and_its_reports(command: Command) -> None:
    a_zone(ESTABLISHED, ORDERED).when(command, by=OTHER_COMMITTEE).refused("own-zone", body=COMMITTEE)


def test_a_failed_evaluation_orders_a_rectification_due_by_the_rulebook() -> None:
    days = ILLUSTRATIVE.parameters.rectification_days
    due = NOV_2 + timedelta(days=days)
    ordered = RectificationOrdered(evaluation=FAILED_2022, requirements="复制推广不足", due=due)
    after = OPERATING.when(ORDER, on=NOV_2, facts=FACTS).then(ordered)
    assert after.state.status is Status.RECTIFYING


def test_an_evaluation_that_was_passed_orders_no_rectification() -> None:
    OPERATING.when(ORDER, facts=evaluation_of(FAILED_2022)).refused("evaluation-failed-first")


def test_an_evaluation_of_another_zone_orders_nothing_here() -> None:
    elsewhere = "2022--economic-zone"
    command = ORDER.model_copy(update={"evaluation": elsewhere})
    OPERATING.when(command, facts=evaluation_of(elsewhere, failed=True)).refused("evaluation-of-this-zone")


def test_a_rectification_is_ordered_once_for_an_evaluation() -> None:
    a_zone(ESTABLISHED, ORDERED).when(ORDER, facts=FACTS).refused("rectification-ordered-once")


def test_a_rectification_without_a_rulebook_has_no_due_date_and_is_refused() -> None:
    OPERATING.when(ORDER, facts=FACTS, rulebook=None).refused("no-rulebook-in-force")


def test_a_failed_rectification_may_be_ordered_anew() -> None:
    a_zone(ESTABLISHED, ORDERED, REPORTED, FAILED).when(ORDER, facts=FACTS).accepted()


def test_an_accepted_rectification_brings_the_zone_back_to_operation() -> None:
    after = a_zone(ESTABLISHED, FILED, ORDERED).when(REPORT, by=COMMITTEE).then(REPORTED)
    assert after.when(AcceptRectification(reason="到位")).then(ACCEPTED).state.status is Status.OPERATING


def test_a_zone_without_a_plan_goes_back_to_established_after_rectification() -> None:
    after = a_zone(ESTABLISHED, ORDERED, REPORTED).when(AcceptRectification(reason="到位")).then(ACCEPTED)
    assert after.state.status is Status.ESTABLISHED


def test_what_was_not_reported_is_not_accepted() -> None:
    a_zone(ESTABLISHED, ORDERED).when(AcceptRectification(reason="到位")).refused("rectification-reported-first")


def test_a_rectification_does_not_fail_unreported_on_its_due_date() -> None:
    a_zone(ESTABLISHED, ORDERED).when(FailRectification(reason="未报"), today=DUE).refused("rectification-not-due")


def test_a_rectification_fails_unreported_on_the_day_after_its_due_date() -> None:
    after = a_zone(ESTABLISHED, ORDERED).when(FailRectification(reason="未报"), today=DUE + timedelta(days=1))
    assert after.then(RectificationFailed(reason="未报")).state.status is Status.RECTIFYING


def test_a_reported_rectification_may_fail_before_it_is_due() -> None:
    a_zone(ESTABLISHED, ORDERED, REPORTED).when(FailRectification(reason="不到位")).then(FAILED)


def test_a_failed_rectification_is_not_reported_again() -> None:
    a_zone(ESTABLISHED, ORDERED, REPORTED, FAILED).when(REPORT, by=COMMITTEE).refused("rectification-open")


def test_a_zone_that_puts_nothing_right_reports_nothing() -> None:
    OPERATING.when(REPORT, by=COMMITTEE).refused("out-of-turn")


def test_nobody_is_withdrawn_without_an_approved_exit() -> None:
    OPERATING.when(WITHDRAW, facts=FACTS).refused("exit-approved-first")


def test_an_approved_exit_withdraws_the_zone() -> None:
    approved = evaluation_of(FAILED_2022, failed=True, exit_approved=True)
    after = a_zone(ESTABLISHED, FILED, ORDERED, FAILED).when(WITHDRAW, facts=approved)
    assert after.then(Withdrawn(evaluation=FAILED_2022)).state.status is Status.WITHDRAWN


def test_another_zone_s_approved_exit_withdraws_nobody_here() -> None:
    elsewhere = "2022--economic-zone"
    approved = evaluation_of(elsewhere, failed=True, exit_approved=True)
    OPERATING.when(Withdraw(evaluation=elsewhere), facts=approved).refused("evaluation-of-this-zone")


@pytest.mark.parametrize(
    ("command", "by"),
    [(FILE, COMMITTEE), (ORDER, OFFICE), (REPORT, COMMITTEE), (WITHDRAW, OFFICE)],
)
def test_nothing_more_happens_to_a_withdrawn_zone(command: Command, by: str) -> None:
    gone = a_zone(ESTABLISHED, FILED, Withdrawn(evaluation=FAILED_2022))
    gone.when(command, by=by, facts=FACTS).refused("out-of-turn", stage="exited")


def told(*events: Event) -> ZoneFact:
    found = zone.fact(a_zone(ESTABLISHED, *events).state)
    assert isinstance(found, ZoneFact)
    return found


def test_a_zone_tells_others_what_they_may_know() -> None:
    assert zone.fact(a_zone().state) is None
    operating, rectifying = told(FILED), told(FILED, ORDERED, FAILED)
    again = ORDERED.model_copy(update={"evaluation": FAILED_2023})
    second = told(FILED, ORDERED, REPORTED, ACCEPTED, again)
    assert (operating.operating, operating.body, operating.failed_rectification) == (True, COMMITTEE, False)
    assert (rectifying.operating, rectifying.rectifying, rectifying.failed_rectification) == (False, True, True)
    assert second.failed_evaluations == {FAILED_2022, FAILED_2023}
    assert not second.failed_rectification


WIDER = BOUNDARY.model_copy(update={"area": BOUNDARY.area * 2})
ADJUST = AdjustBoundary(boundary=WIDER, instrument=instrument(), reason="扩区")
ADJUSTED = BoundaryAdjusted(since=NOV_2, **dict(ADJUST))
REPLACE = ReplaceBody(body=OTHER_COMMITTEE, instrument=instrument(), reason="机构改革")
REPLACED = BodyReplaced(former=COMMITTEE, since=NOV_2, **dict(REPLACE))
LIFT = LiftRectification(evaluation=FAILED_2022)
LIFTED = RectificationLifted(evaluation=FAILED_2022)
SUCCESSOR = fact(OTHER_COMMITTEE, organisation_fact(Role.COMMITTEE, ZONE))


@pytest.mark.parametrize("history", [(), (FILED,), (FILED, ORDERED)])
def test_the_office_adjusts_the_boundary_of_a_living_zone_by_an_instrument(history: tuple[Event, ...]) -> None:
    after = a_zone(ESTABLISHED, *history).when(ADJUST).then(ADJUSTED)
    assert after.state.status is a_zone(ESTABLISHED, *history).state.status


def test_an_adjusted_boundary_is_as_valid_as_the_first() -> None:
    OPERATING.when(ADJUST, flaws={"data.boundary": "crosses itself"}).refused("boundary-valid")


@pytest.mark.parametrize("command", [ADJUST, REPLACE])
def test_only_a_person_of_the_office_adjusts_a_zone(command: Command) -> None:
    OPERATING.when(command, by=COMMITTEE, facts=SUCCESSOR).refused("role-may-not")
    OPERATING.when(command, kind=ActorKind.ROBOT, facts=SUCCESSOR).refused("decided-by-a-person")


@pytest.mark.parametrize(("event", "command"), [(ADJUSTED, ADJUST), (REPLACED, REPLACE)])
def test_adjustments_follow_one_another_by_their_legal_dates(event: Event, command: Command) -> None:
    later = event.model_copy(update={"since": NOV_4})
    again = command if command is ADJUST else REPLACE.model_copy(update={"body": COMMITTEE})
    back = fact(COMMITTEE, organisation_fact(Role.COMMITTEE, ZONE))
    zone_ = a_zone(ESTABLISHED, later)
    zone_.when(again, on=NOV_3, today=DUE, facts=back).refused("adjustments-in-order", latest="2021-11-04")
    zone_.when(again, on=NOV_4, today=DUE, facts=back).accepted()


def test_an_adjustment_rests_on_a_paper_no_later_than_itself() -> None:
    late = ADJUST.model_copy(update={"instrument": instrument(NOV_4)})
    OPERATING.when(late, on=NOV_3, today=DUE).refused("instrument-before-effect")


def test_another_body_takes_the_zone_over_with_all_that_it_has() -> None:
    before = a_zone(ESTABLISHED, FILED, ORDERED)
    after = before.when(REPLACE, facts=SUCCESSOR).then(REPLACED)
    told = zone.fact(after.state)
    assert isinstance(told, ZoneFact)
    assert (told.body, told.rectifying, told.failed_evaluations) == (OTHER_COMMITTEE, True, frozenset({FAILED_2022}))
    after.when(REPORT, by=COMMITTEE).refused("own-zone", body=OTHER_COMMITTEE)
    after.when(REPORT, by=OTHER_COMMITTEE).then(REPORTED)


def test_the_body_that_runs_a_zone_does_not_replace_itself() -> None:
    OPERATING.when(REPLACE.model_copy(update={"body": COMMITTEE})).refused("body-is-another")


@pytest.mark.parametrize("org", [COMMERCE, SECTION, OFFICE])
def test_a_zone_is_run_by_a_committee_or_a_district(org: str) -> None:
    OPERATING.when(REPLACE.model_copy(update={"body": org})).refused("body-of-the-right-kind")


def test_a_zone_is_run_by_a_body_in_being_that_answers_for_its_platform() -> None:
    OPERATING.when(REPLACE).refused("body-answers-for-platform", zone=ZONE)
    gone = fact(OTHER_COMMITTEE, organisation_fact(Role.COMMITTEE, ZONE, dissolved=True))
    OPERATING.when(REPLACE, facts=gone).refused("unknown-organisation", org=OTHER_COMMITTEE)


@pytest.mark.parametrize("command", [ADJUST, REPLACE, LIFT])
def test_a_withdrawn_zone_is_adjusted_no_more(command: Command) -> None:
    gone = a_zone(ESTABLISHED, FILED, Withdrawn(evaluation=FAILED_2022))
    gone.when(command, facts={**SUCCESSOR, **FACTS}).refused("out-of-turn", stage="exited")


@pytest.mark.parametrize("history", [(), (REPORTED,), (FAILED,)])
def test_a_rectification_is_lifted_when_its_evaluation_fails_no_longer(history: tuple[Event, ...]) -> None:
    after = a_zone(ESTABLISHED, FILED, ORDERED, *history).when(LIFT, facts=evaluation_of(FAILED_2022)).then(LIFTED)
    told = zone.fact(after.state)
    assert isinstance(told, ZoneFact)
    assert (told.operating, told.failed_rectification, told.failed_evaluations) == (True, False, frozenset())


def test_a_rectification_of_another_evaluation_goes_on() -> None:
    again = ORDERED.model_copy(update={"evaluation": FAILED_2023})
    zone_ = a_zone(ESTABLISHED, FILED, ORDERED, REPORTED, ACCEPTED, again)
    after = zone_.when(LIFT, facts=evaluation_of(FAILED_2022)).then(LIFTED)
    assert (after.state.status, after.state.failed_evaluations) == (Status.RECTIFYING, {FAILED_2023})


def test_nothing_is_lifted_that_still_fails_or_was_never_ordered() -> None:
    a_zone(ESTABLISHED, FILED, ORDERED).when(LIFT, facts=FACTS).refused("evaluation-still-fails")
    OPERATING.when(LIFT, facts=evaluation_of(FAILED_2022)).refused("rectification-ordered-first")
