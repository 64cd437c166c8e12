"""Pulling the whole log: in order, without a gap, across restarts, as fast as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import pytest
from nats.aio.client import Client

from services.broker.embedded import Server
from services.ledger.connection import QuickClient, connect
from services.ledger.log import Entry, Gap, Log, Stored
from services.ledger.pull import Reader
from services.ledger.streams import ensure
from services.ledger.wire import Wire


@pytest.fixture(params=[Client, QuickClient])
async def log(request: pytest.FixtureRequest, streams: Client, nats_server: Server) -> AsyncIterator[Log]:
    """The log over nats-py's own client, and over ours."""
    make: Callable[[], Client] = request.param
    client = make()
    await client.connect(nats_server.url)
    log = await Log.open(client)
    yield log
    await log.close()
    await client.close()


async def filled(log: Log, number: int, size: int = 1) -> None:
    """Append events 1, 2, ... up to a number, in order, each on an entity of its own."""
    begin = await log.head()
    entries = [Entry(f"evt.zone.z{n}", f"{n}".encode().ljust(size)) for n in range(begin + 1, number + 1)]
    for start in range(0, len(entries), 1000):
        part = entries[start : start + 1000]
        await log.append(part, {entry.subject: 0 for entry in part})


async def into(got: list[Stored], batches: AsyncIterator[list[Stored]]) -> None:
    async for batch in batches:
        got += batch


def numbers(stored: list[Stored]) -> list[int]:
    assert [one.position for one in stored] == [int(one.body) for one in stored]
    return [one.position for one in stored]


async def test_an_empty_log_ends_at_once(log: Log) -> None:
    assert [batch async for batch in log.pull()] == []


async def test_everything_comes_in_order_in_batches_of_at_most_a_thousand(log: Log) -> None:
    await filled(log, 5500)
    batches = [batch async for batch in log.pull()]
    assert numbers([one for batch in batches for one in batch]) == list(range(1, 5501))
    assert max(map(len, batches)) <= 1000
    assert min(map(len, batches)) > 0


async def test_it_begins_behind_a_position_and_ends_at_another(log: Log) -> None:
    await filled(log, 2500)
    got = [one for batch in [batch async for batch in log.pull(700, until=1900)] for one in batch]
    assert numbers(got) == list(range(701, 1901))
    assert [batch async for batch in log.pull(2500)] == []
    assert [batch async for batch in log.pull(700, until=700)] == []


async def test_without_follow_it_ends_with_what_was_last_when_it_began(log: Log) -> None:
    await filled(log, 1500)
    got = []
    async for batch in log.pull():
        got += batch
        await filled(log, 1600)
    assert numbers(got) == list(range(1, 1501))


async def test_with_follow_it_waits_for_what_comes(log: Log) -> None:
    await filled(log, 10)
    got: list[Stored] = []
    async with aclosing(log.pull(follow=True)) as batches:
        async for batch in batches:
            got += batch
            if len(got) in (10, 20, 30):
                asyncio.get_running_loop().call_later(0.05, asyncio.ensure_future, filled(log, len(got) + 10))
            if len(got) == 40:
                break
    assert numbers(got) == list(range(1, 41))


async def test_large_events_are_read_within_the_limits_of_memory(log: Log) -> None:
    await filled(log, 8, size=4_000_000)
    got = [one for batch in [batch async for batch in log.pull()] for one in batch]
    assert numbers(got) == list(range(1, 9))


async def test_a_slow_reader_gets_everything_and_is_never_sent_more_than_it_asked_for(log: Log) -> None:
    await filled(log, 6000)
    got = 0
    async for batch in log.pull():
        await asyncio.sleep(0.03)
        got += len(batch)
    assert got == 6000


async def test_a_reader_ahead_of_the_log_is_told_that_this_is_another_log(log: Log) -> None:
    await filled(log, 10)
    with pytest.raises(Gap) as gap:
        await anext(log.pull(11))
    assert (gap.value.expected, gap.value.got) == (12, 10)
    with pytest.raises(Gap):
        await anext(log.pull(11, follow=True))


@pytest.mark.parametrize("missing", [1, 5, 1500])
async def test_a_missing_event_stops_the_reader_and_is_named(nc: Client, missing: int) -> None:
    """Only a stream without protection can lose one: `Log.open` would refuse it."""
    manager = nc.jetstream()
    await manager.add_stream(name="LOOSE", subjects=["loose.>"])
    await asyncio.gather(*(manager.publish(f"loose.{number}", b"x") for number in range(1600)))
    await manager.delete_msg("LOOSE", missing)
    wire, got = Wire(nc, "LOOSE"), list[Stored]()
    with pytest.raises(Gap) as gap:
        await into(got, Reader(wire, 0, 1600).batches())
    assert (gap.value.expected, gap.value.got) == (missing, missing + 1)
    assert [one.position for one in got] == list(range(1, missing))
    await wire.close()


async def test_a_message_lost_on_its_way_is_fetched_again(
    nc: Client, ledger: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(ledger, 3000)
    keep, lost = Reader._keep, {1234}

    def lossy(self: Reader, subject: str, reply: str, body: bytes) -> None:
        if int(body) in lost:
            lost.discard(int(body))
        else:
            keep(self, subject, reply, body)

    monkeypatch.setattr(Reader, "_keep", lossy)
    got = [one for batch in [batch async for batch in ledger.pull()] for one in batch]
    assert numbers(got) == list(range(1, 3001))
    assert not lost


@pytest.mark.parametrize("kill", [False, True])
async def test_a_reader_survives_restarts_of_the_server_and_misses_nothing(own_server: Server, *, kill: bool) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log, got = await Log.open(nc), list[Stored]()
        await filled(log, 3000)
        async with aclosing(log.pull(follow=True)) as batches:
            async for batch in batches:
                got += batch
                if len(got) in (3000, 3100):
                    if kill:
                        own_server.kill()
                    own_server.restart()
                    await filled(log, len(got) + 100)
                if len(got) == 3200:
                    break
        assert numbers(got) == list(range(1, 3201))
        await log.close()


async def test_two_readers_and_a_writer_do_not_disturb_each_other(log: Log, ledger: Log) -> None:
    async def reading(source: Log) -> list[int]:
        got: list[Stored] = []
        async with aclosing(source.pull(follow=True)) as batches:
            async for batch in batches:
                got += batch
                if len(got) == 4000:
                    break
        return numbers(got)

    readers = [asyncio.create_task(reading(log)), asyncio.create_task(reading(ledger))]
    for number in range(200, 4001, 200):
        await filled(ledger, number)
    assert await asyncio.gather(*readers) == [list(range(1, 4001))] * 2


async def test_a_reader_that_leaves_early_leaves_no_consumer_that_anybody_serves(ledger: Log, nc: Client) -> None:
    await filled(ledger, 5000)
    async with aclosing(ledger.pull()) as batches:
        assert len(await anext(batches)) > 0
    consumers = await nc.jsm().consumers_info("EVENTS")
    assert consumers == []
