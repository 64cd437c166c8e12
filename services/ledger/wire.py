"""What goes over the wire to JetStream: a guarded publish, an atomic batch, a read from the leader; every error typed.

Nothing here retries or waits for better times; `commit.py` does that, and decides what became of a write whose
acknowledgement was lost.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError, ConnectionDrainingError, OutboundBufferLimitError
from pydantic_core import from_json, to_json

from services.ledger.connection import framed
from services.ledger.replies import Lost, Replies

GUARD = "Nats-Expected-Last-Subject-Sequence"
BATCH = "Nats-Batch-Id"
BATCH_SEQUENCE = "Nats-Batch-Sequence"
COMMIT = "Nats-Batch-Commit: 1\r\n"

BATCH_LIMIT = 1000
"""Messages in one atomic batch, the server's limit."""

WRONG_LAST_SEQUENCE = frozenset({10071, 10164})
"""10071 names the sequence found; 10164 comes instead when another write on the subject is still in flight (R3)."""

BATCH_DROPPED = frozenset({10176, 10210, 10211})
"""The batch was abandoned before its commit (too many open, a connection lost): nothing of it is stored."""

AGAIN_AFTER = 0.05
"""Seconds before a question that a restart cut short is asked again."""
NO_MESSAGE = 10037
STREAM_NOT_FOUND = 10059
NANOSECONDS = 1_000_000_000


class Stored(NamedTuple):
    """One message of the stream: its position (stream sequence), and JetStream's timestamp in ns since the epoch."""

    position: int
    subject: str
    body: bytes
    recorded: int


class Entry(NamedTuple):
    """One message to append."""

    subject: str
    body: bytes


class Guarded(NamedTuple):
    """One message on its way. `guard`: the last position on its subject, 0 for none; None if an earlier one guards."""

    subject: str
    body: bytes
    guard: int | None


class LedgerError(Exception):
    """The log did not do what was asked."""


class Conflict(LedgerError):
    """Somebody else appended to `subject` first. Nothing was stored."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"{subject} has moved on")
        self.subject = subject


class Unavailable(LedgerError):
    """Certainly nothing was stored. `reason` is the server's own word where it gave one, `code` JetStream's."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason if code is None else f"{reason} (JetStream error {code})")
        self.reason, self.code = reason, code


class TooLarge(Unavailable):
    """A message is larger than the server takes: it will never be stored, a retry is in vain."""


class OutcomeUnknown(LedgerError):
    """The acknowledgement did not come: stored once, or not at all. Repeating the same append settles it."""


class Gap(LedgerError):
    """The log went on at `got` where `expected` had to come: events are missing, or it is another log."""

    def __init__(self, expected: int, got: int) -> None:
        super().__init__(f"expected position {expected}, got {got}")
        self.expected, self.got = expected, got


class Refusal(NamedTuple):
    """The error that JetStream answered."""

    code: int
    description: str


def nanoseconds(time: str) -> int:
    """RFC 3339 as JetStream writes it (`2026-11-23T17:01:09.78897702Z`), to ns since the epoch."""
    whole, _, fraction = time.removesuffix("Z").partition(".")
    seconds = int(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp())
    return seconds * NANOSECONDS + int(fraction.ljust(9, "0") or 0)


class Wire:
    """One stream over one connection."""

    def __init__(self, nc: Client, stream: str, *, prefix: str = "$JS.API") -> None:
        self.nc, self.stream, self._prefix = nc, stream, prefix
        self._replies = Replies(nc)
        self._batches = (f"{uuid4().hex}-{number}" for number in itertools.count(1))

    async def close(self) -> None:
        """Give the reply inbox back; the connection stays the caller's."""
        await self._replies.close()

    async def send(self, message: Guarded, within: float) -> int:
        """Publish one message under its guard; its position. `within` so many seconds."""
        return await self._publish(message, guarded(message), within)

    async def send_once(self, message: Entry, id: str, within: float) -> int:
        """Publish a message unless one of that id was stored in the last two minutes; its position, old or new."""
        return await self._publish(Guarded(*message, None), f"NATS/1.0\r\nNats-Msg-Id: {id}\r\n\r\n".encode(), within)

    async def send_batch(self, messages: Sequence[Guarded], within: float) -> int:
        """Publish messages as one atomic batch, all or none; the position of the last, the others right before it.

        The guard may stand once per subject, on its first message. `Conflict` names the first subject, as the server
        names none.
        """
        if not 0 < len(messages) <= BATCH_LIMIT:
            raise ValueError(f"a batch holds 1 to {BATCH_LIMIT} messages, not {len(messages)}")
        batch = next(self._batches)
        *others, last = messages
        before = [
            framed(message.subject, self._fitting(message), headers=guarded(message, place_in(batch, number)))
            for number, message in enumerate(others, start=1)
        ]
        return await self._publish(last, guarded(last, place_in(batch, len(messages)) + COMMIT), within, before)

    async def last(self, subject: str, within: float = 5.0) -> Stored | None:
        """The last message on `subject`, from the stream's leader."""
        return await self._get({"last_by_subj": subject}, within)

    async def next(self, subject: str, after: int, within: float = 5.0) -> Stored | None:
        """The first message on `subject` (wildcards allowed) behind position `after`, from the stream's leader."""
        return await self._get({"next_by_subj": subject, "seq": after + 1}, within)

    async def api(self, verb: str, request: object = None, within: float = 5.0) -> dict[str, Any]:
        """Ask JetStream's API on `verb` (`STREAM.INFO.EVENTS`); `Unavailable` when it refuses or does not answer."""
        answer = await self.ask_api(verb, request, within)
        if isinstance(answer, Refusal):
            raise Unavailable(answer.description, answer.code)
        return answer

    async def ask_api(self, verb: str, request: object = None, within: float = 5.0) -> dict[str, Any] | Refusal:
        """As `api`, with a refusal as an answer instead of an exception; asked again where a restart cut it short."""
        body = b"" if request is None else to_json(request)
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while True:
            try:
                reply = await self._replies.ask(f"{self._prefix}.{verb}", body, until - loop.time())
                answer = answered(reply)
                return refusal(answer) if "error" in answer else answer
            except (Lost, Unavailable, TimeoutError, *UNSENT) as error:
                if self.nc.is_closed or loop.time() + AGAIN_AFTER > until:
                    raise Unavailable(f"no answer from JetStream to {verb}: {error}") from error
            await asyncio.sleep(AGAIN_AFTER)

    async def _get(self, which: dict[str, object], within: float) -> Stored | None:
        answer = await self.ask_api(f"STREAM.MSG.GET.{self.stream}", which, within)
        if isinstance(answer, Refusal):
            if answer.code == NO_MESSAGE:
                return None
            raise Unavailable(answer.description, answer.code)
        found = answer["message"]
        body = base64.b64decode(found.get("data", ""))
        return Stored(found["seq"], found["subject"], body, nanoseconds(found["time"]))

    def _fitting(self, message: Guarded) -> bytes:
        if len(message.body) > self.nc.max_payload:
            raise TooLarge(f"{message.subject}: {len(message.body)} bytes, the server takes {self.nc.max_payload}")
        return message.body

    async def _publish(self, message: Guarded, headers: bytes, within: float, before: Sequence[bytes] = ()) -> int:
        try:
            body = self._fitting(message)
            reply = await self._replies.ask(message.subject, body, within, headers=headers, before=before)
        except (Lost, TimeoutError) as error:
            raise OutcomeUnknown(str(error) or "no acknowledgement in time") from error
        except UNSENT as error:
            raise Unavailable(f"not connected: {error}") from error
        answer = answered(reply)
        if "error" in answer:
            raise rejected(refusal(answer), message.subject)
        return int(answer["seq"])


UNSENT = (ConnectionClosedError, ConnectionDrainingError, OutboundBufferLimitError)
"""The client refused before a byte left."""


def guarded(message: Guarded, headers: str = "") -> bytes:
    """The headers of a message as they go over the wire, its guard among them, if it has one; empty for none."""
    if message.guard is not None:
        headers += f"{GUARD}: {message.guard}\r\n"
    return f"NATS/1.0\r\n{headers}\r\n".encode() if headers else b""


def place_in(batch: str, number: int) -> str:
    """The headers that make a message the `number`-th (from 1) of a batch."""
    return f"{BATCH}: {batch}\r\n{BATCH_SEQUENCE}: {number}\r\n"


def answered(reply: Msg) -> dict[str, Any]:
    """The JSON of a reply; `Unavailable` when no stream listens on the subject (status 503)."""
    if reply.headers and reply.headers.get("Status") == "503":
        raise Unavailable("no stream takes it: JetStream is starting, off or without a leader")
    answer: dict[str, Any] = from_json(reply.data)
    return answer


def refusal(answer: dict[str, Any]) -> Refusal:
    """The error in an API answer."""
    error = answer["error"]
    return Refusal(int(error.get("err_code", 0)), str(error.get("description", "")))


def rejected(error: Refusal, subject: str) -> LedgerError:
    """The exception for a write that JetStream answered with an error."""
    if error.code in WRONG_LAST_SEQUENCE:
        return Conflict(subject)
    return Unavailable(error.description, error.code)
