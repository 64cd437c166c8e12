"""The audit service: FastStream takes questions on `qry.*.audit-timeline` and `qry.*.audit-view` and replies."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import structlog
from faststream import AckPolicy
from pydantic_core import to_json

from services.audit.answers import Auditing
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

log = structlog.get_logger("audit")

SUBJECTS = ("qry.*.audit-timeline", "qry.*.audit-view")
QUEUE = "audit"
AT_ONCE = 8
"""Questions answered at a time; a view as of a date takes a fold of the whole log."""


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer questions until `stop` is set."""
    nc = await connect(settings.nats_servers, name="audit")
    broker = SharedBroker(nc)
    engine = open_engine(settings.views_url)
    events = await Log.open(nc)
    auditing = Auditing(events, Views(engine))

    async def question(message: Msg) -> bytes:
        return to_json(await auditing.answer(message.subject, message.data))

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
        log.info("answering auditors", subjects=SUBJECTS)
        await stop.wait()


async def _undecoded(message: NatsMessage) -> Msg:
    """The question is parsed by us, so that whatever is in it is answered, if the answer may go where it is wanted."""
    if not answerable(message.reply_to):
        message.reply_to = ""
    return message.raw_message
