"""Handing powers down: 依法放权、按需放权, 放得下、接得住. 三(一)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.delegation import (
    Amend,
    Amended,
    Assess,
    Assessed,
    Delegate,
    Delegated,
    ExerciseReported,
    ListedForRecall,
    ListForRecall,
    Recall,
    Recalled,
    Refuse,
    ReportExercise,
    Request,
    Requested,
    RequestLapsed,
    RequestRefused,
    Stage,
    TakenUp,
    TakeUp,
    delegation,
)
from domain.delegation_values import Criterion, Finding, Mode
from domain.kernel import Command, Event
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, Facts, Given, given
from tests.domain.zones import NOV_2, NOV_3, NOV_4, ZONE, instrument, item, zone

NEEDS = {"need": "企业就近办理", "staff": "6 人", "premises": "政务大厅", "systems": "市级审批系统"}
REQUEST = Request.model_validate(NEEDS)
REQUESTED = Requested.model_validate(NEEDS)
TODAY = date(2022, 3, 31)


def findings(*unmet: Criterion) -> tuple[Finding, ...]:
    return tuple(Finding(criterion=criterion, met=criterion not in unmet, reason="已核实") for criterion in Criterion)


ASSESSED = Assessed(findings=findings())
NOT_READY = Assessed(findings=findings(Criterion.RECEIVABLE))
DELEGATE = Delegate(mode=Mode.ENTRUSTED, instrument=instrument(NOV_2), conditions=("双随机抽查",), training="两次")
DELEGATED = Delegated(since=NOV_3, **dict(DELEGATE))
TAKEN_UP = TakenUp(handover=NOV_4, note=None)
DECEMBER = ReportExercise(
    start=date(2021, 12, 1), end=date(2021, 12, 31), cases=120, complaints=1, reversed_decisions=2
)
LIST = ListForRecall(reason="退出")
RECALL = Recall(reason="运行不畅")
AMEND = Amend(mode=Mode.AUTHORISED, instrument=instrument(NOV_3), reason="改为授权")

IN_FORCE = (REQUESTED, ASSESSED, DELEGATED)


def a_delegation(*events: Event, facts: Facts | None = None) -> Given:
    entity = f"foreign-trade-licence--{ZONE}"
    return given(delegation, *events, entity=entity, opened=NOV_2, facts={**item(), **zone(), **(facts or {})})


def test_a_power_is_requested_assessed_delegated_and_taken_up() -> None:
    requested = a_delegation().when(REQUEST, by=COMMITTEE).then(REQUESTED)
    assessed = requested.when(Assess(findings=findings()), by=COMMERCE).then(ASSESSED)
    delegated = assessed.when(DELEGATE, by=COMMERCE, on=NOV_3, today=TODAY).then(DELEGATED)
    taken = delegated.when(TakeUp(), by=COMMITTEE, on=NOV_4, today=TODAY).then(TAKEN_UP)
    assert taken.state.stage is Stage.TAKEN_UP


def test_a_zone_does_not_ask_for_another_zone() -> None:
    a_delegation().when(REQUEST, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_withdrawn_zone_asks_for_nothing() -> None:
    a_delegation(facts=zone(withdrawn=True)).when(REQUEST, by=COMMITTEE).refused("zone-withdrawn")


def test_a_power_that_the_law_reserves_is_not_requested() -> None:
    a_delegation(facts=item(delegable=False)).when(REQUEST, by=COMMITTEE).refused("item-delegable")


def test_a_retired_power_is_not_requested() -> None:
    a_delegation(facts=item(retired=True)).when(REQUEST, by=COMMITTEE).refused("item-retired")


def test_only_the_holder_assesses() -> None:
    a_delegation(REQUESTED).when(Assess(findings=findings()), by=CUSTOMS).refused("holder-only", holder=COMMERCE)


@pytest.mark.parametrize("missing", list(Criterion))
def test_an_assessment_without_all_four_findings_is_refused(missing: Criterion) -> None:
    three = tuple(finding for finding in findings() if finding.criterion is not missing)
    a_delegation(REQUESTED).when(Assess(findings=three), by=COMMERCE).refused("four-findings", missing=missing.value)


def test_a_criterion_is_found_once() -> None:
    five = (*findings(), findings()[0])
    a_delegation(REQUESTED).when(Assess(findings=five), by=COMMERCE).refused("finding-once", twice="lawful")


@pytest.mark.parametrize("unmet", list(Criterion))
def test_without_all_four_findings_met_nothing_is_delegated(unmet: Criterion) -> None:
    assessed = Assessed(findings=findings(unmet))
    a_delegation(REQUESTED, assessed).when(DELEGATE, by=COMMERCE, on=NOV_3, today=TODAY).refused(
        "all-four-met", unmet=unmet.value
    )


def test_a_later_assessment_replaces_an_earlier_one() -> None:
    after = a_delegation(REQUESTED, NOT_READY).when(Assess(findings=findings()), by=COMMERCE).then(ASSESSED)
    after.when(DELEGATE, by=COMMERCE, on=NOV_3, today=TODAY).then(DELEGATED)


def test_nothing_is_delegated_unassessed() -> None:
    a_delegation(REQUESTED).when(DELEGATE, by=COMMERCE).refused("out-of-turn")


def test_only_the_holder_delegates() -> None:
    a_delegation(REQUESTED, ASSESSED).when(DELEGATE, by=CUSTOMS).refused("holder-only")


def test_a_non_delegable_item_is_not_delegated_even_if_it_was_requested_before() -> None:
    reserved = a_delegation(REQUESTED, ASSESSED, facts=item(delegable=False))
    reserved.when(DELEGATE, by=COMMERCE).refused("item-delegable")


def test_nothing_is_delegated_to_a_withdrawn_zone() -> None:
    gone = a_delegation(REQUESTED, ASSESSED, facts=zone(withdrawn=True))
    gone.when(DELEGATE, by=COMMERCE).refused("zone-withdrawn")


def test_a_power_does_not_pass_before_its_instrument() -> None:
    later = DELEGATE.model_copy(update={"instrument": instrument(NOV_4)})
    before = a_delegation(REQUESTED, ASSESSED).when(later, by=COMMERCE, on=NOV_3, today=TODAY)
    before.refused("instrument-before-effect", date="2021-11-04", effective="2021-11-03")


def test_a_power_is_not_delegated_again_before_it_was_recalled() -> None:
    entity, recalled = f"foreign-trade-licence--{ZONE}", date(2022, 6, 30)
    history = (*IN_FORCE, TAKEN_UP, Recalled(reason="运行不畅", instrument=None), REQUESTED, ASSESSED)
    again = given(delegation, *history, entity=entity, opened=NOV_2, latest=recalled, facts={**zone(), **item()})
    again.when(DELEGATE, by=COMMERCE, on=NOV_4, today=TODAY).refused("date-not-before-latest", latest="2022-06-30")


def test_a_refusal_names_the_criteria_that_were_not_met() -> None:
    refused = RequestRefused(unmet=(Criterion.RECEIVABLE,), reason="人员不足")
    after = a_delegation(REQUESTED, NOT_READY).when(Refuse(reason="人员不足"), by=COMMERCE).then(refused)
    assert after.state.stage is Stage.REFUSED


def test_a_request_whose_criteria_are_all_met_is_not_refused() -> None:
    a_delegation(REQUESTED, ASSESSED).when(Refuse(reason="暂缓"), by=COMMERCE).refused("refusal-rests-on-a-finding")


@pytest.mark.parametrize(
    "end",
    [RequestRefused(unmet=(Criterion.NEEDED,), reason="不需要"), Recalled(reason="不畅", instrument=None)],
)
def test_a_zone_may_ask_again_after_a_refusal_or_a_recall(end: Event) -> None:
    history = (*IN_FORCE, end) if isinstance(end, Recalled) else (REQUESTED, NOT_READY, end)
    after = a_delegation(*history).when(REQUEST, by=COMMITTEE).then(REQUESTED)
    assert (after.state.since, after.state.unmet) == (None, ())


def test_a_power_is_not_taken_up_before_it_was_delegated() -> None:
    early = a_delegation(*IN_FORCE).when(TakeUp(), by=COMMITTEE, on=NOV_2, today=TODAY)
    early.refused("not-before-delegation", earliest="2021-11-03")


def test_only_the_zone_takes_a_power_up() -> None:
    a_delegation(*IN_FORCE).when(TakeUp(), by=OTHER_COMMITTEE).refused("own-zone")


def test_the_exercise_of_a_power_is_reported_period_by_period() -> None:
    reported = a_delegation(*IN_FORCE, TAKEN_UP).when(DECEMBER, by=COMMITTEE, today=TODAY)
    after = reported.then(ExerciseReported(**dict(DECEMBER)))
    overlap = DECEMBER.model_copy(update={"start": date(2021, 12, 31), "end": date(2022, 1, 31)})
    after.when(overlap, by=COMMITTEE, today=TODAY).refused("period-follows", earliest="2021-12-31")
    january = overlap.model_copy(update={"start": date(2022, 1, 1)})
    after.when(january, by=COMMITTEE, today=TODAY).accepted()


def test_a_first_period_may_begin_on_the_day_of_the_handover() -> None:
    command = DECEMBER.model_copy(update={"start": NOV_4})
    a_delegation(*IN_FORCE, TAKEN_UP).when(command, by=COMMITTEE, today=TODAY).accepted()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"start": NOV_3}, "period-follows"),
        ({"end": date(2022, 4, 1)}, "period-ended"),
        ({"end": date(2021, 11, 30)}, "period-ended"),
        ({"reversed_decisions": 121}, "reversals-within-cases"),
    ],
)
def test_a_period_that_cannot_be_is_not_reported(change: dict[str, object], rule: str) -> None:
    command = DECEMBER.model_copy(update=change)
    a_delegation(*IN_FORCE, TAKEN_UP).when(command, by=COMMITTEE, today=TODAY).refused(rule)


def test_a_power_that_was_not_taken_up_is_not_exercised() -> None:
    a_delegation(*IN_FORCE).when(DECEMBER, by=COMMITTEE, today=TODAY).refused("out-of-turn")


def test_the_holder_amends_what_it_delegated() -> None:
    amended = Amended(**dict(AMEND))
    a_delegation(*IN_FORCE).when(AMEND, by=COMMERCE, on=NOV_4, today=TODAY).then(amended)
    a_delegation(*IN_FORCE).when(AMEND, by=CUSTOMS, on=NOV_4, today=TODAY).refused("holder-only")


@pytest.mark.parametrize("history", [IN_FORCE, (*IN_FORCE, TAKEN_UP), (*IN_FORCE, ListedForRecall(reason="退出"))])
def test_the_holder_recalls_what_is_in_force(history: tuple[Event, ...]) -> None:
    recalled = Recalled(reason="运行不畅", instrument=None)
    a_delegation(*history).when(RECALL, by=COMMERCE, on=NOV_4, today=TODAY).then(recalled)


def test_only_the_holder_recalls() -> None:
    a_delegation(*IN_FORCE).when(RECALL, by=CUSTOMS, on=NOV_4, today=TODAY).refused("holder-only")


def test_a_recall_does_not_bear_a_date_before_the_delegation() -> None:
    a_delegation(*IN_FORCE).when(RECALL, by=COMMERCE, on=NOV_2, today=TODAY).refused("not-before-delegation")


@pytest.mark.parametrize("history", [IN_FORCE, (*IN_FORCE, TAKEN_UP)])
def test_a_withdrawn_zone_s_powers_are_listed_for_recall(history: tuple[Event, ...]) -> None:
    gone = a_delegation(*history, facts=zone(withdrawn=True))
    after = gone.when(LIST, by=OFFICE).then(ListedForRecall(reason="退出"))
    after.when(LIST, by=OFFICE).refused("out-of-turn")


@pytest.mark.parametrize("history", [(REQUESTED,), (REQUESTED, ASSESSED)])
def test_a_withdrawn_zone_s_pending_request_lapses(history: tuple[Event, ...]) -> None:
    gone = a_delegation(*history, facts=zone(withdrawn=True))
    after = gone.when(LIST, by=OFFICE).then(RequestLapsed(reason="退出"))
    after.when(DELEGATE, by=COMMERCE).refused("out-of-turn")


@pytest.mark.parametrize("history", [(REQUESTED,), IN_FORCE])
def test_a_zone_in_being_keeps_its_powers(history: tuple[Event, ...]) -> None:
    a_delegation(*history).when(LIST, by=OFFICE).refused("zone-not-withdrawn")


@pytest.mark.parametrize("command", [REQUEST, TakeUp(), DECEMBER])
def test_a_department_does_not_act_for_a_zone(command: Command) -> None:
    a_delegation(*IN_FORCE).when(command, by=COMMERCE).refused("role-may-not")
