"""Keeping the views live: one pull of the log for all views that stand together, each event parsed once, one commit.

Every view has a position of its own. Those that lag, or are built anew, catch up in tasks of their own and then join
the others. There is one way out of every trouble (the database is away, another process switched a view, the log does
not answer): forget what is in memory, look where the database stands, and begin again from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from projections.kernel import Projection
from services.ledger.log import Gap, Stored, Unavailable
from services.projector.absorbing import contiguous
from services.projector.database import CHECKPOINT_EVERY, checkpoint
from services.projector.notices import Notice, notices
from services.projector.rebuild import EventLog, advance, build, fits, project, stopped, unfinished
from services.projector.state import RETIRED, Stop
from services.projector.store import Fold, Store, Superseded

log = structlog.get_logger("projector")

WAITING = 2
"""Batches that may wait while one is written."""
LAG = 5000
"""A view this many events behind the others catches up by itself before it joins them."""
PAUSE, LONGEST_PAUSE = 0.05, 2.0
"""Seconds before beginning again after trouble, doubled each time it comes at once again."""
GAP = "view-gap"

Exc = TypeVar("Exc", bound=Exception)
Tell = Callable[[Sequence[Notice]], Awaitable[None]]
"""Tells whoever listens which rows have changed."""


async def nobody(_notices: Sequence[Notice]) -> None:
    """Nobody listens."""


class Projector:
    """Keeps the given views up to date with one log in one database."""

    def __init__(self, store: Store, events: EventLog, projections: Sequence[Projection], tell: Tell = nobody) -> None:
        """`tell` is called after each commit of live views."""
        self._store, self._events, self._projections, self._tell = store, events, tuple(projections), tell
        self._folds: list[Fold] = []
        self._live: list[Fold] = []
        self._position = 0
        self._work: asyncio.Queue[list[Stored] | Fold] = asyncio.Queue(WAITING)
        self._pause = PAUSE

    async def run(self) -> None:
        """Project until cancelled. Returns only when the log has a gap: every view is then marked as stopped."""
        gap: Gap | None = None
        troubles: tuple[type[Exception], ...] = (Unavailable, *self._store.writer.passing)
        while gap is None:
            try:
                await self._session()
            except* Gap as gaps:
                gap = _first(gaps, Gap)
            except* Superseded:
                log.warning("another process moved or switched a view; looking where it stands")
            except* troubles as found:
                log.warning("projecting is interrupted", error=str(_first(found, Exception)), again_in=self._pause)
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._stop_all(gap)

    async def _session(self) -> None:
        """Work from what the database says until something happens that needs another look at it."""
        self._work = asyncio.Queue(WAITING)
        self._store.prepare()
        self._sweep()
        self._folds = [fold for each in self._projections if (fold := self._begin(each)) is not None]
        self._same_log(await self._events.head())
        serving = [fold for fold in self._folds if fold.serving]
        furthest = max((fold.position for fold in serving), default=0)
        self._live = [fold for fold in serving if furthest - fold.position <= LAG]
        async with asyncio.TaskGroup() as tasks:
            for fold in self._folds:
                if fold not in self._live:
                    tasks.create_task(self._catch_up(fold))
            tasks.create_task(self._checkpoint())
            await self._keep_live(tasks)

    async def _checkpoint(self) -> None:
        while True:
            await asyncio.sleep(CHECKPOINT_EVERY)
            await asyncio.to_thread(checkpoint, self._store.engine)

    def _same_log(self, head: int) -> None:
        """A view that is further on than the log was made of another one, or the log has lost its end. Raises `Gap`."""
        furthest = max((fold.position for fold in self._folds), default=0)
        if furthest > head:
            raise Gap(furthest + 1, head)

    def _sweep(self) -> None:
        """Drop what no reader and no builder needs: retired generations, and halves that are not of our version."""
        ours = {projection.name: projection for projection in self._projections}
        for state in self._store.states():
            projection = ours.get(state.name)
            if state.serving or projection is None:
                continue
            if state.status == RETIRED or not fits(state, projection, self._events.incarnation):
                self._store.discard(state)

    def _begin(self, projection: Projection) -> Fold | None:
        """The fold of a view: live where its generation is of our version, else one to be built."""
        states = self._store.states(projection.name)
        serving = next((state for state in states if state.serving), None)
        if serving is not None and fits(serving, projection, self._events.incarnation):
            return self._store.resume(projection, serving)
        if serving is not None and serving.version > projection.version:
            log.error("a newer version of the view is served; it is left alone", view=serving.name)
            return None
        begun = unfinished(states, projection, self._events.incarnation)
        if begun is not None:
            return self._store.resume(projection, begun)
        return self._store.begin(projection, self._events.incarnation)

    async def _catch_up(self, fold: Fold) -> None:
        """Bring a fold to the head of the log, and to its readers, before it joins the live ones."""
        if fold.serving and not fold.outdated:
            await advance(self._store, self._events, fold, await self._events.head())
        if fold.outdated or not fold.serving:
            fold = await build(self._store, self._events, fold)
            self._folds.append(fold)
        await self._work.put(fold)

    async def _keep_live(self, tasks: asyncio.TaskGroup) -> None:
        """Project batches as they come, and let folds join that have caught up."""
        pulling: asyncio.Task[None] | None = None
        while True:
            if pulling is None and self._live:
                self._position = min(fold.position for fold in self._live)
                pulling = tasks.create_task(self._pull(self._position))
            work = await self._work.get()
            if isinstance(work, Fold):
                await self._join(work, pulling is not None)
            else:
                await self._project(work)
            for fold in [fold for fold in self._live if fold.outdated]:
                log.info("an event was corrected; its view is built anew", view=fold.name, position=fold.outdated)
                self._live.remove(fold)
                tasks.create_task(self._catch_up(fold))

    async def _pull(self, after: int) -> None:
        async for batch in self._events.pull(after, follow=True):
            await self._work.put(batch)

    async def _join(self, fold: Fold, pulling: bool) -> None:  # noqa: FBT001 - says what it says
        """Let a fold that has caught up go on with the others, from where they stand."""
        if pulling and fold.stop is None and fold.position < self._position:
            await advance(self._store, self._events, fold, self._position)
        fold.changed.clear()
        if fold.stop is None:
            self._live.append(fold)
        else:
            stopped(fold)

    async def _project(self, batch: list[Stored]) -> None:
        contiguous(batch, self._position)
        self._position = batch[-1].position
        project(self._store, self._live, batch)
        self._pause = PAUSE
        if news := notices(self._live):
            await self._tell(news)
        for fold in self._live:
            stopped(fold)
        self._live = [fold for fold in self._live if fold.stop is None]

    def _stop_all(self, gap: Gap) -> None:
        """The log is damaged: no view may go on, and every reader is told."""
        log.error("the log has a gap; every view stands still", expected=gap.expected, got=gap.got)
        for fold in self._folds:
            fold.back()
            fold.stop = Stop(gap.expected, "", GAP, str(gap))
        self._store.commit(self._folds)


def _first(group: BaseExceptionGroup[Exc], kind: type[Exc]) -> Exc:
    """The first exception of a group, however deep."""
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, kind)
    return found
