"""Group commit: few appends pending go each alone, many go together in one atomic batch.

With a disk that syncs before every acknowledgement, single appends stop at its sync rate; a batch needs one sync for
all. A batch costs more than one message, though, so it pays only from about a dozen pending appends on one replica,
from two on three. One conflict stores nothing of a batch: its appends are then settled one by one, and only the
conflicting one sees `Conflict`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from services.ledger.settle import PATIENCE, STORE_FAILED, Append, patience_for, settle
from services.ledger.wire import BATCH_LIMIT, Conflict, Guarded, OutcomeUnknown, Unavailable, Wire

PAYS_FROM = {1: 12}
"""Appends under way from which a batch is quicker than each alone, by number of replicas."""
PAYS_FROM_REPLICATED = 2
GROUP = 256
"""Appends in one batch at most; more only adds waiting."""
GROUP_BYTES = 1 << 20
BATCHES_AT_ONCE = 2
"""One is synced while the next is filled. The server takes 50 from all clients together."""
ROOM = 4096
"""Appends accepted and not yet answered; the next ones wait outside."""


class GroupCommit:
    """Commits appends through one `Wire`. `replicas` of the stream decides from when batches pay."""

    def __init__(self, wire: Wire, replicas: int = 1, *, patience: float = PATIENCE) -> None:
        self._wire, self._patience = wire, patience
        self.replicas = replicas
        self._pays_from = PAYS_FROM.get(replicas, PAYS_FROM_REPLICATED)
        self._queue: deque[Append] = deque()
        self._room = asyncio.Semaphore(ROOM)
        self._under_way = self._batches = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._woken = False

    async def append(self, messages: Sequence[Guarded]) -> int:
        """Store all messages or none; the position of the last, the others before it without a gap.

        Raises `Conflict`, `Unavailable` or `OutcomeUnknown`.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._patience
        await self._enter(until)
        try:
            append = Append(messages, until, loop.create_future())
            self._queue.append(append)
            self._wake()
            return await append.position
        finally:
            self._room.release()

    async def close(self) -> None:
        """Wait until every append is answered."""
        while self._queue or self._tasks:
            await (asyncio.wait(self._tasks) if self._tasks else asyncio.sleep(0))

    async def _enter(self, until: float) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        try:
            async with asyncio.timeout_at(until):
                await self._room.acquire()
        except TimeoutError as error:
            raise Unavailable(f"{ROOM} appends are waiting already") from error

    def _wake(self) -> None:
        """Dispatch once all who are ready in this turn of the loop have queued."""
        if not self._woken:
            self._woken = True
            asyncio.get_running_loop().call_soon(self._dispatch)

    def _dispatch(self) -> None:
        self._woken = False
        while self._queue:
            if len(self._queue) + self._under_way < self._pays_from:
                self._start([self._queue.popleft()])
            elif self._batches < BATCHES_AT_ONCE:
                self._start(self._take_group())
            else:
                return

    def _take_group(self) -> list[Append]:
        """The longest waiting appends that can share a batch: one for each subject, as its guard may stand but once."""
        group: list[Append] = []
        later: deque[Append] = deque()
        subjects: set[str] = set()
        messages = size = 0
        while self._queue and len(group) < GROUP:
            append = self._queue.popleft()
            messages, size = messages + len(append.messages), size + append.size
            if group and (messages > BATCH_LIMIT or size > GROUP_BYTES):
                later.append(append)
                break
            if subjects.isdisjoint(append.subjects):
                subjects |= append.subjects
                group.append(append)
            else:
                later.append(append)
        self._queue.extendleft(reversed(later))
        return group

    def _start(self, group: list[Append]) -> None:
        self._under_way += len(group)
        self._batches += len(group) > 1
        task = asyncio.get_running_loop().create_task(self._commit(group))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _commit(self, group: list[Append]) -> None:
        group_size = len(group)
        try:
            wanted = [append for append in group if not append.position.done()]  # a caller may have gone meanwhile
            if len(wanted) > 1 and self._wire.nc.is_connected:
                wanted = await self._together(wanted)
            if len(wanted) == 1:
                await self._alone(wanted[0])
            else:
                await asyncio.gather(*(self._alone(append) for append in wanted))
        finally:
            self._under_way -= group_size
            self._batches -= group_size > 1
            self._wake()

    async def _together(self, group: list[Append]) -> list[Append]:
        """Send a group as one batch; returns those that have to go on alone."""
        messages = [message for append in group for message in append.messages]
        try:
            last = await self._wire.send_batch(messages, min(patience_for(append) for append in group))
        except Conflict:
            return group
        except (OutcomeUnknown, Unavailable) as error:
            for append in group:
                append.sent = isinstance(error, OutcomeUnknown) or error.code == STORE_FAILED
            return group
        position = last - len(messages)
        for append in group:
            position += len(append.messages)
            if not append.position.done():
                append.position.set_result(position)
        return []

    async def _alone(self, append: Append) -> None:
        try:
            position = await settle(self._wire, append)
        except Exception as error:  # noqa: BLE001  whatever it is, it is the caller's answer
            if not append.position.done():
                append.position.set_exception(error)
        else:
            if not append.position.done():
                append.position.set_result(position)
