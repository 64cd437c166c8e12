"""The command service: FastStream takes commands from `cmd.>` in the queue group `commands`, the handler answers each.

FastStream connects, subscribes, reconnects and describes; but its consumption costs 65 µs a message, its workers 400,
its reply path 40 (measured), and a whole command takes 200. So its subscription hands each message straight to a task
of ours, which replies by itself. Whatever cannot be taken on is refused at once: no command goes unanswered.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import nats.errors
import structlog
from nats.aio.subscription import Subscription
from pydantic_core import to_json

from domain.kernel import Refused
from services.broker.rpc import SharedBroker, disconnect, drained, settled
from services.commands.handler import Handler
from services.commands.refusals import CLAUSE, refusal
from services.ledger.connection import connect
from services.ledger.index import Index
from services.ledger.log import Log
from services.ledger.repository import Repository

if TYPE_CHECKING:
    from faststream.nats import NatsMessage
    from faststream.nats.subscriber.usecases import CoreSubscriber
    from nats.aio.client import Client
    from nats.aio.msg import Msg

    from services.settings import Settings

log = structlog.get_logger("commands")

SUBJECT = "cmd.>"
"""Wider than any command's subject, so that a mistaken one is answered too."""
QUEUE = "commands"
WIND_UP_SECONDS = 5.0
AT_ONCE = 4096
"""Commands under way in one process; more are refused as `busy` and may be sent again."""
IN_A_ROW, TURNS_TO_SEND = 16, 4
"""Messages begun with before their appends go out as a group; deciding, gathering and sending take a turn each.

While that group is on its way to the disk the next is decided: a quarter more commands a second than all at once.
"""


class Desk:
    """Takes messages on, each in a task of its own, and replies."""

    def __init__(self, handler: Handler, nc: Client) -> None:
        """Answer with `handler`, over `nc`."""
        self._handler, self._nc = handler, nc
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_a_row = 0

    async def take(self, message: Msg) -> None:
        """Begin with a message."""
        if not message.reply:
            log.warning("a command without a reply subject was not carried out", subject=message.subject)
        elif len(self._tasks) >= AT_ONCE:
            await self._nc.publish(message.reply, BUSY)
        else:
            task = asyncio.create_task(self._answer(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await self._make_way()

    async def _make_way(self) -> None:
        """After every few messages let what they came to go out, before the next are begun with."""
        self._in_a_row += 1
        if self._in_a_row == IN_A_ROW:
            self._in_a_row = 0
            for _ in range(TURNS_TO_SEND):
                await asyncio.sleep(0)

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        await settled(self._nc)

    async def _answer(self, message: Msg) -> None:
        answer = await self._handler.answer(message.subject, message.data)
        try:
            await self._nc.publish(message.reply, to_json(answer))
        except Exception:  # the sender asks again under the same id, and the others must go on
            log.exception("an answer could not be sent", subject=message.subject)


BUSY = to_json(refusal(Refused("busy", clause=CLAUSE, limit=AT_ONCE), retry=True))


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer commands until `stop` is set; then finish what was sent to us before."""
    # Every subject we publish to is made of ids that were checked, or came from the server.
    nc = await connect(settings.nats_servers, name="commands", skip_subject_validation=True)
    broker = SharedBroker(nc)
    events = await Log.open(nc)
    index = await Index.open(events, settings.index_url or settings.index_file)
    desk = Desk(Handler(Repository(events, index), lambda: datetime.now(UTC)), nc)
    subscriber = broker.subscriber(SUBJECT, queue=QUEUE, no_reply=True, decoder=_undecoded)

    @subscriber
    async def command(message: Msg) -> None:
        await desk.take(message)

    subscriber.consume = desk.take  # type: ignore[method-assign, assignment]  # past its consumption, see above
    async with contextlib.AsyncExitStack() as last:
        last.push_async_callback(disconnect, broker)
        last.push_async_callback(events.close)
        last.push_async_callback(index.close)
        await broker.start()
        log.info("answering commands", subject=SUBJECT)
        await stop.wait()
        await _wind_up(subscriber, desk)


async def _wind_up(subscriber: CoreSubscriber, desk: Desk) -> None:
    """Take nothing on any more, and answer what was taken on or is on its way, as far as the server is there."""
    subscription, subscriber.subscription = subscriber.subscription, None  # ours to end: FastStream would lose messages
    try:
        async with asyncio.timeout(WIND_UP_SECONDS):
            if isinstance(subscription, Subscription):
                await drained(subscription)
            await desk.finish()
    except (TimeoutError, nats.errors.Error, asyncio.CancelledError) as error:
        if (task := asyncio.current_task()) is not None and task.cancelling():
            raise  # this time it is us who are cancelled, and not nats-py's own waiting
        log.warning("stopped before everything was answered; the senders will ask again", why=str(error))


async def _undecoded(message: NatsMessage) -> Msg:
    """The handler parses the body itself, so that whatever is in it is answered."""
    return message.raw_message
