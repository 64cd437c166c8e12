"""Whatever is asked, in whatever state: a decision is events, or a refusal in both languages, and nothing else.

Every aggregate of the catalogue, a new one among them as soon as `walks.ENTITIES` names one entity of it.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.catalogue import DECIDERS, AnyDecider, event_classes
from domain.corrections import CorrectionRequest, course, in_effect, of
from domain.kernel import COMMANDS, Refused
from domain.references import references
from tests.domain.generated import drawn
from tests.domain.scenarios import COMMITTEE, OFFICE, TODAY
from tests.domain.walks import Walk, assert_speakable, facts_for, walked

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


def replayed(walk: Walk) -> object:
    """What an entity is by its stored history alone."""
    state = walk.decider.initial
    for recorded in in_effect(walk.history):
        state = walk.decider.evolve(state, recorded.event)
    return state


@each_aggregate
def test_what_was_decided_gives_the_same_state_however_often_it_is_replayed(decider: AnyDecider) -> None:
    """No decision on the way, accepted or refused, has touched a state: they all are what their histories say."""
    ends = walked(decider.category).ends
    assert any(walk.version > 1 for walk in ends) or len(event_classes(decider.category)) == 1
    assert all(replayed(walk) == walk.state for walk in ends)


@each_aggregate
def test_the_same_command_in_the_same_state_is_decided_the_same(decider: AnyDecider) -> None:
    for samples in walked(decider.category).samples.values():
        for each in samples:
            assert each.walk.attempt(each.command, each.by, each.on, each.facts) == each.events
            assert replayed(each.walk) == each.walk.state


CORRECTED_OF_EACH = 300
UNCORRECTED = {"rulebook", "deadline"}
"""A published version of the rules never changes, and a clock follows from what it heard of: that is corrected."""


def correction(walk: Walk, chance: Random) -> CorrectionRequest:
    """The request to correct one event of a history: some of its fields are others, and now and then its date."""
    wrong = chance.choice(walk.history)
    other = drawn(type(wrong.event), chance).model_dump(mode="json")
    fields = chance.sample(sorted(other), min(len(other), chance.randint(0, 2)))
    data = {**wrong.event.model_dump(mode="json"), **{name: other[name] for name in fields}}
    kind = COMMANDS[f"{walk.decider.category}.correct-record"]
    asked = {"corrects": wrong.id, "data": data, "reason": "录入有误"}
    dated = chance.choice((None, None, wrong.effective, TODAY))
    request = kind.model_validate({**asked, "dated": dated})
    assert isinstance(request, CorrectionRequest)
    return request


@each_aggregate
def test_any_correction_is_refused_with_reasons_or_leaves_the_course_of_the_case_as_it_was(decider: AnyDecider) -> None:
    chance = Random(decider.category)
    ends = [walk for walk in walked(decider.category).ends if walk.version]
    accepted = 0
    for _ in range(CORRECTED_OF_EACH):
        walk = chance.choice(ends)
        asked = correction(walk, chance)
        by = chance.choice((OFFICE, COMMITTEE))
        facts = facts_for(references(decider, asked, walk.entity, by, walk.state), chance)
        outcome = walk.attempt(asked, by, TODAY, facts)
        if isinstance(outcome, Refused):
            assert_speakable(outcome)
            continue
        accepted += 1
        corrected = replace(walk, history=(*walk.history, *walk.recorded(outcome)))
        assert course(replayed(corrected)) == course(walk.state)
        assert of(corrected.history[-1]).data == asked.data
    assert bool(accepted) == (decider.category not in UNCORRECTED)
