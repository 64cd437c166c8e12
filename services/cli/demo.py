"""`liandong demo`: the main job without a person, in a temporary folder. Exit code 0 only if everything agrees."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from services.cli.audit import compared, different
from services.cli.command import Here, command, option
from services.cli.failure import Exit, Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import waiting
from services.cli.scenario import play_on, scenario
from services.cli.speech import say

if TYPE_CHECKING:
    import typer

    from services.bootstrap import Installation
    from services.projector.folding import Comparison
    from services.projector.reading import Views
    from services.scenario.counting import Expectation
    from services.scenario.steps import Scenario

CATCH_UP_SECONDS = 60.0
STEADY = 3
"""Looks at the log, a tenth of a second apart, at which it must not have moved: then the reactions are through."""
LOOK_EVERY = 0.1


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "demo", finds=False, shows=True)(demo)


async def demo(here: Here, *, keep: Annotated[bool, option("keep", "keep")] = False) -> None:
    """Start, play, wait, show, replay, compare, stop, and leave nothing behind."""
    from services import logs
    from services.bootstrap import Installation
    from services.settings import Settings

    started = time.monotonic()
    logs.configure("demo", level="error")
    folder = Path(tempfile.mkdtemp(prefix="liandong-demo-"))
    story = scenario("first-batch")
    try:
        with waiting(say("cli.demo.starting")):
            installation = await Installation(Settings(data=folder, web_port=0)).__aenter__()
        try:
            rows, comparison, events = await _played(installation, story)
        finally:
            await installation.__aexit__()
    finally:
        if keep:
            note(str(folder))
        else:
            shutil.rmtree(folder, ignore_errors=True)
    _show(here, rows)
    _agree(rows, comparison)
    took = round(time.monotonic() - started, 1)
    text = say("cli.demo.agrees")
    note(
        text.format(commands=len(story.accepted()), events=events, rows=sum(comparison.rows.values()), seconds=took),
        style="green",
    )


async def _played(installation: Installation, story: Scenario) -> tuple[list[dict[str, object]], Comparison, int]:
    """Play, let the views catch up, and look: the summary, the comparison with a replay, the events in the log."""
    from services.ledger.connection import connect
    from services.ledger.log import Log
    from services.projector.database import open_engine
    from services.projector.reading import Views
    from services.scenario.expectations import expectations

    client = await connect(installation.runtime.nats_url, name="demo")
    engine = open_engine(installation.settings.views_url)
    try:
        await play_on(client, story)
        events, views = await Log.open(client), Views(engine)
        with waiting(say("cli.demo.catching-up")):
            head = await caught_up(events, views)
        rows = [_counted(views, each) for each in expectations(story)]
        comparison = await compared(installation.settings, events)
        await events.close()
        return rows, comparison, head
    finally:
        engine.dispose()
        await client.close()


async def caught_up(events: object, views: Views, patience: float = CATCH_UP_SECONDS) -> int:
    """Wait until the log stands still and every view has reached its end; the position of that end."""
    import asyncio

    from services.ledger.log import Log

    assert isinstance(events, Log)
    until, head, steady = time.monotonic() + patience, -1, 0
    while steady < STEADY:
        last = await events.head()
        behind = [each for each in await asyncio.to_thread(views.all) if each.position < last]
        steady = steady + 1 if last == head and not behind else 0
        head = last
        if time.monotonic() > until:
            raise Failure("cli-behind", position=last)
        await asyncio.sleep(LOOK_EVERY)
    return head


def _counted(views: Views, expected: Expectation) -> dict[str, object]:
    where = {expected.column: expected.value} if expected.column else {}
    found = len(views.rows(expected.view, table=expected.table, where=where, limit=None).rows)
    return {
        "what": say(expected.key),
        "expected": expected.rows,
        "found": found,
        "agrees": found == expected.rows,
    }


def _show(here: Here, rows: list[dict[str, object]]) -> None:
    if here.json:
        print_json(rows)
    else:
        print_table(say("cli.demo.title"), ("what", "expected", "found", "agrees"), rows)
    note(say("cli.demonstration"), style="yellow")


def _agree(rows: list[dict[str, object]], comparison: Comparison) -> None:
    wrong = [str(row["what"]) for row in rows if not row["agrees"]]
    if wrong:
        raise Failure("cli-different", code=Exit.DIFFERENT, reason=", ".join(wrong))
    if comparison.differences:
        raise different(comparison)
