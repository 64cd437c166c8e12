"""The connection to NATS: patient by default, and with a quick way for messages that come by the hundred thousand.

nats-py parses the headers of every message, makes an object of it and hands it through a queue to a task. Every event
carries the headers it was written with (guard, batch), which no reader needs, so reading the log would cost twice what
it has to. A subscription of the quick way gets subject, reply, body and raw headers straight from the parser.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from nats.aio.client import Client
from nats.errors import UnexpectedEOF

log = structlog.get_logger("nats")

Handler = Callable[[bytes, bytes, bytes, bytes | None], None]
"""Called with subject, reply subject, body and raw headers (None for none), in the read loop: it must be short."""

RECONNECT_WAIT = 0.05
"""Seconds between attempts: the embedded server is back within 50 ms."""


class QuickClient(Client):
    """A nats-py client that can also deliver without queue, task and header parsing."""

    def __init__(self) -> None:
        super().__init__()
        self._handlers: dict[int, Handler] = {}

    async def subscribe_quick(self, subject: str, handler: Handler) -> Callable[[], Awaitable[None]]:
        """Subscribe `handler`; call and await what it returns to end the subscription."""
        subscription = await self.subscribe(subject)
        number = subscription._id  # noqa: SLF001  by this number the parser knows the subscription
        self._handlers[number] = handler

        async def end() -> None:
            self._handlers.pop(number, None)
            await subscription.unsubscribe()

        return end

    async def _process_msg(self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes) -> None:
        handler = self._handlers.get(sid)
        if handler is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        else:
            self.stats["in_msgs"] += 1
            self.stats["in_bytes"] += len(data)
            handler(subject, reply, data, headers)


def status(headers: bytes) -> dict[str, str]:
    """A status line with its headers (`NATS/1.0 408 Request Timeout`), as nats-py would give it."""
    first, _, rest = headers.partition(b"\r\n")
    _, _, line = first.decode().partition(" ")
    code, _, description = line.partition(" ")
    parts = (header.decode().partition(":") for header in rest.split(b"\r\n") if header)
    return {"Status": code, "Description": description.strip(), **{name: value.strip() for name, _, value in parts}}


async def connect(servers: str | list[str], **options: Any) -> QuickClient:  # noqa: ANN401  nats-py's own
    """Connect to NATS with nats-py's options; by default it reconnects for ever, 50 ms after the server is back."""
    client = QuickClient()

    async def disconnected() -> None:
        if not client.is_closed:
            log.warning("the connection to NATS is lost, trying again")

    defaults = {
        "max_reconnect_attempts": -1,
        "reconnect_time_wait": RECONNECT_WAIT,
        "error_cb": _report,
        "disconnected_cb": disconnected,
        "reconnected_cb": _reconnected,
    }
    await client.connect(servers, **{**defaults, **options})
    return client


async def _report(error: Exception) -> None:
    if isinstance(error, OSError | UnexpectedEOF):  # the server is away; the loss is reported once
        log.debug("NATS does not answer", reason=repr(error))
    else:
        log.warning("NATS reports an error", reason=repr(error))


async def _reconnected() -> None:
    log.info("the connection to NATS is back")
