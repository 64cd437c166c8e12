"""The command service: FastStream takes commands from `cmd.>` in the queue group `commands`, the handler answers each.

FastStream connects, subscribes, reconnects and describes; but its consumption costs 65 µs a message, its workers 400,
its reply path 40 (measured), and a whole command takes 200. So the messages of its subscription go straight to the
desk, which begins a few at a time and replies by itself. Whatever cannot be taken on is refused at once: no command
goes unanswered.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import nats.errors
import structlog
from nats.aio.subscription import Subscription
from pydantic_core import to_json

from domain.kernel import Refused
from domain.messages import Refusal
from services.broker.rpc import SharedBroker, answerable, disconnect, drained, settled
from services.commands.handler import Handler
from services.commands.refusals import CLAUSE, refusal
from services.documents.door import DocumentsAtTheDoor
from services.documents.store import Documents
from services.ledger.connection import connect, framed, publish_framed
from services.ledger.index import Index
from services.ledger.log import Log
from services.ledger.repository import Repository

if TYPE_CHECKING:
    from faststream.nats import NatsMessage
    from faststream.nats.subscriber.usecases import CoreSubscriber
    from nats.aio.client import Client
    from nats.aio.msg import Msg

    from services.commands.door import Request
    from services.settings import Settings

log = structlog.get_logger("commands")

SUBJECT = "cmd.>"
"""Wider than any command's subject, so that a mistaken one is answered too."""
QUEUE = "commands"
WIND_UP_SECONDS = 5.0
AT_ONCE = 4096
"""Commands under way in one process; more are refused as `busy` and may be sent again."""
GROUP, TURNS_TO_SEND = 32, 4
"""Commands begun with before their appends go out as a group; deciding, gathering and sending take a turn each.

While that group is on its way to the disk the next is decided: a quarter more commands a second than all at once.
"""


class Arrived(NamedTuple):
    """A command as it came over the wire."""

    subject: str
    reply: str
    body: bytes


class Desk:
    """Takes commands on in groups, answers each in a task of its own.

    All of a group are read before the first is decided, and answered in one write: the same work in a row takes a
    third less time, as the processor has it at hand.
    """

    def __init__(self, handler: Handler, nc: Client) -> None:
        """Answer with `handler`, over `nc`."""
        self._handler, self._nc = handler, nc
        self._waiting: deque[Arrived] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: list[bytes] = []
        self._beginning: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None

    def take(self, subject: bytes, reply: bytes, body: bytes, _headers: bytes | None) -> None:
        """Take a command on; called with each message as it arrives."""
        answer_to = reply.decode("utf-8", "replace")
        if not answerable(answer_to):
            log.warning("a command that nobody can be answered to was not carried out", subject=repr(subject))
            return
        self._waiting.append(Arrived(subject.decode("utf-8", "replace"), answer_to, body))
        if self._beginning is None:
            self._beginning = asyncio.create_task(self._begin())

    async def finish(self) -> None:
        """Wait until everything that was taken on is answered."""
        while under_way := self._tasks | {task for task in (self._beginning, self._sending) if task is not None}:
            await asyncio.wait(under_way)
        await settled(self._nc)

    async def _begin(self) -> None:
        """Begin with what waits, a group at a time, and let what it came to go out before the next."""
        while self._waiting:
            group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
            requests = [self._handler.understood(arrived.subject, arrived.body) for arrived in group]
            for arrived, request in zip(group, requests, strict=True):
                self._begin_with(arrived, request)
            for _ in range(TURNS_TO_SEND):
                await asyncio.sleep(0)
        self._beginning = None

    def _begin_with(self, arrived: Arrived, request: Request | Refusal) -> None:
        if isinstance(request, Refusal):
            self._reply(arrived, to_json(request))
        elif len(self._tasks) >= AT_ONCE:
            self._reply(arrived, BUSY)
        else:
            task = asyncio.create_task(self._answer(arrived, request))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, arrived: Arrived, request: Request) -> None:
        self._reply(arrived, to_json(await self._handler.decided(request)))

    def _reply(self, arrived: Arrived, answer: bytes) -> None:
        self._answers.append(framed(arrived.reply, answer))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        """Send the answers that this turn of the loop has brought."""
        answers, self._answers, self._sending = self._answers, [], None
        try:
            await publish_framed(self._nc, answers)
        except Exception:  # the senders ask again under the same ids, and the others must go on
            log.exception("answers could not be sent", number=len(answers))


BUSY = to_json(refusal(Refused("busy", clause=CLAUSE, limit=AT_ONCE), retry=True))


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer commands until `stop` is set; then finish what was sent to us before."""
    # Every subject we publish to is made of ids that were checked, or came from the server.
    nc = await connect(settings.nats_servers, name="commands", skip_subject_validation=True)
    broker = SharedBroker(nc)
    events = await Log.open(nc)
    index = await Index.open(events, settings.index_url or settings.index_file)
    documents = await Documents.open(nc)
    handler = Handler(Repository(events, index), DocumentsAtTheDoor(documents), lambda: datetime.now(UTC))
    desk = Desk(handler, nc)
    subscriber = broker.subscriber(SUBJECT, queue=QUEUE, no_reply=True, decoder=_undecoded)

    @subscriber
    async def command(message: Msg) -> None:
        """What came before the desk took over."""
        desk.take(message.subject.encode(), message.reply.encode(), message.data, None)

    async with contextlib.AsyncExitStack() as last:
        last.push_async_callback(disconnect, broker)
        last.push_async_callback(events.close)
        last.push_async_callback(index.close)
        last.push_async_callback(documents.close)
        await broker.start()
        assert isinstance(subscriber.subscription, Subscription)
        nc.take_over(subscriber.subscription, desk.take)
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
