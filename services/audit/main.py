"""The audit service: FastStream takes questions on `qry.*.audit-timeline` and `qry.*.audit-view` and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from faststream import AckPolicy
from faststream.nats import NatsBroker
from pydantic_core import to_json

from services.audit.answers import Auditing
from services.ledger.connection import RECONNECT_WAIT, connect
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
    broker = NatsBroker(
        settings.nats_servers,
        apply_types=False,
        logger=None,
        name="audit",
        max_reconnect_attempts=-1,
        reconnect_time_wait=RECONNECT_WAIT,  # type: ignore[arg-type]  # nats-py, to which it goes, takes fractions
    )
    ledger = await connect(settings.nats_servers, name="audit-ledger")
    engine = open_engine(settings.views_url)
    events = await Log.open(ledger)
    auditing = Auditing(events, Views(engine))

    async def question(message: Msg) -> bytes:
        return to_json(await auditing.answer(message.subject, message.data))

    for subject in SUBJECTS:
        subscriber = broker.subscriber(
            subject, queue=QUEUE, max_workers=AT_ONCE, ack_policy=AckPolicy.MANUAL, decoder=_undecoded
        )
        subscriber(question)
    try:
        await broker.start()
        log.info("answering auditors", subjects=SUBJECTS)
        await stop.wait()
    finally:
        await broker.stop()
        await events.close()
        engine.dispose()
        await ledger.close()


async def _undecoded(message: NatsMessage) -> Msg:
    """The question is parsed by us, so that whatever is in it is answered."""
    return message.raw_message
