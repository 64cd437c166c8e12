"""The projector as a process: connects, keeps every view live, tells of changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from projections.catalogue import PROJECTIONS
from services.ledger.connection import connect
from services.ledger.log import Log
from services.process import until_stopped
from services.projector.database import open_engine
from services.projector.notices import Teller
from services.projector.rebuild import undisturbed
from services.projector.runner import Projector
from services.projector.store import Store

if TYPE_CHECKING:
    from services.settings import Settings

log = structlog.get_logger("projector")


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Project until `stop` is set. After a gap in the log the views stand still, marked, and the process stays."""
    engine = open_engine(settings.views_url)
    store = Store(engine)
    nc = await connect(settings.nats_servers, name="projector")
    try:
        events = await Log.open(nc)
        projector = Projector(store, events, list(PROJECTIONS.values()), Teller(nc))
        log.info("projecting", views=len(PROJECTIONS))
        with undisturbed():
            await until_stopped(projector.run(), stop)
        await stop.wait()
        await events.close()
    finally:
        store.close()
        engine.dispose()
        await nc.close()
