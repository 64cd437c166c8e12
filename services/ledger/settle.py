"""What became of one append, found out however its acknowledgement was lost.

- An acknowledgement is lost: the append is looked for in the stream before anything is repeated or reported. The guards
  make a repetition harmless (it can succeed once at most), the look-up tells our own success from somebody else's.
- The server refuses with a reason (disk full, off): `Unavailable` with that reason, at once; nothing is stored.
- The server is away for a moment (restart, election): repeated until the append's patience ends.

A full disk can interrupt the server (2.15) in the middle of a batch. It then answers nothing, keeps the rest aside, and
stores it at its next start with room, if nothing else was appended meanwhile. So what is stored is compared message by
message, and what is missing of an append is brought after it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.ledger.wire import BATCH_DROPPED, Conflict, Entry, Guarded, LedgerError, OutcomeUnknown, Unavailable, Wire

ACKNOWLEDGEMENT = 5.0
"""Seconds to wait for one acknowledgement."""
LEAST = 0.05
"""Seconds that an answer is waited for even when patience is at its end."""
PATIENCE = 10.0
"""Seconds after which an append that could not be settled is given up."""
AGAIN_AFTER = 0.02
"""Seconds before an append is tried again, doubled each time up to half a second."""
PASSING = frozenset({None, 10005, 10008, 10009}) | BATCH_DROPPED
"""Refusals that pass by themselves: no listener yet, no leader, too many batches open. All of them before anything is
stored."""
STORE_FAILED = 10077
"""The disk failed the server while it was storing: of a batch, nobody knows how much."""


class Torn(OutcomeUnknown):
    """The first events of an append are stored, the rest can no longer be: somebody appended in between."""


@dataclass(slots=True, eq=False)
class Append:
    """One append under way: all of its messages or none.

    `sent`: an attempt may have stored it. `begun`: an attempt is known to have stored the first part of it.
    """

    messages: Sequence[Guarded]
    until: float
    position: asyncio.Future[int]
    sent: bool = False
    begun: bool = False
    subjects: frozenset[str] = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        self.subjects = frozenset(message.subject for message in self.messages)
        self.size = sum(len(message.body) for message in self.messages)


async def settle(wire: Wire, append: Append) -> int:
    """Try until the outcome is certain or patience ends."""
    loop = asyncio.get_running_loop()
    pause, reason = AGAIN_AFTER, "not connected"
    while True:
        try:
            if append.sent and (position := await _progress(wire, append)) is not None:
                return position
            if wire.nc.is_connected:
                return await _send(wire, append)
        except Torn:
            raise
        except OutcomeUnknown as error:
            append.sent, reason = True, str(error)
        except Unavailable as error:
            if error.code not in PASSING:
                if append.sent:
                    raise OutcomeUnknown(str(error)) from error
                raise
            reason = str(error)
        if loop.time() + pause > append.until:
            raise OutcomeUnknown(reason) if append.sent else Unavailable(reason)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.5)


async def settle_once(wire: Wire, message: Entry, id: str, patience: float) -> int:
    """Store one message by whose id the server knows it again: where an acknowledgement is lost it is sent anew."""
    loop = asyncio.get_running_loop()
    until, pause, sent = loop.time() + patience, AGAIN_AFTER, False
    while True:
        try:
            return await wire.send_once(message, id, min(max(until - loop.time(), LEAST), ACKNOWLEDGEMENT))
        except OutcomeUnknown:
            sent = True
            if loop.time() + pause > until:
                raise
        except Unavailable as error:
            if error.code not in PASSING or loop.time() + pause > until:
                raise OutcomeUnknown(str(error)) if sent else error from error
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.5)


async def _send(wire: Wire, append: Append) -> int:
    try:
        if len(append.messages) == 1:
            return await wire.send(append.messages[0], patience_for(append))
        return await wire.send_batch(append.messages, patience_for(append))
    except Conflict as conflict:
        if append.sent:
            return await _ours_or_theirs(wire, append, conflict)
        raise Conflict(await _moved(wire, append) or conflict.subject) from conflict


async def _ours_or_theirs(wire: Wire, append: Append, conflict: Conflict) -> int:
    """A conflict after an unanswered attempt: with its own success, with somebody else's, or with one in flight."""
    if (position := await _progress(wire, append)) is not None:
        return position
    if subject := await _moved(wire, append):
        raise _overtaken(append, subject) from conflict
    raise OutcomeUnknown("an earlier attempt is still in flight") from conflict


async def _progress(wire: Wire, append: Append) -> int | None:
    """Look for what earlier attempts stored; the last position if that is all of it, else None and the rest remains.

    `Conflict` if somebody else took the first place.
    """
    reached: dict[str, int] = {}
    position = None
    for number, message in enumerate(append.messages):
        after = reached.get(message.subject, message.guard or 0)
        there = await wire.next(message.subject, after, patience_for(append))
        if there is None:
            append.begun = append.begun or bool(reached)
            append.messages = remaining(append.messages[number:], reached)
            return None
        if there.body != message.body:
            raise _overtaken(append, message.subject, begun=bool(reached))
        position = reached[message.subject] = there.position
    return position


def remaining(messages: Sequence[Guarded], reached: Mapping[str, int]) -> list[Guarded]:
    """What is still to be stored, guarded by what is stored already."""
    guards = dict(reached)
    return [message._replace(guard=guards.pop(message.subject, message.guard)) for message in messages]


def _overtaken(append: Append, subject: str, *, begun: bool = False) -> LedgerError:
    if append.begun or begun:
        return Torn(f"stored in part; then somebody else appended to {subject}")
    return Conflict(subject)


async def _moved(wire: Wire, append: Append) -> str | None:
    """The first subject whose last position is not the one that the append expects."""
    if len(append.messages) == 1 and not append.sent:
        return append.messages[0].subject  # the conflict itself says so
    for message in append.messages:
        if message.guard is not None:
            last = await wire.last(message.subject, patience_for(append))
            if (last.position if last else 0) != message.guard:
                return message.subject
    return None


def patience_for(append: Append) -> float:
    """Seconds to wait for one answer."""
    left = append.until - asyncio.get_running_loop().time()
    return min(max(left, LEAST), ACKNOWLEDGEMENT)
