"""FastStream's broker as our services use it: on the ledger's connection, and ended even where the server is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nats.errors
from faststream.nats import NatsBroker

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.subscription import Subscription


OURS = frozenset({"cmd", "due", "evt", "lead", "qry", "view", "why"})
"""What the subjects begin with on which messages mean something to us, and are stored or carried out."""


def answerable(reply: str) -> bool:
    """Whether an answer may go to a subject that somebody named: one plain subject, neither ours nor the server's.

    Otherwise a service would write for whoever may only ask: its answer on `evt.>` would stand in the log for ever.
    """
    first, *others = reply.split(".")
    if not reply.isascii() or not reply.isprintable() or " " in reply or not all((first, *others)):
        return False
    return not (first in OURS or first.startswith("$") or {"*", ">"} & {first, *others})


class SharedBroker(NatsBroker):
    """A broker on a connection that the ledger uses too: half the reading and writing of two."""

    def __init__(self, client: Client) -> None:
        """Use `client`; whoever opened it may close it after `disconnect`."""
        super().__init__(apply_types=False, logger=None)
        self._client = client

    async def _connect(self) -> Client:
        self.config.connect(self._client)
        return self._client


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
    """Stop the broker and its connection. Its own way drains, which fails while the server is away: then just close."""
    try:
        await broker.stop()
    except nats.errors.Error:
        connection = await broker.connect()
        await connection.close()
