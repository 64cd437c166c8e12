"""Views follow the log: rows and position together, told on `view.<name>.<key>`, and by one projector at a time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import Engine

from domain.lead import Assessed
from projections.catalogue import PROJECTIONS
from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.log import Log
from services.projector.database import open_engine
from services.projector.folding import compare
from services.projector.main import run
from services.projector.notices import MANY, ONE_BY_ONE, Notice, Teller, notices, token
from services.projector.reading import Views
from services.projector.store import Store
from services.settings import Settings
from tests.services import history
from tests.services.conftest import running
from tests.services.projector.conftest import NAMES, SOME, projecting

ASSESSED = Assessed(follow_up=True, major=False, reason="好")


async def caught_up(views: Views, log: Log) -> None:
    head = await log.head()
    assert all([await views.at_least(name, head, 30) for name in NAMES])


async def test_what_happens_is_in_every_view_that_it_concerns(engine: Engine, views: Views, world: Log) -> None:
    async with projecting(engine, world):
        position = await history.happened(world, "lead", "lead-1", history.shared())
        assert await views.at_least("lead-exchange", position)
        assert [row["lead"] for row in views.rows("lead-exchange").rows] == ["lead-1"]
        assert await views.at_least("zone-register", position), "a position is also passed where nothing changes"
        assert {row["status"] for row in views.rows("zone-register").rows} == {"operating"}


async def test_a_view_says_how_fresh_it_is(engine: Engine, views: Views, world: Log) -> None:
    async with projecting(engine, world):
        position = await history.happened(world, "lead", "lead-1", history.shared())
        await caught_up(views, world)
        fresh = views.freshness("lead-ledger")
        assert (fresh.status, fresh.position, fresh.lag(position + 3)) == ("live", position, 3)
        assert fresh.label == ("实时", "live")
        assert fresh.recorded is not None
        assert fresh.updated is not None
        assert fresh.recorded <= fresh.updated
        assert [each.view for each in views.all()] == list(NAMES)


async def test_a_projector_goes_on_where_the_last_one_died(engine: Engine, views: Views, world: Log) -> None:
    for number in range(3):
        async with projecting(engine, world):
            await history.happened(world, "lead", f"lead-{number}", history.shared(), ASSESSED)
            await caught_up(views, world)
    assert (await compare(engine, world, SOME)).differences == ()
    assert len(views.rows("lead-ledger").rows) == 3


async def test_two_projectors_on_one_database_write_nothing_twice(engine: Engine, views: Views, world: Log) -> None:
    async with projecting(engine, world), projecting(engine, world):
        for number in range(40):
            await history.happened(world, "lead", f"lead-{number}", history.shared(), ASSESSED)
        await caught_up(views, world)
    assert (await compare(engine, world, SOME)).differences == ()


async def test_a_view_that_lags_far_behind_catches_up_without_holding_up_the_others(
    engine: Engine, views: Views, world: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.projector.runner.LAG", 5)
    await history.happened(world, "lead", "lead-1", history.shared())
    async with projecting(engine, world, [PROJECTIONS["annual-target"]]):
        await views.at_least("annual-target", await world.head())
    for number in range(2, 20):
        await history.happened(world, "lead", f"lead-{number}", history.shared())
    async with projecting(engine, world, [PROJECTIONS["lead-exchange"]]):
        await views.at_least("lead-exchange", await world.head())
    async with projecting(engine, world):
        await history.happened(world, "lead", "lead-20", history.shared())
        await caught_up(views, world)
    assert (await compare(engine, world, SOME)).differences == ()


async def test_every_changed_row_is_told_after_its_commit_with_its_position(
    engine: Engine, views: Views, world: Log, nc: Client
) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    news = asyncio.Event()

    async def listen(message: Msg) -> None:
        told.append((message.subject, json.loads(message.data)))
        if message.subject == "view.lead-exchange.lead-1":
            assert views.row("lead-exchange", lead="lead-1") is not None, "told before it was committed"
            news.set()

    await nc.subscribe("view.>", cb=listen)
    async with projecting(engine, world, tell=Teller(nc)):
        await caught_up(views, world)
        told.clear()
        position = await history.happened(world, "lead", "lead-1", history.shared())
        await asyncio.wait_for(news.wait(), 10)
    assert ("view.lead-exchange.lead-1", {"view": "lead-exchange", "key": "lead-1", "position": position}) in told
    assert "view.zone-register.lead-1" not in dict(told)


async def test_nothing_is_told_while_nobody_can_hear_it(nats_server: Server) -> None:
    gone = await connect(nats_server.url)
    await gone.close()
    await Teller(gone)([Notice("inbox", "x", 1)])


def test_a_commit_of_very_many_rows_is_told_once(store: Store) -> None:
    fold = store.begin(PROJECTIONS["holdings"], "x")
    fold.changed = [("holdings", (f"lead/lead-{number}", "zone")) for number in range(ONE_BY_ONE)]
    assert len(notices([fold])) == ONE_BY_ONE
    fold.changed = [("holdings", (f"lead/lead-{number}", "zone")) for number in range(ONE_BY_ONE + 1)]
    assert [notice.subject for notice in notices([fold])] == [f"view.holdings.{MANY}"]
    assert notices([fold]) == []


def test_a_key_becomes_one_token_of_a_subject() -> None:
    assert token(("lead/lead-1", "zone.x *>", 7)) == "lead_lead-1--zone_x___--7"
    assert token(("",)) == "_"


async def test_the_process_projects_until_it_is_told_to_stop(world: Log, nats_server: Server, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, nats_url=nats_server.url)
    async with running(settings, run):
        await history.happened(world, "lead", "lead-1", history.shared())
        engine = open_engine(settings.views_url)
        views = Views(engine)
        async with asyncio.timeout(20):
            while not any(found.status == "live" for found in views.all()):
                await asyncio.sleep(0.01)
        assert await views.at_least("inbox", await world.head(), 30)
        engine.dispose()
