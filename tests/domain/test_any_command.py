"""Whatever is asked, in whatever state: a decision is events, or a refusal in both languages, and nothing else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.catalogue import DECIDERS, AnyDecider, event_classes
from tests.domain.generated import drawn
from tests.domain.walks import walked

each_aggregate = pytest.mark.parametrize("decider", DECIDERS.values(), ids=lambda decider: decider.category)


@each_aggregate
def test_any_command_in_any_state_is_accepted_or_refused_with_reasons(decider: AnyDecider) -> None:
    assert walked(decider.category).reached == set(event_classes(decider.category)), "the walks come to every event"


@each_aggregate
@settings(max_examples=200, deadline=None)
@for_all(seed=st.integers(0, 2**32), length=st.integers(0, 20))
def test_a_history_is_folded_whatever_the_order_of_its_events(decider: AnyDecider, seed: int, length: int) -> None:
    chance = Random(seed)
    kinds = list(event_classes(decider.category).values())
    state = decider.initial
    for _ in range(length):
        state = decider.evolve(state, drawn(chance.choice(kinds), chance))
        decider.fact(state)
        decider.case_rulebook(state)
