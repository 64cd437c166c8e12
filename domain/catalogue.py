"""The catalogue: every aggregate of the house. Schemas, subjects, forms and the command door are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.application import application
from domain.connectivity import connectivity
from domain.corrections import Correction, correctable
from domain.deadline import deadline
from domain.delegation import delegation
from domain.evaluation import evaluation
from domain.evaluation_round import evaluation_round
from domain.experience import experience
from domain.indicators import indicators
from domain.kernel import COMMANDS, EVENTS, Command, Decider, Event, Payload
from domain.lead import lead
from domain.linkage import linkage
from domain.matter import matter
from domain.organisation import organisation
from domain.permissions import permitted
from domain.policy_extension import policy_extension
from domain.policy_measure import policy_measure
from domain.power_item import power_item
from domain.promotion import promotion
from domain.publicity import publicity
from domain.replication import replication
from domain.rulebook import rulebook
from domain.target import target
from domain.trial import trial
from domain.vocabulary import term
from domain.zone import zone

if TYPE_CHECKING:
    from collections.abc import Mapping

AnyDecider = Decider[Any, Any, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

DECIDERS: Mapping[str, AnyDecider] = {
    decider.category: decider
    for decider in (
        organisation,
        rulebook,
        application,
        zone,
        power_item,
        delegation,
        lead,
        promotion,
        linkage,
        connectivity,
        indicators,
        evaluation_round,
        evaluation,
        target,
        experience,
        replication,
        trial,
        policy_measure,
        policy_extension,
        matter,
        publicity,
        deadline,
    )
}
"""Every aggregate by category, in the order of their lives."""

for _category in DECIDERS:
    correctable(_category, by_hand=not DECIDERS[_category].dated_by_causes)


def command_class(category: str, command: str) -> type[Command] | None:
    """The command that a subject `cmd.<org>.<category>.<command>` names, or None."""
    return COMMANDS.get(f"{category}.{command}") if category in DECIDERS else None


def event_classes(category: str) -> dict[str, type[Event]]:
    """The events that one aggregate makes and folds, by stored name: all of its category but corrections."""
    return {
        name: event
        for name, event in EVENTS.items()
        if name.partition(".")[0] == category and not issubclass(event, Correction)
    }


def commands() -> dict[str, type[Command]]:
    """Every command of the house by wire name, aggregate by aggregate in the catalogue's order."""
    return {name: COMMANDS[name] for name in sorted(COMMANDS, key=_place) if name.partition(".")[0] in DECIDERS}


def events() -> dict[str, type[Event]]:
    """Every event of the house by stored name, aggregate by aggregate in the catalogue's order."""
    return {name: EVENTS[name] for name in sorted(EVENTS, key=_place) if name.partition(".")[0] in DECIDERS}


def _place(name: str) -> int:
    """Where the aggregate of a name stands; what belongs to none stands first, and is nobody's."""
    categories = list(DECIDERS)
    category = name.partition(".")[0]
    return categories.index(category) if category in categories else -1


def command_schema(command: type[Command]) -> Payload:
    """The JSON Schema of a command's `data`, with its clause and its names.

    `x-by`: who may send it, by role, in its own cases or in any; `x-human`: only a person; `x-robot`: only the system.
    """
    return {
        "$schema": DIALECT,
        "$id": f"urn:liandong:{command.name}",
        **_named(command.name, command.model_json_schema()),
        "x-by": {role.value: scope.value for role, scope in sorted(permitted(command.name).items())},
        "x-clause": command.clause,
        "x-opens": command.opens,
        "x-human": command.human,
        "x-robot": command.robot,
    }


def event_schema(event: type[Event]) -> Payload:
    """The JSON Schema of an event's `data` as it is stored today."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:liandong:{event.name}:{event.version}",
        **_named(event.name, event.model_json_schema(mode="serialization")),
    }


def schemas() -> dict[str, dict[str, Payload]]:
    """Every schema: {"commands": {name: schema}, "events": {name: schema}}."""
    return {
        "commands": {name: command_schema(command) for name, command in commands().items()},
        "events": {name: event_schema(event) for name, event in events().items()},
    }


def _named(name: str, schema: Payload) -> Payload:
    return {**schema, "title": term(name).zh, "x-title-en": term(name).en}
