"""The query service: FastStream takes questions on `qry.<org>.<view>` and `why.<org>.<view>`.

What is asked of the audit (`qry.<org>.audit-...`) is the audit service's to answer, and left to it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import structlog
from faststream import AckPolicy

from services.audit.questions import QUESTIONS
from services.broker.rpc import SharedBroker, answerable, disconnect
from services.ledger.connection import connect
from services.ledger.log import Log
from services.projector.database import open_engine
from services.projector.reading import Views
from services.queries.answers import Queries

if TYPE_CHECKING:
    import asyncio

    from faststream.nats import NatsMessage
    from nats.aio.msg import Msg

    from services.settings import Settings

log = structlog.get_logger("queries")

SUBJECTS = ("qry.>", "why.>")
QUEUE = "queries"
AT_ONCE = 8
"""Questions answered at a time; one by a clock takes a fold of the whole log."""


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer questions until `stop` is set."""
    nc = await connect(settings.nats_servers, name="queries")
    broker = SharedBroker(nc)
    engine = open_engine(settings.views_url)
    events = await Log.open(nc)
    queries = Queries(events, Views(engine), nc.max_payload)

    async def question(message: Msg) -> bytes | None:
        if of_the_audit(message.subject):
            return None
        return await queries.answer(message.subject, message.data)

    for subject in SUBJECTS:
        subscriber = broker.subscriber(
            subject, queue=QUEUE, max_workers=AT_ONCE, ack_policy=AckPolicy.MANUAL, decoder=_undecoded
        )
        subscriber(question)
    async with contextlib.AsyncExitStack() as last:
        last.callback(engine.dispose)
        last.push_async_callback(disconnect, broker)
        last.push_async_callback(events.close)
        await broker.start()
        log.info("answering organisations", subjects=SUBJECTS)
        await stop.wait()


def of_the_audit(subject: str) -> bool:
    """Whether the audit service answers on that subject."""
    return subject.split(".", 2)[-1] in QUESTIONS


async def _undecoded(message: NatsMessage) -> Msg:
    """The question is parsed by us, so that whatever is in it is answered, if the answer may go where it is wanted."""
    if not answerable(message.reply_to) or of_the_audit(message.raw_message.subject):
        message.reply_to = ""
    return message.raw_message
