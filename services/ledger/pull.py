"""Reading the stream in order, in batches, as fast as the client can: two outstanding pull requests and a callback.

The consumer on the server is ephemeral, in memory and without acknowledgements; the position is ours. It is made anew
where we stopped whenever it is lost (server restart, leader change, silence). Contiguity is checked message by
message, so that a message dropped anywhere between the disk and here is noticed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable

from nats.aio.msg import Msg
from pydantic_core import to_json

from services.ledger.connection import QuickClient, status
from services.ledger.wire import NANOSECONDS, Gap, Refusal, Stored, Unavailable, Wire

BATCH = 1000
"""Messages in one request, and in one batch handed on at most."""
OUTSTANDING = 2
REQUEST_BYTES = 9 << 20
"""Bytes that one request may bring: more than the largest message, little enough for 400 MB in all."""
EXPIRES, HEARTBEAT = 30, 5
"""Seconds that a request waits for messages, and between signs of life meanwhile."""
SILENCE = 2.5 * HEARTBEAT
LOOK_EVERY = 0.1
AGAIN_AFTER = 0.1
PATIENCE = 60.0
"""Seconds without an answer after which a reader that does not follow gives up."""
PLAIN_TOKENS = 9
"""Parts of a delivered message's reply subject; with a JetStream domain there are twelve."""
TRANSIENT = ("leadership change", "server shutdown", "consumer deleted", "consumer is push based", "no responders")


class Reader:
    """One reader of the stream, from behind `after`, as `Log.pull` describes it. Use it once."""

    def __init__(self, wire: Wire, after: int, until: int | None) -> None:
        self._wire, self._until = wire, until
        self._taken = self._reached = after  # handed on; received
        self._buffer: list[Stored] = []
        self._news = asyncio.Event()
        self._unsubscribe: Callable[[], Awaitable[None]] | None = None
        self._name, self._next_request, self._inbox = "", "", ""
        self._credit = 0  # messages that the server may still send
        self._connection = -1
        self._heard = 0.0
        self._lost = False
        self._gap: Gap | None = None

    async def batches(self) -> AsyncGenerator[list[Stored], None]:
        """Hand on what arrives; ends at `until`, never without one."""
        try:
            while self._until is None or self._taken < self._until:
                if batch := self._take():
                    yield batch
                elif not await self._alive():
                    await self._reopen()
        finally:
            await self._close()
            await self._forget()

    def _take(self) -> list[Stored]:
        batch, self._buffer = self._buffer[:BATCH], self._buffer[BATCH:]
        if not batch:
            return batch
        if self._until is not None and batch[-1].position > self._until:
            batch = batch[: self._until - batch[-1].position]
        self._taken = batch[-1].position
        return batch

    async def _alive(self) -> bool:
        """Ask for more where there is room, wait a moment for news; False when the consumer has to be made anew."""
        await self._request()
        self._news.clear()
        if self._buffer:
            return True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await self._news.wait()
        if self._buffer:
            return True
        nc = self._wire.nc
        silent = asyncio.get_running_loop().time() - self._heard > SILENCE
        return not (self._lost or self._gap or silent or self._connection != nc.stats["reconnects"])

    async def _request(self) -> None:
        while self._unsubscribe is not None and self._credit + len(self._buffer) <= BATCH * (OUTSTANDING - 1):
            self._credit += BATCH
            await self._wire.nc.publish(self._next_request, REQUEST, reply=self._inbox)

    async def _arrived(self, message: Msg) -> None:
        """A message by nats-py's ordinary way."""
        if message.reply:
            self._keep(message.subject, message.reply, message.data)
        else:
            self._status(message.headers or {})

    def _arrived_quick(self, subject: bytes, reply: bytes, body: bytes, headers: bytes | None) -> None:
        """A message by the quick way, its headers unread."""
        if reply:
            self._keep(subject.decode(), reply.decode(), body)
        else:
            self._status(status(headers or b""))

    def _keep(self, subject: str, reply: str, body: bytes) -> None:
        tokens = reply.split(".")
        if len(tokens) == PLAIN_TOKENS:
            position, recorded = int(tokens[5]), int(tokens[7])
        else:
            position, recorded = int(tokens[7]), int(tokens[9])
        self._credit -= 1
        if self._gap is not None or position <= self._reached:
            return
        if position != self._reached + 1:
            self._gap = Gap(self._reached + 1, position)
        else:
            self._reached = position
            self._buffer.append(Stored(position, subject, body, recorded))
        self._news.set()

    def _status(self, headers: dict[str, str]) -> None:
        """A request has ended, or a sign of life."""
        self._heard = asyncio.get_running_loop().time()
        status = headers.get("Status")
        if status == "100":
            return
        self._credit -= int(headers.get("Nats-Pending-Messages", 0))
        description = headers.get("Description", "").lower()
        self._lost = status == "503" or any(word in description for word in TRANSIENT)
        self._news.set()

    async def _reopen(self) -> None:
        """Make the consumer (anew) behind what was received."""
        before, self._gap = self._gap, None
        await self._close()
        until = asyncio.get_running_loop().time() + PATIENCE
        while not await self._open():
            if self._wire.nc.is_closed or (self._until is not None and asyncio.get_running_loop().time() > until):
                raise Unavailable("the log does not answer")
            await asyncio.sleep(AGAIN_AFTER)
        if before is not None:
            await self._confirm(before)

    async def _confirm(self, gap: Gap) -> None:
        """A message may have been dropped on its way; if the stream lacks it too, there is a gap."""
        there = await self._wire.next(">", self._reached)
        if there is not None and there.position > gap.expected:
            raise Gap(gap.expected, there.position)

    async def _open(self) -> bool:
        nc = self._wire.nc
        if not nc.is_connected:
            return False
        connection = nc.stats["reconnects"]
        try:
            self._name = await self._consumer()
        except Unavailable:
            return False
        self._connection, self._lost, self._credit = connection, False, 0
        self._heard = asyncio.get_running_loop().time()
        self._inbox = nc.new_inbox()
        self._next_request = f"$JS.API.CONSUMER.MSG.NEXT.{self._wire.stream}.{self._name}"
        if isinstance(nc, QuickClient):
            self._unsubscribe = await nc.subscribe_quick(self._inbox, self._arrived_quick)
        else:
            self._unsubscribe = (await nc.subscribe(self._inbox, cb=self._arrived)).unsubscribe
        return True

    async def _consumer(self) -> str:
        wire = self._wire
        head = (await wire.api(f"STREAM.INFO.{wire.stream}"))["state"]["last_seq"]
        if head < self._reached:
            raise Gap(self._reached + 1, head)
        wanted = {
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": self._reached + 1,
            "ack_policy": "none",
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": EXPIRES * NANOSECONDS,
        }
        answer = await wire.ask_api(f"CONSUMER.CREATE.{wire.stream}", {"stream_name": wire.stream, "config": wanted})
        if isinstance(answer, Refusal):
            raise Unavailable(answer.description, answer.code)
        return str(answer["name"])

    async def _forget(self) -> None:
        """Let the server drop the consumer now; without that it does so after a while."""
        if self._name and self._wire.nc.is_connected:
            with contextlib.suppress(Unavailable):
                await self._wire.ask_api(f"CONSUMER.DELETE.{self._wire.stream}.{self._name}", within=1.0)

    async def _close(self) -> None:
        unsubscribe, self._unsubscribe = self._unsubscribe, None
        nc = self._wire.nc
        if unsubscribe is not None and not nc.is_closed and not nc.is_draining:
            await unsubscribe()


REQUEST = to_json(
    {
        "batch": BATCH,
        "expires": EXPIRES * NANOSECONDS,
        "idle_heartbeat": HEARTBEAT * NANOSECONDS,
        "max_bytes": REQUEST_BYTES,
    }
)
