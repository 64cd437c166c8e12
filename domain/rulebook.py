"""Rulebook (评审工作实施细则): led by the office, in versions; a case keeps the one it was filed under. 四(三)

All versions stand in one stream, `review-rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, assert_never

from domain.kernel import C, Command, Context, Decider, E, EntityId, Event, Payload, Refused, S
from domain.values import Parameters, Rulebook

STREAM = "review-rules"
"""The id of the only entity of this category."""

CLAUSE = "四(三)"


def with_the_illustrative_default(payload: Payload) -> Payload:
    """What a version did not say, by illustrative default: 1 nothing of appeals, 2 nothing of warnings ahead."""
    return payload


UNSAID = {1: with_the_illustrative_default, 2: with_the_illustrative_default}


class RulebookPublished(Event, name="rulebook.published", version=3, upcasters=UNSAID):
    """A version of the rules was published; it is in force from its effective date."""

    judged: ClassVar[tuple[str, ...]] = ("rulebook",)
    rulebook: Rulebook


class RulebookSuperseded(Event, name="rulebook.superseded"):
    """The version is replaced from a date on; cases that were filed under it keep it."""

    judged: ClassVar[tuple[str, ...]] = ("since",)

    replaced: EntityId
    replaced_by: EntityId
    since: date


RulebookEvent = RulebookPublished | RulebookSuperseded


class Publish(Command, name="rulebook.publish", clause=CLAUSE, opens=True):
    """Publish a version of the rules: parameters, admission rubric, evaluation rubric."""

    rulebook: Rulebook


@dataclass(frozen=True, slots=True)
class State:
    """All versions, in the order of their effective dates."""

    versions: tuple[Rulebook, ...] = ()


def evolve(state: State, event: RulebookEvent) -> State:
    """The rules after the event."""
    match event:
        case RulebookPublished(rulebook=published):
            return State((*state.versions, published))
        case RulebookSuperseded():
            return state
        case _:
            assert_never(event)


def decide(command: Publish, state: State, context: Context) -> list[RulebookEvent]:
    """The events that a command makes, or `Refused`."""
    new = command.rulebook
    all_rules_in_one_stream(context)
    version_is_new(state, new)
    takes_effect_later(state, new)
    does_not_reach_back(state, new, context)
    panel_can_make_the_minimum(new.parameters)
    grades_descend(new.parameters)
    superseded = [
        RulebookSuperseded(replaced=old.version, replaced_by=new.version, since=new.effective)
        for old in state.versions[-1:]
    ]
    return [RulebookPublished(rulebook=new), *superseded]


def all_rules_in_one_stream(context: Context) -> None:
    """The office leads one set of review rules for all. 四(三)"""
    if context.entity != STREAM:
        raise Refused("one-rulebook-stream", clause=CLAUSE, field="entity", stream=STREAM)


def version_is_new(state: State, new: Rulebook) -> None:
    """A published version never changes: a correction is a new version. 系统约定 2"""
    if any(old.version == new.version for old in state.versions):
        raise Refused("rulebook-version-is-new", clause=CLAUSE, field="data.rulebook.version", version=new.version)


def takes_effect_later(state: State, new: Rulebook) -> None:
    """A version takes effect after the one it replaces, so that one version is in force on every day. 四(三)"""
    if state.versions and new.effective <= state.versions[-1].effective:
        raise Refused(
            "rulebook-takes-effect-later",
            clause=CLAUSE,
            field="data.rulebook.effective",
            last=state.versions[-1].effective.isoformat(),
        )


def does_not_reach_back(state: State, new: Rulebook, context: Context) -> None:
    """No revision changes the rules of days gone by, under which somebody has decided; only the first may. 四(三)"""
    if state.versions and new.effective < context.today:
        raise Refused(
            "rulebook-not-backdated",
            clause=CLAUSE,
            field="data.rulebook.effective",
            date=new.effective.isoformat(),
            today=context.today.isoformat(),
        )


def panel_can_make_the_minimum(parameters: Parameters) -> None:
    """A panel has at least as many experts as reviews are needed. 系统约定 5"""
    if parameters.minimum_reviews > parameters.experts_per_panel:
        raise Refused(
            "panel-makes-the-minimum",
            clause=CLAUSE,
            field="data.rulebook.parameters.minimum_reviews",
            experts=parameters.experts_per_panel,
            reviews=parameters.minimum_reviews,
        )


def grades_descend(parameters: Parameters) -> None:
    """优秀、良好、合格: each grade begins below the better one. 四(四)"""
    if not parameters.excellent_from > parameters.good_from > parameters.pass_from:
        raise Refused("grades-descend", clause="四(四)", field="data.rulebook.parameters.good_from")


def rulebooks(state: State) -> Mapping[str, Rulebook]:
    """All versions by name."""
    return {each.version: each for each in state.versions}


def in_force(state: State, on: date) -> Rulebook | None:
    """The version in force on a day, or None before the first."""
    return max((each for each in state.versions if each.effective <= on), key=lambda each: each.effective, default=None)


def in_force_for(decider: Decider[S, C, E], state: State, on: date, opened_under: str | None) -> Rulebook | None:
    """The version for a case of a decider on a day: the one it was opened under where cases keep it. 系统约定 5"""
    kept = rulebooks(state).get(opened_under) if decider.keeps_rulebook and opened_under else None
    return kept or in_force(state, on)


rulebook = Decider("rulebook", State(), evolve, decide)
