"""A view is built anew beside the one that is read; readers never see a half-built view, or none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Column, Engine, String, inspect

from domain.envelope import Recorded
from domain.lead import Assessed, Shared
from projections.catalogue import PROJECTIONS
from projections.kernel import Changes, Projection, Put, on, table
from services.ledger.log import Log, Stored
from services.projector.folding import compare
from services.projector.reading import Views
from services.projector.rebuild import rebuild
from services.projector.store import Store, Superseded
from tests.services import history
from tests.services.projector.conftest import projecting

ASSESSED = Assessed(follow_up=True, major=False, reason="好")
EXCHANGE, LEDGER = PROJECTIONS["lead-exchange"], PROJECTIONS["lead-ledger"]
SHORT = table("shortlist", Column("lead", String(64), primary_key=True))
LONG = table("shortlist", Column("lead", String(64), primary_key=True), Column("project", String(200)))


def first(_event: Shared, recorded: Recorded) -> Changes:
    yield Put(SHORT, {"lead": recorded.entity}, {})


def second(event: Shared, recorded: Recorded) -> Changes:
    yield Put(LONG, {"lead": recorded.entity}, {"project": event.project})


V1 = Projection("shortlist", version=1, tables=(SHORT,), handlers=(on(Shared, first),))
V2 = Projection("shortlist", version=2, tables=(LONG,), handlers=(on(Shared, second),))


class Slow:
    """The log in small batches, with a breath after each: so that there is time to look at what is half done.

    It may break off the second pull: the first looks for corrections.
    """

    def __init__(self, log: Log, *, breaks_after: int | None = None) -> None:
        self._log, self._breaks_after, self.incarnation = log, breaks_after, log.incarnation
        self._pulls = 0

    async def pull(
        self, after: int = 0, *, until: int | None = None, follow: bool = False
    ) -> AsyncIterator[list[Stored]]:
        self._pulls += 1
        breaks_after = self._breaks_after if self._pulls > 1 else None
        async for batch in self._log.pull(after, until=until, follow=follow):
            for number in range(0, len(batch), 5):
                if breaks_after is not None and batch[number].position > breaks_after:
                    raise KeyboardInterrupt
                yield batch[number : number + 5]
                await asyncio.sleep(0.002)

    async def head(self) -> int:
        return await self._log.head()


async def leads(log: Log, begin: int, end: int) -> None:
    for number in range(begin, end):
        await history.happened(log, "lead", f"lead-{number:03}", history.shared(), ASSESSED)


@contextmanager
def reading(engine: Engine, *projections: Projection) -> Iterator[list[tuple[int, int]]]:
    """A reader in a thread of its own who never pauses: (rows, position) of every look."""
    looks: list[tuple[int, int]] = []
    failures: list[BaseException] = []
    done = threading.Event()
    views = [Views(engine, {view.name: view}) for view in projections]

    def look() -> None:
        while not done.is_set():
            for reader, view in zip(views, projections, strict=True):
                try:
                    page = reader.rows(view.name, limit=None)
                except BaseException as error:  # noqa: BLE001 - whatever a reader meets is what the test is about
                    failures.append(error)
                    return
                looks.append((len(page.rows), page.freshness.position))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield looks
    finally:
        done.set()
        thread.join()
        assert failures == []


async def test_readers_see_the_whole_view_while_it_is_rebuilt_again_and_again(
    engine: Engine, store: Store, ledger: Log
) -> None:
    await leads(ledger, 0, 30)
    await rebuild(store, ledger, EXCHANGE)
    with reading(engine, EXCHANGE) as looks:
        for _ in range(4):
            await rebuild(store, Slow(ledger), EXCHANGE)
    assert len(looks) > 4
    assert set(looks) == {(30, 60)}
    assert [state.generation for state in store.states(EXCHANGE.name)] == [5]


async def test_a_view_that_lives_goes_on_while_it_is_rebuilt_and_never_goes_back(engine: Engine, ledger: Log) -> None:
    await leads(ledger, 0, 10)
    views = Views(engine, {EXCHANGE.name: EXCHANGE})
    async with projecting(engine, ledger, [EXCHANGE]):
        await views.at_least(EXCHANGE.name, 20, 20)
        own = Store(engine)
        with reading(engine, EXCHANGE) as looks:
            growing = asyncio.create_task(leads(ledger, 10, 40))
            await rebuild(own, Slow(ledger), EXCHANGE)
            await growing
            assert await views.at_least(EXCHANGE.name, 80, 20), "the projector went on with the new generation"
        own.close()
    assert views.freshness(EXCHANGE.name).generation == 2
    positions = [position for _, position in looks]
    assert positions == sorted(positions)
    assert all(rows == (position + 1) // 2 for rows, position in looks), "rows and position belong together"
    assert (await compare(engine, ledger, [EXCHANGE])).differences == ()


async def test_a_new_version_is_built_at_the_start_while_the_old_rows_are_served(engine: Engine, ledger: Log) -> None:
    await leads(ledger, 0, 20)
    old, new = Views(engine, {V1.name: V1}), Views(engine, {V2.name: V2})
    async with projecting(engine, ledger, [V1]):
        await old.at_least("shortlist", 40, 20)
    assert new.freshness("shortlist").status == "building", "the rows are of the old version until the new one is there"
    async with projecting(engine, Slow(ledger), [V2]):
        async with asyncio.timeout(20):
            while new.freshness("shortlist").version == 1:
                assert len(old.rows("shortlist").rows) == 20
                await asyncio.sleep(0.001)
        page = new.rows("shortlist", limit=None)
        assert (page.freshness.status, page.freshness.position, len(page.rows)) == ("live", 40, 20)
        assert page.rows[0]["project"] == history.shared().project
        await leads(ledger, 20, 21)
        assert await new.at_least("shortlist", 42, 20), "the new version lives on"
    assert sorted(inspect(engine).get_table_names()) == ["shortlist_2", "view_state"]


async def test_an_old_version_of_the_software_leaves_a_newer_view_alone(
    engine: Engine, store: Store, ledger: Log
) -> None:
    await leads(ledger, 0, 2)
    await rebuild(store, ledger, V2)
    async with projecting(engine, ledger, [V1, EXCHANGE]):
        assert await Views(engine).at_least(EXCHANGE.name, 4, 20)
    (state,) = store.states("shortlist")
    assert (state.version, state.serving, state.status) == (2, True, "live")


async def test_an_interrupted_rebuild_is_taken_up_where_it_was(engine: Engine, store: Store, ledger: Log) -> None:
    await leads(ledger, 0, 20)
    await rebuild(store, ledger, LEDGER)
    with pytest.raises(KeyboardInterrupt):
        await rebuild(store, Slow(ledger, breaks_after=18), LEDGER)
    old, half = store.states(LEDGER.name)
    assert (old.serving, old.position, half.serving, half.status, half.position) == (True, 40, False, "building", 20)
    told: list[tuple[int, int]] = []
    fold = await rebuild(store, ledger, LEDGER, lambda position, head: told.append((position, head)))
    assert fold.generation.number == half.generation
    assert told[0][0] > 20
    assert told[-1] == (40, 40)
    assert [state.generation for state in store.states(LEDGER.name)] == [2]
    assert (await compare(engine, ledger, [LEDGER])).differences == ()


async def test_a_half_built_generation_of_a_version_nobody_wants_is_dropped_at_the_start(
    engine: Engine, store: Store, ledger: Log
) -> None:
    await leads(ledger, 0, 10)
    await rebuild(store, ledger, V1)
    with pytest.raises(KeyboardInterrupt):
        await rebuild(store, Slow(ledger, breaks_after=9), V2)
    v3 = replace(V2, version=3)
    async with projecting(engine, ledger, [v3]):
        views = Views(engine, {v3.name: v3})
        async with asyncio.timeout(20):
            while views.freshness(v3.name).version != 3:
                await asyncio.sleep(0.01)
        assert await views.at_least(v3.name, 20, 20)
    assert sorted(inspect(engine).get_table_names()) == ["shortlist_2", "view_state"]


async def test_views_of_another_log_are_built_anew(engine: Engine, store: Store, ledger: Log) -> None:
    await leads(ledger, 0, 5)
    fold = store.begin(EXCHANGE, "some other log")
    fold.position = 99
    store.commit([fold])
    assert store.switch(fold)
    async with projecting(engine, ledger, [EXCHANGE]):
        views = Views(engine)
        async with asyncio.timeout(20):
            while len(views.rows(EXCHANGE.name).rows) != 5:
                await asyncio.sleep(0.01)
        assert views.freshness(EXCHANGE.name).position == 10


async def test_two_who_build_the_same_generation_do_not_mix(store: Store, ledger: Log) -> None:
    await leads(ledger, 0, 5)
    mine = store.begin(EXCHANGE, ledger.incarnation)
    theirs = store.resume(EXCHANGE, store.states(EXCHANGE.name)[0])
    mine.position = theirs.position = 3
    store.commit([theirs])
    with pytest.raises(Superseded):
        store.commit([mine])
    store.discard(store.states(EXCHANGE.name)[0])
    with pytest.raises(Superseded):
        store.switch(theirs)


async def test_a_generation_that_is_behind_the_one_being_read_is_not_switched_to(store: Store, ledger: Log) -> None:
    await leads(ledger, 0, 5)
    await rebuild(store, ledger, EXCHANGE)
    late = store.begin(EXCHANGE, ledger.incarnation)
    assert not store.switch(late)
    late.position = 10
    store.commit([late])
    assert store.switch(late)
