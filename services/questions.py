"""What services that answer questions share: FastStream on one connection, the log and the views, an answer to each."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import structlog
from faststream import AckPolicy

from services.broker.rpc import SharedBroker, answerable, disconnect
from services.ledger.connection import connect
from services.ledger.log import Log
from services.projector.database import open_engine
from services.projector.reading import Views

if TYPE_CHECKING:
    import asyncio

    from faststream.nats import NatsMessage
    from nats.aio.msg import Msg

    from services.settings import Settings

AT_ONCE = 8
"""Questions answered at a time; one by a clock takes a fold of the whole log."""

Answer = Callable[[str, bytes], Awaitable[bytes]]
"""The reply to whatever came in on a subject; never raises."""
Made = Callable[[Log, Views, int], Answer]
"""Makes the answering of the log, the views, and the bytes that the server takes in one message."""


def nobody_else_s(_subject: str) -> bool:
    """Every question is ours."""
    return False


async def answer_questions(
    settings: Settings,
    stop: asyncio.Event,
    name: str,
    subjects: tuple[str, ...],
    made: Made,
    another_s: Callable[[str], bool] = nobody_else_s,
) -> None:
    """Answer questions on `subjects` until `stop` is set, but those that another service answers."""
    nc = await connect(settings.nats_servers, name=name)
    broker = SharedBroker(nc)
    engine = open_engine(settings.views_url)
    events = await Log.open(nc)
    answer = made(events, Views(engine), nc.max_payload)

    async def question(message: Msg) -> bytes | None:
        return None if another_s(message.subject) else await answer(message.subject, message.data)

    async def undecoded(message: NatsMessage) -> Msg:
        """We parse the question, so that whatever is in it is answered, if the answer may go where it is wanted."""
        if not answerable(message.reply_to) or another_s(message.raw_message.subject):
            message.reply_to = ""
        return message.raw_message

    for subject in subjects:
        subscriber = broker.subscriber(
            subject, queue=name, max_workers=AT_ONCE, ack_policy=AckPolicy.MANUAL, decoder=undecoded
        )
        subscriber(question)
    async with contextlib.AsyncExitStack() as last:
        last.callback(engine.dispose)
        last.push_async_callback(disconnect, broker)
        last.push_async_callback(events.close)
        await broker.start()
        structlog.get_logger(name).info("answering questions", subjects=subjects)
        await stop.wait()
