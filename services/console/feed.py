"""Server-sent events: tells every open page that the register has changed, and lets go of all of them at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

HEARTBEAT_SECONDS = 15.0
"""A comment line as often keeps proxies from closing a silent stream."""

GATHER_SECONDS = 0.1
"""Changes within this time are told as one, so that a rebuild is no storm."""

RETRY = b"retry: 1000\n\n"
HEARTBEAT = b": still here\n\n"
CHANGED = b"event: changed\ndata: {}\n\n"


class Feed:
    """Everybody who waits for news of the register."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._waiting: set[asyncio.Event] = set()
        self._closed = False

    def tell(self) -> None:
        """Something changed."""
        for waiting in self._waiting:
            waiting.set()

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self.tell()

    async def stream(self) -> AsyncIterator[bytes]:
        """One reader's stream, from now until the reader or the server goes."""
        news = asyncio.Event()
        self._waiting.add(news)
        try:
            yield RETRY
            while not self._closed:
                try:
                    await asyncio.wait_for(news.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield HEARTBEAT
                    continue
                await asyncio.sleep(GATHER_SECONDS)
                news.clear()
                yield CHANGED
        finally:
            self._waiting.discard(news)
