"""Whatever members do for years, in whatever order: what must never be otherwise is not. See `liandong simulate`.

CI plays dozens of seeds of a few years, and one whole decade; the nightly run (LIANDONG_NIGHTLY=1) thousands of
decades, as many as LIANDONG_SIMULATION_SEEDS says.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache

from domain.catalogue import DECIDERS, events
from domain.corrections import SUFFIX
from domain.vocabulary import TERMS
from services.simulation import invariants
from services.simulation.business import opening, orders
from services.simulation.play import REAL, Played, simulated
from tests.conftest import IS_NIGHTLY

FEW_YEARS, FEW_ZONES = 2, 10
DECADE, ZONES = 10, 30
SEEDS = int(os.environ.get("LIANDONG_SIMULATION_SEEDS", "2000" if IS_NIGHTLY else "24"))
WITH_A_DATABASE = 10
"""The seed of the decade whose views are held against a database, too."""


@cache
def lives() -> list[Played]:
    years, zones = (DECADE, ZONES) if IS_NIGHTLY else (FEW_YEARS, FEW_ZONES)
    return [simulated(seed, years, zones) for seed in range(1, 1 + SEEDS)]


@cache
def decade() -> Played:
    return simulated(WITH_A_DATABASE, DECADE, ZONES)


def test_nothing_that_must_never_be_comes_about_in_any_of_many_lives() -> None:
    years, zones = (DECADE, ZONES) if IS_NIGHTLY else (FEW_YEARS, FEW_ZONES)
    broken = {seed: life.violations[0] for seed, life in enumerate(lives(), start=1) if life.violations}
    assert broken == {}, f"see: liandong simulate --years {years} --zones {zones} --seeds 1 --first-seed <seed>"


def test_a_decade_of_thirty_zones_breaks_nothing_and_its_views_are_what_a_database_holds() -> None:
    assert decade().violations == []


def test_a_decade_is_worth_watching() -> None:
    """What never happens is not checked: nearly every event there is comes about, and rules are broken in many ways."""
    happened, refusals = Counter[str](), Counter[str]()
    for each in (decade(), *lives()):
        happened.update(each.events)
        refusals.update(each.refusals)
    there_are = {name for name in events() if not name.endswith(SUFFIX)}
    assert len(there_are - happened.keys()) <= len(there_are) / 30, sorted(there_are - happened.keys())
    assert decade().events["zone.established"] > ZONES / 2
    assert decade().events["zone.withdrawn"] > 0
    assert sum(count for name, count in happened.items() if name.endswith(SUFFIX)) > 50
    assert len(refusals) > 100
    assert {name.partition(".")[0] for name in decade().events} == set(DECIDERS)


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
