"""A year's evaluation: its rulebook, its evaluators, its close. 四(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.evaluation_round import Close, Open, RoundClosed, RoundOpened, evaluation_round
from domain.facts import RoundFact
from domain.kernel import Event, Role
from tests.domain.scenarios import COMMERCE, EXPERTS, Given, fact, given, organisation_fact

THREE = EXPERTS[:3]
OPENED = RoundOpened(year=2022, rulebook=ILLUSTRATIVE.version, evaluators=THREE, note=None)
TODAY = date(2022, 12, 1)


def a_round(*events: Event, year: str = "2022") -> Given:
    return given(evaluation_round, *events, entity=year, opened=TODAY)


def test_a_round_is_opened_under_the_rulebook_in_force() -> None:
    after = a_round().when(Open(evaluators=THREE), today=TODAY).then(OPENED)
    assert evaluation_round.case_rulebook(after.state) == ILLUSTRATIVE.version


def test_no_round_is_opened_without_a_rulebook() -> None:
    a_round().when(Open(evaluators=THREE), today=TODAY, rulebook=None).refused("no-rulebook-in-force")


@pytest.mark.parametrize("year", ["2020", "2023", "next-year", "02022"])
def test_a_round_is_of_a_year_from_2021_to_the_current_one(year: str) -> None:
    a_round(year=year).when(Open(evaluators=THREE), today=TODAY).refused("round-is-a-year", last=2022)


@pytest.mark.parametrize("evaluators", [EXPERTS[:2], (*EXPERTS[:2], EXPERTS[0]), (*THREE, EXPERTS[0])])
def test_a_round_needs_enough_different_evaluators(evaluators: tuple[str, ...]) -> None:
    a_round().when(Open(evaluators=evaluators), today=TODAY).refused("enough-evaluators", least=3)


def test_a_department_evaluates_nobody() -> None:
    evaluators = (*THREE, COMMERCE)
    a_round().when(Open(evaluators=evaluators), today=TODAY).refused("evaluator-is-an-expert", evaluator=COMMERCE)


def test_a_dissolved_expert_evaluates_nobody() -> None:
    gone = fact(EXPERTS[0], organisation_fact(Role.EXPERT, dissolved=True))
    a_round().when(Open(evaluators=THREE), today=TODAY, facts=gone).refused("evaluator-is-an-expert")


def test_a_year_has_one_round() -> None:
    a_round(OPENED).when(Open(evaluators=THREE), today=TODAY).refused("out-of-turn")


def test_a_round_tells_its_evaluations_what_they_rest_on() -> None:
    closed = a_round(OPENED).when(Close(), today=TODAY).then(RoundClosed(note=None))
    told = RoundFact(open=False, rulebook=ILLUSTRATIVE.version, evaluators=frozenset(THREE))
    assert evaluation_round.fact(closed.state) == told
    assert evaluation_round.fact(a_round().state) is None
    closed.when(Close(), today=TODAY).refused("out-of-turn")
