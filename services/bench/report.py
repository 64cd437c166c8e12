"""What the figures say: the ratios that are promised, as JSON and as rows of a table."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.bench.figures import Load
    from services.bench.run import Figures

MEMORY_MOST = 400.0


@dataclass(frozen=True, slots=True)
class Promise:
    """A ratio (or figure) that is promised: at least or at most so much. `measured` None: it could not be measured."""

    name: str
    measured: float | None
    bound: float
    at_least: bool

    @property
    def kept(self) -> bool | None:
        """Whether it holds here; None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def promises(figures: Figures) -> list[Promise]:
    """What is promised of this software's speed, with what was measured."""
    raw, path = figures.raw, figures.path
    library = figures.library.per_second if figures.library else None
    fresh, small, large = figures.fresh, figures.cold_small, figures.cold_large
    slowest = min(figures.rebuild.values(), default=None)
    return [
        Promise("path_vs_raw_64", path[64].per_second / raw[64].per_second, 1.0, at_least=True),
        Promise("path_vs_postgres_64", path[64].per_second / library if library else None, 3.0, at_least=True),
        Promise("latency_vs_raw_1", path[1].p50_ms / raw[1].p50_ms, 3.0, at_least=False),
        Promise("freshness_vs_raw", fresh.p99_ms / raw[1].p99_ms if fresh else None, 10.0, at_least=False),
        Promise("rebuild_vs_pull", slowest / figures.pull if slowest else None, 0.25, at_least=True),
        Promise("cold_load_growth", large.p99_ms / small.p99_ms if small and large else None, 2.0, at_least=False),
        Promise("rss_mb", sum(figures.memory.values()), MEMORY_MOST, at_least=False),
    ]


def as_json(figures: Figures) -> dict[str, object]:
    """Everything measured: `ratios`, `rss_mb`, and the figures they come from."""
    kept = promises(figures)
    return {
        "machine": machine(),
        "quick": figures.quick,
        "ratios": {each.name: _rounded(each.measured) for each in kept if each.name != "rss_mb"},
        "rss_mb": _rounded(kept[-1].measured),
        "kept": {each.name: each.kept for each in kept},
        "raw": {str(in_flight): _load(load) for in_flight, load in figures.raw.items()},
        "path": {str(in_flight): _load(load) for in_flight, load in figures.path.items()},
        "postgres_64": _load(figures.library),
        "freshness_500": _load(figures.fresh),
        "pull_per_second": _rounded(figures.pull),
        "rebuild_per_second": {view: _rounded(speed) for view, speed in figures.rebuild.items()},
        "cold_load": {
            str(figures.events_small): _load(figures.cold_small),
            str(figures.events_large): _load(figures.cold_large),
        },
        "memory_mb": {process: _rounded(size) for process, size in figures.memory.items()},
    }


def machine() -> dict[str, object]:
    """What machine this is, as far as it says."""
    model = "?"
    about = Path("/proc/cpuinfo")
    if about.exists():
        named = (line for line in about.read_text().splitlines() if line.startswith("model name"))
        model = next(named, "?: ?").partition(":")[2].strip()
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _load(load: Load | None) -> dict[str, float | None] | None:
    return None if load is None else {name: _rounded(value) for name, value in load._asdict().items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
