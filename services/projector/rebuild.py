"""Building one generation of a view from the log: beside the one that is read, switched to when it has caught up."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Protocol

import structlog

from domain.corrections import of
from projections.kernel import Projection
from services.ledger.log import Stored
from services.projector.absorbing import absorb, contiguous
from services.projector.correcting import corrections, in_force
from services.projector.state import BUILDING, RETIRED, STOPPED, State
from services.projector.store import Fold, Store

log = structlog.get_logger("projector")

GARBAGE_EVERY = 50_000
"""New objects between two looks for cycles among the young ones, while a view is built."""

Progress = Callable[[int, int], None]
"""Told the position reached and the position to be reached."""


class EventLog(Protocol):
    """What the projector needs of the log; `services.ledger.log.Log` is one."""

    incarnation: str

    def pull(self, after: int = 0, *, until: int | None = None, follow: bool = False) -> AsyncIterator[list[Stored]]:
        """Batches of contiguous positions behind `after`."""
        ...

    async def head(self) -> int:
        """The last position."""
        ...


def silent(_position: int, _head: int) -> None:
    """Progress that nobody looks at."""


async def advance(store: Store, events: EventLog, fold: Fold, until: int, progress: Progress = silent) -> None:
    """Take a fold to position `until`, batch by batch, each in one transaction; it may stop before. Raises `Gap`."""
    async for batch in events.pull(fold.position, until=until):
        contiguous(batch, fold.position)
        project(store, [fold], batch)
        progress(fold.position, until)
        if fold.stop is not None or fold.outdated:
            return
        await asyncio.sleep(0)  # live views in the same process come in between


def project(store: Store, folds: Sequence[Fold], batch: Sequence[Stored]) -> None:
    """Take a batch into all folds, in one transaction. A fold whose rows cannot be written stops alone, at that event.

    Raises `Superseded`, or the driver's error when the database is in trouble; nothing is written then.
    """
    absorb(folds, batch)
    try:
        store.commit(folds)
    except store.interruptions:
        raise
    except Exception as error:  # noqa: BLE001 - whose fault it is comes out when each fold is written alone
        log.warning("a batch cannot be written as one", first=batch[0].position, error=str(error))
        for fold in folds:
            _alone(store, fold, batch)


def _alone(store: Store, fold: Fold, batch: Sequence[Stored]) -> None:
    """Write one fold event by event, so that exactly the event whose rows cannot be written is found."""
    fold.back()
    for stored in batch:
        absorb([fold], [stored])
        try:
            store.commit([fold])
        except store.interruptions:
            raise
        except Exception as error:  # noqa: BLE001 - the row is refused, whatever for: the view stops here and says so
            fold.refuse(stored.position, error)
            store.commit([fold])
        if fold.stop is not None or fold.outdated:
            return


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Python's collector of cycles from looking at the whole program again and again while events fly by.

    Events make no cycles and are gone at once. Left alone, the collector took a third of the time of a rebuild. For a
    whole process or a whole rebuild; not to be nested.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(GARBAGE_EVERY, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


async def build(store: Store, events: EventLog, fold: Fold, progress: Progress = silent) -> Fold:
    """Take a new generation to the head of the log and let readers read it; the fold that came of it.

    It is begun anew where an event that it has taken is corrected meanwhile. One that stops at an event is read only
    where there is nothing older to read; look at the fold's `stop`.
    """
    fold = await informed(store, events, fold)
    while True:
        await advance(store, events, fold, await events.head(), progress)
        if fold.outdated:
            fold = await informed(store, events, fold)
            continue
        if fold.stop is not None and store.serving(fold.name) is not None:
            return fold
        if store.switch(fold):
            break
    log.info("a view was built", view=fold.name, generation=fold.generation.number, position=fold.position)
    for state in store.states(fold.name):
        if state.status == RETIRED:
            store.discard(state)
    return fold


async def informed(store: Store, events: EventLog, fold: Fold) -> Fold:
    """A fold to build, which knows every correction there is; from the start where one has gone on without knowing.

    `fold` is one that was begun, or one that has met a correction: that of readers is left to them.
    """
    there = await corrections(events, await events.head())
    found = [each for each in there if fold.projection.reads_type(of(each).of_type)]
    if fold.serving:
        begun = unfinished(store.states(fold.name), fold.projection, events.incarnation)
        fold = store.resume(fold.projection, begun) if begun else store.begin(fold.projection, events.incarnation)
    if fold.outdated or any(each.position > fold.position > 0 for each in found):
        discard_generation(store, fold)
        fold = store.begin(fold.projection, events.incarnation)
    fold.corrections = in_force(found)
    number, corrected = fold.generation.number, len(fold.corrections)
    log.info("building a view", view=fold.name, generation=number, after=fold.position, corrected=corrected)
    return fold


def discard_generation(store: Store, fold: Fold) -> None:
    """Drop the tables of a fold that is of no use any more."""
    for state in store.states(fold.name):
        if state.generation == fold.generation.number:
            store.discard(state)


def stopped(fold: Fold) -> None:
    """Say loudly that a view stands still, where and why."""
    if (stop := fold.stop) is not None:
        log.error("a view has stopped", view=fold.name, generation=fold.generation.number, **stop._asdict())


async def rebuild(store: Store, events: EventLog, projection: Projection, progress: Progress = silent) -> Fold:
    """Build a view anew beside the one that is read, and switch to it. An interrupted rebuild is taken up where it was.

    Other processes may read and project the view meanwhile. Look at the fold's `stop`: the old rows go on being served
    if an event could not be projected. Raises `Superseded` if somebody else builds the same generation at the same
    time.
    """
    store.prepare()
    begun = unfinished(store.states(projection.name), projection, events.incarnation)
    fold = store.resume(projection, begun) if begun else store.begin(projection, events.incarnation)
    with undisturbed():
        fold = await build(store, events, fold, progress)
    stopped(fold)
    return fold


def unfinished(states: Sequence[State], projection: Projection, incarnation: str) -> State | None:
    """The generation of this version and this log that somebody began to build, or None."""
    fitting = (state for state in states if fits(state, projection, incarnation) and not state.serving)
    return next((state for state in fitting if state.status in {BUILDING, STOPPED}), None)


def fits(state: State, projection: Projection, incarnation: str) -> bool:
    """Whether a generation is of this version of the view and of this log."""
    return state.version == projection.version and state.log == incarnation
