"""Whatever members do for years, in whatever order: what must never be otherwise is not. See `liandong simulate`.

CI plays two dozen lives of two years and a whole decade; the nightly run (LIANDONG_NIGHTLY=1) thousands of lives, as
many as LIANDONG_SIMULATION_SEEDS says, and dozens of decades.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache

import pytest

from domain.catalogue import DECIDERS, events
from domain.corrections import SUFFIX
from domain.vocabulary import TERMS
from services.simulation import invariants
from services.simulation.business import opening, orders
from services.simulation.play import REAL, Played, simulated
from tests.conftest import IS_NIGHTLY

FEW_YEARS, FEW_ZONES = 2, 10
DECADE, ZONES = 10, 30
TOGETHER = 24
"""Lives that one test watches."""
SEEDS = int(os.environ.get("LIANDONG_SIMULATION_SEEDS", "2400" if IS_NIGHTLY else str(TOGETHER)))
FIRST_DECADE = 20
"""Every tenth decade has its views held against a database, too."""
DECADES = 60 if IS_NIGHTLY else 1


@cache
def lives(first: int) -> list[Played]:
    return [simulated(seed, FEW_YEARS, FEW_ZONES) for seed in range(first, min(first + TOGETHER, 1 + SEEDS))]


@cache
def decade(seed: int) -> Played:
    return simulated(seed, DECADE, ZONES)


@pytest.mark.parametrize("first", range(1, 1 + SEEDS, TOGETHER))
def test_nothing_that_must_never_be_comes_about_in_any_of_many_lives(first: int) -> None:
    broken = {seed: life.violations[0] for seed, life in enumerate(lives(first), start=first) if life.violations}
    shown = f"liandong simulate --years {FEW_YEARS} --zones {FEW_ZONES} --seeds 1 --first-seed <seed>"
    assert broken == {}, shown


@pytest.mark.parametrize("seed", range(FIRST_DECADE, FIRST_DECADE + DECADES))
def test_a_decade_of_thirty_zones_breaks_nothing_and_its_views_are_what_a_database_holds(seed: int) -> None:
    assert decade(seed).violations == [], f"liandong simulate --seeds 1 --first-seed {seed}"


def test_a_decade_is_worth_watching() -> None:
    """What never happens is not checked: nearly every event there is comes about, and rules are broken in many ways."""
    happened, refusals = Counter[str](), Counter[str]()
    for each in (decade(FIRST_DECADE), *lives(1)):
        happened.update(each.events)
        refusals.update(each.refusals)
    there_are = {name for name in events() if not name.endswith(SUFFIX)}
    assert len(there_are - happened.keys()) <= len(there_are) / 30, sorted(there_are - happened.keys())
    assert decade(FIRST_DECADE).events["zone.established"] > ZONES / 2
    assert decade(FIRST_DECADE).events["zone.withdrawn"] > 0
    assert sum(count for name, count in happened.items() if name.endswith(SUFFIX)) > 20
    assert len(refusals) > 100
    assert {name.partition(".")[0] for name in decade(FIRST_DECADE).events} == set(DECIDERS)


def test_a_seed_is_one_history() -> None:
    first, again = (simulated(7, 1, 5) for _ in range(2))
    assert [each.as_json() for each in first.orders] == [each.as_json() for each in again.orders]
    assert first.events == again.events
    assert [each.as_json() for each in simulated(8, 1, 5).orders] != [each.as_json() for each in first.orders]


def test_a_reactor_that_sleeps_now_and_then_is_part_of_it() -> None:
    world, _ = REAL.opened(5)
    told = list(orders(world, 7, 1, 5))
    assert any(each.asleep for each in told)
    assert {each.number for each in told}.isdisjoint(each.number for each in opening(5))


def test_every_invariant_has_its_words_and_says_the_rule_it_is_of() -> None:
    for check in (*invariants.OF_ANY, *(each.check for each in invariants.OF_ONE)):
        assert f"invariant.{check.__name__.replace('_', '-')}" in TERMS
        assert check.__doc__ is not None
        assert any(clause in check.__doc__ for clause in ("一", "二", "三", "四", "系统约定"))
