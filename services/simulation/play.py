"""Plays orders in a fresh world under watch, and tells the first thing that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.simulation.business import furnished, opening, orders
from services.simulation.watch import Extra, Violation, Watch
from services.simulation.world import World

if TYPE_CHECKING:
    from domain.catalogue import AnyDecider
    from services.simulation.orders import Order, Outcome

EVERY_TENTH = 10
"""Seeds whose views are held against a fold into a database, too, which takes as long as all the rest."""
NOTHING_ELSE = "a-command-is-decided-or-refused-and-nothing-else"


@dataclass(frozen=True)
class Played:
    """What was played: how many orders and events, which events and which refusals, and the first violation."""

    orders: list[Order] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    violations: list[Violation] = field(default_factory=list)


@dataclass(frozen=True)
class House:
    """What the orders are carried out by: the deciders, and further invariants. A test may put in others."""

    deciders: Mapping[str, AnyDecider] | None = None
    invariants: Extra = ()

    def opened(self, zones: int) -> tuple[World, Watch]:
        """A world after the first steps of all, and its watch."""
        world = furnished(World(self.deciders))
        watch = Watch(world, self.invariants)
        for order in opening(zones):
            world.play(order)
        return world, watch


REAL = House()


def simulated(seed: int, years: int, zones: int, house: House = REAL) -> Played:
    """Years of business by the chance of `seed`, until something is wrong."""
    world, watch = house.opened(zones)
    database = seed % EVERY_TENTH == 0
    return carried_out(world, watch, orders(world, seed, years, zones), database=database)


def replayed(given: Iterable[Order], zones: int, house: House = REAL, *, database: bool = False) -> Played:
    """The same orders in a fresh world; what is refused there is passed over."""
    world, watch = house.opened(zones)
    return carried_out(world, watch, given, database=database)


def carried_out(world: World, watch: Watch, given: Iterable[Order], *, database: bool = False) -> Played:
    """Carry orders out one by one, and look after each, at the end of each year, and at the end."""
    played, year = Played(), world.today.year
    for order in given:
        if order.day.year > year:
            played.violations.extend(_first(_all(watch)))
            year = order.day.year
        if not played.violations:
            played.orders.append(order)
            played.violations.extend(_first(_step(world, watch, order, played)))
        if played.violations:
            break
    else:
        world.react()
        played.violations.extend(_first(_all(watch, database=database)))
    played.events.update(each.type for each in world.log)
    return played


def _step(world: World, watch: Watch, order: Order, played: Played) -> Iterator[Violation]:
    try:
        outcome: Outcome = world.play(order)
        if outcome.refusal is not None:
            played.refusals[outcome.refusal.rule] += 1
        yield from watch.after(order, outcome)
    except Exception as error:  # noqa: BLE001 - whatever comes of a command but a refusal is what is looked for
        key = (order.command.name.partition(".")[0], order.entity)
        yield Violation(NOTHING_ELSE, f"{type(error).__name__}: {error}", key)


def _all(watch: Watch, *, database: bool = False) -> Iterator[Violation]:
    yield from watch.everything()
    yield from watch.views(database=database)


def _first(found: Iterator[Violation]) -> list[Violation]:
    first = next(found, None)
    return [] if first is None else [first]
