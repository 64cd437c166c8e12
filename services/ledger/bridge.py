"""The way from ordinary threads to the event loop that speaks to NATS: one loop, in one thread, for one factory.

The `eventsourcing` package is synchronous and its applications call from many threads. A crossing costs about a tenth of a
millisecond, so a caller puts the whole of its work into one coroutine and crosses once.
"""

import asyncio
import contextlib
import threading
import weakref
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

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
        # Applications are often dropped without close(): then the collector ends the loop, or the interpreter on leaving.
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
            raise ProgrammingError("a recorder was called from its own event loop, which would wait for itself for ever")
        answer = self.send(work)
        try:
            return answer.result()
        except BaseException:
            answer.cancel()
            raise

    def close(self) -> None:
        """Run what was left for the end, stop the loop and wait for its thread. May be called twice."""
        self._end()


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
