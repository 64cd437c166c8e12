"""`liandong bench`: what this machine does, as a table or as JSON."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from services.cli.command import Here, argument, command, option
from services.cli.failure import Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import bar
from services.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    import typer
    from rich.progress import TaskID

    from services.bench.figures import Load
    from services.bench.report import Promise
    from services.bench.run import Figures, Tell

T = TypeVar("T")


class What(StrEnum):
    """What is measured: the system's speed, how well suspected duplicates are found, how soon a ledger is imported."""

    SYSTEM = "system"
    DUPLICATES = "duplicates"
    IMPORT = "import"


COLUMNS = ("bench.figure", "bench.measured", "bench.bound", "bench.kept")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "bench", finds=False, shows=True)(bench)


async def bench(
    here: Here,
    *,
    what: Annotated[What, argument("bench_what")] = What.SYSTEM,
    quick: Annotated[bool, option("quick", "quick")] = False,
    postgres_url: Annotated[str, option("postgres_url", "postgres-url")] = "",
    pairs: Annotated[int, option("pairs", "pairs", min=100, max=1_000_000)] = 5000,
    seed: Annotated[int, option("seed", "seed")] = 1,
    rows: Annotated[int, option("rows", "rows", min=2, max=1_000_000)] = 50_000,
) -> None:
    """Measure, and print the figures beside what is promised of them."""
    if what is What.DUPLICATES:
        _duplicates(here, pairs, seed)
    elif what is What.IMPORT:
        await _import(here, rows)
    else:
        await _system(here, quick=quick, postgres_url=postgres_url)


def _duplicates(here: Here, pairs: int, seed: int) -> None:
    from services.bench.duplicates import measured

    with bar() as progress:
        task = progress.add_task(say("bench.duplicates"), total=pairs)
        figures = measured(pairs, seed, lambda: progress.advance(task))
    if here.json:
        print_json(figures)
        return
    crowd = figures["crowd"]
    assert isinstance(crowd, dict)
    rows = [{"bench.figure": f"bench.{name}", "bench.measured": figures[name]} for name in ("precision", "recall")]
    rows += [{"bench.figure": f"bench.crowd-{name}", "bench.measured": each} for name, each in crowd.items()]
    print_table(say("bench.duplicates"), ("bench.figure", "bench.measured"), rows)


async def _import(here: Here, rows: int) -> None:
    from services.bench.importing import measured

    figures = await _told(lambda tell: measured(rows, tell))
    if here.json:
        print_json(figures)
        return
    told = [{"bench.figure": say(f"bench.import.{name}"), "bench.measured": each} for name, each in figures.items()]
    print_table(say("bench.import"), ("bench.figure", "bench.measured"), told)


async def _told(work: Callable[[Tell], Coroutine[Any, Any, T]]) -> T:
    """Measure with a bar for each thing that is measured."""
    from services.logs import configure

    configure("bench", "text", "error")
    with bar() as progress:
        tasks: dict[str, TaskID] = {}

        def tell(key: str, done: int, of: int) -> None:
            if key not in tasks:
                tasks[key] = progress.add_task(say(key), total=of)
            progress.update(tasks[key], completed=done, total=of)

        return await work(tell)


async def _system(here: Here, *, quick: bool, postgres_url: str) -> None:
    from services.bench.report import as_json, promises
    from services.bench.run import measure

    if postgres_url:
        await asyncio.to_thread(_reached, postgres_url)
    figures = await _told(lambda tell: measure(quick=quick, postgres_url=postgres_url, tell=tell))
    if here.json:
        print_json(as_json(figures))
        return
    print_table(say("bench.loads"), ("bench.figure", "per_second", "p50_ms", "p99_ms"), list(_loads(figures)))
    print_table(say("bench.promises"), COLUMNS, [_row(each) for each in promises(figures)])
    if quick:
        note(say("bench.quick").format(events=figures.events_large))
    if figures.library is None:
        note(say("bench.no-postgres"))


def _reached(postgres_url: str) -> None:
    """`Failure` now, and not after minutes of measuring, where the database cannot be reached."""
    from sqlalchemy.exc import SQLAlchemyError

    from services.bench.library import reached

    try:
        reached(postgres_url)
    except SQLAlchemyError as error:
        raise Failure("cli-bench-database", reason=" ".join(str(error).split())) from error


def _loads(figures: Figures) -> Iterator[dict[str, object]]:
    """The loads that were measured, a row each."""
    for in_flight in figures.raw:
        for key, load in (("bench.raw", figures.raw[in_flight]), ("bench.path", figures.path[in_flight])):
            yield _load(f"{say(key)} × {in_flight}", load)
    for key, single in (
        ("bench.library", figures.library),
        ("bench.fresh", figures.fresh),
        ("bench.cold-small", figures.cold_small),
        ("bench.cold-large", figures.cold_large),
    ):
        if single is not None:
            yield _load(say(key), single)
    yield {"bench.figure": say("bench.pull"), "per_second": round(figures.pull)}
    for view, speed in figures.rebuild.items():
        yield {"bench.figure": f"{say('bench.rebuild')} {view}", "per_second": round(speed)}


def _load(name: str, load: Load) -> dict[str, object]:
    return {
        "bench.figure": name,
        "per_second": round(load.per_second),
        "p50_ms": round(load.p50_ms, 2),
        "p99_ms": round(load.p99_ms, 2),
    }


def _row(promise: Promise) -> dict[str, object]:
    measured = None if promise.measured is None else round(promise.measured, 2)
    bound = f"{'≥' if promise.at_least else '≤'} {promise.bound:g}"
    return {"bench.figure": promise.name, "bench.measured": measured, "bench.bound": bound, "bench.kept": promise.kept}
