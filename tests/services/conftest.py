"""A real nats-server for the whole session, and fresh streams on it for each test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from nats.aio.client import Client

from services.broker.embedded import Server
from services.commands.client import CommandClient
from services.commands.main import run as command_service
from services.ledger.connection import connect
from services.ledger.log import Log
from services.ledger.streams import ensure
from services.settings import Settings
from tests.services import history

Service = Callable[[Settings, asyncio.Event], Coroutine[None, None, None]]


@pytest.fixture(scope="session")
def nats_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that do not kill it."""
    with Server(tmp_path_factory.mktemp("nats")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, which it may kill, stop and restart."""
    with Server(tmp_path / "own-nats") as server:
        yield server


@pytest.fixture
async def nc(nats_server: Server) -> AsyncIterator[Client]:
    """A connection on a server without any stream."""
    async with await connect(nats_server.url) as client:
        await forget_streams(client)
        yield client
        await forget_streams(client)


@pytest.fixture
async def streams(nc: Client) -> Client:
    """The connection, with empty EVENTS and LEADS on its server."""
    await ensure(nc)
    return nc


@pytest.fixture
async def ledger(streams: Client) -> AsyncIterator[Log]:
    """The log over an empty EVENTS."""
    log = await Log.open(streams)
    yield log
    await log.close()


async def forget_streams(client: Client) -> None:
    """Delete what a test left: only a test's server lets anybody do that."""
    manager = client.jsm()
    for stream in await manager.streams_info():
        await manager.delete_stream(str(stream.config.name))


@pytest.fixture
async def world(ledger: Log) -> Log:
    """A log in which the office, a section, an auditor, the rules and two operating zones stand."""
    await history.world(ledger)
    return ledger


@pytest.fixture
def base(nats_server: Server, tmp_path: Path) -> Settings:
    """The settings of a service on the session's server, with a data folder of the test's own."""
    return Settings(data=tmp_path, nats_url=nats_server.url)


@pytest.fixture
async def commands(world: Log, base: Settings) -> AsyncIterator[Settings]:
    """A command service over `world`, in this process; its settings."""
    async with running(base):
        yield base


@pytest.fixture
def client(commands: Settings, nc: Client) -> CommandClient:
    """A client of the command service."""
    return CommandClient(nc, patience=20)


@contextlib.asynccontextmanager
async def running(settings: Settings, service: Service = command_service) -> AsyncIterator[None]:
    """A service running in this process, stopped as its supervisor would stop it."""
    stop = asyncio.Event()
    task = asyncio.create_task(service(settings, stop))
    try:
        yield
    finally:
        stop.set()
        await task


@pytest.fixture(scope="module")
def module_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the tests of one module that share its log."""
    with Server(tmp_path_factory.mktemp("module-nats")) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_log(module_server: Server) -> AsyncIterator[Log]:
    """A log over `history.world` that the tests of a module share."""
    async with await connect(module_server.url) as nc:
        await ensure(nc)
        log = await Log.open(nc)
        await history.world(log)
        yield log
        await log.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_service(
    shared_log: Log, module_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Client]:
    """A connection to a command service that the tests of a module share."""
    settings = Settings(data=tmp_path_factory.mktemp("data"), nats_url=module_server.url)
    async with running(settings), await connect(module_server.url) as nc:
        await history.answering(nc)
        yield nc
