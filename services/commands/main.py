"""The command service: FastStream takes commands from `cmd.>` in the queue group `commands`, the handler answers each.

FastStream connects, subscribes, reconnects and describes; but its consumption costs 65 µs a message, its workers 400,
its reply path 40 (measured), and a whole command takes 200. So its subscription hands each message straight to a task
of ours, which replies by itself. Whatever cannot be taken on is refused at once: no command goes unanswered.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from faststream.nats import NatsBroker
from pydantic_core import to_json

from domain.kernel import Refused
from services.commands.handler import Handler
from services.commands.refusals import CLAUSE, refusal
from services.ledger.connection import RECONNECT_WAIT, connect
from services.ledger.index import Index
from services.ledger.log import Log
from services.ledger.repository import Repository

if TYPE_CHECKING:
    from faststream.nats import NatsMessage
    from nats.aio.client import Client
    from nats.aio.msg import Msg

    from services.settings import Settings

log = structlog.get_logger("commands")

SUBJECT = "cmd.>"
"""Wider than any command's subject, so that a mistaken one is answered too."""
QUEUE = "commands"
AT_ONCE = 4096
"""Commands under way in one process; more are refused as `busy` and may be sent again."""


class Desk:
    """Takes messages on, each in a task of its own, and replies."""

    def __init__(self, handler: Handler, nc: Client) -> None:
        """Answer with `handler`, over `nc`."""
        self._handler, self._nc = handler, nc
        self._tasks: set[asyncio.Task[None]] = set()

    async def take(self, message: Msg) -> None:
        """Begin with a message; returns at once."""
        if not message.reply:
            log.warning("a command without a reply subject was not carried out", subject=message.subject)
        elif len(self._tasks) >= AT_ONCE:
            await self._nc.publish(message.reply, BUSY)
        else:
            task = asyncio.create_task(self._answer(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._nc.flush()

    async def _answer(self, message: Msg) -> None:
        answer = await self._handler.answer(message.subject, message.data)
        try:
            await self._nc.publish(message.reply, to_json(answer))
        except Exception:  # the sender asks again under the same id, and the others must go on
            log.exception("an answer could not be sent", subject=message.subject)


BUSY = to_json(refusal(Refused("busy", clause=CLAUSE, limit=AT_ONCE), retry=True))


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer commands until `stop` is set; then finish what was sent to us before."""
    broker = NatsBroker(
        settings.nats_servers,
        apply_types=False,
        logger=None,
        name="commands",
        max_reconnect_attempts=-1,
        reconnect_time_wait=RECONNECT_WAIT,  # type: ignore[arg-type]  # nats-py, to which it goes, takes fractions
    )
    ledger = await connect(settings.nats_servers, name="commands-ledger")
    events = await Log.open(ledger)
    index = await Index.open(events, settings.index_file)
    desk = Desk(Handler(Repository(events, index), lambda: datetime.now(UTC)), await broker.connect())
    subscriber = broker.subscriber(SUBJECT, queue=QUEUE, no_reply=True, decoder=_undecoded)

    @subscriber
    async def command(message: Msg) -> None:
        await desk.take(message)

    subscriber.consume = desk.take  # type: ignore[method-assign, assignment]  # past its consumption, see above
    try:
        await broker.start()
        log.info("answering commands", subject=SUBJECT)
        await stop.wait()
        if subscriber.subscription is not None:
            await subscriber.subscription.drain()  # type: ignore[no-untyped-call]  # nats-py's
            subscriber.subscription = None  # else FastStream would end it a second time, which nats-py refuses
        await desk.finish()
    finally:
        await broker.stop()
        await index.close()
        await events.close()
        await ledger.close()


async def _undecoded(message: NatsMessage) -> Msg:
    """The handler parses the body itself, so that whatever is in it is answered."""
    return message.raw_message
