"""Two logs on one stream against a model of it: whatever is appended, in whatever order, guards and positions agree."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.log import Conflict, Entry, Log
from services.ledger.streams import ensure
from tests.services.conftest import forget_streams

T = TypeVar("T")
SUBJECTS = st.sampled_from(["evt.zone.a", "evt.zone.b", "evt.lead.c", "evt.lead.d"])
WHICH = st.integers(0, 1)
DECISIONS = st.lists(SUBJECTS, min_size=1, max_size=4)


class Model(RuleBasedStateMachine):
    """The stream as a list of (subject, body); positions are places in it, from 1."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model: list[tuple[str, bytes]] = []
        self.made = 0
        self.nc = self.run(connect(self.server.url))
        self.run(forget_streams(self.nc))
        self.run(ensure(self.nc))
        self.logs = [self.run(Log.open(self.nc)) for _ in range(2)]

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        for log in self.logs:
            self.run(log.close())
        self.run(forget_streams(self.nc))
        self.run(self.nc.close())
        self.runner.close()

    def last(self, subject: str) -> int:
        places = [place for place, (where, _) in enumerate(self.model, start=1) if where == subject]
        return places[-1] if places else 0

    def entries(self, subjects: list[str]) -> list[Entry]:
        self.made += len(subjects)
        return [Entry(subject, f"{self.made}/{place}".encode()) for place, subject in enumerate(subjects)]

    @rule(which=WHICH, subjects=DECISIONS)
    def a_decision_on_what_is_there_is_stored(self, which: int, subjects: list[str]) -> None:
        entries = self.entries(subjects)
        position = self.run(self.logs[which].append(entries, {subject: self.last(subject) for subject in subjects}))
        self.model += [(entry.subject, entry.body) for entry in entries]
        assert position == len(self.model)

    @rule(which=WHICH, subjects=DECISIONS, at=st.integers(0, 3), off=st.sampled_from([-2, -1, 1, 5]))
    def a_decision_on_anything_else_conflicts(self, which: int, subjects: list[str], at: int, off: int) -> None:
        guards = {subject: self.last(subject) for subject in subjects}
        wrong = subjects[at % len(subjects)]
        guards[wrong] = guards[wrong] + off if guards[wrong] + off >= 0 else guards[wrong] + 1
        with pytest.raises(Conflict) as conflict:
            self.run(self.logs[which].append(self.entries(subjects), guards))
        assert conflict.value.subject == wrong

    @rule(rivals=st.lists(st.tuples(WHICH, DECISIONS), min_size=2, max_size=30))
    def of_decisions_at_once_those_that_succeed_could_have_come_one_after_the_other(
        self, rivals: list[tuple[int, list[str]]]
    ) -> None:
        guards = {subject: self.last(subject) for _, subjects in rivals for subject in subjects}
        decisions = [(which, self.entries(subjects)) for which, subjects in rivals]

        async def together() -> list[int | BaseException]:
            appends = (
                self.logs[which].append(entries, {entry.subject: guards[entry.subject] for entry in entries})
                for which, entries in decisions
            )
            return await asyncio.gather(*appends, return_exceptions=True)

        outcomes = self.run(together())
        results = list(zip(outcomes, (entries for _, entries in decisions), strict=True))
        won = sorted((outcome, entries) for outcome, entries in results if isinstance(outcome, int))
        touched: set[str] = set()
        for position, entries in won:
            assert touched.isdisjoint(entry.subject for entry in entries)
            touched |= {entry.subject for entry in entries}
            self.model += [(entry.subject, entry.body) for entry in entries]
            assert position == len(self.model)
        for outcome, entries in results:
            if not isinstance(outcome, int):
                assert isinstance(outcome, Conflict)
                assert not touched.isdisjoint(entry.subject for entry in entries)

    @rule(which=WHICH, subject=SUBJECTS, after=st.integers(0, 20))
    def one_entity_reads_as_it_was_written(self, which: int, subject: str, after: int) -> None:
        read = self.run(self.logs[which].read(subject, after=after))
        assert [(one.position, one.body) for one in read] == [
            (place, body)
            for place, (where, body) in enumerate(self.model, start=1)
            if where == subject and place > after
        ]

    @rule(which=WHICH, share=st.floats(0, 1))
    def the_whole_reads_as_it_was_written(self, which: int, share: float) -> None:
        after = int(len(self.model) * share)

        async def pulled() -> list[tuple[str, bytes]]:
            return [(one.subject, one.body) async for batch in self.logs[which].pull(after) for one in batch]

        assert self.run(pulled()) == self.model[after:]

    @invariant()
    def both_see_the_same_end(self) -> None:
        assert [self.run(log.head()) for log in self.logs] == [len(self.model)] * 2


def test_two_logs_agree_with_a_model_of_the_stream(nats_server: Server, *, nightly: bool) -> None:
    Model.server = nats_server
    run_state_machine_as_test(Model, settings=settings(max_examples=200 if nightly else 12, stateful_step_count=20))
