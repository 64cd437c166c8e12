"""How a load is driven and what is said of it: commits a second, p50 and p99 in milliseconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from typing import NamedTuple

Step = Callable[[int, int], Awaitable[None]]
"""One acknowledged operation: `(worker, number)`, the number of the operation among the worker's own."""


class Load(NamedTuple):
    """What a load came to: operations a second, and how long one took, in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def load_of(seconds: Sequence[float], took: float) -> Load:
    """The load that operations of these durations came to in `took` seconds."""
    return Load(len(seconds) / took, percentile(seconds, 0.5) * 1e3, percentile(seconds, 0.99) * 1e3)


async def closed_loop(step: Step, workers: int, operations: int) -> Load:
    """Keep `workers` operations in flight until about `operations` are done."""
    durations: list[float] = []

    async def work(worker: int) -> None:
        for number in range(max(1, operations // workers)):
            began = time.perf_counter()
            await step(worker, number)
            durations.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(work(worker) for worker in range(workers)))
    return load_of(durations, time.perf_counter() - began)


def middle(loads: Sequence[Load]) -> Load:
    """The median of several rounds, each figure by itself: one disturbed round does not count."""
    return Load(*(median(figures) for figures in zip(*loads, strict=True)))
