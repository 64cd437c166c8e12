"""The parts of the real system that a measurement needs, in a folder that is gone afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path
from uuid import uuid4

from nats.aio.client import Client
from pydantic_core import to_json

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.streams import OURS, Stream, ensure
from services.settings import Settings

OFFICE = "office"
ROBOT = "benchmark"
RAW = Stream("RAW", ("raw.>",))
"""A stream like EVENTS for the baseline: the same server, the same disk, the same settings."""
STOP_SECONDS = 20


@dataclass(frozen=True)
class Ground:
    """A running server with its streams, the settings of the processes on it, and a connection to it."""

    server: Server
    settings: Settings
    nc: Client

    @contextmanager
    def process(self, *services: str) -> Iterator[None]:
        """Run services in a process of their own."""
        child = subprocess.Popen(
            [sys.executable, "-m", "services.process", *services],
            env={**environ, **self.settings.environment()},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@asynccontextmanager
async def ground(folder: Path, database_url: str = "") -> AsyncIterator[Ground]:
    """An embedded server as `liandong up` runs it (sync always), with our streams and RAW on it."""
    with Server(folder / "nats") as server:
        async with await connect(server.url) as nc:
            await ensure(nc, streams=(*OURS, RAW))
            settings = Settings(data=folder, nats_url=server.url, database_url=database_url, log_level="error")
            yield Ground(server, settings, nc)


def share_a_lead(entity: str) -> bytes:
    """The body of a command that shares a lead of invented content: about as long as a real one."""
    return to_json(
        {
            "id": uuid4(),
            "entity": entity,
            "official": ROBOT,
            "kind": "robot",
            "data": {
                "investor": {"name": "演示投资方有限公司", "credit_code": "91350100M000100Y43"},
                "project": "演示项目:智能网联汽车零部件生产基地",
                "summary": "建设年产十万套智能网联汽车域控制器生产线及研发中心。",
                "industry": "artificial-intelligence",
                "investment": 120_000_000_00,
                "visibility": {"audience": "all-zones"},
            },
        }
    )
