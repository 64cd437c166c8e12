"""`liandong rebuild VIEW`: build a view anew from the log beside the one that is read, then switch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, argument, command
from services.cli.failure import Exit, Failure
from services.cli.output import note
from services.cli.progress import counting
from services.cli.running import connected, located
from services.cli.speech import LANGUAGE, Language, say

if TYPE_CHECKING:
    import typer

    from services.projector.state import Stop


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "rebuild")(rebuild)


async def rebuild(here: Here, *, view: Annotated[str, argument("view")]) -> None:
    """Build, with a bar; readers go on reading the old rows until the new ones have caught up."""
    from projections.catalogue import PROJECTIONS
    from services.ledger.log import Log
    from services.projector.database import open_engine
    from services.projector.rebuild import rebuild as build_anew
    from services.projector.store import Store

    if view not in PROJECTIONS:
        raise Failure("cli-unknown-view", code=Exit.USAGE, view=view, known=" | ".join(PROJECTIONS))
    engine = open_engine(located(here).views_url)
    store = Store(engine)
    try:
        async with connected(here) as client:
            events = await Log.open(client)
            with counting(f"{say('cli.help.rebuild')}: {say(f'view.{view}')}") as told:
                fold = await build_anew(store, events, PROJECTIONS[view], told)
            await events.close()
    finally:
        store.close()
        engine.dispose()
    if fold.stop is not None:
        raise _stopped(view, fold.stop)
    note(say("cli.rebuilt").format(view=view, generation=fold.generation.number, position=fold.position))


def _stopped(view: str, stop: Stop) -> Failure:
    from services.projector.reading import explained

    text = explained(stop).text
    why = text.en if LANGUAGE is Language.EN else text.zh
    return Failure("cli-rebuild-stopped", view=view, position=stop.position, reason=f"{why} {stop.detail}".strip())
