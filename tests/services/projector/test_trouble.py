"""When the database is away, locked or slow to let go, the projector waits and goes on; it writes nothing twice."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from projections.catalogue import PROJECTIONS
from services.ledger.log import Log
from services.projector.database import open_engine, snapshot
from services.projector.folding import compare
from services.projector.reading import Views
from services.projector.rebuild import rebuild
from services.projector.store import Store
from tests.services import history
from tests.services.projector.conftest import SOME, projecting

CUT_ALL_OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where datname = current_database() and pid <> pg_backend_pid()"
)
EXCHANGE = PROJECTIONS["lead-exchange"]


async def test_a_projector_whose_connection_is_cut_connects_again(postgresql_database: str, ledger: Log) -> None:
    engine = open_engine(postgresql_database)
    views = Views(engine)
    administrator = postgresql_database.replace("+psycopg", "")
    async with projecting(engine, ledger):
        for number in range(5):
            position = await history.happened(ledger, "lead", f"lead-{number}", history.shared())
            with psycopg.connect(administrator, autocommit=True) as connection:
                connection.execute(CUT_ALL_OTHERS)
            assert await after_reconnecting(views, position)
    assert (await compare(engine, ledger, SOME)).differences == ()
    engine.dispose()


async def after_reconnecting(views: Views, position: int) -> bool:
    """Wait for a position, while the reader's own connections may be cut as well."""
    async with asyncio.timeout(20):
        while True:
            try:
                if views.freshness(EXCHANGE.name).position >= position:
                    return True
            except Exception as error:  # noqa: BLE001 - cut while it was asked: ask again
                assert "terminat" in str(error) or "closed" in str(error)  # noqa: PT017 - whatever else it is, is shown
            await asyncio.sleep(0.01)


async def test_a_projector_waits_for_a_database_that_somebody_has_locked(
    tmp_path: Path, ledger: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.projector.database.BUSY_SECONDS", 0.01)
    engine = open_engine(f"sqlite:///{tmp_path / 'views.sqlite'}")
    views = Views(engine)
    async with projecting(engine, ledger):
        position = await history.happened(ledger, "lead", "lead-1", history.shared())
        assert await views.at_least(EXCHANGE.name, position, 20)
        lock = sqlite3.connect(tmp_path / "views.sqlite", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        position = await history.happened(ledger, "lead", "lead-2", history.shared())
        assert not await views.at_least(EXCHANGE.name, position, 0.3)
        assert len(views.rows(EXCHANGE.name).rows) == 1, "readers read on"
        lock.execute("ROLLBACK")
        lock.close()
        assert await views.at_least(EXCHANGE.name, position, 20)
    assert (await compare(engine, ledger, SOME)).differences == ()
    engine.dispose()


async def test_a_reader_that_holds_an_old_generation_keeps_reading_it_and_it_goes_later(
    engine: Engine, store: Store, ledger: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.projector.database.LOCK_TIMEOUT", "50ms")
    own = open_engine(engine.url.render_as_string(hide_password=False))
    builder = Store(own)
    await history.happened(ledger, "lead", "lead-1", history.shared())
    first = await rebuild(builder, ledger, EXCHANGE)
    old = first.generation.tables[EXCHANGE.tables[0].name]
    with snapshot(engine) as connection:
        assert len(connection.execute(old.select()).all()) == 1
        await rebuild(builder, ledger, EXCHANGE)
        assert len(connection.execute(old.select()).all()) == 1, "the snapshot still has its table"
        assert (await reader(engine)) == 2
    async with projecting(engine, ledger, [EXCHANGE]):
        async with asyncio.timeout(20):
            while len(store.states(EXCHANGE.name)) > 1:
                await asyncio.sleep(0.01)
    builder.close()
    own.dispose()


async def reader(engine: Engine) -> int:
    """The generation that a reader reads who comes now."""
    return Views(engine).rows(EXCHANGE.name).freshness.generation
