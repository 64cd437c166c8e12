"""Real processes on a data folder of their own, supervised as by `liandong up`, so that any may be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from nats.aio.client import Client

from domain.kernel import Role
from services.broker.embedded import Server
from services.broker.embedded import keep_running as keep_server
from services.children import Child, end, keep_running
from services.ledger.connection import connect
from services.ledger.log import Log
from services.ledger.streams import ensure
from services.projector.database import open_engine
from services.projector.reading import Freshness, Views
from services.projector.state import LIVE
from services.reactor.memory import Memory
from services.settings import Settings
from tests.services import history

DEPARTMENT = "commerce-commission"
"""Holds the powers in the power items of the load."""
SERVICES = (("commands",), ("projector",), ("reactor", "exchange"))
PATIENCE = 90.0
"""Seconds after which whatever is waited for is not coming: a failure, not a measurement."""


@dataclass
class Site:
    """Running servers and services; `nc` and `log` are the test's own eyes on them."""

    settings: Settings
    servers: list[Server]
    children: dict[str, Child]
    nc: Client
    log: Log
    supervised: bool = True
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _watching: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.settings.data

    def supervise(self) -> None:
        """Start again whatever dies, by the supervisor's own code."""
        self._watching = [asyncio.create_task(keep_running(list(self.children.values()), self._stop))]
        if self.supervised:
            self._watching += [asyncio.create_task(keep_server(server, self._stop)) for server in self.servers]

    async def leave(self) -> None:
        """Stop everything as the supervisor would; raises what ended the supervision, if anything did."""
        self._stop.set()
        try:
            await asyncio.gather(*self._watching)
        finally:
            await self.log.close()
            await self.nc.close()
            await end(list(self.children.values()))
            for server in self.servers:
                await asyncio.to_thread(server.stop)

    def kill(self, name: str) -> None:
        """kill -9 of a service, of the (first) `nats-server`, or of `everything` at once, as a power failure would."""
        children = list(self.children.values()) if name == "everything" else [self.children.get(name)]
        victims = [child.pid for child in children if child is not None]
        if name in {"nats-server", "everything"}:
            victims.append(self.servers[0].pid)
        for child in children:
            if child is not None:
                child.deaths = 0  # it had been running for long: the supervisor makes no long pause
        assert victims, f"nothing here is called {name}"
        for pid in victims:
            assert pid is not None, f"{name} was not running"
            os.kill(pid, signal.SIGKILL)

    def pids(self) -> dict[str, int | None]:
        return {name: child.pid for name, child in self.children.items()}

    def said(self, name: str) -> str:
        """Everything a service has logged."""
        file = self.children[name].log_file
        assert file is not None
        return file.read_text("utf-8")

    async def freshness(self) -> list[Freshness]:
        """How every view stands, by its row of state."""
        engine = open_engine(self.settings.views_url)
        try:
            return await asyncio.to_thread(Views(engine).all)
        finally:
            engine.dispose()

    async def at_rest(self) -> None:
        """Wait until the robot has asked for all that follows from the log; then the log stands still."""
        if not (self.settings.data / "reactor.sqlite").exists():
            return
        memory = Memory(self.settings.data)

        async def there() -> bool:
            head = await self.log.head()
            return memory.position(self.log.incarnation) == head == await self.log.head()

        try:
            await until(there, lambda: "the reactor did not come to the end of the log")
        finally:
            memory.close()

    async def caught_up(self) -> int:
        """Wait until every view is live and at the end of the log; that position."""

        async def there() -> bool:
            head = await self.log.head()
            return all((each.status, each.position) == (LIVE, head) for each in await self.freshness())

        await until(there, lambda: "the views did not reach the end of the log")
        return await self.log.head()


async def until(happens: Callable[[], object], why: Callable[[], str] = str, patience: float = PATIENCE) -> None:
    """Wait until something holds (a function, or one to be awaited)."""
    end_of_patience = time.monotonic() + patience
    while True:
        found = happens()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        assert time.monotonic() < end_of_patience, why()
        await asyncio.sleep(0.05)


@asynccontextmanager
async def site(
    data: Path, services: Sequence[tuple[str, ...]] = SERVICES, *, max_file_store: int | None = None
) -> AsyncIterator[Site]:
    """One embedded server with services on it, and the people and places of `history.world` in its log."""
    server = Server(data / "nats", lock=data, max_file_store=max_file_store)
    server.start()
    async with running([server], Settings(data=data, nats_url=server.url), services) as started:
        yield started


@asynccontextmanager
async def running(
    servers: list[Server], settings: Settings, services: Sequence[tuple[str, ...]], *, supervised: bool = True
) -> AsyncIterator[Site]:
    """Services on servers that run; `supervised` servers are started again when they die."""
    nc = await connect(settings.nats_servers, name="chaos")
    await ensure(nc, settings.replicas)
    log = await Log.open(nc)
    if await log.head() == 0:
        await history.world(log)
        await history.registered(log, DEPARTMENT, Role.DEPARTMENT)
    children = {each[0]: child_of(each, settings) for each in services}
    started = Site(settings, servers, children, nc, log, supervised)
    try:
        for child in children.values():
            child.start()
        started.supervise()
        if "commands" in children:
            await history.answering(nc)
        yield started
    finally:
        await started.leave()


def child_of(services: tuple[str, ...], settings: Settings) -> Child:
    """A service's process, logging to a file."""
    own = replace(settings, log_format="json")
    environment = {**own.environment(), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return Child(services, environment, settings.data / "logs" / f"{services[0]}.log")
