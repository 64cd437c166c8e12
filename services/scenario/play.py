"""Playing a scenario: its commands go through the command door, by the ordinary client, like everybody's.

Played twice, nothing is stored twice; interrupted, the next play goes on where it stopped: each command keeps its id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.messages import Receipt, Refusal
from services.scenario.papers import hand_in

if TYPE_CHECKING:
    from domain.messages import CommandMessage
    from services.commands.client import CommandClient
    from services.scenario.steps import Case, Phase, Scenario, Step

PARALLEL = 24
"""Cases side by side: enough to let the log commit in groups, few enough to leave room for others."""

REACTION_SECONDS = 60.0
REACTION_PAUSE = 0.05
AWAITED = frozenset(
    {
        "unknown-entity",
        "out-of-turn",
        "zone-operating",
        "held-already",
        "duplicate-is-suspected",
        "stale-expectation",
    }
)
"""The rules by which a step may be refused while the reaction it rests on is still under way."""
LOST = frozenset({"held-already"})
"""The rules by which whoever loses a race is refused."""

Progress = Callable[["Phase", int], None]
"""Told after each command: the phase, and how many commands of it are done."""


class PlayRefused(Exception):
    """A step of the scenario was refused: the system and the scenario disagree."""

    def __init__(self, step: Step, refusal: Refusal) -> None:
        """Keep what was sent and what was answered."""
        super().__init__(f"{step.subject} {step.entity}: {refusal.rule}")
        self.step, self.refusal = step, refusal


@dataclass(slots=True)
class Played:
    """What came of it: commands accepted now, accepted before, lost in a race; the last position of any of them."""

    accepted: int = 0
    repeated: int = 0
    lost: int = 0
    position: int = 0

    def count(self, answer: Receipt | Refusal) -> None:
        """Take one answer into account; a refusal is that of a race."""
        if isinstance(answer, Refusal):
            self.lost += 1
            return
        self.repeated += answer.repeated
        self.accepted += not answer.repeated
        self.position = max(self.position, answer.position)


def unheard(_phase: Phase, _done: int) -> None:
    """For whoever needs no progress."""


async def play(
    client: CommandClient, scenario: Scenario, *, told: Progress = unheard, parallel: int = PARALLEL
) -> Played:
    """Hand its papers in, then send every command of the scenario: up to `parallel` cases of a phase side by side.

    Raises `PlayRefused` at the first refusal; what was accepted stays, and the next play repeats it harmlessly.
    """
    await hand_in(client.nc, scenario)
    played = Played()
    places = asyncio.Semaphore(parallel)
    for phase in scenario.phases:
        done = 0

        def count(answer: Receipt | Refusal, phase: Phase = phase) -> None:
            nonlocal done
            done += 1
            played.count(answer)
            told(phase, done)

        try:
            async with asyncio.TaskGroup() as group:
                for case in phase.cases:
                    group.create_task(_play_case(client, scenario, case, places, count))
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed
    return played


async def _play_case(
    client: CommandClient,
    scenario: Scenario,
    case: Case,
    places: asyncio.Semaphore,
    count: Callable[[Receipt | Refusal], None],
) -> None:
    async with places:
        if case.race:
            for answer in await _raced(client, scenario, case):
                count(answer)
            return
        for step, message in zip(case.steps, scenario.messages(case), strict=True):
            count(await _accepted(client, step, message))


async def _accepted(client: CommandClient, step: Step, message: CommandMessage) -> Receipt:
    """Send until accepted; a step behind a reaction is asked again while the reaction may be under way."""
    until = asyncio.get_running_loop().time() + (REACTION_SECONDS if step.after_reaction else 0.0)
    while True:
        answer = await _send(client, step, message)
        if isinstance(answer, Receipt):
            return answer
        if answer.rule not in AWAITED or asyncio.get_running_loop().time() >= until:
            raise PlayRefused(step, answer)
        await asyncio.sleep(REACTION_PAUSE)


async def _raced(client: CommandClient, scenario: Scenario, case: Case) -> list[Receipt | Refusal]:
    """Send all at once: one is accepted, and every other refused because it is."""
    field = list(zip(case.steps, scenario.messages(case), strict=True))
    answers = await asyncio.gather(*(_send(client, step, message) for step, message in field))
    won = sum(isinstance(answer, Receipt) for answer in answers)
    assert won <= 1, f"{won} won the race {case.name}"
    for step, answer in zip(case.steps, answers, strict=True):
        if isinstance(answer, Refusal) and (answer.rule not in LOST or not won):
            raise PlayRefused(step, answer)
    return answers


async def _send(client: CommandClient, step: Step, message: CommandMessage) -> Receipt | Refusal:
    category, _, command = step.command.name.partition(".")
    return await client.send(
        step.sender.org,
        category,
        command,
        message.entity,
        message.data,
        official=message.official,
        id=message.id,
        kind=message.kind,
        effective=message.effective,
        expected=message.expected,
        correlation=message.correlation,
    )
