"""FastStream's broker as our services use it: patient with its server, and ended even where the server is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nats.errors
from faststream.nats import NatsBroker

from services.ledger.connection import RECONNECT_WAIT

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.subscription import Subscription

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


async def settled(client: Client) -> None:
    """Wait until the server has taken all that was published, and we all that it sent before it knew of that.

    nats-py's PING overtakes what still waits to be written; a second one does not.
    """
    await client.flush()
    await client.flush()


async def drained(subscription: Subscription) -> None:
    """End a subscription and handle all that was sent to it, which nats-py alone does not (see `settled`)."""
    client = subscription._conn  # noqa: SLF001 - nobody else knows it
    await client._send_unsubscribe(subscription._id)  # noqa: SLF001 - as above
    await settled(client)
    await subscription.drain()  # type: ignore[no-untyped-call]  # nats-py's


async def disconnect(broker: NatsBroker) -> None:
    """Stop the broker. Its own way of stopping drains, which fails while the server is away: then close at once."""
    try:
        await broker.stop()
    except nats.errors.Error:
        connection = await broker.connect()
        await connection.close()
