"""The supervisor: it starts everything once, keeps it running, and leaves nothing behind (bad days: tests/chaos)."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.messages import Receipt
from domain.vocabulary import term
from services.bootstrap import Installation, NotReady
from services.commands.client import CommandClient
from services.ledger.connection import connect
from services.ledger.log import Log
from services.runtime import read
from services.settings import Settings

if TYPE_CHECKING:
    from services.children import Child

FIRST_OFFICIAL = term("office.first-official").zh


def descendants(folder: Path) -> list[int]:
    """Every process that was started for this data folder, by what its command line or environment says."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            said = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if str(folder).encode() in said and state != "Z":
            found.append(int(process.name))
    return found


async def gone(folder: Path, seconds: float = 15) -> None:
    """Wait until no process of the folder is left."""
    async with asyncio.timeout(seconds):
        while descendants(folder):
            await asyncio.sleep(0.05)


async def appoint(url: str, official: str) -> Receipt:
    """The office appoints somebody: the whole path from client to log."""
    async with await connect(url) as nc:
        answer = await CommandClient(nc, patience=30).send(
            "office", "organisation", "appoint-official", "office", {"official": official}, official=FIRST_OFFICIAL
        )
    assert isinstance(answer, Receipt), answer
    return answer


async def position_of(url: str) -> int:
    async with await connect(url) as nc:
        log = await Log.open(nc)
        head = await log.head()
        await log.close()
    return head


async def restarted(child: Child, killed: int) -> None:
    """Wait until the child lives again as another process."""
    async with asyncio.timeout(20):
        while child.pid in {None, killed}:
            await asyncio.sleep(0.02)


async def test_it_starts_restarts_who_dies_keeps_what_it_has_and_leaves_nothing(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, web_port=0)
    async with Installation(settings) as running:
        url = running.runtime.nats_url
        assert read(tmp_path) == running.runtime
        assert await position_of(url) == 3  # the office, its official, the rulebook
        (commands,) = [child for child in running.children if child.services == ("commands",)]
        killed = commands.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        await appoint(url, "李明")
        await restarted(commands, killed)
        server = running.server_pid
        assert server is not None
        os.kill(server, signal.SIGKILL)
        await appoint(url, "张伟")
        assert descendants(tmp_path)
    await gone(tmp_path, 1)
    assert read(tmp_path) is None
    async with Installation(settings) as running:
        assert await position_of(running.runtime.nats_url) == 5


async def test_a_start_that_cannot_succeed_is_given_up_with_the_reason_of_the_service_that_fails(
    tmp_path: Path,
) -> None:
    (tmp_path / "index").write_text("a file where the folder of the index has to be", "utf-8")
    with pytest.raises(NotReady, match=r"commands: service failed: .*index"):
        async with Installation(Settings(data=tmp_path, web_port=0)):
            pass
    await gone(tmp_path)
