"""Watches a world: after every step what the step has touched; everything, and the views, at the end of every year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from domain.deadline import Stage
from domain.vocabulary import filled
from projections.catalogue import PROJECTIONS
from services.simulation import invariants as i
from services.simulation.clocks import (
    every_overdue_clock_has_its_event,
    whatever_waits_has_its_clock_and_nothing_else_has,
)
from services.simulation.departure import no_withdrawn_zone_holds_anything
from services.simulation.rows import Live
from services.simulation.views import (
    a_view_is_a_fold_from_zero,
    a_view_is_what_the_database_holds,
    a_view_says_what_the_state_says,
)

if TYPE_CHECKING:
    from domain.envelope import Recorded
    from domain.kernel import Refused
    from services.simulation.orders import Order, Outcome
    from services.simulation.world import Key, World


class Violation(NamedTuple):
    """Something that must never be so: which invariant, what was found, and of which entity where it is of one."""

    invariant: str
    found: str
    key: Key | None = None


AT_REST = (no_withdrawn_zone_holds_anything, whatever_waits_has_its_clock_and_nothing_else_has)
"""What holds once everything that follows was done, of any entity."""
Extra = Sequence[i.Invariant]


class Watch:
    """Sees every event of a world as soon as it stands in the log."""

    def __init__(self, world: World, extra: Extra = ()) -> None:
        """Watch from the first event on; `extra` are invariants of a test."""
        self.world, self.live = world, Live(PROJECTIONS)
        self._of = {category: [] for category in world.deciders}  # type: dict[str, list[i.Invariant]]
        for each in (*i.OF_ONE, *extra):
            self._of[each.category].append(each)
        self._touched: set[Key] = set()
        self._unrested: set[Key] = set()
        self._running: set[str] = set()
        """The clocks that run."""
        world.witness = self._saw

    def _saw(self, recorded: Sequence[Recorded]) -> None:
        for each in recorded:
            self.live.take(each, self.world.by_type)
            self._touched.add((each.category, each.entity))
            if each.category == "deadline":
                runs = self.world.state("deadline", each.entity).stage is Stage.RUNNING
                (self._running.add if runs else self._running.discard)(each.entity)

    def after(self, order: Order, outcome: Outcome) -> Iterator[Violation]:
        """What is wrong after a step."""
        key = (order.command.name.partition(".")[0], order.entity)
        if outcome.refusal is not None and (found := a_refusal_is_said_in_both_languages(outcome.refusal)):
            yield Violation(name_of(a_refusal_is_said_in_both_languages), found, key)
        if outcome.events:
            yield from (each._replace(key=key) for each in self._repeated(order, outcome))
        touched, self._touched = sorted(self._touched), set()
        self._unrested.update(touched)
        for each in touched:
            yield from self._entity(each)
        if self.world.caught_up:
            resting, self._unrested = sorted(self._unrested), set()
            for each in resting:
                yield from self._at_rest(each)
            yield from self._clocks()

    def everything(self) -> Iterator[Violation]:
        """What is wrong with any entity."""
        for key in self.world.histories:
            yield from self._entity(key)
            if self.world.caught_up:
                yield from self._at_rest(key)

    def views(self, *, database: bool) -> Iterator[Violation]:
        """What is wrong with the views; `database`: held against a fold into a database, too."""
        checks = (a_view_says_what_the_state_says, a_view_is_a_fold_from_zero)
        for check in (*checks, *((a_view_is_what_the_database_holds,) if database else ())):
            for found in check(self.world, self.live):
                yield Violation(name_of(check), *found)

    def _entity(self, key: Key) -> Iterator[Violation]:
        for check in i.OF_ANY:
            if found := check(self.world, *key):
                yield Violation(name_of(check), found, key)
        for each in self._of[key[0]]:
            if found := each.check(self.world, key[1]):
                yield Violation(each.name, found, key)

    def _at_rest(self, key: Key) -> Iterator[Violation]:
        for check in AT_REST:
            if found := check(self.world, *key):
                yield Violation(name_of(check), found, key)

    def _clocks(self) -> Iterator[Violation]:
        for clock in sorted(self._running):
            if found := every_overdue_clock_has_its_event(self.world, clock):
                yield Violation(name_of(every_overdue_clock_has_its_event), found, ("deadline", clock))

    def _repeated(self, order: Order, outcome: Outcome) -> Iterator[Violation]:
        """每条命令有客户端自编的 UUID，重复发送得到首次的答复: what comes again changes nothing. 系统约定 7, 9"""
        world = self.world
        before, again = len(world.log), world.play(order)
        if len(world.log) != before or again.events != outcome.events or not again.repeated:
            yield Violation("a-repeated-command-changes-nothing", f"{order.command.name} {order.entity}")
        for recorded in outcome.events if world.caught_up else ():
            for reaction in (*world.reactor.follows(recorded), *world.reactor.told(recorded)):
                if reaction.command_id not in world.reactor.asked:
                    found = f"{recorded.type} at {recorded.position} asks for {reaction.command.name} again"
                    yield Violation("an-event-delivered-again-asks-for-nothing-new", found)


def a_refusal_is_said_in_both_languages(refusal: Refused) -> str | None:
    """每条命令必有答复: a refusal names its clause and can be read in Chinese and in English. 系统约定 7"""
    return (
        None if all(filled(refusal.rule, refusal.details)) and refusal.clause else f"{refusal.rule}: {refusal.details}"
    )


def name_of(check: Callable[..., object]) -> str:
    """What must be so; `invariant.<name>` is its word."""
    return check.__name__.replace("_", "-")
