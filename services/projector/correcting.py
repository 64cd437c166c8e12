"""Corrections as folding sees them: all of those that count, found in the log before a view is folded from its start.

A handler never reads a row, so no row can be mended in place. A view that reads a corrected event is built anew beside
the one that is read, with the event as corrected; what was read before stays readable until then.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from domain.corrections import SUFFIX, is_correction, of
from domain.envelope import PoisonEvent, Recorded

if TYPE_CHECKING:
    from services.ledger.log import Stored

MARK = f'{SUFFIX}"'.encode()
"""What the body of a correction holds, and few others: only those are read."""


class Pulled(Protocol):
    """What is needed of the log."""

    def pull(self, after: int = 0, *, until: int | None = None, follow: bool = False) -> AsyncIterator[list[Stored]]:
        """Batches of contiguous positions behind `after`."""
        ...


async def corrections(events: Pulled, until: int) -> list[Recorded]:
    """Every correction up to a position. Each body is looked at, few are opened: a fifth of a rebuild's time."""
    found: list[Recorded] = []
    if until:
        async for batch in events.pull(0, until=until):
            found += among(batch)
    return found


def among(batch: Iterable[Stored]) -> Iterator[Recorded]:
    """The corrections among messages. One that cannot be read is left out: its view stops when it comes to it."""
    for stored in batch:
        if MARK not in stored.body:
            continue
        try:
            recorded = Recorded.read(stored.position, stored.recorded, stored.body)
            if not is_correction(recorded):
                continue
            of(recorded)
        except PoisonEvent:
            continue
        yield recorded


def in_force(
    found: Iterable[Recorded], until: int | None = None, admits: Callable[[Recorded], bool] | None = None
) -> dict[str, Recorded]:
    """The latest correction of each event, by that event's id; only those up to a position, and that count."""
    return {
        str(of(each).corrects): each
        for each in found
        if (until is None or each.position <= until) and (admits is None or admits(each))
    }
