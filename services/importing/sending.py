"""Sending what was looked at: many commands at once, each under an id that makes every repetition harmless."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple
from uuid import UUID

import nats.errors

from domain.messages import Receipt, Refusal
from services.commands.client import CommandClient, NoAnswer
from services.importing.spool import rows_in

if TYPE_CHECKING:
    from services.importing.ledgers import Ledger, Row

AT_ONCE = 256
"""Commands in flight: enough for the service to store them in groups."""
LISTED = 10_000
"""Refused rows that are listed; further ones are counted."""
REUSED = "command-id-reused"
"""What the command door says where the row was imported before, from another file or with other content."""


class Turned(NamedTuple):
    """A row that was refused."""

    number: int
    entity: str
    refusal: Refusal


@dataclass
class Tally:
    """What became of the rows so far.

    `repeated`: those that stood in the log already. `unlike`: ids of rows whose id stands there under another command,
    to be compared (see `services.importing.earlier`). `last`: the last position written.
    """

    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    last: int = 0
    turned: list[Turned] = field(default_factory=list)
    unlike: set[UUID] = field(default_factory=set)

    @property
    def answered(self) -> int:
        """How many rows were answered."""
        return self.accepted + self.repeated + self.refused + len(self.unlike)

    def refuse(self, number: int, entity: str, refusal: Refusal) -> None:
        """Count a refusal, and list it as long as there is room."""
        self.refused += 1
        if len(self.turned) < LISTED:
            self.turned.append(Turned(number, entity, refusal))


class Unanswered(Exception):
    """The command service went away: what was answered stands, the rest is to be sent again."""


async def send(
    spool: IO[bytes], ledger: Ledger, org: str, client: CommandClient, tally: Tally, told: Callable[[int], None]
) -> None:
    """Send every row and count the answers in `tally`. Raises `Unanswered`; may be cancelled at any moment."""
    sender = Sending(ledger, org, client, tally, told)
    rows = rows_in(spool)
    tasks = [asyncio.create_task(sender.work(rows)) for _ in range(AT_ONCE)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class Sending:
    """One run: its workers take rows from one iterator."""

    def __init__(
        self, ledger: Ledger, org: str, client: CommandClient, tally: Tally, told: Callable[[int], None]
    ) -> None:
        """Send in the name of `org`."""
        self._ledger, self._org, self._client, self._tally, self._told = ledger, org, client, tally, told
        self._under_way: dict[str, asyncio.Event] = {}

    async def work(self, rows: Iterator[Row]) -> None:
        """Send one row after the other, and wait for each answer."""
        for row in rows:
            answered = self._under_way[row.entity] = asyncio.Event()
            if (above := self._under_way.get(row.follows)) is not None:
                await above.wait()
            try:
                self._count(row, await self._sent(row))
            finally:
                answered.set()
                if self._under_way.get(row.entity) is answered:
                    del self._under_way[row.entity]

    async def _sent(self, row: Row) -> Receipt | Refusal:
        try:
            answer = await self._client.send_body(
                self._org, self._ledger.category, self._ledger.wire_name, row.body, row.id
            )
        except (NoAnswer, nats.errors.Error) as error:
            raise Unanswered from error
        if isinstance(answer, Refusal) and answer.retry:
            raise Unanswered from None
        return answer

    def _count(self, row: Row, answer: Receipt | Refusal) -> None:
        if isinstance(answer, Receipt):
            self._tally.accepted += not answer.repeated
            self._tally.repeated += answer.repeated
            self._tally.last = max(self._tally.last, answer.position)
        elif answer.rule == REUSED:
            self._tally.unlike.add(row.id)
        else:
            self._tally.refuse(row.number, row.entity, answer)
        self._told(self._tally.answered)
