"""All measurements in one run, each beside its baseline, and what is said of them."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from projections.catalogue import PROJECTIONS
from services.bench import history, library, path, raw
from services.bench.figures import Load, middle
from services.bench.postgres import private_cluster, programs
from services.bench.reading import cold_loads, rebuilding
from services.bench.system import Ground, ground
from services.bench.whole import resident
from services.first_steps import first_steps
from services.ledger.index import Index
from services.ledger.log import Log

IN_FLIGHT = (1, 8, 64, 256)
RATE = 500
"""Commands a second while freshness is measured."""
WATCHED = "lead-ledger"
SMALL = 1_000
"""Leads in the small log: ten thousand events."""

Tell = Callable[[str, int, int], None]
"""Told what is being measured (a key of the vocabulary), how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Sizes:
    """How much is measured: operations per load, rounds, seconds of freshness, leads in the large log, cold loads."""

    operations: dict[int, int]
    rounds: int
    library: int
    fresh_seconds: float
    leads: int
    loads: int


FULL = Sizes({1: 3_000, 8: 6_000, 64: 20_000, 256: 20_000}, 5, 6_000, 30.0, 100_000, 2_000)
QUICK = Sizes({1: 500, 8: 1_000, 64: 4_000, 256: 4_000}, 3, 1_500, 5.0, 5_000, 1_000)


@dataclass
class Figures:
    """What was measured. Loads by operations in flight; rates in events a second; memory in MiB by process."""

    quick: bool
    raw: dict[int, Load] = field(default_factory=dict)
    path: dict[int, Load] = field(default_factory=dict)
    library: Load | None = None
    fresh: Load | None = None
    pull: float = 0.0
    rebuild: dict[str, float] = field(default_factory=dict)
    cold_small: Load | None = None
    cold_large: Load | None = None
    events_small: int = SMALL * history.PER_LEAD
    events_large: int = 0
    memory: dict[str, float] = field(default_factory=dict)


async def measure(*, quick: bool, postgres_url: str, tell: Tell) -> Figures:
    """Measure everything; `postgres_url` empty: a private PostgreSQL cluster, where its programs are installed."""
    sizes = QUICK if quick else FULL
    figures = Figures(quick)
    with folder() as place:
        async with ground(place) as system:
            await _writing(system, sizes, figures, tell)
    with folder() as place:
        tell("bench.library", 0, 1)
        figures.library = await asyncio.to_thread(_library, postgres_url, sizes.library)
        tell("bench.library", 1, 1)
    with folder() as place:
        await _reading(place, sizes, figures, tell)
    with folder() as place:
        tell("bench.memory", 0, 1)
        figures.memory = await resident(place)
        tell("bench.memory", 1, 1)
    return figures


async def _writing(system: Ground, sizes: Sizes, figures: Figures, tell: Tell) -> None:
    """Bare appends and the full command path in turns, so that both see the same weather; then freshness."""
    with system.process("commands"):
        await first_steps(system.nc, await Log.open(system.nc))
        for done, in_flight in enumerate(IN_FLIGHT):
            tell("bench.path", done, len(IN_FLIGHT))
            operations = sizes.operations[in_flight]
            bare, full = [], []
            for _ in range(sizes.rounds):
                bare.append(await raw.appends(system.nc, in_flight, operations))
                full.append(await path.commands(system.nc, in_flight, operations))
            figures.raw[in_flight], figures.path[in_flight] = middle(bare), middle(full)
        tell("bench.path", len(IN_FLIGHT), len(IN_FLIGHT))
        tell("bench.fresh", 0, 1)
        with system.process("projector"):
            # Until every view has caught up with all that came before.
            await path.freshness(system.nc, WATCHED, RATE, 2.0, path.CATCH_UP)
            figures.fresh = await path.freshness(system.nc, WATCHED, RATE, sizes.fresh_seconds)
        tell("bench.fresh", 1, 1)


def _library(postgres_url: str, operations: int) -> Load | None:
    """The better of one thread per command in flight and of a few: PostgreSQL likes fewer connections."""
    if postgres_url:
        return max(library.commits(postgres_url, threads, operations) for threads in (64, 16))
    binaries = programs()
    if binaries is None:
        return None
    with private_cluster(binaries) as url:
        return max(library.commits(f"{url}/postgres", threads, operations) for threads in (64, 16))


async def _reading(place: Path, sizes: Sizes, figures: Figures, tell: Tell) -> None:
    async with AsyncExitStack() as stack:
        small = await _grown(stack, place / "small", SMALL, tell)
        large = await _grown(stack, place / "large", sizes.leads, tell)
        figures.events_large = sizes.leads * history.PER_LEAD
        await _rebuilding(large, place, figures, tell)
        await _cold(place, small, large, sizes, figures, tell)


async def _grown(stack: AsyncExitStack, place: Path, leads: int, tell: Tell) -> tuple[Ground, Log]:
    """A log of so many leads on a server of its own."""
    system = await stack.enter_async_context(ground(place))
    log = await Log.open(system.nc)
    stack.push_async_callback(log.close)
    await history.grow(log, 0, leads, lambda done, of: tell("bench.grow", done, of))
    return system, log


async def _rebuilding(large: tuple[Ground, Log], place: Path, figures: Figures, tell: Tell) -> None:
    """Every view that reads leads, from the same stream as the bare loop before and after them."""
    system, log = large
    views = [view for view in PROJECTIONS.values() if "lead" in view.categories]
    pulls = [await raw.pull(system.nc, "EVENTS", figures.events_large)]
    for done, view in enumerate(views):
        tell("bench.rebuild", done, len(views))
        speed = await rebuilding(log, view, place / f"{view.name}.sqlite", figures.events_large)
        figures.rebuild[view.name] = speed
        pulls.append(await raw.pull(system.nc, "EVENTS", figures.events_large))
    figures.pull = median(pulls)
    tell("bench.rebuild", len(views), len(views))


async def _cold(
    place: Path, small: tuple[Ground, Log], large: tuple[Ground, Log], sizes: Sizes, figures: Figures, tell: Tell
) -> None:
    """Loads from both logs in turns, each through an index filled from its stream."""
    tell("bench.cold", 0, sizes.rounds)
    few = await Index.open(small[1], place / "small.sqlite")
    many = await Index.open(large[1], place / "large.sqlite")
    loads: tuple[list[Load], list[Load]] = ([], [])
    for done in range(sizes.rounds):
        loads[0].append(await cold_loads(small[1], few, SMALL, sizes.loads))
        loads[1].append(await cold_loads(large[1], many, sizes.leads, sizes.loads))
        tell("bench.cold", done + 1, sizes.rounds)
    figures.cold_small, figures.cold_large = middle(loads[0]), middle(loads[1])
    await few.close()
    await many.close()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="liandong-bench-") as place:
        yield Path(place)
