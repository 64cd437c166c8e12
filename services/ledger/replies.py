"""Request and reply with one question answered that `Client.request` leaves open: was the connection lost meanwhile?

A reply to something sent on a connection that is gone will never come. Waiting out the timeout would cost every caller
seconds after each restart of the server; here the wait ends as soon as the client has reconnected.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import MaxPayloadError

from services.ledger.connection import framed, publish_framed

LOOK_EVERY = 0.02
"""Seconds between two looks at the connection, and only while somebody waits."""


class Lost(Exception):
    """The connection on which it was sent is gone: no reply will come."""


class Waiting(NamedTuple):
    """A caller waiting: since which connection, and until when (loop time)."""

    reply: asyncio.Future[Msg]
    connection: int
    until: float


class Replies:
    """The replies of one client, on an inbox of its own."""

    def __init__(self, nc: Client) -> None:
        self._nc = nc
        self._inbox = nc.new_inbox()
        self._numbers = itertools.count(1)
        self._waiting: dict[str, Waiting] = {}
        self._subscription: Subscription | None = None
        self._opening = asyncio.Lock()
        self._look: asyncio.TimerHandle | None = None

    async def ask(
        self, subject: str, body: bytes, within: float, *, headers: bytes = b"", before: Sequence[bytes] = ()
    ) -> Msg:
        """Publish, after the messages framed as `before`, and wait for the reply.

        `TimeoutError` after `within` seconds, `Lost` when the connection went, nats-py's errors where nothing was sent.
        """
        if len(body) > self._nc.max_payload:
            raise MaxPayloadError
        if self._subscription is None:
            await self._open()
        loop = asyncio.get_running_loop()
        token = str(next(self._numbers))
        waiting = Waiting(loop.create_future(), self._nc.stats["reconnects"], loop.time() + within)
        self._waiting[token] = waiting
        if self._look is None:
            self._look = loop.call_later(LOOK_EVERY, self._end_the_hopeless)
        try:
            question = framed(subject, body, reply=f"{self._inbox}.{token}", headers=headers)
            await publish_framed(self._nc, [*before, question])
            return await waiting.reply
        finally:
            del self._waiting[token]

    async def close(self) -> None:
        """Give the inbox back; whoever still waits learns that no reply will come."""
        if self._look is not None:
            self._look.cancel()
        for waiting in self._waiting.values():
            if not waiting.reply.done():
                waiting.reply.set_exception(Lost("closed"))
        if self._subscription is not None and not self._nc.is_closed and not self._nc.is_draining:
            await self._subscription.unsubscribe()
        self._subscription = None

    async def _open(self) -> None:
        async with self._opening:
            if self._subscription is None:
                self._subscription = await self._nc.subscribe(f"{self._inbox}.*", cb=self._arrived)

    async def _arrived(self, message: Msg) -> None:
        waiting = self._waiting.get(message.subject.rpartition(".")[2])
        if waiting is not None and not waiting.reply.done():
            waiting.reply.set_result(message)

    def _end_the_hopeless(self) -> None:
        loop = asyncio.get_running_loop()
        now, connection, closed = loop.time(), self._nc.stats["reconnects"], self._nc.is_closed
        for waiting in self._waiting.values():
            if waiting.reply.done():
                continue
            if closed or waiting.connection != connection:
                waiting.reply.set_exception(Lost("the connection was lost"))
            elif now >= waiting.until:
                waiting.reply.set_exception(TimeoutError("no reply in time"))
        self._look = loop.call_later(LOOK_EVERY, self._end_the_hopeless) if self._waiting else None
