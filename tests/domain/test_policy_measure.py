"""What departments issue for the zones, and the reform policies of the pilot zone. 三(一), 四(二)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.facts import PolicyMeasureFact
from domain.kernel import ActorKind, Event
from domain.policy_measure import (
    Amend,
    EndMeasure,
    Issue,
    MeasureAmended,
    MeasureEnded,
    MeasureIssued,
    Origin,
    Support,
    policy_measure,
)
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, Given, given
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, instrument

ISSUE = Issue(
    title="跨境贸易便利化若干措施",
    origin=Origin.FTZ_REFORM,
    support=(Support.APPROVAL, Support.FINANCE_AND_TAX),
    summary="简化进出口环节审批",
    instrument=instrument(NOV_2),
    text=MINUTES,
    valid_until=date(2024, 12, 31),
)
ISSUED = MeasureIssued(department=COMMERCE, **dict(ISSUE))
AMEND = Amend(**{**dict(ISSUE), "valid_until": None}, reason="长期有效")
END = EndMeasure(reason="国家政策调整")


def a_measure(*events: Event, latest: date = NOV_2) -> Given:
    return given(policy_measure, *events, entity="trade-facilitation", opened=NOV_2, latest=latest)


def test_a_department_issues_a_measure_and_answers_for_it() -> None:
    after = a_measure().when(ISSUE, by=COMMERCE).then(ISSUED)
    said = PolicyMeasureFact(department=COMMERCE, extensible=True, ended=False, valid_until=date(2024, 12, 31))
    assert policy_measure.fact(after.state) == said


@pytest.mark.parametrize("by", [OFFICE, COMMITTEE])
def test_nobody_but_a_department_issues_measures(by: str) -> None:
    a_measure().when(ISSUE, by=by).refused("role-may-not")


def test_a_robot_issues_no_measures() -> None:
    a_measure().when(ISSUE, by=COMMERCE, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_a_measure_is_issued_once() -> None:
    a_measure(ISSUED).when(ISSUE, by=COMMERCE).refused("out-of-turn", stage="measure-issued")


def test_a_measure_does_not_run_out_before_it_takes_effect() -> None:
    past = ISSUE.model_copy(update={"valid_until": date(2021, 11, 1)})
    a_measure().when(past, by=COMMERCE).refused("valid-until-not-past", until="2021-11-01", date="2021-11-02")
    one_day = ISSUE.model_copy(update={"valid_until": NOV_2})
    a_measure().when(one_day, by=COMMERCE).accepted()


def test_a_measure_rests_on_a_paper_of_its_day_or_earlier() -> None:
    later = ISSUE.model_copy(update={"instrument": instrument(NOV_3)})
    a_measure().when(later, by=COMMERCE, on=NOV_2, today=NOV_4).refused("instrument-before-effect")


def test_a_municipal_measure_is_not_one_to_be_extended() -> None:
    municipal = ISSUE.model_copy(update={"origin": Origin.MUNICIPAL})
    found = policy_measure.fact(a_measure().when(municipal, by=COMMERCE).accepted().state)
    assert isinstance(found, PolicyMeasureFact)
    assert not found.extensible


def test_its_department_amends_a_measure() -> None:
    after = a_measure(ISSUED).when(AMEND, by=COMMERCE).then(MeasureAmended(**dict(AMEND)))
    assert after.state.valid_until is None
    a_measure(ISSUED).when(AMEND, by=CUSTOMS).refused("own-measure", department=COMMERCE)


def test_an_amended_measure_does_not_run_out_before_its_amendment() -> None:
    past = AMEND.model_copy(update={"valid_until": date(2021, 11, 1)})
    a_measure(ISSUED).when(past, by=COMMERCE).refused("valid-until-not-past")


def test_a_municipal_measure_does_not_become_a_reform_policy() -> None:
    other = AMEND.model_copy(update={"origin": Origin.MUNICIPAL})
    a_measure(ISSUED).when(other, by=COMMERCE).refused("origin-stays")


def test_a_measure_is_not_amended_as_of_a_day_before_its_last_amendment() -> None:
    earlier = a_measure(ISSUED, latest=NOV_4).when(AMEND, by=COMMERCE, on=NOV_3, today=NOV_4)
    earlier.refused("date-not-before-latest", latest="2021-11-04")


def test_its_department_ends_a_measure_for_good() -> None:
    a_measure(ISSUED).when(END, by=CUSTOMS).refused("own-measure")
    after = a_measure(ISSUED).when(END, by=COMMERCE).then(MeasureEnded(reason="国家政策调整"))
    after.when(AMEND, by=COMMERCE).refused("out-of-turn")
    found = policy_measure.fact(after.state)
    assert isinstance(found, PolicyMeasureFact)
    assert found.ended


def test_a_measure_that_was_never_issued_says_nothing_of_itself() -> None:
    assert policy_measure.fact(policy_measure.initial) is None
