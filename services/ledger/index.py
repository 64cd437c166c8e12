"""A local index of the stream: the events of one entity, or of one command, in no time however long the log.

It is disposable. Deleted, damaged, lagging, or made from a stream that has been created anew since: it is filled from
the stream.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import structlog
from eventsourcing.persistence import PersistenceError

from services.ledger.log import LedgerError, Log, Stored
from services.ledger.postgres_shelf import PostgresShelf
from services.ledger.shelves import Shelf
from services.ledger.sqlite_shelf import SqliteShelf

log = structlog.get_logger("index")

LINGER = 0.1
"""Seconds between two transactions: larger ones take less from the event loop (10 % of it at 4,000 events/s,
measured)."""
AGAIN_AFTER = 1.0
"""Seconds before a database that failed is tried again."""
REPORT_EVERY = 5.0
"""Seconds between two words about a long filling."""

T = TypeVar("T")


class Index:
    """Made by `open`, follows the stream until `close`. `position` is how far it is."""

    def __init__(self, events: Log, shelf: Shelf) -> None:
        """Use `open`."""
        self._log, self._shelf = events, shelf
        self.position = 0
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="index")
        self._moved = asyncio.Condition()
        self._following: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, events: Log, place: Path | str) -> Index:
        """Open the index in a file, or in a PostgreSQL database by its URL; fill it up to the stream's present end."""
        index = cls(events, await asyncio.to_thread(shelf_at, place))
        try:
            await index._begin()
            await index._fill(await events.head())
        except BaseException:
            await index.close()
            raise
        index._following = asyncio.create_task(index._follow(), name="index")
        return index

    async def events(self, subject: str, after: int = 0) -> list[Stored]:
        """Every event of one entity behind position `after` that the index has, in order."""
        return await self._read(lambda: self._shelf.events(subject, after))

    async def caused(self, command: str) -> list[Stored]:
        """Every event that a command caused, as far as the index is."""
        return await self._read(lambda: self._caused(command))

    async def both(self, subject: str, command: str) -> tuple[list[Stored], list[Stored]]:
        """The events of one entity, and those that a command caused, as far as the index is, in one reading."""
        return await self._read(lambda: self._both(subject, command))

    async def reach(self, position: int) -> None:
        """Wait until the index has everything up to `position`; raises what stopped it, if it has stopped."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.position >= position or self._stopped)
        if self.position < position and self._following is not None:
            await self._following

    async def close(self) -> None:
        """Stop following and let go of the database."""
        if self._following is not None:
            self._following.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):  # a stop was reported when it happened
                await self._following
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._shelf.close)

    @property
    def _stopped(self) -> bool:
        return self._following is not None and self._following.done()

    def _caused(self, command: str) -> list[Stored]:
        return self._pointed_to(self._shelf.pointers(command))

    def _both(self, subject: str, command: str) -> tuple[list[Stored], list[Stored]]:
        events, pointers = self._shelf.both(subject, command)
        return events, self._pointed_to(pointers)

    def _pointed_to(self, pointers: list[tuple[int, str]]) -> list[Stored]:
        return [
            event for position, subject in pointers for event in self._shelf.events(subject, position - 1, position)
        ]

    async def _read(self, reading: Callable[[], T]) -> T:
        if self._stopped and self._following is not None:
            await self._following  # raises what stopped it: an index that cannot follow must not answer
        if self._shelf.quick:
            return reading()
        return await asyncio.get_running_loop().run_in_executor(self._threads, reading)

    async def _begin(self) -> None:
        """Find out how far it is; empty it if that is not this stream."""
        head = await self._log.head()
        self.position = await asyncio.to_thread(self._shelf.adopt, self._log.incarnation, head)
        if self.position == 0 < head:
            log.info("the index is filled from the beginning", stream=self._log.incarnation, events=head)

    async def _fill(self, head: int) -> None:
        begin, reported = self.position, time.monotonic()
        if begin >= head:
            return
        async with contextlib.aclosing(self._log.pull(begin, until=head)) as batches:
            async for batch in batches:
                await self._keep(batch)
                if time.monotonic() - reported > REPORT_EVERY:
                    reported = time.monotonic()
                    log.info("filling the index", position=self.position, of=head)

    async def _follow(self) -> None:
        try:
            async with contextlib.aclosing(self._log.pull(self.position, follow=True)) as batches:
                async for batch in batches:
                    await self._keep_stubbornly(batch)
                    await asyncio.sleep(LINGER)
        except LedgerError:
            log.exception("the index cannot follow the log", position=self.position)
            raise
        finally:
            async with self._moved:
                self._moved.notify_all()

    async def _keep_stubbornly(self, batch: list[Stored]) -> None:
        """Keep a batch. A database that fails (full disk, restart) is tried again; meanwhile the stream has it all."""
        while True:
            try:
                return await self._keep(batch)
            except PersistenceError:
                log.exception("the index's database fails, it will be tried again", position=self.position)
                await asyncio.sleep(AGAIN_AFTER)

    async def _keep(self, batch: list[Stored]) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._shelf.keep, batch, self._log.incarnation)
        self.position = batch[-1].position
        async with self._moved:
            self._moved.notify_all()


def shelf_at(place: Path | str) -> Shelf:
    """The shelf in a file, or in the PostgreSQL database of that URL."""
    return SqliteShelf(place) if isinstance(place, Path) else PostgresShelf(place)
