"""kill -9 of the projector while events pour in: started again, its rows are those of a fold from zero."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from domain.lead import Assessed
from projections.catalogue import PROJECTIONS
from services.broker.embedded import Server
from services.ledger.log import Log
from services.projector.database import open_engine
from services.projector.folding import compare
from services.projector.reading import Views
from tests.services import history

pytestmark = pytest.mark.chaos
ASSESSED = Assessed(follow_up=True, major=False, reason="好")


class Killable:
    """The projector as a process that can be killed."""

    def __init__(self, server: Server, database_url: str, data: Path) -> None:
        self._command = [sys.executable, "-m", "services.projector", "--nats-url", server.url, "--data", str(data)]
        self._command += ["--database-url", database_url, "--log-format", "json"]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self._process is not None
        assert self._process.poll() is None, "it had ended by itself"
        self._process.kill()
        self._process.wait()


async def pour(log: Log, stop: asyncio.Event) -> int:
    """Events as fast as one writer makes them; how many leads."""
    number = 0
    while not stop.is_set():
        await history.happened(log, "lead", f"lead-{number}", history.shared(), ASSESSED)
        number += 1
    return number


async def moved(views: Views, position: int) -> None:
    """Wait until the projector has written something since that position."""
    async with asyncio.timeout(60):
        while views.freshness("lead-ledger").position <= position:
            await asyncio.sleep(0.01)


async def test_a_projector_that_is_killed_again_and_again_loses_and_doubles_nothing(
    nats_server: Server, world: Log, database_url: str, tmp_path: Path, nightly: object
) -> None:
    engine: Engine = open_engine(database_url)
    views, projector, chance = Views(engine), Killable(nats_server, database_url, tmp_path), random.Random(7)
    stop = asyncio.Event()
    pouring = asyncio.create_task(pour(world, stop))
    for _ in range(30 if nightly else 3):
        before = views.freshness("lead-ledger").position
        projector.start()
        await moved(views, before)
        await asyncio.sleep(chance.uniform(0, 0.3))
        projector.kill()
    stop.set()
    leads = await pouring
    projector.start()
    head = await world.head()
    for name in PROJECTIONS:
        assert await views.at_least(name, head, 60), name
    projector.kill()
    comparison = await compare(engine, world, list(PROJECTIONS.values()))
    assert comparison.differences == ()
    assert len(views.rows("lead-ledger", limit=None).rows) == leads
    engine.dispose()
