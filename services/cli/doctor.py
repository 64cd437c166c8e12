"""`liandong doctor`: is everything in order, and if not, what to do. Exit code 0 in order, 3 something is not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from services.cli.command import Here, command
from services.cli.failure import Exit, Failure
from services.cli.output import print_json, print_table
from services.cli.running import located
from services.cli.speech import say

if TYPE_CHECKING:
    import typer

    from services.cli.checks import Finding

COLUMNS = ("check", "subject", "sound", "finding", "advice")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "doctor", shows=True)(doctor)


async def doctor(here: Here) -> None:
    """Look at everything, show what was found, and say by the exit code whether all is in order."""
    from services.cli import checks

    found = located(here)
    findings: list[Finding] = [checks.versions(), checks.disk(found), checks.sync(found)]
    findings += await checks.broker(found)
    findings += await asyncio.to_thread(checks.views, found, checks.head_of(findings))
    findings.append(await asyncio.to_thread(checks.page, here.data or found.data))
    if here.json:
        print_json([finding._asdict() for finding in findings])
    else:
        print_table(say("cli.help.doctor"), COLUMNS, (finding._asdict() for finding in findings))
    unsound = sum(not finding.sound for finding in findings)
    if unsound:
        raise Failure("cli-unsound", code=Exit.DIFFERENT, count=unsound)
