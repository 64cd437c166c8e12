"""Letting a reform policy of the pilot zone apply in a linked zone: 在做好风险防范的前提下. 三(一)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.facts import PolicyMeasureFact
from domain.kernel import ActorKind, Command, Event
from domain.policy_extension import (
    AssessRisk,
    End,
    Ended,
    EndOnWithdrawal,
    Extend,
    Extended,
    ExtensionRefused,
    ExtensionRequested,
    Refuse,
    Request,
    RequestLapsed,
    Resume,
    Resumed,
    RiskAssessed,
    Stage,
    Suspend,
    Suspended,
    policy_extension,
)
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, Facts, Given, fact, given
from tests.domain.zones import NOV_2, NOV_3, NOV_4, ZONE, instrument, zone

POLICY = "trade-facilitation"
ASKED = {"purpose": "保税维修", "prevention": "账册管理"}
REQUEST, REQUESTED = Request.model_validate(ASKED), ExtensionRequested.model_validate(ASKED)
RISK = {"risks": "货物流失", "prevention": "联网监管", "accepted": True, "reason": "风险可控"}
ASSESS, ASSESSED = AssessRisk.model_validate(RISK), RiskAssessed.model_validate(RISK)
NOT_ACCEPTED = RiskAssessed.model_validate(RISK | {"accepted": False})
EXTEND = Extend(instrument=instrument(NOV_2), conditions=("按季报送",))
EXTENDED = Extended(**dict(EXTEND))
SUSPENDED, RESUMED, ENDED = Suspended(reason="出现异常"), Resumed(reason="已整改"), Ended(reason="不再需要")
SUSPEND, RESUME, END = Suspend(reason="出现异常"), Resume(reason="已整改"), End(reason="不再需要")
REFUSE = Refuse(reason="国家部委未同意")
GONE = EndOnWithdrawal(reason="退出")
IN_FORCE = (REQUESTED, ASSESSED, EXTENDED)


def policy(*, extensible: bool = True, ended: bool = False, valid_until: date | None = None) -> Facts:
    """A policy that COMMERCE answers for."""
    said = PolicyMeasureFact(department=COMMERCE, extensible=extensible, ended=ended, valid_until=valid_until)
    return fact(POLICY, said)


def an_extension(*events: Event, facts: Facts | None = None, latest: date = NOV_2) -> Given:
    around = {**policy(), **zone(), **(facts or {})}
    return given(policy_extension, *events, entity=f"{POLICY}--{ZONE}", opened=NOV_2, latest=latest, facts=around)


def test_a_policy_is_requested_assessed_and_extended() -> None:
    requested = an_extension().when(REQUEST, by=COMMITTEE).then(REQUESTED)
    assessed = requested.when(ASSESS, by=COMMERCE).then(ASSESSED)
    extended = assessed.when(EXTEND, by=COMMERCE, on=NOV_3, today=NOV_4).then(EXTENDED)
    assert extended.state.stage is Stage.EXTENDED


def test_a_zone_asks_only_for_itself() -> None:
    an_extension().when(REQUEST, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_withdrawn_zone_asks_for_no_policy() -> None:
    an_extension(facts=zone(withdrawn=True)).when(REQUEST, by=COMMITTEE).refused("zone-withdrawn")


def test_a_department_does_not_ask_for_a_zone() -> None:
    an_extension().when(REQUEST, by=COMMERCE).refused("role-may-not")


def test_a_policy_that_nobody_issued_is_not_asked_for() -> None:
    nothing: Facts = {("policy-measure", POLICY): None}
    an_extension(facts=nothing).when(REQUEST, by=COMMITTEE).refused("unknown-entity", category="policy-measure")


def test_a_municipal_measure_needs_no_extension() -> None:
    municipal = policy(extensible=False)
    an_extension(facts=municipal).when(REQUEST, by=COMMITTEE).refused("ftz-reform-policy-only", measure=POLICY)


@pytest.mark.parametrize(
    ("over", "rule"),
    [(policy(ended=True), "policy-ended"), (policy(valid_until=date(2021, 11, 1)), "policy-expired")],
)
def test_a_policy_that_is_over_is_neither_asked_for_nor_extended_nor_resumed(over: Facts, rule: str) -> None:
    an_extension(facts=over).when(REQUEST, by=COMMITTEE).refused(rule)
    an_extension(REQUESTED, ASSESSED, facts=over).when(EXTEND, by=COMMERCE).refused(rule)
    an_extension(*IN_FORCE, SUSPENDED, ASSESSED, facts=over).when(RESUME, by=COMMERCE).refused(rule)


def test_a_policy_is_asked_for_until_the_last_day_of_its_validity() -> None:
    an_extension(facts=policy(valid_until=NOV_2)).when(REQUEST, by=COMMITTEE).then(REQUESTED)


def test_no_policy_is_extended_before_its_risk_was_assessed() -> None:
    an_extension(REQUESTED).when(EXTEND, by=COMMERCE).refused("risk-assessed-first")


def test_no_policy_is_extended_whose_risk_cannot_be_accepted() -> None:
    an_extension(REQUESTED, NOT_ACCEPTED).when(EXTEND, by=COMMERCE).refused("risk-accepted")


def test_the_latest_risk_assessment_counts() -> None:
    an_extension(REQUESTED, NOT_ACCEPTED, ASSESSED).when(EXTEND, by=COMMERCE).then(EXTENDED)
    an_extension(REQUESTED, ASSESSED, NOT_ACCEPTED).when(EXTEND, by=COMMERCE).refused("risk-accepted")


def test_a_withdrawn_zone_is_extended_nothing() -> None:
    an_extension(REQUESTED, ASSESSED, facts=zone(withdrawn=True)).when(EXTEND, by=COMMERCE).refused("zone-withdrawn")


def test_a_policy_does_not_apply_before_its_instrument() -> None:
    later = EXTEND.model_copy(update={"instrument": instrument(NOV_4)})
    early = an_extension(REQUESTED, ASSESSED).when(later, by=COMMERCE, on=NOV_3, today=NOV_4)
    early.refused("instrument-before-effect")


def test_a_policy_does_not_apply_before_its_risk_was_assessed_by_the_legal_dates_too() -> None:
    early = an_extension(REQUESTED, ASSESSED, latest=NOV_3).when(EXTEND, by=COMMERCE, on=NOV_2, today=NOV_4)
    early.refused("date-not-before-latest", latest="2021-11-03")


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((REQUESTED,), ASSESS),
        ((REQUESTED, ASSESSED), EXTEND),
        ((REQUESTED,), REFUSE),
        (IN_FORCE, SUSPEND),
        ((*IN_FORCE, SUSPENDED, ASSESSED), RESUME),
        (IN_FORCE, END),
    ],
)
def test_every_decision_is_the_responsible_department_s_own_and_a_person_s(
    history: tuple[Event, ...], command: Command
) -> None:
    an_extension(*history).when(command, by=CUSTOMS).refused("policy-department-only", department=COMMERCE)
    an_extension(*history).when(command, by=OFFICE).refused("role-may-not")
    an_extension(*history).when(command, by=COMMERCE, kind=ActorKind.ROBOT).refused("decided-by-a-person")
    an_extension(*history).when(command, by=COMMERCE).accepted()


@pytest.mark.parametrize("history", [(REQUESTED,), (REQUESTED, ASSESSED), (REQUESTED, NOT_ACCEPTED)])
def test_a_refusal_is_recorded_and_the_zone_may_ask_again(history: tuple[Event, ...]) -> None:
    refused = an_extension(*history).when(REFUSE, by=COMMERCE).then(ExtensionRefused(reason="国家部委未同意"))
    again = refused.when(REQUEST, by=COMMITTEE).then(REQUESTED)
    again.when(EXTEND, by=COMMERCE).refused("risk-assessed-first")


def test_a_suspended_policy_is_resumed_only_on_a_new_accepted_assessment() -> None:
    suspended = an_extension(*IN_FORCE).when(SUSPEND, by=COMMERCE).then(SUSPENDED)
    suspended.when(RESUME, by=COMMERCE).refused("risk-assessed-first")
    an_extension(*IN_FORCE, SUSPENDED, NOT_ACCEPTED).when(RESUME, by=COMMERCE).refused("risk-accepted")
    resumed = suspended.when(ASSESS, by=COMMERCE).then(ASSESSED).when(RESUME, by=COMMERCE).then(RESUMED)
    assert resumed.state.stage is Stage.EXTENDED


def test_a_policy_in_force_may_be_assessed_again_and_stays_in_force_until_it_is_suspended() -> None:
    after = an_extension(*IN_FORCE, NOT_ACCEPTED)
    assert after.state.stage is Stage.EXTENDED
    after.when(SUSPEND, by=COMMERCE).then(SUSPENDED)


@pytest.mark.parametrize("history", [IN_FORCE, (*IN_FORCE, SUSPENDED), (*IN_FORCE, SUSPENDED, ASSESSED, RESUMED)])
def test_an_extension_in_force_or_suspended_is_ended_and_may_be_asked_for_again(history: tuple[Event, ...]) -> None:
    ended = an_extension(*history).when(END, by=COMMERCE).then(ENDED)
    ended.when(REQUEST, by=COMMITTEE).then(REQUESTED)


def test_what_is_not_in_force_is_neither_suspended_nor_ended() -> None:
    for command in (SUSPEND, END):
        an_extension(REQUESTED, ASSESSED).when(command, by=COMMERCE).refused("out-of-turn")
    an_extension(*IN_FORCE).when(RESUME, by=COMMERCE).refused("out-of-turn")


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((REQUESTED,), RequestLapsed(reason="退出")),
        ((REQUESTED, ASSESSED), RequestLapsed(reason="退出")),
        (IN_FORCE, Ended(reason="退出")),
        ((*IN_FORCE, SUSPENDED), Ended(reason="退出")),
    ],
)
def test_a_withdrawn_zone_s_policies_end_and_its_requests_lapse(history: tuple[Event, ...], expected: Event) -> None:
    gone = an_extension(*history, facts=zone(withdrawn=True))
    after = gone.when(GONE, by=OFFICE, kind=ActorKind.ROBOT).then(expected)
    after.when(GONE, by=OFFICE).refused("out-of-turn")
    an_extension(*history).when(GONE, by=OFFICE).refused("zone-not-withdrawn")
