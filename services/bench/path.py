"""The full command path: client, FastStream, decision, durable append, receipt; and how soon a row shows it."""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import from_json

from services.bench.figures import Load, closed_loop, load_of
from services.bench.system import OFFICE, share_a_lead

SUBJECT = f"cmd.{OFFICE}.lead.share"
TIMEOUT = 30.0
SETTLE, CATCH_UP = 60.0, 1800.0
"""Seconds that the last rows may take to show: of a projector that keeps up, of one that begins behind a long log."""


class NotAccepted(Exception):
    """The system refused a command of the benchmark: its figures would mean nothing."""


async def commands(nc: Client, in_flight: int, operations: int) -> Load:
    """Each worker shares new leads one after the other and waits for each receipt."""
    run = uuid4().hex[:12]

    async def share(worker: int, number: int) -> None:
        await _accepted(nc, share_a_lead(f"b{run}-{worker}-{number}"))

    return await closed_loop(share, in_flight, operations)


async def freshness(nc: Client, view: str, per_second: int, seconds: float, settle: float = SETTLE) -> Load:
    """From receipt to row: commands at a steady rate, until another process says that it has committed the row.

    The projector tells on `view.<name>.<key>` after its commit how far the view is; what is measured includes that
    message's way.
    """
    run = uuid4().hex[:12]
    receipts: dict[int, float] = {}
    reached: list[int] = [0]
    at: list[float] = [0.0]
    news = asyncio.Event()

    async def shown(message: Msg) -> None:
        position = from_json(message.data)["position"]
        if position > reached[-1]:
            reached.append(position)
            at.append(time.perf_counter())
            news.set()

    async def share(number: int) -> None:
        position = await _accepted(nc, share_a_lead(f"f{run}-{number}"))
        receipts[position] = time.perf_counter()

    subscription = await nc.subscribe(f"view.{view}.>", cb=shown)
    await nc.flush()
    began, sending = time.perf_counter(), set()
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
        sending.add(task := asyncio.create_task(share(number)))
        task.add_done_callback(sending.discard)
    took = time.perf_counter() - began
    await asyncio.gather(*sending)
    async with asyncio.timeout(settle):
        while max(receipts) > reached[-1]:
            news.clear()
            await news.wait()
    await subscription.unsubscribe()
    shown_at = {position: at[bisect_left(reached, position)] for position in receipts}
    return load_of([max(0.0, shown_at[position] - received) for position, received in receipts.items()], took)


async def _accepted(nc: Client, body: bytes) -> int:
    answer = from_json((await nc.request(SUBJECT, body, timeout=TIMEOUT)).data)
    if answer["outcome"] != "accepted":
        raise NotAccepted(f"{answer['rule']}: {answer['message']['en']}")
    position: int = answer["position"]
    return position
