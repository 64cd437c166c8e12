"""The whole system as `liandong up` runs it, after the scenario: how much memory it holds."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from services.bench.memory import resident_mb
from services.commands.client import CommandClient
from services.ledger.connection import connect
from services.runtime import Runtime, read
from services.scenario.play import play
from services.scenario.shelf import SCENARIOS

READY_SECONDS = 60.0
SETTLE_SECONDS = 3.0
"""After the last command: the views catch up, and what was borrowed is given back."""
STOP_SECONDS = 30


async def resident(place: Path) -> dict[str, float]:
    """MiB resident by process of `liandong up`, its children and its server, after the scenario was played."""
    options = ["up", "--data", str(place), "--web-port", "0", "--log-level", "warning"]
    system = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "services.cli", *options),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        where = await _ready(place)
        async with await connect(where.nats_url) as nc:
            await play(CommandClient(nc), SCENARIOS["first-batch"]())
        await asyncio.sleep(SETTLE_SECONDS)
        return resident_mb(system.pid)
    finally:
        system.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await system.wait()


async def _ready(place: Path) -> Runtime:
    """Where the system is found, once it says so."""
    async with asyncio.timeout(READY_SECONDS):
        while (where := read(place)) is None:  # noqa: ASYNC110 - a file tells nobody that it is there
            await asyncio.sleep(0.1)
    return where
