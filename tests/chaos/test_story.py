"""The first batch of zones, told while processes of the running system are killed: it ends as it does in peace."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from pathlib import Path
from uuid import UUID

import pytest
import structlog

from services.commands.client import CommandClient
from services.projector.database import open_engine
from services.projector.reading import Views
from services.reactor.memory import Memory
from services.scenario.expectations import expectations
from services.scenario.first_batch import first_batch
from services.scenario.play import play
from tests.chaos.checks import Truth, index_equals_the_log, versions_are_contiguous, views_equal_a_replay
from tests.chaos.processes import of_folder, up
from tests.chaos.site import Site, until
from tests.chaos.test_up import looking

pytestmark = pytest.mark.chaos
log = structlog.get_logger("chaos")


async def test_the_first_batch_played_while_processes_are_killed_ends_as_it_does_in_peace(
    tmp_path: Path, rounds: int, seed: str, figure: list[str]
) -> None:
    data, story, chance = tmp_path / "data", first_batch(), random.Random(f"{seed}/story")
    with up(data) as started:
        where = await asyncio.to_thread(started.ready)
        async with looking(where) as site:
            playing = asyncio.create_task(play(CommandClient(site.nc, patience=60, timeout=1), story))
            killed = 0
            while killed < 2 * rounds and not playing.done():
                await asyncio.wait([playing], timeout=chance.uniform(0.2, 1.0))
                killed += kill_one(data, started.process.pid, chance)
            await playing
            await the_story_is_told(site)
            truth = await Truth.of(site.log)
            versions_are_contiguous(truth)
            caused = {UUID(each) for each in truth.caused}
            assert [ids for ids in story.accepted() if len(ids & caused) != 1] == []
            await views_equal_a_replay(site)
            await index_equals_the_log(site, truth)
            memory = Memory(data)
            assert memory.all_refused() == []
            memory.close()
    assert started.process.returncode == 0, started.said()
    figure.append(
        f"the first batch under {killed} times kill -9: {len(truth.stored)} events, as in peace (seed {seed})"
    )


def kill_one(data: Path, supervisor: int, chance: random.Random) -> int:
    """kill -9 of one process of the running system, the supervisor spared; how many that were."""
    others = {pid: command for pid, command in sorted(of_folder(data).items()) if pid != supervisor}
    if not others:
        return 0
    pid = chance.choice(list(others))
    log.info("kill -9", pid=pid, command=others[pid])
    with contextlib.suppress(ProcessLookupError):  # it ended by itself this very moment
        os.kill(pid, signal.SIGKILL)
    return 1


async def the_story_is_told(site: Site) -> None:
    """Wait until the views show what the scenario's commands and their reactions come to; never more than that."""
    engine = open_engine(site.settings.views_url)
    views = Views(engine)
    story = expectations(first_batch())
    wanted = {each.key: each.rows for each in story}
    found: dict[str, int] = {}

    def told() -> bool:
        for each in story:
            where = {each.column: each.value} if each.column else {}
            found[each.key] = len(views.rows(each.view, table=each.table, where=where, limit=None).rows)
        return found == wanted

    try:
        await until(told, lambda: f"{found} instead of {wanted}")
        await asyncio.sleep(0.5)
        assert told(), f"{found} instead of {wanted}"
    finally:
        engine.dispose()
