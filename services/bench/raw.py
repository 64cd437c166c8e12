"""The baselines, bare nats-py on the same server: acknowledged appends under a guard, a pull loop that only counts."""

from __future__ import annotations

import asyncio
import time
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from pydantic_core import from_json

from services.bench.figures import Load, closed_loop
from services.ledger.wire import GUARD

BODY = b'{"x":"' + b"y" * 640 + b'"}'
"""About the size of a stored event of ours."""
WINDOW = 1000
TIMEOUT = 30.0


async def appends(nc: Client, in_flight: int, operations: int) -> Load:
    """Each worker appends to a subject of its own, each time with the sequence it expects; all acknowledged."""
    last = [0] * in_flight
    run = uuid4().hex

    async def append(worker: int, _number: int) -> None:
        guard = {GUARD: str(last[worker])}
        reply = await nc.request(f"raw.{run}.{worker}", BODY, timeout=TIMEOUT, headers=guard)
        last[worker] = from_json(reply.data)["seq"]

    return await closed_loop(append, in_flight, operations)


async def pull(nc: Client, stream: str, messages: int) -> float:
    """Messages a second of a bare pull consumer with a callback and two requests of 1,000 outstanding."""
    js = nc.jetstream()
    config = ConsumerConfig(
        ack_policy=AckPolicy.NONE, deliver_policy=DeliverPolicy.ALL, mem_storage=True, inactive_threshold=60
    )
    consumer = (await js.add_consumer(stream, config)).name
    ask = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
    inbox, done, seen = nc.new_inbox(), asyncio.Event(), 0
    request = b'{"batch":%d,"expires":20000000000}' % WINDOW

    async def take(message: Msg) -> None:
        nonlocal seen
        if not message.reply:
            return  # a status message: the request ended
        seen += 1
        if seen % WINDOW == 0:
            await nc.publish(ask, request, reply=inbox)
        if seen >= messages:
            done.set()

    subscription = await nc.subscribe(inbox, cb=take, pending_msgs_limit=-1, pending_bytes_limit=-1)
    began = time.perf_counter()
    for _ in range(2):
        await nc.publish(ask, request, reply=inbox)
    await asyncio.wait_for(done.wait(), 600)
    took = time.perf_counter() - began
    await subscription.unsubscribe()
    await js.delete_consumer(stream, consumer)
    return messages / took
