"""The shortest list of orders that still shows what is wrong: what does not matter is left out, part by part (ddmin).

After A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input (IEEE TSE 28, 2002). An order that
is refused because one before it was left out is passed over, so any part of a history is one that can be played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from domain.catalogue import DECIDERS
from domain.references import field_references, part_references
from services.simulation.play import REAL, House, replayed
from services.simulation.views import a_view_is_what_the_database_holds
from services.simulation.watch import name_of

if TYPE_CHECKING:
    from services.simulation.orders import Order
    from services.simulation.watch import Violation
    from services.simulation.world import Key

T = TypeVar("T")

IN_THE_DATABASE = name_of(a_view_is_what_the_database_holds)


def shortest(orders: Sequence[Order], violation: Violation, zones: int, house: House = REAL) -> list[Order]:
    """The orders without which the same invariant would not be broken.

    Not one of them can be left out; a shorter list of others may exist.
    """

    def shows(some: Sequence[Order]) -> bool:
        found = replayed(some, zones, house, database=violation.invariant == IN_THE_DATABASE).violations
        return any(each.invariant == violation.invariant for each in found)

    whole = list(orders)
    if violation.key is not None:
        related = cone(whole, violation.key)
        whole = related if shows(related) else whole
    return minimal(whole, shows)


def cone(orders: Iterable[Order], key: Key) -> list[Order]:
    """The orders that an entity's course may rest on: to itself, and to whatever they refer to, and so on."""
    given = list(orders)
    wanted, before = {key}, set[tuple[str, str]]()
    while wanted != before:
        before = set(wanted)
        for order in given:
            category = order.command.name.partition(".")[0]
            if (category, order.entity) in wanted:
                wanted |= field_references(order.command) | part_references(DECIDERS[category], order.entity)
        wanted |= {("application", each.entity) for each in given if ("zone", _platform(each.entity)) in wanted}
    return [each for each in given if (each.command.name.partition(".")[0], each.entity) in wanted]


def _platform(entity: str) -> str:
    return entity.partition("--")[0]


def minimal(whole: Sequence[T], shows: Callable[[Sequence[T]], bool]) -> list[T]:
    """A part of the whole that shows it, and of which nothing can be left out (1-minimal)."""
    left, parts = list(whole), 2
    while len(left) > 1:
        size = -(-len(left) // parts)
        places = range(0, len(left), size)
        rests = (left[:place] + left[place + size :] for place in places)
        smaller = next((rest for rest in rests if shows(rest)), None)
        if smaller is not None:
            left, parts = smaller, max(parts - 1, 2)
        elif size == 1:
            break
        else:
            parts = min(2 * parts, len(left))
    return left
