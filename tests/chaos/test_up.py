"""`liandong up` on bad days: a second one, a loosened store, kill -9 of itself, Ctrl-C in the middle of things."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.gate import OFFICE_ORG
from domain.kernel import Role
from domain.messages import Receipt
from domain.vocabulary import term
from services import runtime
from services.broker.embedded import Server
from services.commands.client import CommandClient
from services.ledger.connection import connect
from services.ledger.log import Log
from services.ledger.streams import EVENTS, REQUIRED, configuration, ensure, verify
from services.ledger.wire import Refusal, Wire
from services.settings import Settings
from tests.chaos.checks import Truth, everything_holds, versions_are_contiguous
from tests.chaos.load import Load
from tests.chaos.processes import is_free, of_folder, up
from tests.chaos.site import DEPARTMENT, Site, until
from tests.services.history import OFFICIAL, SECTION, ZONES, established, happened, planned, registered
from tests.services.test_ledger_streams import LOOSENED, NEEDS
from tests.system import ROOT, said, surroundings

pytestmark = pytest.mark.chaos

FIRST_OFFICIAL = term("office.first-official").zh
FAST = {
    "allow_msg_counter",
    "allow_msg_schedules",
    "allow_rollup_hdrs",
    "deny_delete",
    "deny_purge",
    "mirror",
    "persist_mode",
    "storage",
    "subject_delete_marker_ttl",
}
"""What the server itself lets nobody change on a stream that exists."""


def test_a_second_up_on_the_same_folder_is_refused_and_the_first_does_not_notice(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data) as first:
        where, before = first.ready(), of_folder(data)
        second = said("up", "--data", str(data), "--web-port", "0")
        assert second.returncode == 1
        assert f"{first.process.pid}" in second.stderr
        assert str(data) in second.stderr
        assert "错误" in second.stderr
        assert "Error" in second.stderr
        assert "Traceback" not in second.stderr
        assert runtime.read(data) == where
        assert (data / "lock").read_text() == f"{first.process.pid}\n"
        assert of_folder(data) == before
        assert said("doctor", "--data", str(data)).returncode == 0


async def test_every_setting_that_the_server_lets_one_loosen_is_named_by_the_up_that_refuses_to_start(
    tmp_path: Path,
) -> None:
    data, loosened = tmp_path / "data", set[str]()
    with Server(data / "nats", lock=data) as server:
        async with await connect(server.url) as nc:
            await ensure(nc)
            wire = Wire(nc, EVENTS.name)
            for setting in sorted(REQUIRED.keys() - {"sealed"}):  # nothing can be unsealed
                changes = {**NEEDS.get(setting, {}), setting: LOOSENED[setting]}
                if await updated(wire, changes):
                    assert setting in {each.setting for each in await verify(nc)}
                    loosened.add(setting)
                    await wire.api(f"STREAM.DELETE.{EVENTS.name}")  # not all can be undone: the next begins afresh
                    await ensure(nc)
            assert REQUIRED.keys() - loosened - {"sealed"} == FAST
            together = {"max_msgs": 1000, "max_age": LOOSENED["max_age"], "discard": "old", "allow_direct": False}
            assert await updated(wire, together)
            await wire.close()
        alone = [service_alone(name, server.url, tmp_path / name) for name in ("commands", "projector", "exchange")]
        for process in alone:
            told, _ = await asyncio.to_thread(process.communicate, timeout=60)
            assert process.returncode == 1, told
            assert "max_msgs is 1000, must be -1" in told
    refused = said("up", "--data", str(data), "--web-port", "0")
    assert refused.returncode == 1
    for setting in together:
        assert f"{setting} is " in refused.stderr
    assert "max_msgs is 1000, must be -1" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert of_folder(data) == {}
    assert is_free(data)


def service_alone(name: str, nats_url: str, data: Path) -> subprocess.Popen[str]:
    """A service that an operator starts by itself, on a server that is there already."""
    command = [sys.executable, "-m", "services.process", name, "--nats-url", nats_url, "--data", str(data)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stdout=pipe, stderr=subprocess.STDOUT, text=True)


async def updated(wire: Wire, changes: dict[str, Any]) -> bool:
    """Change the stream; whether the server let it."""
    wanted = {key: value for key, value in {**configuration(EVENTS), **changes}.items() if value is not None}
    return not isinstance(await wire.ask_api(f"STREAM.UPDATE.{EVENTS.name}", wanted), Refusal)


async def test_kill_9_of_up_itself_leaves_no_process_and_the_next_one_starts_at_once_with_all_that_was_acknowledged(
    tmp_path: Path, seed: str, figure: list[str]
) -> None:
    data, chance = tmp_path / "data", random.Random(f"{seed}/up")
    with up(data) as first:
        async with looking(first.ready()) as site:
            await peopled(site)
            load = Load(site.nc, f"{seed}/up", impatient=1.0)
            load.start()
            await until(lambda: len(load.acknowledged) > 50)
            await asyncio.sleep(chance.uniform(0, 1))
            orphans = of_folder(data)
            assert len(orphans) == 5
            os.kill(first.process.pid, signal.SIGKILL)
            killed = time.monotonic()
            first.process.wait()
            await load.stop()
    with up(data) as second:
        await until(lambda: not orphans.keys() & of_folder(data).keys(), lambda: f"{of_folder(data)}")
        gone = time.monotonic() - killed
        where = second.ready()
        ready = time.monotonic() - killed
        async with looking(where) as site:
            load.use(site.nc)
            await everything_holds(site, load)
    assert second.process.returncode == 0, second.said()
    assert of_folder(data) == {}
    figure.append(
        f"kill -9 of up: {len(load.acknowledged)} acknowledged, 0 lost, "
        f"nothing left of it after {gone:.1f} s, up again after {ready:.1f} s (seed {seed})"
    )


async def test_ctrl_c_at_any_moment_of_the_scenario_leaves_no_process_and_no_lock(
    tmp_path: Path, rounds: int, seed: str
) -> None:
    chance = random.Random(f"{seed}/interrupt")
    for number in range(max(2, rounds // 3)):
        data = tmp_path / f"data-{number}"
        with up(data, "--play", "first-batch") as started:
            if number % 2:
                await asyncio.to_thread(started.ready)
            else:
                await until((data / "lock").exists)
            await asyncio.sleep(chance.uniform(0, 2))
            started.interrupt()
            code = await asyncio.to_thread(started.process.wait, 60)
        said = started.said()
        whole = "已受理" in said  # then Ctrl-C is how a system that runs is stopped, and interrupts nothing
        assert code in ({0, 130} if whole else {130}), said
        assert "Traceback" not in said
        assert of_folder(data) == {}
        assert is_free(data)
        await the_log_is_whole(data)


async def the_log_is_whole(data: Path) -> None:
    """What is in the folder is a log without gaps, or no log yet."""
    with Server(data / "nats", lock=data) as server:
        async with await connect(server.url) as nc:
            await ensure(nc)
            log = await Log.open(nc)
            versions_are_contiguous(await Truth.of(log))
            await log.close()


@asynccontextmanager
async def looking(where: runtime.Runtime) -> AsyncIterator[Site]:
    """The test's eyes on a running `up`."""
    data = Path(where.database_url.removeprefix("sqlite:///")).parent
    async with await connect(where.nats_url, name="chaos") as nc:
        log = await Log.open(nc)
        yield Site(Settings(data=data, nats_url=where.nats_url), [], {}, nc, log)
        await log.close()


async def peopled(site: Site) -> None:
    """Let those take part who send the load's commands."""
    appoint = {"official": OFFICIAL}
    client = CommandClient(site.nc)
    receipt = await client.send(
        OFFICE_ORG, "organisation", "appoint-official", OFFICE_ORG, appoint, official=FIRST_OFFICIAL
    )
    assert isinstance(receipt, Receipt)
    for org, role in ((SECTION, Role.SECTION), (DEPARTMENT, Role.DEPARTMENT)):
        await registered(site.log, org, role)
    for zone, body in ZONES.items():
        await registered(site.log, body, Role.COMMITTEE)
        await happened(site.log, "zone", zone, established(body), planned())
