"""`liandong simulate`: ten years of invented business under watch, seed after seed, without a running system."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, command, option
from services.cli.failure import Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import bar
from services.cli.speech import say

if TYPE_CHECKING:
    import typer

    from services.simulation.seeds import Decade

FIGURES = ("steps", "refused", "events")
MOST = 10_000


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    command(app, "simulate", finds=False, shows=True)(simulate)


def simulate(
    here: Here,
    *,
    years: Annotated[int, option("years", "years", min=1, max=50)] = 10,
    seeds: Annotated[int, option("seeds", "seeds", min=1, max=MOST)] = 10,
    first_seed: Annotated[int, option("first_seed", "first-seed", min=0)] = 1,
    zones: Annotated[int, option("zones", "zones", min=1, max=36)] = 30,
    jobs: Annotated[int, option("jobs", "jobs", min=1, max=64)] = 1,
) -> None:
    """Simulate, and say what broke an invariant; exits with 1 if anything did."""
    from services.simulation.seeds import decades

    found: list[Decade] = []
    began = time.monotonic()
    with bar() as progress:
        task = progress.add_task(say("simulate.seeds"), total=seeds)
        for each in decades(range(first_seed, first_seed + seeds), years, zones, jobs):
            found.append(each)
            progress.advance(task)
    report(here, found, time.monotonic() - began)
    if broken := sum(each.invariant is not None for each in found):
        raise Failure("simulation-broken", count=broken)


def report(here: Here, found: list[Decade], seconds: float) -> None:
    """The sums, and every violation with its seed and the orders that show it."""
    sums = {name: sum(getattr(each, name) for each in found) for name in FIGURES}
    wrong = [asdict(each) for each in found if each.invariant]
    violations = [{name: each[name] for name in ("seed", "invariant", "found", "shown_by")} for each in wrong]
    whole = {"seeds": len(found), **sums, "seconds": round(seconds, 1), "violations": violations}
    if here.json:
        print_json(whole)
        return
    counts = {**whole, "violations": len(violations), "per_second": round(sums["steps"] / seconds)}
    rows = ({"bench.figure": f"simulate.{name}", "bench.measured": value} for name, value in counts.items())
    print_table(say("cli.help.simulate"), ("bench.figure", "bench.measured"), rows)
    for each in violations:
        said = say("simulate.broken").format(**{**each, "invariant": say(f"invariant.{each['invariant']}")})
        note(said, style="bold red")
        print_json(each["shown_by"])
