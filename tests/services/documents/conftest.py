"""The store of documents on a real server, empty at the beginning of each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from nats.aio.client import Client

from services.broker.embedded import Server
from services.documents.store import Documents


@pytest.fixture
async def store(streams: Client) -> AsyncIterator[Documents]:
    """The store."""
    documents = await Documents.open(streams)
    yield documents
    await documents.close()


@pytest.fixture
def small_server(tmp_path: Path) -> Iterator[Server]:
    """A server whose disk, as far as it knows, holds two megabytes."""
    with Server(tmp_path / "small-nats", max_file_store=2_000_000) as server:
        yield server
