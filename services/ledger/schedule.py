"""Alarms: messages that the server hands out at a given instant, from a stream of their own.

Schedules imply roll-up, so they have no place on the log. The stream may be lost: whoever keeps the alarms sets them
again from the log at every start. An alarm that comes while everybody sleeps, the server too, is handed out on waking.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Self

import structlog
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NothingYet
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import Error as JetStreamError

from services.ledger.wire import STREAM_NOT_FOUND, Refusal, Unavailable, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from nats.aio.client import Client
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

log = structlog.get_logger("schedule")

STREAM, CONSUMER = "DUE", "reactor"
AT, NOW = "due.at", "due.now"
"""Before the name of an alarm: the subject that holds it, and the one on which it comes."""
AT_ONCE = 64
"""Alarms handed out before the first is answered."""
ANSWER_SECONDS = 120.0
"""After so long without an answer an alarm comes again."""
LISTEN_SECONDS = 5.0
AGAIN_SECONDS = 1.0


@dataclass(frozen=True)
class Ring:
    """An alarm that went off: its name, and what was said when it was set. It comes again until it is `heard`."""

    name: str
    body: bytes
    _message: Msg

    async def heard(self) -> None:
        """It need not come again."""
        await self._message.ack()

    async def again(self, seconds: float) -> None:
        """It shall come again after so many seconds."""
        await self._message.nak(delay=seconds)


class Schedule:
    """Sets alarms and hands out those that went off. Made by `open`."""

    def __init__(self, nc: Client) -> None:
        """Use `open`."""
        self._nc, self._js = nc, nc.jetstream()

    @classmethod
    async def open(cls, nc: Client, replicas: int = 1) -> Self:
        """The schedule on the caller's connection; its stream is made if need be. `Unavailable` if it cannot be."""
        wire = Wire(nc, STREAM)
        try:
            found = await wire.ask_api(f"STREAM.INFO.{STREAM}")
            if isinstance(found, Refusal) and found.code == STREAM_NOT_FOUND:
                found = await wire.ask_api(f"STREAM.CREATE.{STREAM}", configuration(replicas))
            if isinstance(found, Refusal):
                raise Unavailable(f"stream {STREAM}: {found.description}", found.code)
        finally:
            await wire.close()
        return cls(nc)

    async def at(self, name: str, instant: datetime, body: bytes) -> None:
        """Let `body` come at an aware instant, or at once where that has passed. One of the same name is replaced."""
        when = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = {"Nats-Schedule": f"@at {when}", "Nats-Schedule-Target": f"{NOW}.{name}"}
        while True:
            try:
                await self._js.publish(f"{AT}.{name}", body, headers=headers)
            except (NatsError, JetStreamError) as error:
                await self._trouble(error)
            else:
                return

    async def rings(self) -> AsyncIterator[Ring]:
        """Every alarm that goes off, for ever; each comes again until it is heard."""
        while True:
            try:
                config = ConsumerConfig(ack_policy=AckPolicy.EXPLICIT, ack_wait=ANSWER_SECONDS, max_ack_pending=AT_ONCE)
                pull = await self._js.pull_subscribe(f"{NOW}.>", durable=CONSUMER, stream=STREAM, config=config)
                while True:
                    for message in await arrived(pull):
                        yield Ring(message.subject.removeprefix(f"{NOW}."), message.data, message)
            except (NatsError, JetStreamError) as error:
                await self._trouble(error)

    async def _trouble(self, error: Exception) -> None:
        """Wait while the server is away; a connection that was closed for good is an error."""
        if self._nc.is_closed:
            raise Unavailable("the connection is closed") from error
        log.warning("alarms cannot be reached, trying again", reason=str(error))
        await asyncio.sleep(AGAIN_SECONDS)


async def arrived(pull: JetStreamContext.PullSubscription) -> list[Msg]:
    """The alarms that went off within a while, none if nothing did."""
    try:
        return await pull.fetch(AT_ONCE, timeout=LISTEN_SECONDS)
    except (NothingYet, TimeoutError):  # nats-py raises either
        return []


def configuration(replicas: int) -> dict[str, object]:
    """One message a subject: what was set, or what came of it last."""
    return {
        "name": STREAM,
        "subjects": [f"{AT}.>", f"{NOW}.>"],
        "storage": "file",
        "retention": "limits",
        "discard": "old",
        "max_msgs_per_subject": 1,
        "allow_msg_schedules": True,
        "num_replicas": replicas,
    }
