"""Evaluation round (综合评估年度): a year's evaluation under one rulebook, by named evaluators. 四(四)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, ClassVar, assert_never

from pydantic import Field

from domain.facts import OrganisationFact, RoundFact
from domain.kernel import Command, Context, Decider, EntityId, Event, OrgId, Refused, Role, Text, out_of_turn
from domain.values import Rulebook

CLAUSE = "四(四)"
FIRST_YEAR = 2021
"""The plan dates from April 2021; nothing is evaluated before."""
Evaluators = Annotated[tuple[OrgId, ...], Field(min_length=1, max_length=50)]


class RoundOpened(Event, name="evaluation-round.opened"):
    """启动评估: the year, the evaluators, and the rulebook that every evaluation of the round keeps."""

    judged: ClassVar[tuple[str, ...]] = ("year",)
    year: int
    rulebook: EntityId
    evaluators: Evaluators
    note: Text | None


class RoundClosed(Event, name="evaluation-round.closed"):
    """年度评估结束: nothing more is scored or graded in this round; exits under way go on."""

    note: Text | None


RoundEvent = RoundOpened | RoundClosed


class Open(Command, name="evaluation-round.open", clause=CLAUSE, opens=True):
    """Open the round of the year that is its id, under the rulebook in force."""

    evaluators: Evaluators
    note: Text | None = None


class Close(Command, name="evaluation-round.close", clause=CLAUSE):
    """Close the round."""

    note: Text | None = None


RoundCommand = Open | Close


class Stage(StrEnum):
    """进行中 -> 已结束."""

    NEW = "new"
    OPEN = "round-open"
    CLOSED = "round-closed"


@dataclass(frozen=True, slots=True)
class State:
    """What the evaluations of the round rest on."""

    stage: Stage = Stage.NEW
    rulebook: str = ""
    evaluators: frozenset[str] = frozenset()


def evolve(state: State, event: RoundEvent) -> State:
    """The round after the event."""
    match event:
        case RoundOpened():
            return State(Stage.OPEN, event.rulebook, frozenset(event.evaluators))
        case RoundClosed():
            return replace(state, stage=Stage.CLOSED)
        case _:
            assert_never(event)


def decide(command: RoundCommand, state: State, context: Context) -> list[RoundEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Open(evaluators=evaluators, note=note), Stage.NEW:
            year = round_is_a_year(context)
            rulebook = rulebook_in_force(context)
            evaluators_are_experts(evaluators, rulebook, context)
            return [RoundOpened(year=year, rulebook=rulebook.version, evaluators=evaluators, note=note)]
        case Close(note=note), Stage.OPEN:
            return [RoundClosed(note=note)]
        case _:
            raise out_of_turn(command, state.stage)


def round_is_a_year(context: Context) -> int:
    """A round is of one year, from 2021 to the current one, and is called by it. Returns the year. 四(四)"""
    this_year = context.effective.year
    if context.entity not in {str(year) for year in range(FIRST_YEAR, this_year + 1)}:
        raise Refused("round-is-a-year", clause=CLAUSE, field="entity", first=FIRST_YEAR, last=this_year)
    return int(context.entity)


def rulebook_in_force(context: Context) -> Rulebook:
    """规范评估工作程序: a round is held under the rulebook in force on its first day. 四(三), 四(四)"""
    if context.rulebook is None:
        raise Refused("no-rulebook-in-force", clause="四(三)", date=context.effective.isoformat())
    return context.rulebook


def evaluators_are_experts(evaluators: Evaluators, rulebook: Rulebook, context: Context) -> None:
    """Enough different experts evaluate, each one registered as such. 四(四)"""
    for evaluator in evaluators:
        found = context.get(OrganisationFact, evaluator)
        if found is None or found.role is not Role.EXPERT or found.dissolved:
            raise Refused("evaluator-is-an-expert", clause=CLAUSE, field="data.evaluators", evaluator=evaluator)
    least = rulebook.parameters.minimum_reviews
    if len(set(evaluators)) < max(least, len(evaluators)):
        raise Refused("enough-evaluators", clause=CLAUSE, field="data.evaluators", least=least)


def fact(state: State) -> RoundFact | None:
    """What the evaluations may know of their round."""
    if state.stage is Stage.NEW:
        return None
    return RoundFact(open=state.stage is Stage.OPEN, rulebook=state.rulebook, evaluators=state.evaluators)


def kept_rulebook(state: State) -> str | None:
    """The version the round was opened under."""
    return state.rulebook or None


evaluation_round = Decider("evaluation-round", State(), evolve, decide, fact=fact, case_rulebook=kept_rulebook)
