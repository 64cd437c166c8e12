"""FastStream's broker as our services use it: patient with its server, and ended even where the server is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nats.errors
from faststream.nats import NatsBroker

from services.ledger.connection import RECONNECT_WAIT

if TYPE_CHECKING:
    from services.settings import Settings


def broker_of(settings: Settings, name: str) -> NatsBroker:
    """A broker on the servers of the settings, not connected yet; `name` is how the server lists its connection."""
    return NatsBroker(
        settings.nats_servers,
        apply_types=False,
        logger=None,
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=RECONNECT_WAIT,  # type: ignore[arg-type]  # nats-py, to which it goes, takes fractions
    )


async def disconnect(broker: NatsBroker) -> None:
    """Stop the broker. Its own way of stopping drains, which fails while the server is away: then close at once."""
    try:
        await broker.stop()
    except nats.errors.Error:
        connection = await broker.connect()
        await connection.close()
