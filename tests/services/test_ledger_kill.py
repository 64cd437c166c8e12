"""kill -9 of the server under load: what was acknowledged is there exactly once, the rest once or not at all."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Unavailable
from services.ledger.streams import ensure

ENTITIES = 40
KILLS = 2


class Writer:
    """One entity's writer: appends events with ids of their own, retrying each until its outcome is certain."""

    def __init__(self, log: Log, number: int) -> None:
        self.log, self.subject, self.size = log, f"evt.zone.z{number}", 1 + number % 3
        self.acknowledged: list[str] = []
        self.doubtful = 0
        self._last = 0

    async def write(self, stop: asyncio.Event) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            names = [f"{self.subject}/{number}/{part}" for part in range(self.size)]
            await self._until_certain(names)
            self.acknowledged += names

    async def _until_certain(self, names: list[str]) -> None:
        entries = [Entry(self.subject, name.encode()) for name in names]
        while True:
            try:
                self._last = await self.log.append(entries, {self.subject: self._last})
            except (OutcomeUnknown, Unavailable):
                self.doubtful += 1
            except Conflict:  # only we write here: an earlier attempt of ours has arrived after all
                there = await self.log.read(self.subject, after=self._last)
                assert [one.body.decode() for one in there] == names
                self._last = there[-1].position
                return
            else:
                return


@pytest.mark.chaos
async def test_a_killed_server_loses_nothing_acknowledged_and_doubles_nothing(own_server: Server) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log, stop = await Log.open(nc, patience=2), asyncio.Event()
        writers = [Writer(log, number) for number in range(ENTITIES)]
        tasks = [asyncio.create_task(writer.write(stop)) for writer in writers]
        for _ in range(KILLS):
            before = sum(len(writer.acknowledged) for writer in writers)
            await asyncio.sleep(0.2 + random.random() / 5)
            own_server.kill()
            own_server.restart()
            while sum(len(writer.acknowledged) for writer in writers) < before + ENTITIES:
                await asyncio.sleep(0.01)
        stop.set()
        await asyncio.gather(*tasks)
        stored = Counter([one.body.decode() async for batch in log.pull() for one in batch])
        acknowledged = [name for writer in writers for name in writer.acknowledged]
        await log.close()
    assert set(stored.values()) == {1}
    assert set(acknowledged) == set(stored)
    assert len(acknowledged) > ENTITIES * KILLS


@pytest.mark.chaos
async def test_the_events_of_one_decision_are_all_there_or_none_after_a_kill(own_server: Server) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log = await Log.open(nc, patience=0.1)
        waiting = [
            asyncio.create_task(
                log.append([Entry(f"evt.zone.z{n}", b"%d" % k) for k in range(5)], {f"evt.zone.z{n}": 0})
            )
            for n in range(400)
        ]
        await asyncio.sleep(0.03)
        own_server.kill()
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        own_server.restart()
        parts = Counter([one.subject async for batch in log.pull() for one in batch])
        await log.close()
    assert set(parts.values()) <= {5}
    assert all(parts[f"evt.zone.z{n}"] for n, outcome in enumerate(outcomes) if isinstance(outcome, int))
    assert all(isinstance(outcome, int | OutcomeUnknown | Unavailable) for outcome in outcomes)
    assert not any(parts[f"evt.zone.z{n}"] for n, outcome in enumerate(outcomes) if isinstance(outcome, Unavailable))
