"""Years of business by chance: which kind of business is next, who sends what, and the share of it that goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from domain import rulebook
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.catalogue import DECIDERS, commands
from domain.corrections import CorrectionRequest
from domain.kernel import SEPARATOR
from domain.permissions import permitted
from services.simulation.actors import admission, exchange, growth, powers, reform, register, steering
from services.simulation.drawing import Drawing
from services.simulation.orders import Order
from services.simulation.town import OFFICE, OFFICIAL, PAPERS, Ask, Town, registrations, sites

if TYPE_CHECKING:
    from services.simulation.world import World

FIRST_DAY = date(2021, 4, 13)
"""The plan was issued."""
DAYS_A_YEAR = 365.25
PACE = 25
"""Orders a year for every platform."""
MUDDLED, ANYTHING = 0.08, 0.05
"""The shares of orders in which something is wrong, and of those that make no sense at all."""
ASLEEP = 0.1
"""The share of orders after which the reactor does not look before the next one."""

Actor = Callable[[Town], "Ask | None"]
BUSINESS: dict[Actor, int] = {
    admission.application: 16,
    admission.zone: 5,
    exchange.lead: 24,
    exchange.promotion: 4,
    powers.power_item: 2,
    powers.delegation: 12,
    powers.policy_measure: 2,
    powers.policy_extension: 7,
    reform.experience: 3,
    reform.replication: 14,
    reform.trial: 10,
    growth.linkage: 6,
    growth.connectivity: 4,
    growth.indicators: 8,
    steering.evaluation: 22,
    steering.matter: 8,
    steering.publicity: 3,
    steering.target: 1,
    register.organisation: 4,
    register.correction: 1,
}
"""How often each kind of business comes up."""
NEW_RULES = 0.0007
"""The share of orders by which the office publishes new rules: every three years or so."""
DRAWN = tuple(each for each in commands().values() if not issubclass(each, CorrectionRequest))


def opening(zones: int) -> list[Order]:
    """The first steps of all: the register and the rulebook. They are the same for every seed."""
    first = registrations(zones)
    asked = [first[0], (rulebook.STREAM, rulebook.Publish(rulebook=ILLUSTRATIVE)), *first[1:]]
    return [
        Order(number, FIRST_DAY, OFFICE, OFFICIAL, entity, command, FIRST_DAY)
        for number, (entity, command) in enumerate(asked)
    ]


def furnished(world: World) -> World:
    """The world with everything in the document store that anybody will attach."""
    for document in PAPERS:
        world.hand_in(document)
    return world


def orders(world: World, seed: int, years: int, zones: int) -> Iterator[Order]:
    """Order after order, each thought of when the one before was carried out in `world`."""
    chance, places, number = Random(seed), sites(zones), len(opening(zones))
    a_day = zones * PACE / DAYS_A_YEAR
    for passed in range(round(years * DAYS_A_YEAR)):
        day = FIRST_DAY + timedelta(days=passed)
        for _ in range(int(a_day) + (chance.random() < a_day % 1)):
            world.wait_until(day)
            town = Town(world, chance, places, FIRST_DAY)
            if (order := _order(town, number)) is not None:
                yield order
                number += 1


def _order(town: Town, number: int) -> Order | None:
    chance = town.chance
    if chance.random() < NEW_RULES:
        ask: Ask | None = register.rulebook(town)
    elif chance.random() < ANYTHING:
        ask = anything(town)
    else:
        (actor,) = chance.choices(tuple(BUSINESS), tuple(BUSINESS.values()))
        first = not town.zones and chance.random() < 1 / 2
        ask = (admission.application if first else actor)(town)
    if ask is None:
        return None
    effective = max(town.opened, town.today - timedelta(days=ask.late))
    order = Order(number, town.today, ask.org, official(ask.org, town), ask.entity, ask.command, effective)
    order = muddled(order, town) if chance.random() < MUDDLED else order
    return replace(order, asleep=chance.random() < ASLEEP)


def official(org: str, town: Town) -> str:
    """Who sends for an organisation: one in office, where there is one."""
    return min(town.state("organisation", org).officials, default=OFFICIAL)


def anything(town: Town) -> Ask | None:
    """Whatever command, to whatever there is, from whomever."""
    kind = town.pick(DRAWN)
    command = Drawing(town.chance, town.today, town.world.ids).draw(kind)
    category = kind.name.partition(".")[0]
    there_is = town.one(town.world.ids[category])
    entity = there_is if there_is and town.maybe(2 / 3) else fresh(category, town)
    orgs = town.world.ids["organisation"]
    able = [org for org in orgs if town.state("organisation", org).role in permitted(kind.name)]
    org = town.pick(able if able and town.maybe(3 / 4) else orgs)
    return None if command is None else Ask(org, entity, command)


def fresh(category: str, town: Town) -> str:
    """An id of the aggregate's shape, mostly one that nothing has yet."""
    parts = (town.one(town.world.ids.get(part, ())) or "1" for part in DECIDERS[category].parts)
    return SEPARATOR.join(parts) or town.new(category)


def muddled(order: Order, town: Town) -> Order:
    """The order with something wrong: from somebody else, to another entity, another command, or of another day."""
    category, others = order.command.name.partition(".")[0], town.world.ids
    match town.days(0, 5):
        case 0:
            return replace(order, org=town.pick(others["organisation"]))
        case 1 if others[category]:
            return replace(order, entity=town.pick(others[category]))
        case 2 if town.zones:
            return replace(order, org=town.body(town.pick(town.zones)))
        case 3:
            kinds = [each for each in DRAWN if each.name.partition(".")[0] == category]
            command = Drawing(town.chance, town.today, others).draw(town.pick(kinds))
            return order if command is None else replace(order, command=command)
        case 4:
            return replace(order, official="nobody")
        case _:
            days = town.pick((-400, -40, -5, -1, 1, 30))
            return replace(order, effective=order.effective + timedelta(days=days))
