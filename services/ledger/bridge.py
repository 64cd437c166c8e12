"""The way from ordinary threads to the event loop that speaks to NATS: one loop, in one thread, for one factory.

The `eventsourcing` package is synchronous and its applications call from many threads. A crossing costs about a tenth
of a millisecond, so a caller puts the whole of its work into one coroutine and crosses once.
"""

import asyncio
import contextlib
import threading
import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any, Generic, TypeVar

from eventsourcing.persistence import OperationalError, ProgrammingError

T = TypeVar("T")


class Bridge:
    """An event loop in a thread of its own. It ends with `close`, or when nobody holds the bridge any more."""

    def __init__(self, name: str) -> None:
        """Start the loop. `name` is the thread's, for whoever looks at a stack of threads."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(self._loop,), name=name, daemon=True)
        self._endings: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._thread.start()
        # Applications are often dropped without close(): then the collector ends the loop, or the leaving interpreter.
        self._end = weakref.finalize(self, _end, self._loop, self._thread, self._endings)

    @property
    def closed(self) -> bool:
        """Say whether the loop was ended."""
        return not self._end.alive

    def at_end(self, ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Remember what has to run on the loop before it ends. It must not hold the bridge."""
        self._endings.append(ending)

    def send(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start work on the loop; the answer comes by the future. Raises OperationalError after close."""
        if self.closed:
            work.close()
            raise OperationalError("the recorder is closed")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Do work on the loop and wait for its answer. An interrupted caller (Ctrl-C) takes the work with it."""
        if threading.current_thread() is self._thread:
            work.close()
            raise ProgrammingError(
                "a recorder was called from its own event loop, which would wait for itself for ever"
            )
        answer = self.send(work)
        try:
            return answer.result()
        except BaseException:
            answer.cancel()
            raise

    def close(self) -> None:
        """Run what was left for the end, stop the loop and wait for its thread. May be called twice."""
        self._end()


class Feed(Generic[T]):
    """An asynchronous iterator over batches, read item by item by one thread and ended by any."""

    def __init__(self, bridge: Bridge, batches: AsyncGenerator[Sequence[T], None]) -> None:
        self._bridge = bridge
        self._batches = batches
        self._at_hand: Iterator[T] = iter(())
        self._turn = asyncio.Lock()
        self._asking = threading.Lock()
        self._asked: Future[Sequence[T]] | None = None
        self._ended = threading.Event()

    def next(self) -> T:
        """Wait for the next item. Raises StopIteration once the feed was ended, OperationalError if its loop was."""
        while not self._ended.is_set():
            for item in self._at_hand:
                return item
            self._at_hand = self._wait()
        raise StopIteration

    def end(self) -> None:
        """End the iteration, and with it the wait of whoever waits. Does not wait itself; may be called twice."""
        with self._asking:
            ended = self._ended.is_set()
            self._ended.set()
        if self._asked is not None:
            self._asked.cancel()
        if not ended and not self._bridge.closed:
            self._bridge.send(self._finish())

    def _wait(self) -> Iterator[T]:
        """Wait for the next batch; nothing once the feed was ended."""
        with self._asking:
            if self._ended.is_set():
                return iter(())
            self._asked = self._bridge.send(self._next())
        try:
            return iter(self._asked.result())
        except CancelledError:
            if self._ended.is_set():
                return iter(())
            raise OperationalError("the recorder was closed under its subscription") from None

    async def _next(self) -> Sequence[T]:
        async with self._turn:
            return await anext(self._batches)

    async def _finish(self) -> None:
        async with self._turn:  # the one who waited has to leave the iterator first
            await self._batches.aclose()


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Be the thread: run the loop until it is stopped, then let its last tasks and generators end."""
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        remaining = asyncio.all_tasks(loop)
        for task in remaining:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*remaining, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def _end(
    loop: asyncio.AbstractEventLoop,
    thread: threading.Thread,
    endings: list[Callable[[], Coroutine[Any, Any, None]]],
) -> None:
    """End a loop from whatever thread the collector happens to run in, which may be the loop's own."""

    async def finish() -> None:
        try:
            for ending in reversed(endings):
                await ending()
        finally:
            loop.stop()

    with contextlib.suppress(RuntimeError):  # the loop is closed already: its thread died, there is nothing to end
        loop.call_soon_threadsafe(lambda: loop.create_task(finish()))
    if threading.current_thread() is not thread:
        thread.join()
