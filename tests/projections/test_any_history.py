"""Whatever happened, however it was cut into batches, wherever the projector died: the rows are those of one fold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import Event
from projections.catalogue import PROJECTIONS
from services.projector.absorbing import absorb
from services.projector.rebuild import project
from tests.projections.histories import histories, told
from tests.projections.oracle import actual, expected
from tests.projections.story import Stage, in_batches

History = list[tuple[str, str, Event, date]]
cuts = st.lists(st.integers(1, 60), max_size=12)


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
@settings(max_examples=20)
@given(happened=histories, places=cuts)
def test_any_cut_into_batches_makes_the_same_rows(
    theatre: Stage, name: str, happened: History, places: list[int]
) -> None:
    messages = told(happened).messages
    fold = theatre.empty(PROJECTIONS[name])
    for batch in in_batches(messages, places):
        project(theatre.store, [fold], batch)
    assert fold.stop is None
    assert fold.written == len(messages)
    assert actual(theatre.store, fold.generation) == expected(fold.projection, messages)


@settings(max_examples=30)
@given(happened=histories, places=cuts, deaths=st.sets(st.integers(0, 12)), name=st.sampled_from(sorted(PROJECTIONS)))
def test_a_projector_that_dies_between_or_within_batches_goes_on_as_if_nothing_had_been(
    theatre: Stage, name: str, happened: History, places: list[int], deaths: set[int]
) -> None:
    messages = told(happened).messages
    fold = theatre.empty(PROJECTIONS[name])
    for number, batch in enumerate(in_batches(messages, places)):
        if number in deaths:
            absorb([fold], batch)  # taken, and gone with the process before it was written
            (state,) = theatre.store.states(name)
            fold = theatre.store.resume(fold.projection, state)
        again = [message for message in messages if message.position <= batch[-1].position]
        project(theatre.store, [fold], again if number in deaths else batch)
    assert actual(theatre.store, fold.generation) == expected(fold.projection, messages)


@settings(max_examples=20)
@given(happened=histories, places=cuts)
def test_all_views_together_make_the_same_rows_as_each_alone(
    theatre: Stage, happened: History, places: list[int]
) -> None:
    messages = told(happened).messages
    folds = [theatre.empty(projection) for projection in PROJECTIONS.values()]
    for batch in in_batches(messages, places):
        project(theatre.store, folds, batch)
    for fold in folds:
        assert actual(theatre.store, fold.generation) == expected(fold.projection, messages), fold.name
