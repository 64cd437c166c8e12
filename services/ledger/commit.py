"""Group commit: few appends pending go each alone, many go together in one atomic batch.

With a disk that syncs before every acknowledgement, single appends stop at its sync rate; a batch needs one sync for
all. A batch costs more than one message, though, so it pays only from about a dozen pending appends on one replica,
from two on three.

What happens when something goes wrong, in one place:
- One conflict stores nothing of a batch: its appends are repeated one by one, and only the conflicting one sees
  `Conflict`.
- An acknowledgement is lost: the append is looked for in the stream before anything is repeated or reported. The
  guards make a repetition harmless (it can succeed once at most), the look-up tells our own success from somebody
  else's.
- The server refuses with a reason (disk full, off): `Unavailable` with that reason, at once; nothing is stored.
- The server is away for a moment (restart, election): repeated until `patience` ends.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.ledger.wire import BATCH_DROPPED, BATCH_LIMIT, Conflict, Guarded, OutcomeUnknown, Unavailable, Wire

PAYS_FROM = {1: 12}
"""Appends under way from which a batch is quicker than each alone, by number of replicas."""
PAYS_FROM_REPLICATED = 2
GROUP = 256
"""Appends in one batch at most; more only adds waiting."""
GROUP_BYTES = 4 << 20
BATCHES_AT_ONCE = 2
"""One is synced while the next is filled. The server takes 50 from all clients together."""
ROOM = 4096
"""Appends accepted and not yet answered; the next ones wait outside."""
ACKNOWLEDGEMENT = 5.0
"""Seconds to wait for one acknowledgement."""
PATIENCE = 10.0
"""Seconds after which an append that could not be settled is given up."""
AGAIN_AFTER = 0.02
"""Seconds before an append is tried again, doubled each time up to half a second."""
PASSING = frozenset({None, 10005, 10008, 10009}) | BATCH_DROPPED
"""Refusals that pass by themselves: no listener yet, no leader, too many batches open. All of them before anything is
stored."""
STORE_FAILED = 10077
"""The disk failed the server while it was storing: of a batch, nobody knows how much."""


@dataclass(slots=True, eq=False)
class Append:
    """One append under way: all of its messages or none."""

    messages: Sequence[Guarded]
    until: float
    position: asyncio.Future[int]
    sent: bool = False
    subjects: frozenset[str] = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.subjects = frozenset(message.subject for message in self.messages)
        self.size = sum(len(message.body) for message in self.messages)


class GroupCommit:
    """Commits appends through one `Wire`. `replicas` of the stream decides from when batches pay."""

    def __init__(self, wire: Wire, replicas: int = 1, *, patience: float = PATIENCE) -> None:
        self._wire, self._patience = wire, patience
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
        """Wait for what is under way; the queue is empty then."""
        while self._tasks:
            await asyncio.wait(self._tasks)

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
            await asyncio.gather(*(self._alone(append) for append in wanted))
        finally:
            self._under_way -= group_size
            self._batches -= group_size > 1
            self._wake()

    async def _together(self, group: list[Append]) -> list[Append]:
        """Send a group as one batch; returns those that have to go on alone."""
        messages = [message for append in group for message in append.messages]
        try:
            last = await self._wire.send_batch(messages, ACKNOWLEDGEMENT)
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
            position = await self._settle(append)
        except Exception as error:  # noqa: BLE001  whatever it is, it is the caller's answer
            if not append.position.done():
                append.position.set_exception(error)
        else:
            if not append.position.done():
                append.position.set_result(position)

    async def _settle(self, append: Append) -> int:
        """Try until the outcome is certain or patience ends."""
        loop = asyncio.get_running_loop()
        pause, reason = AGAIN_AFTER, "not connected"
        while True:
            try:
                if append.sent and (position := await self._found(append)) is not None:
                    return position
                if self._wire.nc.is_connected:
                    return await self._send(append)
            except OutcomeUnknown as error:
                append.sent, reason = True, str(error)
            except Unavailable as error:
                if error.code not in PASSING and not append.sent:
                    raise
                reason = str(error)
            if loop.time() + pause > append.until:
                raise OutcomeUnknown(reason) if append.sent else Unavailable(reason)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.5)

    async def _send(self, append: Append) -> int:
        try:
            if len(append.messages) == 1:
                return await self._wire.send(append.messages[0], ACKNOWLEDGEMENT)
            return await self._wire.send_batch(append.messages, ACKNOWLEDGEMENT)
        except Conflict as conflict:
            if append.sent:
                return await self._ours_or_theirs(append, conflict)
            raise Conflict(await self._moved(append) or conflict.subject) from conflict

    async def _ours_or_theirs(self, append: Append, conflict: Conflict) -> int:
        """A conflict after an unanswered attempt: with its own success, with somebody else's, or with one in flight."""
        if (position := await self._found(append)) is not None:
            return position
        if subject := await self._moved(append):
            raise Conflict(subject) from conflict
        raise OutcomeUnknown("an earlier attempt is still in flight") from conflict

    async def _found(self, append: Append) -> int | None:
        """The position of the last message if an earlier attempt stored them; `Conflict` if somebody was first."""
        for number, message in enumerate(append.messages):
            if message.guard is None:
                continue
            there = await self._wire.next(message.subject, message.guard)
            if there is not None and there.body != message.body:
                raise Conflict(message.subject)
            if there is not None:
                return there.position + len(append.messages) - 1 - number
        return None

    async def _moved(self, append: Append) -> str | None:
        """The first subject whose last position is not the one that the append expects."""
        if len(append.messages) == 1:
            return append.messages[0].subject if not append.sent else await self._differs(append.messages[0])
        for message in append.messages:
            if message.guard is not None and (subject := await self._differs(message)):
                return subject
        return None

    async def _differs(self, message: Guarded) -> str | None:
        last = await self._wire.last(message.subject)
        return message.subject if (last.position if last else 0) != message.guard else None
