"""Three servers, three copies: the leader may be killed under load; appends coalesce, and their guards hold."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from services.ledger.log import Conflict, Entry, Log
from services.ledger.wire import BATCH, Wire
from tests.chaos.cluster import cluster
from tests.chaos.cluster_gap import measured, summary
from tests.chaos.site import Site

pytestmark = [pytest.mark.chaos, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def healthy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    """A cluster that nobody kills."""
    async with cluster(tmp_path_factory.mktemp("cluster"), services=()) as site:
        yield site


async def test_a_killed_leader_costs_seconds_and_nothing_that_was_acknowledged(
    tmp_path: Path, rounds: int, seed: str, figure: list[str]
) -> None:
    done = [each async for each in measured(tmp_path, max(1, rounds // 3), seed)]
    figure += [*map(str, done), f"{summary(done)} (seed {seed})"]


async def test_appends_to_three_copies_share_batches_from_the_second_on(healthy: Site) -> None:
    first = await healthy.log.head() + 1
    await asyncio.gather(*(_append(healthy.log, f"evt.zone.many-{number}", b"a", 0) for number in range(60)))
    batches = Counter([await batch_of(healthy, position) for position in range(first, first + 60)])
    assert await healthy.log.head() == first + 59
    assert batches[""] <= 2
    assert len(batches) <= 10


async def test_of_two_who_saw_the_same_version_one_appends_and_no_neighbour_in_the_batch_suffers(
    healthy: Site,
) -> None:
    other = await Log.open(healthy.nc)
    for number in range(20):
        rivals = [
            _append(log, f"evt.zone.rivals-{number}", mark, 0) for log, mark in ((healthy.log, b"1"), (other, b"2"))
        ]
        neighbours = [_append(healthy.log, f"evt.zone.beside-{number}-{each}", b"n", 0) for each in range(10)]
        one, two, *others = await asyncio.gather(*rivals, *neighbours, return_exceptions=True)
        assert sorted(type(each).__name__ for each in (one, two)) == ["Conflict", "int"]
        assert all(isinstance(each, int) for each in others)
        (stored,) = await healthy.log.read(f"evt.zone.rivals-{number}")
        assert stored.body == (b"1" if isinstance(one, int) else b"2")
    await other.close()


async def test_an_append_on_an_old_position_is_a_conflict_and_stores_nothing(healthy: Site) -> None:
    position = await _append(healthy.log, "evt.zone.moved", b"1", 0)
    await _append(healthy.log, "evt.zone.moved", b"2", position)
    entries = [Entry("evt.zone.moved", b"3"), Entry("evt.zone.untouched", b"3")]
    with pytest.raises(Conflict) as refused:
        await healthy.log.append(entries, {"evt.zone.moved": position, "evt.zone.untouched": 0})
    assert refused.value.subject == "evt.zone.moved"
    assert [each.body for each in await healthy.log.read("evt.zone.moved")] == [b"1", b"2"]
    assert await healthy.log.read("evt.zone.untouched") == []


async def _append(log: Log, subject: str, body: bytes, guard: int) -> int:
    return await log.append([Entry(subject, body)], {subject: guard})


async def batch_of(site: Site, position: int) -> str:
    """The id of the atomic batch that brought a message, "" for one that came alone."""
    wire = Wire(site.nc, "EVENTS")
    try:
        found = (await wire.api("STREAM.MSG.GET.EVENTS", {"seq": position}))["message"]
    finally:
        await wire.close()
    lines = base64.b64decode(found["hdrs"]).decode().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{BATCH}:")), "")
