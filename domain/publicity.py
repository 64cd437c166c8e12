"""Publicity (宣传引导): typical cases, briefings and exchanges of experience; what the public may read of them. 四(五)

A case is published by the office as it is written. What a member held is its own record until the office publishes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import Field

from domain.facts import ZoneFact
from domain.kernel import (
    ZONE_BODIES,
    Command,
    Context,
    Decider,
    Event,
    Name,
    OrgId,
    Refused,
    Role,
    Text,
    Value,
    ZoneId,
    out_of_turn,
)
from domain.values import Document
from domain.zone_standing import zone_takes_new_business

CLAUSE = "四(五)"


class Story(Value):
    """What is told: a title, the text, the zones that it is about, and its papers and pictures."""

    title: Name
    summary: Text
    zones: Annotated[tuple[ZoneId, ...], Field(max_length=100)] = ()
    documents: Annotated[tuple[Document, ...], Field(max_length=50)] = ()


class Activity(Story):
    """An activity held on the effective date: where, and for whom."""

    place: Name
    attendees: Text


class CasePublished(Story, Event, name="publicity.case-published"):
    """发布典型案例."""


class BriefingHeld(Activity, Event, name="publicity.briefing-held"):
    """专题推介会: policies were explained. `organiser` held it."""

    organiser: OrgId


class ExchangeHeld(Activity, Event, name="publicity.exchange-held"):
    """经验交流: zones and sections told each other what they have learnt. `organiser` held it."""

    organiser: OrgId


class Published(Story, Event, name="publicity.published"):
    """公开: what the public may read of a briefing or an exchange, in the office's words."""


class Retracted(Event, name="publicity.retracted"):
    """撤回: the public reads it no longer; its history stays."""

    reason: Text


PublicityEvent = CasePublished | BriefingHeld | ExchangeHeld | Published | Retracted


class PublishCase(Story, Command, name="publicity.publish-case", clause=CLAUSE, opens=True, human=True):
    """Publish a typical case of zones in being."""


class HoldBriefing(Activity, Command, name="publicity.hold-briefing", clause=CLAUSE, opens=True):
    """Enter a briefing that the sender held on the effective date."""


class HoldExchange(Activity, Command, name="publicity.hold-exchange", clause=CLAUSE, opens=True):
    """Enter an exchange of experience that the sender held on the effective date."""


class Publish(Story, Command, name="publicity.publish", clause=CLAUSE, human=True):
    """Publish what the public may read of an activity."""


class Retract(Command, name="publicity.retract", clause=CLAUSE, human=True):
    """Take it back: the office, or the organiser of its own activity."""

    reason: Text


PublicityCommand = PublishCase | HoldBriefing | HoldExchange | Publish | Retract


class Stage(StrEnum):
    """已举办 -> 已公开 -> 已撤回."""

    NEW = "new"
    HELD = "activity-held"
    PUBLISHED = "made-public"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an entry rest on; `organiser` None: it is a case of the office."""

    stage: Stage = Stage.NEW
    organiser: str | None = None


def evolve(state: State, event: PublicityEvent) -> State:
    """The entry after the event."""
    match event:
        case CasePublished():
            return State(Stage.PUBLISHED)
        case BriefingHeld() | ExchangeHeld():
            return State(Stage.HELD, event.organiser)
        case Published():
            return replace(state, stage=Stage.PUBLISHED)
        case Retracted():
            return replace(state, stage=Stage.RETRACTED)
        case _:
            assert_never(event)


def decide(command: PublicityCommand, state: State, context: Context) -> list[PublicityEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case PublishCase(), Stage.NEW:
            a_case_is_of_some_zone(command)
            zones_are_in_being(command, context)
            return [CasePublished(**dict(command))]
        case HoldBriefing(), Stage.NEW:
            may_be_held(command, context)
            return [BriefingHeld(organiser=context.actor.org, **dict(command))]
        case HoldExchange(), Stage.NEW:
            may_be_held(command, context)
            return [ExchangeHeld(organiser=context.actor.org, **dict(command))]
        case Publish(), Stage.HELD:
            zones_are_in_being(command, context)
            return [Published(**dict(command))]
        case Retract(reason=reason), Stage.HELD | Stage.PUBLISHED:
            office_or_organiser(state, context)
            return [Retracted(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


def a_case_is_of_some_zone(command: PublishCase) -> None:
    """典型案例: a case tells what a zone has done, and names it. 四(五)"""
    if not command.zones:
        raise Refused("case-names-its-zones", clause=CLAUSE, field="data.zones")


def zones_are_in_being(command: Story, context: Context) -> None:
    """Nothing new is told of a zone that was withdrawn; what was published before stays. 四(四)"""
    for zone in command.zones:
        zone_takes_new_business(context, zone, CLAUSE, "data.zones")


def may_be_held(command: Activity, context: Context) -> None:
    """推动联动创新区与自贸试验区经验交流: a zone's body holds what its own zone takes part in. 四(五)"""
    zones_are_in_being(command, context)
    if context.role not in ZONE_BODIES:
        return
    standings = (context.get(ZoneFact, zone) for zone in command.zones)
    if not any(each is not None and each.body == context.actor.org for each in standings):
        raise Refused("own-zone-takes-part", clause=CLAUSE, field="data.zones", org=context.actor.org)


def office_or_organiser(state: State, context: Context) -> None:
    """The office takes back what it published; a member takes back its own activity. 四(五)"""
    if context.role is not Role.OFFICE and context.actor.org != state.organiser:
        organiser = state.organiser or "nobody"
        raise Refused("office-or-organiser", clause=CLAUSE, organiser=organiser, org=context.actor.org)


STEPS = (Publish, Retract)
"""They rest on what was held or published before. 系统约定 3"""

publicity = Decider("publicity", State(), evolve, decide, in_order=STEPS)
