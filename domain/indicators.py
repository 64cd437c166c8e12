"""Indicators (指标报送): a zone's figures of a quarter, reported, questioned, corrected, verified. 二(二)3, 四(四)

One stream for each zone and calendar quarter (`high-tech-zone--2022-q1`). Only quarters: periods that overlap would
let a confidential figure be found by subtracting others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Annotated, ClassVar, assert_never

from pydantic import Field

from domain import indicators_rules as rules
from domain.indicators_values import Figures, Indicators, Remaining, StatisticalIndicator
from domain.kernel import Command, Context, Decider, Event, OrgId, Text, out_of_turn

CLAUSE = "四(四)"


class Reported(Event, name="indicators.reported"):
    """报送, or further figures of the quarter."""

    figures: Figures
    note: Text | None


class Corrected(Event, name="indicators.corrected"):
    """更正: the figures as they are to stand; `corrects` are the numbers in this stream of the events that stated them.

    A question about them is thereby answered; `questioned` are the figures whose question is still open.
    """

    judged: ClassVar[tuple[str, ...]] = (
        "corrects",
        "questioned",
    )
    figures: Figures
    reason: Text
    corrects: Annotated[tuple[int, ...], Field(min_length=1)]
    questioned: Remaining


class Questioned(Event, name="indicators.questioned"):
    """质询, by whom; a verification of these figures no longer counts."""

    indicators: Indicators
    query: Text
    by: OrgId


class Answered(Event, name="indicators.answered"):
    """答复: the figures stand, and why; `questioned` are those whose question is still open."""

    judged: ClassVar[tuple[str, ...]] = ("questioned",)
    indicators: Indicators
    explanation: Text
    questioned: Remaining


class Verified(Event, name="indicators.verified"):
    """核实, by whom; `unverified` are the figures that remain to be verified."""

    judged: ClassVar[tuple[str, ...]] = ("unverified",)
    indicators: Indicators
    note: Text | None
    by: OrgId
    unverified: Remaining


IndicatorsEvent = Reported | Corrected | Questioned | Answered | Verified


class Report(Command, name="indicators.report", clause=CLAUSE, opens=True):
    """Report figures of the quarter; again for those not reported yet."""

    figures: Figures
    note: Text | None = None


class Correct(Command, name="indicators.correct", clause=CLAUSE):
    """Correct figures, or whether they are confidential."""

    figures: Figures
    reason: Text


class Question(Command, name="indicators.question", clause=CLAUSE, human=True):
    """Ask about figures that do not convince."""

    indicators: Indicators
    query: Text


class Answer(Command, name="indicators.answer", clause=CLAUSE):
    """Say why questioned figures stand; figures that are wrong are corrected instead."""

    indicators: Indicators
    explanation: Text


class Verify(Command, name="indicators.verify", clause=CLAUSE, human=True):
    """Confirm figures against the verifier's own."""

    indicators: Indicators
    note: Text | None = None


IndicatorsCommand = Report | Correct | Question | Answer | Verify


class Stage(StrEnum):
    """Whether anything was reported of the quarter."""

    NEW = "new"
    REPORTED = "indicators-reported"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a quarter rest on.

    `figures`: by which event of the stream, counted from 1, each figure was last stated; `events`: how many there are.
    """

    stage: Stage = Stage.NEW
    events: int = 0
    figures: Mapping[StatisticalIndicator, int] = field(default_factory=dict)
    questioned: frozenset[StatisticalIndicator] = frozenset()
    verified: frozenset[StatisticalIndicator] = frozenset()


def evolve(state: State, event: IndicatorsEvent) -> State:
    """The quarter after the event."""
    state = replace(state, events=state.events + 1)
    match event:
        case Reported(figures=figures) | Corrected(figures=figures):
            stated = {each.indicator: state.events for each in figures}
            return replace(
                state,
                stage=Stage.REPORTED,
                figures={**state.figures, **stated},
                questioned=state.questioned - stated.keys(),
                verified=state.verified - stated.keys(),
            )
        case Questioned():
            asked = frozenset(event.indicators)
            return replace(state, questioned=state.questioned | asked, verified=state.verified - asked)
        case Answered():
            return replace(state, questioned=state.questioned - frozenset(event.indicators))
        case Verified():
            return replace(state, verified=state.verified | frozenset(event.indicators))
        case _:
            assert_never(event)


def decide(command: IndicatorsCommand, state: State, context: Context) -> list[IndicatorsEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Report(figures=figures, note=note), Stage.NEW | Stage.REPORTED:
            rules.may_be_reported(state, figures, context)
            return [Reported(figures=figures, note=note)]
        case Correct(figures=figures, reason=reason), Stage.REPORTED:
            corrects = rules.may_be_corrected(state, figures, context)
            still = remaining(state.questioned, [each.indicator for each in figures])
            return [Corrected(figures=figures, reason=reason, corrects=corrects, questioned=still)]
        case Question(indicators=named, query=query), Stage.REPORTED:
            rules.may_be_questioned(state, named)
            return [Questioned(indicators=named, query=query, by=context.actor.org)]
        case Answer(indicators=named, explanation=explanation), Stage.REPORTED:
            rules.may_be_answered(state, named, context)
            return [Answered(indicators=named, explanation=explanation, questioned=remaining(state.questioned, named))]
        case Verify(indicators=named, note=note), Stage.REPORTED:
            rules.may_be_verified(state, named)
            left = remaining(state.figures.keys() - state.verified, named)
            return [Verified(indicators=named, note=note, by=context.actor.org, unverified=left)]
        case _:
            raise out_of_turn(command, state.stage)


def remaining(
    those: Collection[StatisticalIndicator], without: Collection[StatisticalIndicator]
) -> tuple[StatisticalIndicator, ...]:
    """Those that are left, in the order in which the indicators are listed."""
    return tuple(each for each in StatisticalIndicator if each in those and each not in without)


STEPS = (Correct, Question, Answer, Verify)
"""They rest on the figures as they were last stated. 四(四)"""

indicators = Decider("indicators", State(), evolve, decide, parts=("zone", "quarter"), in_order=STEPS)
