"""`liandong lead`: the leads, as they stand and as they move."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

from services.cli.asking import reader_for
from services.cli.command import Here, command, group, option
from services.cli.failure import Failure
from services.cli.looking import ask, looking, names, show_rows, spoken
from services.cli.output import note, print_json
from services.cli.running import connected
from services.cli.speech import say

if TYPE_CHECKING:
    from nats.aio.msg import Msg

app = group("lead")
VIEW = "lead-ledger"
COLUMNS = ("lead", "project", "industry", "investment", "stage", "since", "holder", "reporter", "position")
ORDER = ("shared", "lead")


@command(app, "list", shows=True, clocks=True)
async def lead_list(
    here: Here,
    *,
    stage: Annotated[str | None, option("stage", "stage")] = None,
    viewer: Annotated[str | None, option("viewer", "viewer")] = None,
) -> None:
    """Every lead, those at a stage, or those that an organisation may see, as it may see them."""
    reader = reader_for(here, viewer) if viewer else None
    async with looking(here, VIEW, "organisations", "zone-register") as views:
        where = {"stage": stage} if stage else {}
        show_rows(
            here, VIEW, ask(views, VIEW, where=where, viewer=reader, order=ORDER, limit=None), COLUMNS, names(views)
        )


@command(app, "watch", shows=True)
async def lead_watch(here: Here) -> None:
    """Each lead whenever it changes, until Ctrl-C; a pipe gets one JSON row a change."""
    news: asyncio.Queue[str | None] = asyncio.Queue()

    async def changed(message: Msg) -> None:
        news.put_nowait(message.subject.rpartition(".")[2])

    async with connected(here, lambda: news.put_nowait(None)) as client, looking(here, VIEW) as views:
        await client.subscribe(f"view.{VIEW}.>", cb=changed)
        await client.flush()
        note(say("cli.watching"))
        whole = sys.stdout.isatty() and not here.json
        if whole:
            show_rows(here, VIEW, await asyncio.to_thread(ask, views, VIEW, order=ORDER, limit=None), COLUMNS)
        while True:
            leads = await _gathered(news)
            for lead in leads:
                page = await asyncio.to_thread(ask, views, VIEW, where={"lead": lead})
                if whole:
                    _line(page.rows)
                else:
                    for row in page.rows:
                        print_json(row, on_one_line=True)


async def _gathered(news: asyncio.Queue[str | None]) -> list[str]:
    """The leads that changed, each once, in the order of the news; `Failure` once there can be no more."""
    changed = {await news.get(): None}
    while not news.empty():
        changed[news.get_nowait()] = None
    if None in changed:
        raise Failure("cli-watch-over")
    return [lead for lead in changed if lead is not None]


def _line(rows: list[dict[str, object]]) -> None:
    for row in rows:
        cells = (str(row[spoken(column)] or "") for column in ("position", "lead", "project", "stage", "holder"))
        sys.stdout.write("  ".join(say(cell) for cell in cells) + "\n")
        sys.stdout.flush()
