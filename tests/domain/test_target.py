"""The annual target: set by the office for a year, changed at will, and blocking nothing. 一(二)"""

from __future__ import annotations

import pytest

from domain.target import SetTarget, TargetSet, target
from tests.domain.scenarios import COMMITTEE, given

FIVE = SetTarget(zones=5, note="5个左右")


def test_the_office_sets_a_target_for_a_year() -> None:
    given(target, entity="2022").when(FIVE).then(TargetSet(year=2022, zones=5, note="5个左右"))


def test_a_target_may_be_set_anew() -> None:
    before = TargetSet(year=2022, zones=5, note=None)
    given(target, before, entity="2022").when(SetTarget(zones=6)).then(TargetSet(year=2022, zones=6, note=None))


@pytest.mark.parametrize("entity", ["2020", "2032", "next-year"])
def test_a_target_is_of_one_year_of_the_plan_or_soon_after(entity: str) -> None:
    given(target, entity=entity).when(FIVE).refused("target-is-of-a-year", first=2021, last=2031)


def test_nobody_but_the_office_sets_a_target() -> None:
    given(target, entity="2022").when(FIVE, by=COMMITTEE).refused("role-may-not")
