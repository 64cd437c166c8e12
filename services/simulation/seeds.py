"""Seed after seed, in one process or in several; whatever is found is shrunk to what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from domain.kernel import Payload
from services.simulation.play import simulated
from services.simulation.shrinking import shortest


@dataclass(frozen=True)
class Decade:
    """What one seed came to: orders sent, of them refused, events recorded; what was wrong, and what shows it."""

    seed: int
    steps: int
    refused: int
    events: int
    invariant: str | None = None
    found: str | None = None
    shown_by: tuple[Payload, ...] = ()


def decade(seed: int, years: int, zones: int) -> Decade:
    """Simulate one seed; where something is wrong, find the shortest list of orders that shows it."""
    played = simulated(seed, years, zones)
    figures = (seed, len(played.orders), sum(played.refusals.values()), sum(played.events.values()))
    if not played.violations:
        return Decade(*figures)
    violation = played.violations[0]
    shown = shortest(played.orders, violation, zones)
    return Decade(*figures, violation.invariant, violation.found, tuple(each.as_json() for each in shown))


def decades(seeds: Sequence[int], years: int, zones: int, jobs: int) -> Iterator[Decade]:
    """Every seed, in the order given; `jobs` processes side by side."""
    one = partial(decade, years=years, zones=zones)
    if jobs == 1:
        yield from map(one, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        try:
            yield from pool.map(one, seeds)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
