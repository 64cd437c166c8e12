"""`liandong prepare`: streams and first steps on servers of their own. Once; a second time finds all done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.cli.command import Here, command
from services.cli.output import note
from services.cli.progress import waiting
from services.cli.running import connected, located
from services.cli.speech import say

if TYPE_CHECKING:
    import typer


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "prepare")(prepare)


async def prepare(here: Here) -> None:
    """Create what is missing, check what is there, and wait for the command service to take the first steps."""
    from services.first_steps import first_steps, prepared

    replicas = located(here).replicas
    async with connected(here) as client:
        events = await prepared(client, replicas)
        with waiting(say("cli.prepare.first-steps")):
            await first_steps(client, events)
        head = await events.head()
        await events.close()
    note(say("cli.prepared").format(replicas=replicas, position=head), style="green")
