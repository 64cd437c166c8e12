"""From stored messages to pending rows: each event is read once for all views; each view stops at what it cannot take.

Which views does an unreadable event concern? Those that read its category; all of them when nobody knows the category.
The others go on: a new kind of event among the leads is no reason to stop the register of zones.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import domain.catalogue  # noqa: F401 - importing the aggregates is what fills EVENTS
from domain.corrections import as_corrected, is_correction, of
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


def absorb(folds: Sequence[Fold], batch: Sequence[Stored]) -> None:
    """Let every fold take the messages it has not taken yet; it stands at the last then, or before a bad one.

    Event by event and not view by view: each is parsed once and gone before the next, which the memory likes.
    """
    concern = _concerned(tuple(folds))
    for position, subject, body, recorded_ns in batch:
        concerned = concern.get(subject.split(".", 2)[1], folds)
        if not concerned:
            continue
        try:
            event: Recorded | PoisonEvent = Recorded.read(position, recorded_ns, body)
        except PoisonEvent as poison:
            event = poison
        for fold in concerned:
            if fold.position < position and fold.stop is None and not fold.outdated:
                fold.stop = _take(fold, event)
    for fold in folds:
        if fold.stop is not None or fold.outdated:
            _stop(fold, fold.stop, fold.outdated, batch)
        else:
            fold.position, fold.recorded_ns = max(fold.position, batch[-1].position), batch[-1].recorded


@lru_cache(maxsize=32)
def _concerned(folds: tuple[Fold, ...]) -> dict[str, list[Fold]]:
    """The folds that read each of the categories that there are."""
    by_category: dict[str, list[Fold]] = {category: [] for category in KNOWN_CATEGORIES}
    for fold in folds:
        for category in fold.projection.categories:
            by_category[category].append(fold)
    return by_category


def _stop(fold: Fold, stop: Stop | None, outdated: int, batch: Sequence[Stored]) -> None:
    """Take again what came before the event that stops the fold, of which something may have been taken."""
    at = outdated if stop is None else stop.position
    fold.back()
    before = [stored for stored in batch if stored.position < at]
    if before:
        absorb([fold], before)
    fold.stop, fold.outdated = stop, outdated


def contiguous(batch: Sequence[Stored], after: int) -> None:
    """Every position follows the one before it, the first of them `after`. Raises `Gap`."""
    for expected, stored in enumerate(batch, start=after + 1):
        if stored.position != expected:
            raise Gap(expected, stored.position)


def _take(fold: Fold, event: Recorded | PoisonEvent) -> Stop | None:
    """Let the fold take one event; why it stops, if it has to."""
    if isinstance(event, PoisonEvent):
        return Stop(event.position, event.type, POISONED[event.reason], str(event.__cause__ or event))
    if is_correction(event):
        return _correct(fold, event)
    if fold.corrections:
        event = as_corrected(event, fold.corrections)
    kind = event.type
    handler = fold.projection.by_type.get(kind)
    if handler is None or not (fold.admits is None or fold.admits(event)):
        return None
    try:
        take, position, correlation, correction = fold.pending.take, event.position, event.correlation, event.correction
        for change in handler(event.event, event):
            take(change, position, correlation, correction)
    except PoisonEvent as poison:
        return Stop(event.position, kind, POISONED[poison.reason], str(poison.__cause__ or poison))
    except Exception as error:  # noqa: BLE001 - whatever a handler raises stops its view there, and says so
        return Stop(event.position, kind, FAILED, f"{type(error).__name__}: {error}")
    return None


def _correct(fold: Fold, event: Recorded) -> Stop | None:
    """A correction of an event that the view reads: known from the beginning, or the rows are outdated by it."""
    try:
        correction = of(event)
        concerned = correction.of_type in fold.projection.by_type and (fold.admits is None or fold.admits(event))
        known = fold.corrections.get(str(correction.corrects))
    except PoisonEvent as poison:
        return Stop(event.position, event.type, POISONED[poison.reason], str(poison.__cause__ or poison))
    if concerned and (known is None or known.position < event.position):
        fold.outdated = event.position
    return None
