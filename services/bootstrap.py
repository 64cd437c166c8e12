"""`up`: the whole system under one supervisor: embedded nats-server, streams, services, and a new log's first steps.

    async with Installation(settings) as running:
        ...  # running.runtime says where; everything answers
        await running.stopped()

The only place where things are wired together.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import structlog

from services import runtime
from services.broker.embedded import FolderLock, Server
from services.broker.embedded import keep_running as keep_server
from services.children import Child, end, keep_running
from services.commands.client import NoAnswer
from services.first_steps import first_steps, prepared
from services.ledger.connection import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from nats.aio.client import Client

    from services.settings import Settings

log = structlog.get_logger("supervisor")

GROUPS = (("commands",), ("projector",), ("reactor", "exchange", "audit", "queries", "console"))
"""Which services share a process: each process costs some 40 MB before it does anything."""
READY_SECONDS = 60.0
TOO_OFTEN, LOOK_SECONDS = 4, 0.1
"""Deaths of a service after which a start is given up; how often is looked."""
REACH_SECONDS = 10.0
"""How long somebody else's server is waited for."""


class NotReady(Exception):
    """The system did not come up in time; the message holds the last words of whatever is missing."""


@dataclass(frozen=True)
class Step:
    """One step of the start, for whoever shows progress: its key in the vocabulary."""

    key: str


def nobody(_step: Step) -> None:
    """Shows progress to nobody."""


class Installation:
    """The running system on one data folder. Enter it to start and wait until all answers, leave it to stop all.

    Raises `FolderInUse` when another runs there, `UnsafeStream` when the store's settings were loosened, `NotReady`.
    """

    def __init__(self, settings: Settings, progress: Callable[[Step], None] = nobody) -> None:
        """`progress` is told of every step."""
        self.settings, self._progress = settings, progress
        self._started = datetime.now(UTC).isoformat(timespec="seconds")
        self._lock: FolderLock | None = None
        self._server: Server | None = None
        self.children: list[Child] = []
        self._stop = asyncio.Event()
        self._watching: list[asyncio.Task[None]] = []
        self._told_where = False

    async def __aenter__(self) -> Self:
        """Start everything; whatever fails, nothing is left behind."""
        try:
            await self._start()
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop everything, the server last."""
        await self._end()

    def stop(self) -> None:
        """Let `stopped` return, as a signal handler may."""
        self._stop.set()

    async def stopped(self) -> None:
        """Wait until `stop` is called, or until supervision itself fails (raised here)."""
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait((stopping, *self._watching), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in self._watching:
            if task.done():
                task.result()

    @property
    def server_pid(self) -> int | None:
        """The embedded server's process id; None where the server is somebody else's."""
        return None if self._server is None else self._server.pid

    @property
    def runtime(self) -> runtime.Runtime:
        """Where the installation is found."""
        return runtime.Runtime(
            nats_url=self.settings.nats_url,
            database_url=self.settings.views_url,
            web_url=f"http://{self.settings.web_host}:{self.settings.web_port}/",
            pid=os.getpid(),
            started=self._started,
        )

    async def _start(self) -> None:
        data = self.settings.data.absolute()
        data.mkdir(parents=True, exist_ok=True)
        self.settings = replace(self.settings, data=data, web_port=free_port(self.settings))
        if self.settings.nats_url:
            self._lock = FolderLock(data)
            self._lock.take()
        else:
            self._tell("up.server")
            self._server = Server(data / "nats", lock=data)
            self._server.start()
            self.settings = replace(self.settings, nats_url=self._server.url)
            self._watch(keep_server(self._server, self._stop))
        nc = await self._connected()
        try:
            self._tell("up.streams")
            events = await prepared(nc, self.settings.replicas)
            self._tell("up.services")
            self._start_children()
            await self._while_all_live(first_steps(nc, events))
            await events.close()
        finally:
            await nc.close()
        self._tell("up.page")
        await self._while_all_live(self._page_answers())
        runtime.write(data, self.runtime)
        self._told_where = True
        self._tell("up.ready")

    async def _connected(self) -> Client:
        try:
            async with asyncio.timeout(REACH_SECONDS):
                return await connect(self.settings.nats_servers, name="supervisor")
        except TimeoutError:
            raise NotReady(f"no NATS server answers at the address given, after {REACH_SECONDS:.0f} s") from None

    def _tell(self, key: str) -> None:
        log.info("starting", step=key)
        self._progress(Step(key))

    def _watch(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        self._watching.append(asyncio.create_task(work))

    def _start_children(self) -> None:
        """Children log to files where the supervisor's own log is for people, else to its stderr."""
        to_files = self.settings.log_format == "auto"
        own = replace(self.settings, log_format="json" if to_files else self.settings.log_format)
        environment = {**own.environment(), "PYTHONPATH": search_path()}
        for services in GROUPS:
            file = self.settings.data / "logs" / f"{services[0]}.log" if to_files else None
            child = Child(services, environment, file)
            self.children.append(child)
            child.start()
        self._watch(keep_running(self.children, self._stop))

    async def _while_all_live(self, work: Coroutine[None, None, None]) -> None:
        """Do a part of the start; `NotReady` where it takes too long, or a service dies again and again."""
        working, dying = asyncio.create_task(work), asyncio.create_task(self._one_keeps_dying())
        try:
            await asyncio.wait((working, dying), return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise NotReady(self._why_they_die())
            working.result()
        except (NoAnswer, TimeoutError) as late:
            raise NotReady(self._why_they_die() or str(late) or f"no page after {READY_SECONDS:.0f} s") from None
        finally:
            for task in (working, dying):
                task.cancel()
            await asyncio.gather(working, dying, return_exceptions=True)

    async def _one_keeps_dying(self) -> None:
        while all(child.deaths < TOO_OFTEN for child in self.children):  # noqa: ASYNC110 - processes set no event
            await asyncio.sleep(LOOK_SECONDS)

    def _why_they_die(self) -> str:
        return "; ".join(f"{child.name}: {child.last_words()}" for child in self.children if child.deaths)

    async def _page_answers(self) -> None:
        async with asyncio.timeout(READY_SECONDS):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection(self.settings.web_host, self.settings.web_port)
                    writer.close()
                    return
                await asyncio.sleep(0.05)

    async def _end(self) -> None:
        self._stop.set()
        await asyncio.gather(*self._watching, return_exceptions=True)
        if self._told_where:
            runtime.remove(self.settings.data)
        await end(self.children)
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)
        if self._lock is not None:
            self._lock.give_back()


def free_port(settings: Settings) -> int:
    """The port for the page: the one asked for if it is free, else one that is."""
    for port in (settings.web_port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.web_host, port))
            except OSError:
                continue
            number: int = probe.getsockname()[1]
            return number
    raise NotReady(f"no port is free on {settings.web_host}")


def search_path() -> str:
    """PYTHONPATH for the children: this source tree first, wherever the supervisor was started."""
    here = str(Path(__file__).resolve().parents[1])
    return os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
