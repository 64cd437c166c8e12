"""`liandong audit`: the timeline of any entity, a replay compared with every live view, an export of the log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Exit, Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import counting
from services.cli.running import connected, located
from services.cli.speech import LANGUAGE, Language, say

if TYPE_CHECKING:
    from services.audit.timeline import Moment
    from services.ledger.log import Log
    from services.projector.folding import Comparison
    from services.settings import Settings

app = group("audit")
COLUMNS = ("position", "recorded", "effective", "type", "org", "actor", "version")
SHOWN_DIFFERENCES = 20


@command(app, "timeline", shows=True, clocks=True)
async def audit_timeline(
    here: Here, *, category: Annotated[str, argument("category")], entity: Annotated[str, argument("entity")]
) -> None:
    """Who did what when, by either clock, straight from the log."""
    from services.audit.timeline import timeline
    from services.ledger.log import Log

    _can_be_asked_for(category, entity)
    async with connected(here) as client:
        events = await Log.open(client)
        moments = await timeline(events, category, entity, as_of=here.as_of, known_at=here.known_at)
        await events.close()
    if not moments:
        raise Failure("cli-not-found", category=category, entity=entity)
    if here.json:
        print_json([moment.model_dump(mode="json") for moment in moments])
    else:
        print_table(f"{say(category)} {entity}", COLUMNS, map(_line, moments))


def _can_be_asked_for(category: str, entity: str) -> None:
    """One entity of a category that there is; `*` and `>` would be many."""
    from domain.catalogue import DECIDERS
    from domain.ids import entity_id_fits
    from domain.kernel import Refused

    if category not in DECIDERS:
        raise Failure("cli-unknown-category", code=Exit.USAGE, category=category, known=" | ".join(DECIDERS))
    try:
        entity_id_fits(DECIDERS[category], entity)
    except Refused as refused:
        raise Failure("cli-not-found", category=category, entity=entity) from refused


def _line(moment: Moment) -> dict[str, object]:
    name = moment.name.en if LANGUAGE is Language.EN else moment.name.zh
    kind = f" ({say(moment.kind.value)})" if moment.kind.value == "robot" else ""
    return {
        "position": moment.position,
        "recorded": moment.recorded,
        "effective": moment.effective,
        "type": name,
        "org": moment.org,
        "actor": f"{moment.actor}{kind}",
        "version": moment.version,
    }


@command(app, "replay", shows=True)
async def audit_replay(here: Here) -> None:
    """Fold every view from zero and compare it with the live one, row by row. Exit code 3 where they differ."""
    from services.ledger.log import Log

    found = located(here)
    async with connected(here) as client:
        events = await Log.open(client)
        comparison = await compared(found, events)
        await events.close()
    show_comparison(here, comparison)
    if comparison.differences:
        raise different(comparison)


async def compared(found: Settings, events: Log) -> Comparison:
    """The live views against a replay from zero, with a bar."""
    from projections.catalogue import PROJECTIONS
    from services.projector.database import open_engine
    from services.projector.folding import compare

    engine = open_engine(found.views_url)
    try:
        with counting(say("cli.demo.comparing")) as told:
            return await compare(engine, events, PROJECTIONS.values(), told)
    finally:
        engine.dispose()


def show_comparison(here: Here, comparison: Comparison) -> None:
    """What was compared and what differs."""
    wrong = {difference.view for difference in comparison.differences}
    rows = [
        {"view": view, "rows": count, "position": comparison.positions[view], "agrees": view not in wrong}
        for view, count in comparison.rows.items()
    ]
    differences = [difference._asdict() for difference in comparison.differences[:SHOWN_DIFFERENCES]]
    if here.json:
        print_json({"views": rows, "differences": differences})
        return
    print_table(say("cli.help.audit_replay"), ("view", "rows", "position", "agrees"), rows)
    if differences:
        print_table(say("cli.differences"), ("view", "table", "key", "live", "folded"), differences)


def different(comparison: Comparison) -> Failure:
    """The failure of a comparison, naming the views."""
    views = sorted({difference.view for difference in comparison.differences})
    return Failure("cli-different", code=Exit.DIFFERENT, reason=f"{len(comparison.differences)} ({', '.join(views)})")


@command(app, "export")
async def audit_export(here: Here, *, output: Annotated[Path | None, option("output", "output")] = None) -> None:
    """The log as JSON Lines of CloudEvents, to a file (a broken export is taken up again) or to standard output."""
    from services.audit.export import export, line
    from services.ledger.log import Log

    async with connected(here) as client:
        events = await Log.open(client)
        if output is None:
            async for batch in events.pull(0):
                sys.stdout.buffer.writelines(map(line, batch))
            sys.stdout.flush()
        else:
            with counting(say("cli.help.audit_export")) as told:
                written = await export(events, output, progress=told)
            note(say("cli.exported").format(count=written, file=output))
        await events.close()
