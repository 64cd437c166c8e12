"""`liandong up`: the whole system under one supervisor until Ctrl-C, with a scenario played on request."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, command, option
from services.cli.output import note
from services.cli.progress import waiting
from services.cli.running import settings
from services.cli.scenario import play_on, scenario, vars_of
from services.cli.speech import say

if TYPE_CHECKING:
    import typer

    from services.bootstrap import Installation
    from services.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "up")(up)


async def up(
    here: Here,
    *,
    play: Annotated[str | None, option("play", "play", metavar="NAME")] = None,
    web_host: Annotated[str | None, option("web_host", "web-host")] = None,
    web_port: Annotated[int | None, option("web_port", "web-port", min=0, max=65535)] = None,
    replicas: Annotated[int | None, option("replicas", "replicas")] = None,
    log_format: Annotated[str | None, option("log_format", "log-format")] = None,
    log_level: Annotated[str | None, option("log_level", "log-level")] = None,
) -> None:
    """Start, play if asked to, stay until Ctrl-C or SIGTERM, stop."""
    from services.bootstrap import Installation

    to_play = scenario(play) if play else None
    given = {
        "web_host": web_host,
        "web_port": web_port,
        "replicas": replicas,
        "log_format": log_format,
        "log_level": log_level,
    }
    found = replace(settings(here), **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type] # each of its field's type
    speak(found)
    with waiting(say("cli.help.up")):
        installation = await Installation(found).__aenter__()
    try:
        announce(installation)
        if to_play is not None:
            await _play(installation, to_play)
        await _stay(installation)
    finally:
        note(say("cli.up.stopping"))
        await installation.__aexit__()
    note(say("cli.up.stopped"))


def speak(found: Settings) -> None:
    """The supervisor's own log: everything for machines; for people at a terminal only what is out of order."""
    from services import logs

    people = found.log_format == "auto" and sys.stderr.isatty() and found.log_level == "info"
    logs.configure("supervisor", found.log_format, "warning" if people else found.log_level)


def announce(installation: Installation) -> None:
    """Say where the system is found."""
    where = installation.runtime
    text = say("cli.up.ready").format(web=where.web_url, nats=where.nats_url, data=installation.settings.data)
    note(text, style="bold green")


async def _play(installation: Installation, to_play: object) -> None:
    from services.ledger.connection import connect
    from services.scenario.steps import Scenario

    assert isinstance(to_play, Scenario)
    client = await connect(installation.runtime.nats_url, name="scenario")
    try:
        played = await play_on(client, to_play)
    finally:
        await client.close()
    note(say("cli.played").format_map(vars_of(played)))
    note(say("cli.demonstration"), style="yellow")


async def _stay(installation: Installation) -> None:
    """Until somebody stops it: Ctrl-C is how that is done, so it is no interruption."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, installation.stop)
    await installation.stopped()
