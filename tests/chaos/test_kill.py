"""kill -9 of any process at any moment under load: nothing acknowledged is lost, nothing is doubled, all agrees."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
import structlog

from tests.chaos.checks import everything_holds
from tests.chaos.load import CLIENTS, Load
from tests.chaos.site import Site, site, until

pytestmark = pytest.mark.chaos
NAMED = {"nats-server", "commands", "projector"}
"""Killed in every round that is asked for; the others in one of three."""
log = structlog.get_logger("chaos")


@pytest.mark.parametrize("victim", ["nats-server", "commands", "projector", "reactor", "everything"])
async def test_a_process_killed_under_load_costs_nothing_that_was_acknowledged(
    victim: str, tmp_path: Path, rounds: int, seed: str, figure: list[str]
) -> None:
    async with site(tmp_path / "data") as running:
        load = Load(running.nc, f"{seed}/{victim}")
        for number in range(1, (rounds if victim in NAMED else max(1, rounds // 3)) + 1):
            log.info("round", number=number, victim=victim, again=f"LIANDONG_CHAOS_SEED={seed}")
            await killed_under_load(running, victim, load, random.Random(f"{seed}/{victim}/{number}"))
            await everything_holds(running, load)
        events = await running.log.head()
    figure.append(
        f"kill -9 {victim}: {number} rounds, {len(load.acknowledged)} of {len(load.sent)} commands acknowledged, "
        f"{load.settled_late} settled late, {events} events (seed {seed})"
    )


async def killed_under_load(running: Site, victim: str, load: Load, chance: random.Random) -> None:
    """Load, kill at a random moment, and go on until commands are acknowledged again."""
    load.start()
    await asyncio.sleep(chance.uniform(0.3, 1.2))
    running.kill(victim)
    before = len(load.acknowledged)
    await until(lambda: len(load.acknowledged) > before + CLIENTS, lambda: f"nothing answers after kill -9 {victim}")
    await load.stop()
