"""Power item (权力事项): the catalogue of municipal powers that may be handed down to zones. 三(一)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain.facts import OrganisationFact, PowerItemFact
from domain.kernel import Command, Context, Decider, Event, Name, OrgId, Refused, Role, Text, Value, out_of_turn


class PowerKind(StrEnum):
    """许可, 处罚, 确认, 给付, 其他."""

    LICENCE = "licence"
    PENALTY = "penalty"
    CONFIRMATION = "confirmation"
    PAYMENT = "payment"
    OTHER = "other"


class Item(Value):
    """A power of `holder`: its code in the list of powers, its basis in law, whether the law lets it be delegated."""

    code: Name
    name_zh: Name
    name_en: Name
    kind: PowerKind
    legal_basis: Text
    holder: OrgId
    delegable: bool


class ItemPublished(Item, Event, name="power-item.published"):
    """列入目录."""


class ItemAmended(Item, Event, name="power-item.amended"):
    """目录调整: the item as it stands from now on, and why."""

    reason: Text


class ItemRetired(Event, name="power-item.retired"):
    """移出目录: the power ended or went elsewhere; nothing new is delegated of it."""

    reason: Text


PowerItemEvent = ItemPublished | ItemAmended | ItemRetired


class Publish(Item, Command, name="power-item.publish", clause="三(一)", opens=True):
    """Put an item into the catalogue."""


class Amend(Item, Command, name="power-item.amend", clause="三(一)"):
    """State the item anew, with the reason."""

    reason: Text


class Retire(Command, name="power-item.retire", clause="三(一)"):
    """Take the item out of the catalogue."""

    reason: Text


PowerItemCommand = Publish | Amend | Retire


class Stage(StrEnum):
    """列入 -> 移出."""

    NEW = "new"
    LISTED = "in-catalogue"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a power item, and about its delegation, rest on."""

    stage: Stage = Stage.NEW
    holder: str = ""
    delegable: bool = False


def evolve(state: State, event: PowerItemEvent) -> State:
    """The item after the event."""
    match event:
        case ItemPublished() | ItemAmended():
            return State(Stage.LISTED, event.holder, event.delegable)
        case ItemRetired():
            return replace(state, stage=Stage.RETIRED)
        case _:
            assert_never(event)


def decide(command: PowerItemCommand, state: State, context: Context) -> list[PowerItemEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Publish(), Stage.NEW:
            catalogued_by_holder_or_office(command.holder, context)
            holder_is_a_department(command.holder, context)
            return [ItemPublished(**dict(command))]
        case Amend(), Stage.LISTED:
            catalogued_by_holder_or_office(state.holder, context)
            holder_is_a_department(command.holder, context)
            return [ItemAmended(**dict(command))]
        case Retire(), Stage.LISTED:
            catalogued_by_holder_or_office(state.holder, context)
            return [ItemRetired(reason=command.reason)]
        case _:
            raise out_of_turn(command, state.stage)


def catalogued_by_holder_or_office(holder: str, context: Context) -> None:
    """The department that holds a power answers for its entry; the office may enter it for the department. 三(一)"""
    if context.role is not Role.OFFICE and context.actor.org != holder:
        raise Refused("own-item", clause="三(一)", holder=holder, org=context.actor.org)


def holder_is_a_department(holder: str, context: Context) -> None:
    """市级下放的权力事项: the powers to be handed down are those of municipal departments. 三(一)"""
    found = context.get(OrganisationFact, holder)
    if found is None or found.role is not Role.DEPARTMENT or found.dissolved:
        raise Refused("holder-is-a-department", clause="三(一)", field="data.holder", holder=holder)


def fact(state: State) -> PowerItemFact | None:
    """What others may know of the item."""
    if state.stage is Stage.NEW:
        return None
    return PowerItemFact(holder=state.holder, delegable=state.delegable, retired=state.stage is Stage.RETIRED)


power_item = Decider("power-item", State(), evolve, decide, fact=fact)
