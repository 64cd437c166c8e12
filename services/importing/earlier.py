"""Rows that were imported before from another file: which of them read the same, and which otherwise."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from pydantic_core import from_json, to_json

from domain.envelope import Recorded
from domain.kernel import Refused
from domain.messages import Refusal
from services.commands.door import understand
from services.commands.refusals import CLAUSE, refusal
from services.importing.spool import rows_in

if TYPE_CHECKING:
    from uuid import UUID

    from services.importing.ledgers import Ledger, Row
    from services.importing.sending import Tally
    from services.ledger.log import Log


class Earlier(NamedTuple):
    """Who sent the command that stands in the log under an id, and the digest of what it said."""

    official: str
    kind: str
    content: str


async def compared(spool: IO[bytes], ledger: Ledger, org: str, log: Log, tally: Tally) -> None:
    """Settle `tally.unlike`: a row that says what stands there counts as imported before, any other is refused.

    Reads the log once, from its first event.
    """
    if not tally.unlike:
        return
    found = await _caused_by(tally.unlike, ledger, log)
    for row in rows_in(spool):
        if row.id not in tally.unlike:
            continue
        if _same(row, ledger, org, found.get(row.id)):
            tally.repeated += 1
        else:
            differs = Refused("import-differs", clause=CLAUSE, command=ledger.amended_by, code=ledger.amended_by)
            tally.refuse(row.number, row.entity, refusal(differs, command=row.id, correlation=row.id))
    tally.unlike.clear()


async def _caused_by(ids: set[UUID], ledger: Ledger, log: Log) -> dict[UUID, Earlier]:
    by_text = {str(id): id for id in ids}
    found: dict[UUID, Earlier] = {}
    async for batch in log.pull():
        for stored in batch:
            if not stored.subject.startswith(f"evt.{ledger.category}."):
                continue
            event = Recorded.read(stored.position, stored.recorded, stored.body)
            if (id := by_text.get(event.command)) is not None:
                found[id] = Earlier(event.actor, event.actor_kind, event.command_content)
    return found


def _same(row: Row, ledger: Ledger, org: str, earlier: Earlier | None) -> bool:
    """Whether a row says what was recorded: the robot's name, which holds the file's digest, is no part of that."""
    if earlier is None:
        return False
    message = from_json(row.body) | {"official": earlier.official, "kind": earlier.kind}
    understood = understand(f"cmd.{org}.{ledger.command.name}", to_json(message))
    assert not isinstance(understood, Refusal)
    return understood.content == earlier.content
