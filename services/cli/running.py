"""Finding the running system: named by its URLs, or by the data folder it runs in."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from services.cli.failure import Exit, Failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from nats.aio.client import Client

    from services.cli.command import Here
    from services.settings import Settings

CONNECT_SECONDS = 5


def settings(here: Here) -> Settings:
    """The settings of the installation, with the options of the call over the environment."""
    from services.settings import BadSetting, Settings

    try:
        found = Settings.load(os.environ)
    except BadSetting as error:
        raise Failure("cli-bad-setting", code=Exit.USAGE, reason=str(error)) from error
    return replace(
        found,
        data=here.data or found.data,
        nats_url=here.nats_url or found.nats_url,
        database_url=here.database_url or found.database_url,
    )


def located(here: Here) -> Settings:
    """The settings with the addresses of the running system; `Failure` with how to start it where none runs."""
    from services import runtime

    found = runtime.located(settings(here))
    if not found.nats_url:
        raise Failure("cli-not-running", data=str(found.data))
    return found


def unheeded() -> None:
    """Nobody waits for news."""


@asynccontextmanager
async def connected(here: Here, lost: Callable[[], None] = unheeded) -> AsyncIterator[Client]:
    """A connection to the running system, closed at the end; gives up after some seconds instead of never.

    `lost` is told when it has given up, for whoever waits for news and asks nothing.
    """
    from services.ledger.connection import connect

    async def closed() -> None:
        lost()

    found = located(here)
    client = await connect(
        found.nats_servers,
        connect_timeout=CONNECT_SECONDS,
        max_reconnect_attempts=3,
        reconnect_time_wait=1,
        allow_reconnect=True,
        error_cb=_silent,
        closed_cb=closed,
        name="liandong",
    )
    try:
        yield client
    finally:
        await client.close()


async def _silent(error: Exception) -> None:
    """The client tells of each failed attempt; what comes of them is raised where the connection is used."""
    del error
