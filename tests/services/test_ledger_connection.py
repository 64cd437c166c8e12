"""The connection to NATS on a bad day."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from services.broker.embedded import Server
from services.ledger.connection import connect


async def test_an_answer_that_comes_after_its_asker_has_given_up_does_not_deafen_the_connection(
    own_server: Server,
) -> None:
    assert own_server.pid is not None
    async with await connect(own_server.url) as client:
        os.kill(own_server.pid, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.flush(), 0.2)
        os.kill(own_server.pid, signal.SIGCONT)
        heard = await client.subscribe("news")
        await client.publish("news", b"heard")
        assert (await heard.next_msg(timeout=10)).data == b"heard"
