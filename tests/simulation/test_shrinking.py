"""A fault in the house is found, and shown by the fewest commands that bring it about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain import delegation as powers
from domain.catalogue import DECIDERS
from domain.kernel import Command, Context, Event, Refused
from domain.matter import Raised, Stage
from domain.matter import State as Matter
from domain.power_item import ItemPublished, ItemRetired
from services.simulation.invariants import Invariant
from services.simulation.play import NOTHING_ELSE, House, replayed, simulated
from services.simulation.shrinking import minimal, shortest
from services.simulation.world import World

YEARS, ZONES, SEEDS = 3, 8, 20


def shown(house: House) -> tuple[str, list[str]]:
    """The invariant that a house breaks, and the names of the commands that show it, by the first seed to find it."""
    lives = (simulated(seed, YEARS, ZONES, house) for seed in range(1, SEEDS))
    played = next((each for each in lives if each.violations), None)
    assert played is not None, "the fault was not found"
    (violation,) = played.violations
    orders = shortest(played.orders, violation, ZONES, house)
    assert len(orders) < len(played.orders) / 4
    (again,) = replayed(orders, ZONES, house).violations
    assert again.invariant == violation.invariant, "what is shown shows it"
    return violation.invariant, [each.command.name for each in orders]


def no_item_is_ever_retired(world: World, entity: str) -> str | None:
    """Something that is not so, to be found out: 三(一)."""
    history = world.histories["power-item", entity]
    return "retired" if any(isinstance(each.event, ItemRetired) for each in history) else None


def test_what_is_wrongly_held_to_be_so_is_shown_by_the_two_commands_that_make_it_otherwise() -> None:
    house = House(invariants=(Invariant("power-item", no_item_is_ever_retired),))
    assert shown(house) == ("no-item-is-ever-retired", ["power-item.publish", "power-item.retire"])


def test_a_decider_that_takes_a_power_for_delegable_on_any_findings_is_found_and_shown_in_few_commands() -> None:
    def careless(command: Command, state: Any, context: Context) -> list[Event]:  # noqa: ANN401 - the decider's state
        if isinstance(command, powers.Delegate) and state.stage is powers.Stage.ASSESSED:
            state = replace(state, unmet=())
        found: list[Event] = list(powers.decide(command, state, context))  # type: ignore[arg-type] # only its own come here
        return found

    faulty = {**DECIDERS, "delegation": replace(DECIDERS["delegation"], decide=careless)}
    invariant, commands = shown(House(deciders=faulty))
    assert invariant == "no-power-is-delegated-without-four-findings"
    assert commands[-3:] == ["delegation.request", "delegation.assess", "delegation.delegate"]
    assert "lead.share" not in commands


def test_a_state_that_forgets_an_event_is_found_and_shown_by_one_command() -> None:
    def forgetful(state: Matter, event: Event) -> Matter:
        forgetful.calls += 1  # type: ignore[attr-defined] # a fault that only a second fold meets
        odd = isinstance(event, Raised) and forgetful.calls % 2  # type: ignore[attr-defined] # as above
        return replace(state, stage=Stage.RAISED, raiser="nobody" if odd else "somebody")

    forgetful.calls = 0  # type: ignore[attr-defined] # as above
    faulty = {**DECIDERS, "matter": replace(DECIDERS["matter"], evolve=forgetful)}
    invariant, commands = shown(House(deciders=faulty))
    assert (invariant, commands) == ("a-state-is-what-its-history-says", ["matter.raise"])


def test_a_decider_that_breaks_is_found_and_shown_by_the_command_that_breaks_it() -> None:
    def broken(command: Command, state: Any, context: Context) -> list[Event]:  # noqa: ANN401 - the decider's state
        found: list[Event] = DECIDERS["power-item"].decide(command, state, context)
        if any(isinstance(each, ItemPublished) and not each.delegable for each in found):
            raise KeyError("delegable")
        return found

    faulty = {**DECIDERS, "power-item": replace(DECIDERS["power-item"], decide=broken)}
    assert shown(House(deciders=faulty)) == (NOTHING_ELSE, ["power-item.publish"])


def test_a_refusal_that_cannot_be_read_is_found() -> None:
    def speechless(_command: Command, _state: object, _context: Context) -> list[Event]:
        raise Refused("four-findings", clause="三(一)")  # without the details that its text speaks of

    faulty = {**DECIDERS, "target": replace(DECIDERS["target"], decide=speechless)}
    invariant, commands = shown(House(deciders=faulty))
    assert commands == ["target.set"]
    assert invariant == NOTHING_ELSE, "to say it fails"


@pytest.mark.parametrize(("needed", "of"), [({3}, 10), ({0, 99}, 100), ({7, 8, 40, 77}, 100), (set(range(5)), 5)])
def test_nothing_is_left_that_could_be_left_out(needed: set[int], of: int) -> None:
    asked = []

    def shows(some: Any) -> bool:  # noqa: ANN401 - any part of the whole
        asked.append(some)
        return needed <= set(some)

    assert minimal(range(of), shows) == sorted(needed)
    assert len(asked) < of * 4
