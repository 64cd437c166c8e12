"""Two factories of one application on a stream of the test's own: rivals, as far as the server can tell."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from eventsourcing.utils import Environment

from services.broker.embedded import Server
from services.ledger.recorder import JetStreamFactory


@pytest.fixture(autouse=True)
def environment(nats_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of the test's own."""
    monkeypatch.setenv("NATS_URL", nats_server.url)
    monkeypatch.setenv("NATS_STREAM", f"PROMISE_{uuid4().hex}")


@pytest.fixture
def factory() -> Iterator[JetStreamFactory]:
    made = JetStreamFactory(Environment("zones", os.environ))
    yield made
    made.close()


@pytest.fixture
def rival() -> Iterator[JetStreamFactory]:
    """Another process of the same application."""
    made = JetStreamFactory(Environment("zones", os.environ))
    yield made
    made.close()
