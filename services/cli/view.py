"""`liandong view`: any view, any of its tables, at any time."""

from __future__ import annotations

from typing import Annotated

from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Exit, Failure
from services.cli.looking import ask, looking, show_rows
from services.cli.output import print_json, print_table
from services.cli.speech import say

app = group("view")


@command(app, "list", shows=True)
async def view_list(here: Here) -> None:
    """Every view with its position."""
    async with looking(here) as views:
        rows = [
            {
                "view": each.view,
                "name": say(f"view.{each.view}"),
                "status": f"view-status.{each.status}",
                "position": each.position,
                "updated": each.updated,
            }
            for each in views.all()
        ]
    if here.json:
        print_json(rows)
    else:
        print_table(say("cli.help.view"), ("view", "name", "status", "position", "updated"), rows)


@command(app, "show", shows=True, clocks=True)
async def view_show(
    here: Here,
    *,
    name: Annotated[str, argument("view")],
    table: Annotated[str | None, option("table", "table")] = None,
    where: Annotated[list[str] | None, option("where", "where", metavar="COLUMN=VALUE")] = None,
    order: Annotated[list[str] | None, option("order", "order", metavar="[-]COLUMN")] = None,
    viewer: Annotated[str | None, option("viewer", "viewer")] = None,
    limit: Annotated[int, option("limit", "limit", min=1, max=1_000_000)] = 200,
) -> None:
    """Rows of one view."""
    conditions = dict(condition(each) for each in where or ())
    async with looking(here, name) as views:
        page = ask(views, name, table=table, where=conditions, order=order or (), viewer=viewer, limit=limit)
        show_rows(here, name, page)


def condition(text: str) -> tuple[str, str]:
    """`column=value` as a pair."""
    column, equals, value = text.partition("=")
    if not equals:
        raise Failure("cli-bad-where", code=Exit.USAGE, value=text)
    return column, value
