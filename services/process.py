"""One process of one or more services: `python -m services.process commands`, `... reactor exchange audit console`."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from services import logs
from services.runtime import located
from services.settings import BadSetting, Settings

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import ModuleType

FAILED, USAGE = 1, 64

LAST_SECONDS, ORPHAN_SECONDS = 9.0, 2.0
"""After a service was told to stop, whatever still keeps the process is cut off: nothing is left behind.

Sooner where the supervisor was killed: its server has gone with it, and nothing can be finished any more.
"""
AGAIN_AFTER = 2.0
"""Seconds until work that was cancelled and goes on is cancelled again."""
YOUNG = 20_000
"""Objects made between two looks for garbage: a service makes few cycles, and looking takes a third of its time.

Measured on the command path, against the 700 that Python begins with.
"""


async def until_stopped(work: Coroutine[None, None, None], stop: asyncio.Event) -> None:
    """Do work that never ends until `stop` is set, then cancel it; what it raises before is raised here."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        left = {working, stopping}
        while left:  # Python 3.11's `wait_for` can lose a cancellation that comes together with what it waits for
            for task in left:
                task.cancel()
            _, left = await asyncio.wait(left, timeout=AGAIN_AFTER)


async def serve(names: list[str], settings: Settings) -> None:
    """Run the services' `run(settings, stop)` together until SIGINT or SIGTERM, or until one of them ends or fails.

    Raises `SystemExit(1)` when one failed: the supervisor starts the process anew.
    """
    stop, parent = asyncio.Event(), os.getppid()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        await until_stopped(_reached(settings), stop)
    except import_module("services.ledger.wire").LedgerError as error:
        structlog.get_logger("process").error("the log cannot be used", reason=str(error))
        raise SystemExit(FAILED) from None
    if stop.is_set():
        return
    mains = {name: import_module(f"services.{name}.main") for name in names}
    gc.freeze()  # what the imports made stays for the life of the process
    gc.set_threshold(YOUNG)
    tasks = [asyncio.create_task(_service(main, name, settings, stop), name=name) for name, main in mains.items()]
    stopping = asyncio.create_task(stop.wait())  # a service that waits for its server again does not heed `stop` yet
    await asyncio.wait((*tasks, stopping), return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    left = LAST_SECONDS if os.getppid() == parent else ORPHAN_SECONDS
    give_up = threading.Timer(left, os._exit, (FAILED,))
    give_up.daemon = True
    give_up.start()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    failed = False
    for task, result in zip(tasks, results, strict=True):
        if isinstance(result, BaseException):
            structlog.get_logger(task.get_name()).error("service failed", exc_info=result)
            failed = True
    if failed:
        raise SystemExit(FAILED)


async def _reached(settings: Settings) -> None:
    """Wait until server and streams are there: here, where a signal ends the waiting, and not in each service."""
    nc = await import_module("services.ledger.connection").connect(settings.nats_servers, name="reaching")
    try:
        await import_module("services.ledger.streams").awaited(nc, settings.replicas)
    finally:
        await nc.close()


async def _service(main: ModuleType, name: str, settings: Settings, stop: asyncio.Event) -> None:
    structlog.contextvars.bind_contextvars(service=name)
    await main.run(settings, stop)


def reachable(settings: Settings) -> Settings:
    """The settings, if they name a NATS server: among none, nats-py would look for one for ever and block all else."""
    if not settings.nats_url:
        raise BadSetting("no NATS server: give --nats-url, or the --data of an installation that is up")
    return settings


def start(names: list[str], arguments: list[str]) -> None:
    """Be the process: settings, log, event loop, services; returns when it was told to stop."""
    try:
        settings = reachable(located(Settings.load(os.environ, arguments)))
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(USAGE) from None
    logs.configure("+".join(names), settings.log_format, settings.log_level)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(serve(names, settings))


if sys.platform == "win32":

    def loop_factory() -> None:
        """There is no uvloop here: asyncio's own loop."""
        return

else:
    from collections.abc import Callable

    def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
        """uvloop: a third less time per command than asyncio's own loop."""
        import uvloop  # noqa: PLC0415 - not made for Windows

        return uvloop.new_event_loop


if __name__ == "__main__":
    given = sys.argv[1:]
    options = next((place for place, each in enumerate(given) if each.startswith("-")), len(given))
    start(given[:options], given[options:])
