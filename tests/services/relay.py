"""A relay between client and server that can swallow what the server says, or what it is told, and cut the line."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class Relay:
    """Listens on a port of its own; clients connect there instead of to the server."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.deaf = False
        """What clients say does not reach the server."""
        self.mute = False
        """What the server says does not reach clients."""
        self.url = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"nats://127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._listener.close()
        await self.cut()

    async def cut(self) -> None:
        """End all lines; whoever connects again gets a good one."""
        self.deaf = self.mute = False
        for line in self._lines:
            line.close()
        self._lines.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._lines |= {to_client, to_server}
        for source, target, told in ((from_client, to_server, True), (from_server, to_client, False)):
            task = asyncio.create_task(self._pass_on(source, target, told=told))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, told: bool) -> None:
        with contextlib.suppress(ConnectionError):  # cut on either side: the line is over
            while data := await source.read(65536):
                if not (self.deaf if told else self.mute):
                    target.write(data)
                    await target.drain()
        target.close()
