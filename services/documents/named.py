"""Which documents the log speaks of: every event's, however deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain import catalogue  # noqa: F401 - an event is known once its aggregate is imported
from domain.envelope import Recorded
from domain.parts import parts
from domain.values import Document
from services.ledger.log import Log

if TYPE_CHECKING:
    from nats.aio.client import Client


async def named_in_the_log(nc: Client) -> list[Document]:
    """The documents that events name, each digest once. Raises `PoisonEvent` for what this version cannot read."""
    events, named = await Log.open(nc), dict[str, Document]()
    try:
        async for batch in events.pull():
            for stored in batch:
                event = Recorded.read(stored.position, stored.recorded, stored.body).event
                named.update((document.sha256, document) for _, document in parts(event, Document))
    finally:
        await events.close()
    return list(named.values())
