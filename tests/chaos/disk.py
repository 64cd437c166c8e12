"""A disk of our own to be filled: a tmpfs in a mount namespace of its own, which is gone with its process.

`python -m tests.chaos.disk ROOT SEED` tells the whole story on such a disk; it is run by `tests.chaos.test_disk_full`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

from domain.messages import Refusal
from services import logs
from services.broker.signs import StoreFailures
from services.process import loop_factory
from tests.chaos.checks import Truth, everything_holds, receipts_hold
from tests.chaos.load import Load
from tests.chaos.site import Site, site, until

SIZE = 48 << 20
"""Bytes of the disk; the embedded server keeps 8 MiB of them free of the log."""
REASON = "insufficient resources"
"""The server's own word."""


def namespaces() -> list[list[str]]:
    """How to get a mount namespace: as root, and as anybody whom the kernel lets."""
    return [*([["unshare", "-m"]] if os.geteuid() == 0 else []), ["unshare", "-Urm"]]


def namespace() -> list[str] | None:
    """The command prefix under which a tmpfs can be mounted, None where the machine allows none."""
    for prefix in namespaces():
        with contextlib.suppress(FileNotFoundError):
            mount = [*prefix, "mount", "-t", "tmpfs", "chaos", "/tmp"]  # noqa: S108 - seen by nobody else
            if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
                return prefix
    return None


async def story(disk: Path, seed: str) -> str:
    """Fill the disk three times under load: for a moment, until there is room, until it is enlarged. The figures."""
    async with site(disk / "data") as running:
        services, load = running.pids(), Load(running.nc, f"{seed}/disk", impatient=1.0)
        load.start()
        await goes_on(load)
        ballast = fill(disk)
        await is_struck(running, load)
        ballast.unlink()
        await goes_on(load)
        ballast = fill(disk)
        await is_refused(running, load)
        ballast.unlink()
        await goes_on(load)
        fill(disk)
        await is_refused(running, load)
        enlarge(disk)
        await goes_on(load)
        await load.stop()
        await everything_holds(running, load, was_full=True)
        assert running.pids() == services, f"a service had to be started again: {services}, {running.pids()}"
        return f"{len(refusals(load))} times refused, {len(load.acknowledged)} commands acknowledged, 0 lost"


def fill(disk: Path) -> Path:
    """Take every last byte of the disk with one file."""
    ballast = disk / f"ballast-{len(list(disk.iterdir()))}"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):  # no space left: that is what is wanted
                while file.write(bytes(size)):
                    pass
    return ballast


def enlarge(disk: Path) -> None:
    """Double the disk, with the services running on it."""
    subprocess.run(["mount", "-o", f"remount,size={2 * SIZE}", str(disk)], check=True)


async def is_struck(running: Site, load: Load) -> None:
    """The server has met the full disk: before the supervisor looked (mostly), or after."""
    known, failures = len(refusals(load)), StoreFailures(running.servers[0].folder / "nats-server.log")
    await until(lambda: failures.look() or len(refusals(load)) > known, lambda: "nothing was to be stored")


async def is_refused(running: Site, load: Load) -> None:
    """The full disk is given as the reason, in both languages, and the same command may be sent again.

    What was acknowledged stands in the log, and it and the views can be read.
    """
    known = len(refusals(load))
    await until(lambda: len(refusals(load)) > known + 50, lambda: "a full disk is not given as the reason")
    await load.stop()
    for refusal in refusals(load)[known + 1 :]:
        assert refusal.rule == "store-unavailable"
        assert REASON in refusal.message.zh
        assert REASON in refusal.message.en
    receipts_hold(load, await Truth.of(running.log), full=True)
    assert len(await running.freshness()) > 0
    load.start()


async def goes_on(load: Load) -> None:
    """Commands are acknowledged (again)."""
    known = len(load.acknowledged)
    await until(lambda: len(load.acknowledged) > known + 50, lambda: "commands are not acknowledged again")


def refusals(load: Load) -> list[Refusal]:
    """Every refusal that said: not now."""
    return [each for sent in load.sent for each in sent.answers if isinstance(each, Refusal) and each.retry]


def main(disk: Path, seed: str) -> None:
    """Mount the disk where nobody else sees it, and tell the story."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "chaos", str(disk)], check=True)
    logs.configure("chaos", "json", "warning")
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        sys.stdout.write(f"{runner.run(story(disk, seed))}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
