"""A real nats-server for the whole session, and fresh streams on it for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client

from services.broker.embedded import Server
from services.ledger.log import Log
from services.ledger.streams import ensure
from services.ledger.connection import connect


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


