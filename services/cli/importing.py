"""`liandong import`: a template for a ledger, a look at every cell of one, and its import."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Exit, Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import counting
from services.cli.running import connected, settings
from services.cli.speech import LANGUAGE, Language, say
from services.importing.kinds import Format, Kind

if TYPE_CHECKING:
    from services.importing.known import Known
    from services.importing.report import Looked, Report
    from services.importing.rows import Look

app = group("import")
CELLS = ("sheet", "cell", "column", "value", "problem", "remedy")
ROWS = ("row", "cell", "entity", "problem", "clause", "remedy")


@command(app, "template", finds=False)
def import_template(
    here: Here,
    *,
    ledger: Annotated[Kind, argument("ledger")],
    wanted: Annotated[Format, option("format", "template-format")] = Format.XLSX,
    output: Annotated[Path | None, option("output", "template-output", metavar="FILE")] = None,
) -> None:
    """Write an empty ledger; never over a file, which may be somebody's work."""
    del here
    from services.importing.template import write

    file = output or Path(f"{say(f'import.{ledger}')}.{wanted}")
    try:
        write(ledger, file, wanted)
    except FileExistsError as error:
        raise Failure("cli-import-file-exists", file=str(file)) from error
    note(say("cli.written").format(file=file))


@command(app, "run", shows=True)
def import_run(
    here: Here,
    *,
    ledger: Annotated[Kind, argument("ledger")],
    file: Annotated[Path, argument("ledger-file")],
    org: Annotated[str, option("as", "as", metavar="ORG")],
    dry_run: Annotated[bool, option("dry-run", "dry-run")] = False,
) -> Coroutine[Any, Any, None] | None:
    """Look at every cell; then, if all are sound and it is no dry run, send every row. Exit code 2 where any is not."""
    against = register(here, ledger, dry_run=dry_run)
    with ExitStack() as stack:
        spool = None if dry_run else stack.enter_context(tempfile.TemporaryFile())
        looked = looked_at(ledger, file, org, against, spool)
        if spool is not None and not looked.checked.found:
            return sent(here, looked, spool, stack.pop_all())
    conclude(here, looked.report())
    return None


def register(here: Here, ledger: Kind, *, dry_run: bool) -> Look:
    """What stands in the register of the running system. A dry run does without one, and says so."""
    from domain.gate import today_in_shanghai
    from services import runtime
    from services.importing.rows import Look

    today = today_in_shanghai(datetime.now(UTC))
    if dry_run and not runtime.located(settings(here)).nats_url:
        note(say("cli.import.unchecked"))
        return Look(today)
    return Look(today, asyncio.run(_known(here, ledger)))


async def _known(here: Here, ledger: Kind) -> Known:
    from services.importing.known import known_in
    from services.importing.ledgers import ledger_of

    async with connected(here) as nc:
        return await known_in(nc, ledger_of(ledger))


def looked_at(ledger: Kind, file: Path, org: str, against: Look, spool: IO[bytes] | None) -> Looked:
    """Look at every cell, with a bar; the rows that are sound go to `spool`."""
    from services.importing.run import look

    with counting(say("cli.import.looking")) as read, counting(say("cli.import.reading")) as told:
        return look(ledger, file, org, against, spool=spool, told_bytes=read, told_rows=lambda rows: told(rows, rows))


async def sent(here: Here, looked: Looked, spool: IO[bytes], stack: ExitStack) -> None:
    """Send the rows, with a bar, and say what became of them; broken off, say how to go on. 系统约定 7"""
    from services.importing.run import carry_out
    from services.importing.sending import Tally, Unanswered

    tally, rows = Tally(), looked.checked.rows
    with stack:
        try:
            async with connected(here) as nc:
                with counting(say("cli.import.sending")) as told:
                    await carry_out(looked, spool, nc, tally, lambda done: told(done, rows))
        except asyncio.CancelledError:
            note(say("cli.import.broken-off").format(done=tally.answered, rows=rows), style="bold")
            raise
        except Unanswered as error:
            raise Failure("cli-import-no-answer", done=tally.answered, rows=rows) from error
    conclude(here, looked.report(tally))


def conclude(here: Here, report: Report) -> None:
    """Print a report; exit code 2 where a cell is wrong or a row was refused."""
    told = report.as_json()
    if here.json:
        print_json(told)
    else:
        _tables(told)
    if report.checked.found:
        raise Failure("cli-import-problems", code=Exit.REFUSED, count=report.checked.found)
    if report.tally is None:
        note(say("cli.import.sound").format(rows=report.checked.rows))
        return
    rate, seconds = round(report.rate), round(report.seconds, 1)
    note(say("cli.import.done").format_map({**told, "rate": rate, "seconds": seconds}), style="bold")
    if report.tally.refused:
        raise Failure("cli-import-refused", code=Exit.REFUSED, count=report.tally.refused)


def _tables(told: dict[str, Any]) -> None:
    """The cells to be corrected, or the rows that were refused, in the reader's language."""
    for key, title, columns, count in (
        ("cells", "cli.import.problems", CELLS, "problems"),
        ("refusals", "cli.import.refused", ROWS, "refused"),
    ):
        listed = told.get(key, [])
        if listed:
            print_table(say(title), columns, [{**each, **_spoken(each)} for each in listed])
        if (more := told.get(count, 0) - len(listed)) > 0:
            note(say("cli.import.more").format(count=more))


def _spoken(each: dict[str, Any]) -> dict[str, object]:
    language = "en" if LANGUAGE is Language.EN else "zh"
    return {"problem": each["message"][language], "remedy": each["advice"][language]}
