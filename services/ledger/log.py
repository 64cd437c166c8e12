"""The log: append under guards, read one entity from the leader, pull the whole in order."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from nats.aio.client import Client

from services.ledger.commit import GroupCommit
from services.ledger.direct import scan
from services.ledger.pull import Reader
from services.ledger.settle import PATIENCE, settle_once
from services.ledger.streams import OURS, Stream, UnsafeStream, described, differences
from services.ledger.wire import (
    BATCH_LIMIT,
    Conflict,
    Entry,
    Gap,
    Guarded,
    LedgerError,
    OutcomeUnknown,
    Stored,
    TooLarge,
    Unavailable,
    Wire,
)

__all__ = [
    "Conflict",
    "Entry",
    "Gap",
    "LedgerError",
    "Log",
    "OutcomeUnknown",
    "Stored",
    "TooLarge",
    "Unavailable",
    "UnsafeStream",
]

HEADROOM = 1024
"""Bytes of the server's limit that the headers may take."""
BY_NAME = {stream.name: stream for stream in OURS}


class Log:
    """One append-only stream. Made by `open`; one object serves any number of tasks."""

    def __init__(self, wire: Wire, commits: GroupCommit, created: str, patience: float = PATIENCE) -> None:
        """Use `open`. `created` is when the stream was created, as the server writes it."""
        self._wire, self._commits, self._patience = wire, commits, patience
        self._alone = commits.replicas == 1
        self.incarnation = f"{wire.stream}@{created}"
        """Tells this stream from one created anew under its name, whose positions mean other events."""

    @classmethod
    async def open(cls, nc: Client, *, stream: str = "EVENTS", patience: float = PATIENCE) -> Log:
        """Open a stream that exists (`streams.ensure` creates it) after checking that its settings are safe.

        `patience`: seconds after which an append that could not be settled is given up. Raises `UnsafeStream` with
        every setting that could lose or alter events, `Unavailable` when JetStream does not answer.
        """
        wire = Wire(nc, stream)
        try:
            info = await described(wire)
            safe(info["config"], stream)
        except BaseException:
            await wire.close()
            raise
        commits = GroupCommit(wire, info["config"]["num_replicas"], patience=patience)
        return cls(wire, commits, info["created"], patience)

    async def append(self, entries: Sequence[Entry], guards: Mapping[str, int]) -> int:
        """Store all entries in their order, or none; the position of the LAST one, the others before it without a gap.

        `guards`: for every subject of the entries the position last on it that the caller knows of, 0 for none. Bodies
        must carry an id of their own: after a lost acknowledgement equal bytes at the guarded place are taken for this
        append's success.

        Raises `Conflict` (somebody was first, nothing stored), `Unavailable` (certainly nothing stored: disk full,
        server away), `TooLarge`, `OutcomeUnknown` (stored once or not at all; repeating it settles it).
        """
        if {entry.subject for entry in entries} != guards.keys():
            raise ValueError("every subject of the entries, and no other, has a guard")
        if not 0 < len(entries) <= BATCH_LIMIT:
            raise ValueError(f"an append holds 1 to {BATCH_LIMIT} entries, not {len(entries)}")
        self._fit(entries)
        unguarded = dict(guards)
        messages = [Guarded(entry.subject, entry.body, unguarded.pop(entry.subject, None)) for entry in entries]
        return await self._commits.append(messages)

    async def append_once(self, entry: Entry, id: str) -> int:
        """Store one message behind whatever stands there, unless one of that id was stored in the last two minutes.

        Its position, old or new. No guard keeps others out, so nothing else may be written to its subject: this is for
        long chains of large messages, of which a guard would have the server keep every one in memory for a while.
        Raises `Unavailable`, `TooLarge`, `OutcomeUnknown`.
        """
        self._fit([entry])
        return await settle_once(self._wire, entry, id, self._patience)

    async def last(self, subject: str) -> Stored | None:
        """The last message on `subject` (wildcards allowed), from the stream's leader."""
        return await self._wire.last(subject)

    async def read(self, subject: str, after: int = 0, limit: int | None = None) -> list[Stored]:
        """Everything on one subject (wildcards allowed) behind position `after`, in order, as the leader sees it.

        With `limit` no more than that many. A scan of the server's index of subjects: some 50 ms in a stream of a
        million. `Index` is the quick way.
        """
        last = None if self._alone else await self._wire.last(subject)
        found: list[Stored] = []
        while limit is None or len(found) < limit:
            part = await scan(self._wire, subject, after, BATCH_LIMIT if limit is None else limit - len(found))
            found += part.messages
            after = found[-1].position if found else after
            if part.pending:
                continue
            if last is None or last.position <= after:
                break
            if not part.messages:  # a follower answered that lags behind the leader
                one = await self._wire.next(subject, after)
                if one is None:
                    break
                found.append(one)
                after = one.position
        return found

    async def pull(
        self, after: int = 0, *, until: int | None = None, follow: bool = False
    ) -> AsyncGenerator[list[Stored], None]:
        """Everything behind position `after` in batches of 1 to 1,000, positions contiguous from `after` + 1.

        Ends at `until` (default: what is last now); with `follow` and no `until` it never ends and waits for news.
        Survives restarts of the server. Raises `Gap` when a position is missing or the stream ends before `after`:
        another log.
        """
        if until is None and not follow:
            until = await self.head()
            if until < after:
                raise Gap(after + 1, until)
        async with aclosing(Reader(self._wire, after, until).batches()) as batches:
            async for batch in batches:
                yield batch

    async def head(self) -> int:
        """The last position in the stream, 0 when it is empty, as the leader sees it."""
        info = await self._wire.api(f"STREAM.INFO.{self._wire.stream}")
        return int(info["state"]["last_seq"])

    async def close(self) -> None:
        """Finish the appends under way. The connection stays the caller's."""
        await self._commits.close()
        await self._wire.close()

    def _fit(self, entries: Sequence[Entry]) -> None:
        limit = self._wire.nc.max_payload
        for entry in entries:
            if len(entry.body) > limit - HEADROOM:
                raise TooLarge(f"{entry.subject}: {len(entry.body)} bytes, the server takes {limit}")


def safe(config: Mapping[str, Any], stream: str) -> None:
    """Raise `UnsafeStream` with every setting at fault; subjects are compared for the streams that are ours."""
    wanted = BY_NAME.get(stream) or Stream(stream, tuple(config.get("subjects") or ()))
    if unsafe := differences(config, wanted):
        raise UnsafeStream(stream, unsafe)
