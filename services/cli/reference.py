"""`liandong clauses` and `liandong permissions`: what the house can do, without a running system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.cli.command import Here, command
from services.cli.output import print_json, print_table
from services.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import typer

LISTED = ("commands", "events", "views", "test")


def register(app: typer.Typer) -> None:
    """Add both commands."""
    for function in (clauses, permissions):
        command(app, function.__name__, finds=False, shows=True)(function)


def clauses(here: Here) -> None:
    """Each clause of the plan with its commands, events, views and tests."""
    from services.reference.clauses import rows

    table = rows()
    if here.json:
        print_json(table)
        return
    columns = ("clause", "name", *(f"{name}_names" for name in LISTED))
    print_table(say("cli.help.clauses"), columns, (_one_below_the_other(row) for row in table))


def _one_below_the_other(row: Mapping[str, object]) -> dict[str, object]:
    lists = {f"{name}_names": "\n".join(map(str, names)) for name in LISTED if isinstance(names := row[name], list)}
    return {"clause": row["clause"], "name": f"clause.{row['clause']}", **lists}


def permissions(here: Here) -> None:
    """Who may send which command, in its own cases or in any."""
    from services.reference.permissions import ROLES, rows

    table = rows()
    if here.json:
        print_json(table)
        return
    columns = ("command", "clause", *(role.value for role in ROLES))
    shown = ({**row, **by} for row in table if isinstance(by := row["by"], dict))
    print_table(say("cli.help.permissions"), columns, shown)
