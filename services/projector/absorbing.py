"""From stored messages to pending rows: each event is read once for all views; each view stops at what it cannot take.

Which views does an unreadable event concern? Those that read its category; all of them when nobody knows the category.
The others go on: a new kind of event among the leads is no reason to stop the register of zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import domain.catalogue  # noqa: F401 - importing the aggregates is what fills EVENTS
from domain.envelope import PoisonEvent, Recorded
from domain.kernel import EVENTS
from services.ledger.log import Gap, Stored
from services.projector.state import Stop
from services.projector.store import FAILED, Fold

POISONED = {
    "unknown-type": "view-unknown-type",
    "unknown-version": "view-unknown-version",
    "invalid": "view-invalid",
}
"""The vocabulary's rule for each reason of a `PoisonEvent`."""

KNOWN_CATEGORIES = frozenset(name.partition(".")[0] for name in EVENTS)


class Item(NamedTuple):
    """One message as it concerns views: its category by subject, and the event in it, or what is wrong with it."""

    position: int
    recorded_ns: int
    category: str
    event: Recorded | PoisonEvent


def absorb(folds: Iterable[Fold], batch: Sequence[Stored]) -> None:
    """Let every fold take the messages it has not taken yet; it stands at the last then, or before a bad one."""
    folds = list(folds)
    items = read(batch, folds)
    for fold in folds:
        taken = [item for item in items if item.position > fold.position] if items else items
        stop = _take(fold, taken)
        if stop is None:
            fold.position, fold.recorded_ns = max(fold.position, batch[-1].position), batch[-1].recorded
        else:
            fold.back()
            _take(fold, [item for item in taken if item.position < stop.position])
            fold.stop, fold.position = stop, max(fold.position, stop.position - 1)


def read(batch: Sequence[Stored], folds: Iterable[Fold]) -> list[Item]:
    """The messages that concern one of the folds, each parsed once; the rest are not even parsed."""
    foreign = KNOWN_CATEGORIES.difference(*(fold.projection.categories for fold in folds))
    items = []
    for position, subject, body, recorded_ns in batch:
        category = subject.split(".", 2)[1]
        if category not in foreign:
            try:
                event: Recorded | PoisonEvent = Recorded.read(position, recorded_ns, body)
            except PoisonEvent as poison:
                event = poison
            items.append(Item(position, recorded_ns, category, event))
    return items


def contiguous(batch: Sequence[Stored], after: int) -> None:
    """Every position follows the one before it, the first of them `after`. Raises `Gap`."""
    for expected, stored in enumerate(batch, start=after + 1):
        if stored.position != expected:
            raise Gap(expected, stored.position)


def _take(fold: Fold, items: Iterable[Item]) -> Stop | None:
    """Let the fold take what concerns it; why it stops, if it has to."""
    categories, handlers, pending, admits = (
        fold.projection.categories,
        fold.projection.by_type,
        fold.pending,
        fold.admits,
    )
    for position, _, category, event in items:
        if isinstance(event, PoisonEvent):
            if category in categories or category not in KNOWN_CATEGORIES:
                return Stop(position, event.type, POISONED[event.reason], str(event.__cause__ or event))
            continue
        kind = event.type
        if kind not in handlers or not admits(event):
            continue
        try:
            correlation = event.correlation
            for change in fold.projection.apply(event):
                pending.take(change, position, correlation)
        except PoisonEvent as poison:
            return Stop(position, kind, POISONED[poison.reason], str(poison.__cause__ or poison))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises stops its view there, and says so
            return Stop(position, kind, FAILED, f"{type(error).__name__}: {error}")
    return None
