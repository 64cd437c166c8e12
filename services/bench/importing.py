"""How long a ledger takes to import, beside the same commands sent one by one through the client."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from pydantic_core import from_json

from domain.gate import today_in_shanghai
from domain.kernel import ActorKind
from domain.messages import Refusal
from services.bench.path import NotAccepted
from services.bench.run import folder
from services.bench.system import OFFICE, ROBOT, ground
from services.commands.client import CommandClient
from services.first_steps import first_steps
from services.importing.kinds import Kind
from services.importing.rows import Look
from services.importing.run import carry_out, look
from services.importing.sending import AT_ONCE, Tally
from services.importing.spool import rows_in
from services.importing.template import example, heads
from services.ledger.log import Log
from services.scenario.invention import credit_code

if TYPE_CHECKING:
    from pathlib import Path

    from nats.aio.client import Client

    from services.bench.run import Tell

KIND = Kind.LEADS
ID, INVESTOR, CODE, PROJECT = 0, 2, 3, 4
"""The columns in which the rows of the ledger differ."""


async def measured(rows: int, tell: Tell) -> dict[str, object]:
    """{rows, accepted, seconds, rows_per_s, reading_s, sending_s, commands_per_s, ratio_vs_commands}.

    A workbook of so many leads is imported on a system of its own: `seconds` are from its opening to the last answer.
    Half of the same commands are sent before the rows are and half after them, so that both see the same weather.
    """
    with folder() as place, tempfile.TemporaryFile() as spool:
        path = ledger(place / "leads.xlsx", rows)
        async with ground(place) as system:
            with system.process("commands"):
                await first_steps(system.nc, await Log.open(system.nc))
                return await _measured(path, rows, spool, system.nc, tell)


async def _measured(path: Path, rows: int, spool: IO[bytes], nc: Client, tell: Tell) -> dict[str, object]:
    against, tally, began = Look(today_in_shanghai(datetime.now(UTC))), Tally(), time.perf_counter()
    looked = look(
        KIND, path, OFFICE, against, spool=spool, told_rows=lambda done: tell("cli.import.reading", done, rows)
    )
    reading = time.perf_counter() - began
    direct = await commands(nc, said(spool, 0, rows // 2), tell)
    began = time.perf_counter()
    await carry_out(looked, spool, nc, tally, lambda done: tell("cli.import.sending", done, rows))
    sending = time.perf_counter() - began
    direct += await commands(nc, said(spool, rows // 2, rows), tell)
    if tally.accepted != rows:
        raise NotAccepted(f"{rows - tally.accepted} of {rows} rows were not imported")
    seconds = reading + sending
    return {
        "rows": rows,
        "accepted": tally.accepted,
        "seconds": round(seconds, 3),
        "rows_per_s": round(rows / seconds, 1),
        "reading_s": round(reading, 3),
        "sending_s": round(sending, 3),
        "commands_per_s": round(rows / direct, 1),
        "ratio_vs_commands": round(direct / seconds, 3),
    }


def ledger(path: Path, rows: int) -> Path:
    """A ledger of invented leads, as a spreadsheet program saves it."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - as elsewhere

    row = example(KIND)
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads(KIND))
        for number in range(1, rows + 1):
            name = f"演示投资方{number}有限公司"
            row[ID], row[INVESTOR], row[CODE] = f"import-{number}", name, credit_code(name)
            row[PROJECT] = f"演示项目{number}"
            sheet.write_row(number, 0, row)
    return path


def said(spool: IO[bytes], first: int, behind: int) -> list[dict[str, Any]]:
    """What rows of the ledger say, as the messages that they become."""
    return [from_json(row.body) for row in islice(rows_in(spool), first, behind)]


async def commands(nc: Client, messages: list[dict[str, Any]], tell: Tell) -> float:
    """The seconds that the same commands about other leads take, as many in flight as an import has."""
    client, waiting = CommandClient(nc), iter(enumerate(messages, 1))

    async def work() -> None:
        for done, each in waiting:
            answer = await client.send(
                OFFICE,
                "lead",
                "share",
                f"direct-{each['entity']}",
                each["data"],
                official=ROBOT,
                kind=ActorKind.ROBOT,
                effective=date.fromisoformat(each["effective"]),
            )
            if isinstance(answer, Refusal):
                raise NotAccepted(f"{answer.rule}: {answer.message.en}")
            tell("bench.direct", done, len(messages))

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return time.perf_counter() - began
