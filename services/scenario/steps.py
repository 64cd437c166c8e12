"""What a scenario is made of: steps in cases in phases. A step is one command that one official sends.

A phase begins when the one before it is done; cases of one phase know nothing of each other and run side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.kernel import ActorKind, Command
from domain.messages import CommandMessage

_MARK = "de300000-da7a-8000-8000-"
"""A UUID of version 8 (free to use) that begins so marks demonstration data, from the command to the view's row."""

_MARK_DIGITS = 12


def demonstration_correlation(name: str) -> UUID:
    """The correlation id of a case of the demonstration."""
    return UUID(_MARK + uuid5(NAMESPACE_URL, name).hex[-_MARK_DIGITS:])


def is_demonstration(correlation: str) -> bool:
    """Whether an event, or the row made of it, belongs to demonstration data."""
    return correlation.startswith(_MARK)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an organisation by its id, through a named official, or as a robot of its own."""

    org: str
    official: str
    kind: ActorKind = ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class Step:
    """One command, on the legal date `effective` (None: the day it is played).

    `after_reaction`: it rests on what a reaction does a moment later, so it is asked again. `expected`: the version of
    the entity that it rests on, where nothing else would refuse it before the reaction.
    """

    sender: Sender
    entity: str
    effective: date | None
    command: Command
    after_reaction: bool = False
    expected: int | None = None

    @property
    def subject(self) -> str:
        """Where the command is sent."""
        return f"cmd.{self.sender.org}.{self.command.name}"


@dataclass(frozen=True, slots=True)
class Case:
    """Steps in their order, of one concern; in a `race` all at once, of which exactly one is accepted."""

    name: str
    steps: tuple[Step, ...]
    race: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """Cases side by side; `name` is a key of the vocabulary."""

    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario by its name."""

    name: str
    phases: tuple[Phase, ...]

    def __len__(self) -> int:
        """How many commands it sends."""
        return sum(len(case.steps) for phase in self.phases for case in phase.cases)

    def accepted(self) -> list[frozenset[UUID]]:
        """The ids of its commands, of which one of each set is accepted: its only one, or whichever wins a race."""
        sets = []
        for case in (case for phase in self.phases for case in phase.cases):
            ids = frozenset(message.id for message in self.messages(case))
            sets += [ids] if case.race else [frozenset({each}) for each in ids]
        return sets

    def steps(self) -> Iterator[Step]:
        """Every step, phase after phase and case after case."""
        for phase in self.phases:
            for case in phase.cases:
                yield from case.steps

    def messages(self, case: Case) -> list[CommandMessage]:
        """The messages of a case. Ids follow from names alone: played again, nothing is stored twice."""
        correlation = demonstration_correlation(f"{self.name}/{case.name}")
        return [
            CommandMessage(
                id=uuid5(NAMESPACE_URL, f"liandong/{self.name}/{case.name}/{number}/{step.subject}/{step.entity}"),
                entity=step.entity,
                official=step.sender.official,
                kind=step.sender.kind,
                effective=step.effective,
                expected=step.expected,
                correlation=correlation,
                data=step.command.model_dump(mode="json", exclude_none=True),
            )
            for number, step in enumerate(case.steps)
        ]
