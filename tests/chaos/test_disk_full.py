"""A full disk: commands are refused with the reason, nothing is lost or half stored, and it recovers by itself."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from services.broker.embedded import Server
from services.settings import Settings
from tests.chaos.checks import everything_holds
from tests.chaos.disk import goes_on, is_refused, namespace, refusals, story
from tests.chaos.load import Load
from tests.chaos.site import SERVICES, running
from tests.system import ROOT, surroundings

pytestmark = pytest.mark.chaos

NAMESPACE = namespace()
LIMIT = 300_000
"""Bytes: room for a few hundred events."""


if NAMESPACE is not None:

    def test_a_full_disk_refuses_commands_with_the_reason_and_recovers_without_a_restart_of_any_service(
        tmp_path: Path, seed: str, figure: list[str]
    ) -> None:
        told = subprocess.run(
            [*(NAMESPACE or []), sys.executable, "-m", story.__module__, str(tmp_path), seed],
            cwd=ROOT,
            env=surroundings({}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, f"seed {seed}\n{told.stdout}{told.stderr}"
        figure.append(f"full disk, three times: {told.stdout.splitlines()[-1]} (seed {seed})")


async def test_a_store_at_its_limit_refuses_commands_with_the_reason_until_the_operator_raises_it(
    tmp_path: Path, seed: str, figure: list[str]
) -> None:
    data = tmp_path / "data"
    server = Server(data / "nats", lock=data, max_file_store=LIMIT)
    server.start()
    async with running([server], Settings(data=data, nats_url=server.url), SERVICES, supervised=False) as site:
        services, load = site.pids(), Load(site.nc, f"{seed}/limit", impatient=1.0)
        load.start()
        await is_refused(site, load)
        server.stop()
        site.servers[0] = Server(data / "nats", lock=data, port=server.port, max_file_store=100 * LIMIT)
        await asyncio.to_thread(site.servers[0].start)
        await goes_on(load)
        await load.stop()
        await everything_holds(site, load, was_full=True)
        assert site.pids() == services
    if NAMESPACE is None:
        figure.append("full disk: not played, this machine lets nobody mount a tmpfs")
    figure.append(
        f"store at its limit: {len(refusals(load))} times refused, {len(load.acknowledged)} acknowledged, 0 lost"
    )
