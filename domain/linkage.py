"""Linkage (产业联动): a zone and an FTZ section develop an industry together, by agreement of both. 三(五)

One stream for each zone, section and industry; after it was declined or has ended it may be proposed again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import linkage_rules as rules
from domain.kernel import Command, Context, Decider, Event, OrgId, Text, out_of_turn
from domain.linkage_values import Assessment, EndReason, Project, Side, Terms
from domain.values import Instrument
from domain.zone_standing import standing


class Proposed(Terms, Event, name="linkage.proposed"):
    """提议联动: by which of the two sides, and by whom for it."""

    side: Side
    proposer: OrgId


class Agreed(Terms, Event, name="linkage.agreed"):
    """商定联动 on the legal date `since`: both sides by name, which proposed it, and the paper if there is one."""

    body: OrgId
    section: OrgId
    proposed_by: Side
    since: date
    instrument: Instrument | None


class Declined(Event, name="linkage.declined"):
    """不同意联动: the other side's no, with its reason."""

    reason: Text


class ProjectLinked(Project, Event, name="linkage.project-linked"):
    """纳入联动项目, by one of the sides."""

    side: Side


class Reviewed(Assessment, Event, name="linkage.reviewed"):
    """联动评估."""


class Ended(Event, name="linkage.ended"):
    """终止联动, or the proposal taken back; `side` is None where the office ended it because the zone was withdrawn."""

    side: Side | None
    reason: EndReason
    note: Text | None


LinkageEvent = Proposed | Agreed | Declined | ProjectLinked | Reviewed | Ended


class Propose(Terms, Command, name="linkage.propose", clause="三(五)", opens=True):
    """Propose the linkage to the other side; again after it was declined or has ended."""


class Agree(Command, name="linkage.agree", clause="三(五)", human=True):
    """Agree to what the other side proposed, as it was proposed."""

    instrument: Instrument | None = None


class Decline(Command, name="linkage.decline", clause="三(五)", human=True):
    """Say no to what the other side proposed."""

    reason: Text


class LinkProject(Project, Command, name="linkage.link-project", clause="三(五)"):
    """Bring a project into the linkage."""


class Review(Assessment, Command, name="linkage.review", clause="三(五)"):
    """Say what came of the linkage in a period."""


class End(Command, name="linkage.end", clause="三(五)"):
    """End the linkage, or take a proposal back; the office does so where the zone was withdrawn (a reaction)."""

    reason: EndReason
    note: Text | None = None


LinkageCommand = Propose | Agree | Decline | LinkProject | Review | End


class Stage(StrEnum):
    """提议 -> 商定 -> 终止; 不同意."""

    NEW = "new"
    PROPOSED = "linkage-proposed"
    AGREED = "linkage-agreed"
    DECLINED = "linkage-declined"
    ENDED = "linkage-ended"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a linkage rest on; `since` is the legal date of the agreement, None before it."""

    stage: Stage = Stage.NEW
    proposed_by: Side | None = None
    terms: Terms | None = None
    since: date | None = None
    projects: frozenset[str] = frozenset()
    reviewed_to: date | None = None


def evolve(state: State, event: LinkageEvent) -> State:
    """The linkage after the event."""
    match event:
        case Proposed():
            return State(Stage.PROPOSED, event.side, Terms(goals=event.goals, trade_forms=event.trade_forms))
        case Agreed():
            return replace(state, stage=Stage.AGREED, since=event.since)
        case Declined():
            return replace(state, stage=Stage.DECLINED)
        case ProjectLinked():
            return replace(state, projects=state.projects | {event.project})
        case Reviewed():
            return replace(state, reviewed_to=event.end)
        case Ended():
            return replace(state, stage=Stage.ENDED)
        case _:
            assert_never(event)


def decide(command: LinkageCommand, state: State, context: Context) -> list[LinkageEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Propose(), Stage.NEW | Stage.DECLINED | Stage.ENDED:
            side = rules.may_be_proposed(context)
            return [Proposed(side=side, proposer=context.actor.org, **dict(command))]
        case Agree(instrument=instrument), Stage.PROPOSED:
            rules.may_be_agreed(state, context)
            return [agreement(state, instrument, context)]
        case Decline(reason=reason), Stage.PROPOSED:
            rules.other_side_answers(state, context)
            return [Declined(reason=reason)]
        case LinkProject(), Stage.AGREED:
            rules.project_may_be_linked(state, command, context)
            return [ProjectLinked(side=rules.own_side(context), **dict(command))]
        case Review(), Stage.AGREED:
            rules.may_be_reviewed(state, command, context)
            return [Reviewed(**dict(command))]
        case End(reason=reason, note=note), Stage.PROPOSED | Stage.AGREED:
            return [Ended(side=rules.may_end(state, command, context), reason=reason, note=note)]
        case _:
            raise out_of_turn(command, state.stage)


def agreement(state: State, instrument: Instrument | None, context: Context) -> Agreed:
    """商定联动: what was proposed is agreed as it stands, between the zone's body and the section. 三(五)"""
    assert state.terms is not None, "what is agreed was proposed"
    assert state.proposed_by is not None, "as above"
    return Agreed(
        body=standing(context, context.part(rules.ZONE), rules.CLAUSE).body,
        section=context.part(rules.SECTION),
        proposed_by=state.proposed_by,
        since=context.effective,
        instrument=instrument,
        **dict(state.terms),
    )


STEPS = (Propose, Agree, Decline)
"""They rest on all that came before; reviews are of past periods, a reaction bears the date of its cause. 三(五)"""

linkage = Decider("linkage", State(), evolve, decide, parts=("zone", "organisation", "industry"), in_order=STEPS)
