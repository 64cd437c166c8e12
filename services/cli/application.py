"""`liandong application`: applications and how far they have come."""

from __future__ import annotations

from typing import Annotated

from services.cli.command import Here, argument, command, group, option
from services.cli.looking import ask, looking, names, show_row, show_rows

app = group("application")
VIEW = "pipeline"
COLUMNS = ("application", "name", "stage", "since", "filed", "due", "applicant", "mean", "position")


@command(app, "list", shows=True, clocks=True)
async def application_list(here: Here, *, stage: Annotated[str | None, option("stage", "stage")] = None) -> None:
    """Every application, or those at a stage."""
    async with looking(here, VIEW, "organisations", "zone-register") as views:
        where = {"stage": stage} if stage else {}
        show_rows(
            here, VIEW, ask(views, VIEW, where=where, order=("filed", "application"), limit=None), COLUMNS, names(views)
        )


@command(app, "show", shows=True, clocks=True)
async def application_show(here: Here, *, application: Annotated[str, argument("application")]) -> None:
    """One application with its experts."""
    key = {"application": application}
    async with looking(here, VIEW) as views:
        experts = ask(views, VIEW, table="pipeline_experts", where=key, limit=None)
        show_row(here, VIEW, key, ask(views, VIEW, where=key), {"pipeline_experts": experts})
