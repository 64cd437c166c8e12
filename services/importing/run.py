"""An import from beginning to end: look at every cell, then send every row, if all of them are sound."""

from __future__ import annotations

import time
from typing import IO, TYPE_CHECKING

from domain.gate import OFFICE_ORG
from domain.kernel import Refused
from services.commands.client import CommandClient
from services.documents.intake import unseen
from services.importing.checking import checked
from services.importing.earlier import compared
from services.importing.ledgers import ledger_of
from services.importing.opening import opened
from services.importing.report import Looked
from services.importing.rows import Look, sender_of
from services.importing.sending import send
from services.ledger.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nats.aio.client import Client

    from services.importing.kinds import Kind
    from services.importing.sending import Tally

CLAUSE = "系统约定 1"
"""An organisation stands in the register before anything is done in its name."""
PATIENCE = 60.0
"""Seconds that a row waits for its answer before the run is broken off."""


def look(
    kind: Kind,
    path: Path,
    org: str,
    against: Look,
    *,
    spool: IO[bytes] | None = None,
    told_bytes: Callable[[int, int], None] = unseen,
    told_rows: Callable[[int], None] = lambda _rows: None,
) -> Looked:
    """Look at a file and at every cell in it; the rows that are sound go to `spool`.

    Raises `Refused` for a file that cannot be read as a ledger, and for an organisation that nobody knows.
    """
    if org not in {OFFICE_ORG, *against.known.get("organisation", (org,))}:
        raise Refused("unknown-organisation", clause=CLAUSE, org=org)
    began, ledger = time.perf_counter(), ledger_of(kind)
    file = opened(path, told=told_bytes)
    sender = sender_of(org, file)
    result = checked(file, ledger, sender, against, name=path.name, spool=spool, told=told_rows)
    return Looked(ledger, file, sender, result, began)


async def carry_out(
    looked: Looked, spool: IO[bytes], nc: Client, tally: Tally, told: Callable[[int], None] = lambda _rows: None
) -> None:
    """Send the rows of a ledger without problems, and say in `tally` what became of each. 系统约定 7

    May be cancelled at any moment, and begun again. Raises `Unanswered` where the command service goes away.
    """
    assert not looked.checked.found
    ledger, org = looked.ledger, looked.sender.org
    await send(spool, ledger, org, CommandClient(nc, patience=PATIENCE), tally, told)
    if tally.unlike:
        log = await Log.open(nc)
        try:
            await compared(spool, ledger, org, log, tally)
        finally:
            await log.close()
