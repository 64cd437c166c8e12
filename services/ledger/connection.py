"""The connection to NATS: patient by default, and with a quick way for messages that come by the hundred thousand.

nats-py parses the headers of every message, makes an object of it and hands it through a queue to a task. Every event
carries the headers it was written with (guard, batch), which no reader needs, so reading the log would cost twice what
it has to. A subscription of the quick way gets subject, reply, body and raw headers straight from the parser. What is
published by the quick way is framed by us, many messages at once, and handed to nats-py's own writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.subscription import Subscription
from nats.errors import (
    BadSubjectError,
    ConnectionClosedError,
    ConnectionDrainingError,
    OutboundBufferLimitError,
    UnexpectedEOF,
)

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
        self.take_over(subscription, handler)

        async def end() -> None:
            self._handlers.pop(subscription._id, None)  # noqa: SLF001  as in `take_over`
            await subscription.unsubscribe()

        return end

    def take_over(self, subscription: Subscription, handler: Handler) -> None:
        """Let `handler` have the messages of a subscription that somebody else opened and will end."""
        self._handlers[subscription._id] = handler  # noqa: SLF001  by this number the parser knows the subscription

    async def _process_msg(self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes) -> None:
        handler = self._handlers.get(sid)
        if handler is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        else:
            self.stats["in_msgs"] += 1
            self.stats["in_bytes"] += len(data)
            handler(subject, reply, data, headers)

    async def _process_pong(self) -> None:
        """Let go of a PING whose sender waits no longer: its answer would end nats-py's reading for good."""
        if self._pongs and self._pongs[0].done():
            self._pongs[0] = asyncio.get_running_loop().create_future()
        await super()._process_pong()


async def publish_framed(client: Client, frames: Sequence[bytes]) -> None:
    """Publish messages made by `framed`, in their order, in one write; errors as those of `Client.publish`.

    Sizes are the caller's to check.
    """
    if client.is_closed:
        raise ConnectionClosedError
    if client.is_draining_pubs:
        raise ConnectionDrainingError
    data = b"".join(frames)
    if not client.is_connected and len(data) + client._pending_data_size > client._max_pending_size:  # noqa: SLF001  as `publish` does
        raise OutboundBufferLimitError
    client.stats["out_msgs"] += len(frames)
    client.stats["out_bytes"] += len(data)
    await client._send_command(data)  # noqa: SLF001  where `publish` ends, too
    if client._flush_queue is None or client._flush_queue.empty():  # noqa: SLF001  as above
        await client._flush_pending()  # noqa: SLF001  as above


def framed(subject: str, body: bytes, *, reply: str = "", headers: bytes = b"") -> bytes:
    """A message as NATS has it on the wire; `headers` whole, from `NATS/1.0` to the empty line.

    Raises nats-py's `BadSubjectError` for a subject that would not be one word on the wire.
    """
    if not subject or " " in subject or not subject.isprintable():
        raise BadSubjectError
    if headers:
        size = len(headers)
        return b"HPUB %b %b %d %d\r\n%b%b\r\n" % (
            subject.encode(),
            reply.encode(),
            size,
            size + len(body),
            headers,
            body,
        )
    return b"PUB %b %b %d\r\n%b\r\n" % (subject.encode(), reply.encode(), len(body), body)


def status(headers: bytes) -> dict[str, str]:
    """A status line with its headers (`NATS/1.0 408 Request Timeout`), as nats-py would give it."""
    first, _, rest = headers.partition(b"\r\n")
    _, _, line = first.decode().partition(" ")
    code, _, description = line.partition(" ")
    parts = (header.decode().partition(":") for header in rest.split(b"\r\n") if header)
    return {"Status": code, "Description": description.strip(), **{name: value.strip() for name, _, value in parts}}


async def connect(servers: str | list[str], **options: Any) -> QuickClient:  # noqa: ANN401  nats-py's own
    """Connect to NATS with nats-py's options; by default it reconnects for ever, 50 ms after the server is back.

    A server that is not there yet is waited for just so, and said once to be missing.
    """
    client = QuickClient()
    reaching, missed = asyncio.current_task(), False

    async def failed(error: Exception) -> None:
        nonlocal missed
        if reaching is None:
            await _report(error)
            return
        if reaching.cancelling():  # asyncio.wait_for loses a cancellation that comes together with a refusal
            raise asyncio.CancelledError
        if not missed:
            missed = True
            log.warning("NATS does not answer yet, trying until it does", reason=str(error) or repr(error))

    async def disconnected() -> None:
        if not client.is_closed:
            log.warning("the connection to NATS is lost, trying again")

    defaults = {
        "max_reconnect_attempts": -1,
        "reconnect_time_wait": RECONNECT_WAIT,
        "error_cb": failed,
        "disconnected_cb": disconnected,
        "reconnected_cb": _reconnected,
    }
    await client.connect(servers, **{**defaults, **options})
    reaching = None
    return client


async def _report(error: Exception) -> None:
    if isinstance(error, OSError | UnexpectedEOF):  # the server is away; the loss is reported once
        log.debug("NATS does not answer", reason=repr(error))
    else:
        log.warning("NATS reports an error", reason=repr(error))


async def _reconnected() -> None:
    log.info("the connection to NATS is back")
