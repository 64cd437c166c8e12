"""The catalogue: every aggregate of the house. Schemas, subjects, forms and the command door are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.application import application
from domain.delegation import delegation
from domain.evaluation import evaluation
from domain.evaluation_round import evaluation_round
from domain.kernel import COMMANDS, EVENTS, Command, Decider, Event
from domain.lead import lead
from domain.organisation import organisation
from domain.power_item import power_item
from domain.rulebook import rulebook
from domain.zone import zone

if TYPE_CHECKING:
    from collections.abc import Mapping

AnyDecider = Decider[Any, Any, Any]

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
        evaluation_round,
        evaluation,
    )
}
"""Every aggregate by category, in the order of their lives."""


def command_class(category: str, command: str) -> type[Command] | None:
    """The command that a subject `cmd.<org>.<category>.<command>` names, or None."""
    return COMMANDS.get(f"{category}.{command}") if category in DECIDERS else None


def event_classes(category: str) -> dict[str, type[Event]]:
    """The events of one aggregate by stored name."""
    return {name: event for name, event in EVENTS.items() if name.partition(".")[0] == category}
