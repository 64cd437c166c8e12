"""An acknowledgement that never came: what was stored is found, what was not is stored once, and nobody is misled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from nats.aio.client import Client

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Unavailable
from services.ledger.streams import ensure
from services.ledger.wire import BATCH, BATCH_SEQUENCE, GUARD
from tests.services.relay import Relay


class Line(NamedTuple):
    """A log over a line that can fail, and one over a line that does not."""

    relay: Relay
    log: Log
    sure: Log


@pytest.fixture
async def line(streams: Client, nats_server: Server) -> AsyncIterator[Line]:
    sure = await Log.open(streams)
    async with Relay(nats_server.port) as relay, await connect(relay.url) as nc:
        log = await Log.open(nc, patience=5)
        yield Line(relay, log, sure)
    await sure.close()


async def append(log: Log, subject: str, *bodies: str, after: int = 0) -> int:
    return await log.append([Entry(subject, body.encode()) for body in bodies], {subject: after})


async def stored(log: Log) -> list[str]:
    return [one.body.decode() for batch in [batch async for batch in log.pull()] for one in batch]


async def until_stored(log: Log, number: int) -> None:
    while await log.head() < number:
        await asyncio.sleep(0.01)


async def test_an_append_whose_acknowledgement_was_lost_is_found_and_answered_with_its_position(line: Line) -> None:
    await append(line.log, "evt.zone.a", "first")
    line.relay.mute = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "second", after=1))
    await until_stored(line.sure, 2)
    await line.relay.cut()
    assert await waiting == 2
    assert await stored(line.sure) == ["first", "second"]


async def test_an_append_that_never_arrived_is_stored_once_when_the_line_is_back(line: Line) -> None:
    line.relay.deaf = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "first"))
    await asyncio.sleep(0.05)
    await line.relay.cut()
    assert await waiting == 1
    assert await stored(line.sure) == ["first"]


async def test_several_events_whose_acknowledgement_was_lost_are_there_once_each(line: Line) -> None:
    line.relay.mute = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "1", "2", "3"))
    await until_stored(line.sure, 3)
    await line.relay.cut()
    assert await waiting == 3
    assert await stored(line.sure) == ["1", "2", "3"]


async def test_a_whole_group_whose_acknowledgement_was_lost_is_there_once_each_and_sees_no_conflict(line: Line) -> None:
    line.relay.mute = True
    waiting = [asyncio.create_task(append(line.log, f"evt.zone.z{number}", f"{number}")) for number in range(50)]
    await until_stored(line.sure, 50)
    await line.relay.cut()
    positions = await asyncio.gather(*waiting)
    assert sorted(positions) == list(range(1, 51))
    assert sorted(await stored(line.sure), key=int) == [f"{number}" for number in range(50)]


async def test_after_a_lost_acknowledgement_somebody_elses_event_is_a_conflict(line: Line) -> None:
    line.relay.deaf = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "ours"))
    await asyncio.sleep(0.05)
    await append(line.sure, "evt.zone.a", "theirs")
    await line.relay.cut()
    with pytest.raises(Conflict):
        await waiting
    assert await stored(line.sure) == ["theirs"]


async def test_our_own_success_is_found_even_if_somebody_has_gone_on_behind_it(line: Line) -> None:
    line.relay.mute = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "ours"))
    await until_stored(line.sure, 1)
    await append(line.sure, "evt.zone.a", "theirs", after=1)
    await line.relay.cut()
    assert await waiting == 1
    assert await stored(line.sure) == ["ours", "theirs"]


async def test_a_line_that_stays_dead_leaves_the_outcome_unknown_and_a_repetition_settles_it(
    line: Line, nats_server: Server
) -> None:
    async with await connect(line.relay.url) as nc:
        impatient = await Log.open(nc, patience=0.3)
        line.relay.mute = True
        with pytest.raises(OutcomeUnknown):
            await append(impatient, "evt.zone.a", "first")
        await line.relay.cut()
        with pytest.raises(Conflict):
            await append(impatient, "evt.zone.a", "another")
    assert await stored(line.sure) == ["first"]


async def test_without_any_server_an_append_is_refused_as_certainly_not_stored(own_server: Server) -> None:
    async with await connect(own_server.url) as nc:
        log = await Log.open(await with_streams(nc), patience=0.3)
        own_server.kill()
        while nc.is_connected:
            await asyncio.sleep(0.01)
        with pytest.raises(Unavailable, match="not connected"):
            await append(log, "evt.zone.a", "first")
        own_server.restart()
        assert await append(log, "evt.zone.a", "second") == 1
        assert await stored(log) == ["second"]


async def test_what_a_full_disk_left_half_stored_is_completed_before_it_is_acknowledged(line: Line) -> None:
    """A full disk interrupts the server within a batch: here the first event is put there as that leaves it."""
    line.relay.deaf = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "1", "2", "3"))
    await asyncio.sleep(0.05)
    await append(line.sure, "evt.zone.a", "1")
    await append(line.sure, "evt.zone.b", "elsewhere")
    await line.relay.cut()
    assert await waiting == 4
    assert [one.body for one in await line.sure.read("evt.zone.a")] == [b"1", b"2", b"3"]


async def test_what_was_half_stored_and_then_overtaken_is_never_called_a_clean_conflict(line: Line) -> None:
    line.relay.deaf = True
    waiting = asyncio.create_task(append(line.log, "evt.zone.a", "1", "2", "3"))
    await asyncio.sleep(0.05)
    await append(line.sure, "evt.zone.a", "1")
    await append(line.sure, "evt.zone.a", "theirs", after=1)
    await line.relay.cut()
    with pytest.raises(OutcomeUnknown, match="in part"):
        await waiting


async def test_a_batch_that_was_never_committed_stores_nothing(streams: Client, ledger: Log) -> None:
    headers = {BATCH: "begun", BATCH_SEQUENCE: "1", GUARD: "0"}
    await streams.publish("evt.zone.a", b"1", headers=headers)
    await streams.flush()
    assert await append(ledger, "evt.zone.b", "other") == 1
    assert await stored(ledger) == ["other"]


async def with_streams(nc: Client) -> Client:
    await ensure(nc)
    return nc
