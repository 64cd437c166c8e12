"""Counting what a scenario's commands come to, by the commands alone: no view and no log is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from domain.evaluation import ApproveExit
from domain.kernel import SEPARATOR

if TYPE_CHECKING:
    from domain.kernel import Command
    from services.scenario.steps import Scenario

C = TypeVar("C", bound="Command")


@dataclass(frozen=True, slots=True)
class Expectation:
    """`rows` rows in which `column` has the value `value` (None: all), of the view's own table or of `table`."""

    key: str
    view: str
    rows: int
    column: str | None = None
    value: str | None = None
    table: str | None = None


def commands(scenario: Scenario, kind: type[C]) -> list[tuple[str, C]]:
    """Every command of this kind, with the entity that it was sent to, in the order of the scenario."""
    return [(step.entity, step.command) for step in scenario.steps() if isinstance(step.command, kind)]


def entities(scenario: Scenario, *kinds: type[Command]) -> set[str]:
    """The entities that a command of one of these kinds was sent to."""
    return {step.entity for step in scenario.steps() if isinstance(step.command, kinds)}


def last(scenario: Scenario, *kinds: type[Command]) -> dict[str, Command]:
    """The last command of these kinds that each entity was sent."""
    return {step.entity: step.command for step in scenario.steps() if isinstance(step.command, kinds)}


def ended_with(latest: dict[str, Command], *kinds: type[Command]) -> set[str]:
    """The entities whose last command is of one of these kinds."""
    return {entity for entity, command in latest.items() if isinstance(command, kinds)}


def zone_of(entity: str) -> str:
    """The zone in the id of an evaluation, a delegation, a replication, an extension: its last part."""
    return entity.rpartition(SEPARATOR)[2]


def exited(scenario: Scenario) -> set[str]:
    """The zones whose exit is approved."""
    return {zone_of(entity) for entity in entities(scenario, ApproveExit)}


def of_zones(found: Collection[str], zones: Collection[str]) -> set[str]:
    """Those of the entities whose id ends in one of these zones."""
    return {entity for entity in found if zone_of(entity) in zones}
