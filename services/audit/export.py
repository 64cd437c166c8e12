"""Export (导出): the log as JSON Lines of CloudEvents, one event a line, in order and without a gap.

Each line is the event as it is stored, with two extensions: `position`, its place in the log, and `recordedtime`, the
log's own clock. Every event is read as a view would read it, through its upcasters; one that cannot be read stops the
export, because a copy that nobody can read is no copy. An export that was cut short is taken up behind its last whole
line.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from pydantic_core import from_json, to_json

from domain import catalogue  # noqa: F401 - an event is known once its aggregate is imported
from domain.envelope import NANOSECONDS, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.ledger.log import Log, Stored

BLOCK = 64 * 1024


def unseen(_position: int, _of: int) -> None:
    """Shows progress to nobody."""


async def export(
    events: Log,
    file: Path,
    *,
    until: int | None = None,
    progress: Callable[[int, int], None] = unseen,
) -> int:
    """Write, or go on writing, the log up to position `until` (default: the last now) to `file`; the events written.

    `progress` is told the position reached and the last one. Raises `PoisonEvent` for an event that this version cannot
    read; what stands before it is in the file.
    """
    last = await events.head() if until is None else until
    written = 0
    with file.open("a+b") as out:
        after = resumed(out)
        progress(after, last)
        if after >= last:
            return 0
        async for batch in events.pull(after, until=last):
            out.writelines(map(line, batch))
            written += len(batch)
            progress(batch[-1].position, last)
    return written


def line(stored: Stored) -> bytes:
    """One event as a line, as it was stored. Raises `PoisonEvent` for one that this version cannot read."""
    recorded = Recorded.read(stored.position, stored.recorded, stored.body)
    recorded.event  # noqa: B018 - reading it is the check
    seconds, nanoseconds = divmod(stored.recorded, NANOSECONDS)
    instant = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    extensions = {"position": stored.position, "recordedtime": f"{instant}.{nanoseconds:09d}Z"}
    return to_json(recorded.attributes | extensions) + b"\n"


def resumed(out: IO[bytes]) -> int:
    """The position of the last whole line of an export, 0 for none; a line that was cut short is removed."""
    end = out.seek(0, 2)
    tail = b""
    while end and tail.count(b"\n") < 2:  # noqa: PLR2004 - the ends of the last whole line and of the one before
        start = max(0, end - BLOCK)
        out.seek(start)
        tail = out.read(end - start) + tail
        end = start
    whole = tail[: tail.rfind(b"\n") + 1]
    out.seek(end + len(whole))
    out.truncate()
    lines = whole.splitlines()
    return int(from_json(lines[-1])["position"]) if lines else 0
