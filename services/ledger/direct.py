"""Many messages of one subject in one question: batched direct get, read without nats-py's parsing of every header."""

from __future__ import annotations

import asyncio
import contextlib
from typing import NamedTuple

from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import to_json

from services.ledger.connection import QuickClient, status
from services.ledger.wire import AGAIN_AFTER, UNSENT, Stored, Unavailable, Wire, nanoseconds

BATCH = 1000
TIMEOUT = 5.0
"""Seconds without a message after which the server is taken to be away."""
LOOK_EVERY = 0.05
"""Seconds between two looks at the connection while nothing comes."""


class Part(NamedTuple):
    """Some of a subject's messages, and how many more the server then had behind them."""

    messages: list[Stored]
    pending: int


async def scan(wire: Wire, subject: str, after: int, limit: int = BATCH) -> Part:
    """Up to `limit` messages (at most 1,000) on `subject` behind position `after`, in order; wildcards are allowed.

    Any replica may answer, with what it knows of. Asked again where a restart cut it short or a message was lost on its
    way; `Unavailable` after five seconds of that.
    """
    request = to_json({"next_by_subj": subject, "seq": after + 1, "batch": min(limit, BATCH)})
    loop = asyncio.get_running_loop()
    until = loop.time() + TIMEOUT
    while True:
        try:
            return await _asked(wire, request)
        except Unavailable:
            if wire.nc.is_closed or loop.time() + AGAIN_AFTER > until:
                raise
        await asyncio.sleep(AGAIN_AFTER)


async def _asked(wire: Wire, request: bytes) -> Part:
    nc, answer = wire.nc, Answer()
    inbox = nc.new_inbox()
    try:
        if isinstance(nc, QuickClient):
            end = await nc.subscribe_quick(inbox, answer.arrived_quick)
        else:
            end = (await nc.subscribe(inbox, cb=answer.arrived)).unsubscribe
        try:
            await nc.publish(f"$JS.API.DIRECT.GET.{wire.stream}", request, reply=inbox)
            await _arrives(nc, answer)
        finally:
            if not nc.is_closed and not nc.is_draining:
                await end()
    except UNSENT as error:
        raise Unavailable(f"not connected: {error}") from error
    if answer.fault:
        raise Unavailable(answer.fault)
    return Part(answer.found, answer.pending)


class Answer:
    """The messages of one answer, as they come."""

    def __init__(self) -> None:
        self.found: list[Stored] = []
        self.ended = asyncio.Event()
        self.pending = 0
        self.fault = ""

    async def arrived(self, message: Msg) -> None:
        """A message by nats-py's ordinary way."""
        headers = message.headers or {}
        self._keep({"Status": headers.get("Status", ""), **headers}, message.data)

    def arrived_quick(self, _subject: bytes, _reply: bytes, body: bytes, headers: bytes | None) -> None:
        """A message by the quick way."""
        self._keep(status(headers or b""), body)

    def _keep(self, headers: dict[str, str], body: bytes) -> None:
        match headers["Status"]:
            case "":
                self._add(headers, body)
            case "204" | "404":
                self.ended.set()
            case code:
                self._fail(f"direct get answered {code} {headers.get('Description', '')}")

    def _add(self, headers: dict[str, str], body: bytes) -> None:
        before = self.found[-1].position if self.found else None
        if before is not None and int(headers["Nats-Last-Sequence"]) != before:
            self._fail(f"a message behind position {before} was lost on its way")
        self.pending = int(headers["Nats-Num-Pending"])
        time = nanoseconds(headers["Nats-Time-Stamp"])
        self.found.append(Stored(int(headers["Nats-Sequence"]), headers["Nats-Subject"], body, time))

    def _fail(self, fault: str) -> None:
        self.fault = self.fault or fault
        self.ended.set()


async def _arrives(nc: Client, answer: Answer) -> None:
    """Wait until the answer has ended; `Unavailable` when the connection goes or nothing comes any more."""
    loop = asyncio.get_running_loop()
    connection, so_far, heard = nc.stats["reconnects"], 0, loop.time()
    while not answer.ended.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY):
                await answer.ended.wait()
        if len(answer.found) > so_far:
            so_far, heard = len(answer.found), loop.time()
        gone = nc.is_closed or nc.stats["reconnects"] != connection or loop.time() - heard > TIMEOUT
        if gone and not answer.ended.is_set():
            raise Unavailable("no answer from JetStream to a reading")
