"""The catalogue: every aggregate of the house. Schemas, subjects, forms and the command door are made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.kernel import COMMANDS, EVENTS, Command, Decider, Event
from domain.organisation import organisation
from domain.rulebook import rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

AnyDecider = Decider[Any, Any, Any]

DECIDERS: Mapping[str, AnyDecider] = {decider.category: decider for decider in (organisation, rulebook)}


def command_class(category: str, command: str) -> type[Command] | None:
    """The command that a subject `cmd.<org>.<category>.<command>` names, or None."""
    return COMMANDS.get(f"{category}.{command}") if category in DECIDERS else None


def event_classes(category: str) -> dict[str, type[Event]]:
    """The events of one aggregate by stored name."""
    return {name: event for name, event in EVENTS.items() if name.partition(".")[0] == category}
