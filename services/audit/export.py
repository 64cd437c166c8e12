"""Export (导出): the log as JSON Lines of CloudEvents, one event a line, in order and without a gap.

Each line is the event as it is stored, with two extensions: `position`, its place in the log, and `recordedtime`, the
log's own clock. Every event is read as a view would read it, through its upcasters; one that cannot be read stops the
export, because a copy that nobody can read is no copy. An export that was cut short is taken up behind its last whole
line; a file that holds anything else than an export of this log is left as it is.
"""

from __future__ import annotations

import fcntl
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pydantic_core import from_json, to_json

from domain import catalogue  # noqa: F401 - an event is known once its aggregate is imported
from domain.envelope import NANOSECONDS, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.ledger.log import Log, Stored

BLOCK = 64 * 1024
BEGINNING = b'{"specversion":"1.0",'
"""How every line begins, and a line that was cut short as far as it goes."""


class NotAnExport(Exception):
    """The file holds something else than an export of this log; nothing in it was touched."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


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
    read; what stands before it is in the file. Raises `NotAnExport`, and `BlockingIOError` while another export
    writes it.
    """
    last = await events.head() if until is None else until
    written = 0
    with file.open("a+b") as out:
        alone(out)
        end, whole = last_line(out)
        after = await taken_up(events, file, whole)
        out.truncate(end)
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


def alone(out: IO[bytes]) -> None:
    """Keep other exports out of the file until it is closed: two at once would write each event twice."""
    try:
        fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        raise BlockingIOError(busy.errno, busy.strerror, out.name) from None


async def taken_up(events: Log, file: Path, whole: bytes) -> int:
    """The position to go on behind: that of the export's last whole line, which this log must hold as well; 0 for none.

    Positions mean other events in another log, and two logs in one file would be neither.
    """
    if not whole:
        return 0
    try:
        written = from_json(whole)
        position, id = int(written["position"]), written["id"]
    except (ValueError, TypeError, KeyError):
        raise NotAnExport(file) from None
    if not 0 < position <= await events.head():
        raise NotAnExport(file)
    async for (stored,) in events.pull(position - 1, until=position):
        if from_json(line(stored))["id"] != id:
            raise NotAnExport(file)
    return position


def last_line(out: IO[bytes]) -> tuple[int, bytes]:
    """Where an export's last whole line ends, and that line: 0 and empty where there is none.

    Raises `NotAnExport` where what comes after it is no event that was cut short.
    """
    end = out.seek(0, 2)
    tail = b""
    while end and tail.count(b"\n") < 2:  # noqa: PLR2004 - the ends of the last whole line and of the one before
        start = max(0, end - BLOCK)
        out.seek(start)
        tail = out.read(end - start) + tail
        end = start
    whole = tail[: tail.rfind(b"\n") + 1]
    if tail[len(whole) :][: len(BEGINNING)] != BEGINNING[: len(tail) - len(whole)]:
        raise NotAnExport(Path(str(out.name)))
    return end + len(whole), (whole.splitlines() or [b""])[-1]
