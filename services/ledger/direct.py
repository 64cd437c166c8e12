"""Many messages of one subject in one question: batched direct get."""

from __future__ import annotations

import asyncio

from nats.aio.msg import Msg
from pydantic_core import to_json

from services.ledger.wire import Stored, Unavailable, Wire, nanoseconds

BATCH = 1000
TIMEOUT = 5.0
"""Seconds without a message after which the server is taken to be away."""


async def scan(wire: Wire, subject: str, after: int, limit: int = BATCH) -> list[Stored]:
    """Up to `limit` messages (at most 1,000) on `subject` behind position `after`, in order; empty when there are none.

    Any replica may answer, with what it knows of. Wildcards are allowed.
    """
    nc = wire.nc
    inbox = nc.new_inbox()
    arrived: asyncio.Queue[Msg] = asyncio.Queue()

    async def keep(message: Msg) -> None:
        arrived.put_nowait(message)

    subscription = await nc.subscribe(inbox, cb=keep)
    try:
        request = {"next_by_subj": subject, "seq": after + 1, "batch": min(limit, BATCH)}
        await nc.publish(f"$JS.API.DIRECT.GET.{wire.stream}", to_json(request), reply=inbox)
        found: list[Stored] = []
        while (stored := _stored(await asyncio.wait_for(arrived.get(), TIMEOUT))) is not None:
            found.append(stored)
        return found
    except TimeoutError as error:
        raise Unavailable(f"no answer from JetStream to a reading of {subject}") from error
    finally:
        if not nc.is_closed and not nc.is_draining:
            await subscription.unsubscribe()


def _stored(message: Msg) -> Stored | None:
    """A message of the answer, None at its end (204) or where there is nothing (404)."""
    headers = message.headers or {}
    match headers.get("Status"):
        case None:
            time = nanoseconds(headers["Nats-Time-Stamp"])
            return Stored(int(headers["Nats-Sequence"]), headers["Nats-Subject"], message.data, time)
        case "204" | "404":
            return None
        case status:
            raise Unavailable(f"direct get answered {status} {headers.get('Description', '')}")
