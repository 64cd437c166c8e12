"""The console service: serves the first page, and renews it when the register of zones changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import structlog
import uvicorn

from services.console.feed import Feed
from services.console.pages import Head, Pages
from services.console.register import VIEW
from services.ledger.connection import connect
from services.ledger.log import LedgerError, Log
from services.projector.database import open_engine
from services.projector.reading import Views

if TYPE_CHECKING:
    from nats.aio.msg import Msg

    from services.settings import Settings

log = structlog.get_logger("console")

HEAD_SECONDS = 1.0
"""How long a page waits to learn where the log ends; without an answer it says that it does not know."""


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: signals are the process's affair, which runs other services too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; open streams are ended first, so that stopping takes no time."""
    feed = Feed()
    engine = open_engine(settings.views_url)
    nc = await connect(settings.nats_servers, name="console")

    async def changed(_message: Msg) -> None:
        feed.tell()

    try:
        await nc.subscribe(f"view.{VIEW}.>", cb=changed)
        events = await Log.open(nc)
        app = Pages(Views(engine), known_head(events), feed).application()
        server = Server(
            uvicorn.Config(
                app,
                host=settings.web_host,
                port=settings.web_port,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=3,
            )
        )
        await _serve(server, feed, stop)
    finally:
        feed.close()
        await nc.close()
        engine.dispose()


async def _serve(server: Server, feed: Feed, stop: asyncio.Event) -> None:
    """Serve until told to stop."""
    serving = asyncio.create_task(server.serve())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    feed.close()
    server.should_exit = True
    stopping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


def known_head(events: Log) -> Head:
    """Asks the log where it ends, and gives up soon: a page is better than a figure."""

    async def head() -> int | None:
        try:
            return await asyncio.wait_for(events.head(), HEAD_SECONDS)
        except (LedgerError, TimeoutError) as error:
            log.warning("the log does not say where it ends", error=str(error))
            return None

    return head
