"""A fresh database for each test, on SQLite and on PostgreSQL, and projectors that run in this process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import pytest
from sqlalchemy import Engine

from projections.catalogue import PROJECTIONS
from projections.kernel import Projection
from services.projector.database import open_engine
from services.projector.reading import Views
from services.projector.rebuild import EventLog
from services.projector.runner import Projector, Tell, nobody
from services.projector.store import Store

NAMES = ("zone-register", "lead-exchange", "lead-ledger", "annual-target")
SOME = tuple(PROJECTIONS[name] for name in NAMES)
"""Views of several aggregates: as good as all of them where it is about the projector, and made more quickly."""
Running = contextlib.AbstractAsyncContextManager[Projector]
Run = Callable[..., Running]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def views(engine: Engine) -> Views:
    """The reader of the views in it."""
    return Views(engine, {view.name: view for view in SOME})


@pytest.fixture
def store(engine: Engine) -> Iterator[Store]:
    """A writer of views of the test's own."""
    store = Store(engine)
    store.prepare()
    yield store
    store.close()


@contextlib.asynccontextmanager
async def projecting(
    engine: Engine, log: EventLog, projections: Sequence[Projection] = SOME, tell: Tell = nobody
) -> AsyncIterator[Projector]:
    """A projector over the log, in this process, ended as a crash would end it: at once."""
    store = Store(engine)
    projector = Projector(store, log, projections, tell)
    task = asyncio.create_task(projector.run())
    try:
        yield projector
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        store.close()
