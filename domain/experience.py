"""Experience (改革试点经验): the catalogue of what the pilot zones have learnt and every zone is to replicate. 三(二)

National batches, national best practices, and Chongqing's own; a trial whose innovation was recognised brings one
under the trial's own id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from domain.experience_values import Entry, ExperienceId, Level, TrialId
from domain.facts import ExperienceFact, TrialFact
from domain.kernel import Command, Context, Decider, Event, Refused, Role, Text, out_of_turn
from domain.organisation_standing import in_being_as

CLAUSE = "三(二)"


class Catalogued(Entry, Event, name="experience.catalogued"):
    """列入目录; `trial` is the trial that it comes of, if it does."""

    trial: TrialId | None


class Amended(Entry, Event, name="experience.amended"):
    """目录调整: the entry as it stands from now on, and why."""

    reason: Text


class Superseded(Event, name="experience.superseded"):
    """已被替代 by another experience, or outlived (None): nobody plans its replication any more."""

    superseded_by: ExperienceId | None
    reason: Text


ExperienceEvent = Catalogued | Amended | Superseded


class Catalogue(Entry, Command, name="experience.catalogue", clause=CLAUSE, opens=True):
    """Put an experience into the catalogue; that of a trial is put there by reaction."""

    trial: TrialId | None = None


class Amend(Entry, Command, name="experience.amend", clause=CLAUSE):
    """State the entry anew, with the reason."""

    reason: Text


class Supersede(Command, name="experience.supersede", clause=CLAUSE, human=True):
    """Take the experience out of replication, naming the one that takes its place, if there is one."""

    superseded_by: ExperienceId | None = None
    reason: Text


ExperienceCommand = Catalogue | Amend | Supersede


class Stage(StrEnum):
    """列入 -> 被替代."""

    NEW = "new"
    LISTED = "in-catalogue"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an experience, and about its replication, rest on."""

    stage: Stage = Stage.NEW
    lead_department: str = ""
    trial: str | None = None


def evolve(state: State, event: ExperienceEvent) -> State:
    """The experience after the event."""
    match event:
        case Catalogued():
            return State(Stage.LISTED, event.lead_department, event.trial)
        case Amended():
            return replace(state, lead_department=event.lead_department)
        case Superseded():
            return replace(state, stage=Stage.SUPERSEDED)
        case _:
            assert_never(event)


def decide(command: ExperienceCommand, state: State, context: Context) -> list[ExperienceEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Catalogue(trial=trial), Stage.NEW:
            lead_department_or_office(command.lead_department, context)
            entry_is_complete(command, trial, context)
            id_is_the_trial_s_or_free(trial, context)
            return [Catalogued(**dict(command))]
        case Amend(), Stage.LISTED:
            lead_department_or_office(state.lead_department, context)
            entry_is_complete(command, state.trial, context)
            return [Amended(**dict(command))]
        case Supersede(superseded_by=other, reason=reason), Stage.LISTED:
            lead_department_or_office(state.lead_department, context)
            superseded_by_another_in_force(other, context)
            return [Superseded(superseded_by=other, reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


def lead_department_or_office(lead: str, context: Context) -> None:
    """A department answers for the experience that it leads; the office may enter it for the department. 三(二)"""
    if context.role is not Role.OFFICE and context.actor.org != lead:
        raise Refused("lead-department-or-office", clause=CLAUSE, department=lead, org=context.actor.org)


def entry_is_complete(entry: Entry, trial: str | None, context: Context) -> None:
    """各批次: a national experience names its batch, a trial's is Chongqing's own, a department leads each. 三(二)"""
    in_being_as(context, entry.lead_department, Role.DEPARTMENT, CLAUSE, "data.lead_department")
    if entry.level is not Level.CHONGQING and entry.batch is None:
        raise Refused("national-names-its-batch", clause=CLAUSE, field="data.batch", level=entry.level.value)
    if entry.level is not Level.CHONGQING and trial is not None:
        raise Refused("trial-s-is-chongqing-s", clause=CLAUSE, field="data.level", trial=trial)


def id_is_the_trial_s_or_free(trial: str | None, context: Context) -> None:
    """自主创新成果: what comes of a trial was recognised and takes the trial's id, which nothing else takes. 三(三)"""
    found = context.get(TrialFact, context.entity)
    if trial is None and found is None:
        return
    if trial != context.entity or found is None:
        raise Refused("id-of-its-trial", clause="三(三)", field="entity", trial=trial or context.entity)
    if not found.recognised:
        raise Refused("innovation-recognised-first", clause="三(三)", field="data.trial", trial=trial)


def superseded_by_another_in_force(other: str | None, context: Context) -> None:
    """What takes an experience's place is another one, and one that is itself to be replicated. 三(二)"""
    found = None if other is None else context.get(ExperienceFact, other)
    if other == context.entity or (found is not None and found.superseded):
        raise Refused("superseded-by-another", clause=CLAUSE, field="data.superseded_by", experience=str(other))


def fact(state: State) -> ExperienceFact | None:
    """What its replications may know of the experience."""
    if state.stage is Stage.NEW:
        return None
    return ExperienceFact(lead_department=state.lead_department, superseded=state.stage is Stage.SUPERSEDED)


def needs(command: ExperienceCommand, entity: str, _state: State) -> frozenset[tuple[str, str]]:
    """Whether a trial goes by the id that a new entry would take."""
    return frozenset({("trial", entity)}) if isinstance(command, Catalogue) else frozenset()


STEPS = (Amend, Supersede)
"""They rest on the entry as it stands. 三(二)"""

experience = Decider("experience", State(), evolve, decide, fact=fact, needs=needs, in_order=STEPS)
