"""`liandong view`: any view, any of its tables, at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from services.cli.asking import Document, Format, answer, condition, question_of, reader_for, write
from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Exit, Failure
from services.cli.looking import looking, show_rows, warn
from services.cli.output import note, print_json, print_table
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
    where: Annotated[list[str] | None, option("where", "where", metavar="CONDITION")] = None,
    sort: Annotated[list[str] | None, option("sort", "order", "order", metavar="[-]COLUMN")] = None,
    viewer: Annotated[str | None, option("viewer", "viewer")] = None,
    limit: Annotated[int, option("limit", "limit", min=1, max=1_000_000)] = 200,
    after: Annotated[str | None, option("after", "after", metavar="CURSOR")] = None,
    at_least: Annotated[int, option("at_least", "at-least", min=0)] = 0,
    form: Annotated[Format, option("format", "format")] = Format.TABLE,
    output: Annotated[Path | None, option("output", "output", metavar="FILE")] = None,
) -> None:
    """Rows of one view."""
    conditions = tuple(map(condition, where or ()))
    wanted = Format.JSON if here.json else form
    async with looking(here, name) as views:
        reader = viewer and reader_for(here, viewer)
        question = question_of(
            here, table=table, where=conditions, sort=tuple(sort or ()), limit=limit, after=after, at_least=at_least
        )
        found = await answer(views, name, question, viewer=reader)
    if wanted is Format.TABLE and output is None:
        show_rows(here, name, found)
    else:
        file = Format.CSV if wanted is Format.TABLE else wanted
        write(Document(here, name, question, found).bytes(file), file, output)
        warn(found.rows, found.freshness)
    if found.next is not None:
        note(say("cli.next").format(cursor=found.next))


@command(app, "export", clocks=True)
async def view_export(
    here: Here,
    *,
    names: Annotated[list[str] | None, argument("view")] = None,
    every: Annotated[bool, option("all", "every-view")] = False,
    form: Annotated[Format, option("format", "format")] = Format.XLSX,
    output: Annotated[Path, option("output", "folder", metavar="DIR")] = Path(),
) -> None:
    """Whole views, each to a file of its own."""
    from projections.catalogue import PROJECTIONS

    if bool(names) == every or form is Format.TABLE:
        raise Failure("cli-export-which", code=Exit.USAGE)
    wanted = tuple(names or PROJECTIONS)
    async with looking(here, *wanted) as views:
        output.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            question = question_of(here, limit=1_000_000)
            found = await answer(views, name, question)
            if found.next is not None:
                raise Failure("cli-export-too-long", view=name, limit=question.limit)
            write(Document(here, name, question, found).bytes(form), form, output / f"{name}.{form}")
            warn(found.rows, found.freshness)


@command(app, "why", shows=True, clocks=True)
async def view_why(
    here: Here,
    *,
    name: Annotated[str, argument("view")],
    row: Annotated[str, argument("row")],
    field: Annotated[str | None, argument("column")] = None,
    table: Annotated[str | None, option("table", "table")] = None,
    viewer: Annotated[str | None, option("viewer", "viewer")] = None,
) -> None:
    """The events that made a row, or one field of it, what it is."""
    from services.cli.why import show_reasons

    await show_reasons(here, name, row, field, table, viewer)
