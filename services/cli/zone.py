"""`liandong zone`: the register of zones."""

from __future__ import annotations

from typing import Annotated

from services.cli.command import Here, argument, command, group, option
from services.cli.looking import ask, looking, names, show_row, show_rows

app = group("zone")
VIEW = "zone-register"
COLUMNS = ("zone", "name", "status", "since", "established", "body", "district", "position")


@command(app, "list", shows=True, clocks=True)
async def zone_list(here: Here, *, status: Annotated[str | None, option("status", "status")] = None) -> None:
    """Every zone, or those of a status."""
    async with looking(here, VIEW, "organisations") as views:
        where = {"status": status} if status else {}
        show_rows(
            here, VIEW, ask(views, VIEW, where=where, order=("established", "zone"), limit=None), COLUMNS, names(views)
        )


@command(app, "show", shows=True, clocks=True)
async def zone_show(here: Here, *, zone: Annotated[str, argument("zone")]) -> None:
    """One zone with its construction plans."""
    key = {"zone": zone}
    async with looking(here, VIEW) as views:
        plans = ask(views, VIEW, table="zone_register_plans", where=key, limit=None)
        show_row(here, VIEW, key, ask(views, VIEW, where=key), {"zone_register_plans": plans})
