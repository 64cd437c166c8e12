"""Promotion (招商推介): announced by a member, joined by zones, held with the leads that it won, or cancelled. 三(四)

What is won goes to the exchange as a lead (`lead.share`); the promotion only names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import Field

from domain import promotion_rules as rules
from domain.kernel import Command, Context, Decider, Event, OrgId, Text, ZoneId, out_of_turn
from domain.lead_values import LeadId
from domain.promotion_values import Outcome, Participation, Programme

LeadsWon = Annotated[tuple[LeadId, ...], Field(min_length=1, max_length=200)]


class Announced(Programme, Event, name="promotion.announced"):
    """预告: `host` holds the promotion on the day named."""

    host: OrgId


class ZoneJoined(Participation, Event, name="promotion.zone-joined"):
    """参加: from the legal date `since` on the zone has a place in it."""

    since: date


class ZoneLeft(Event, name="promotion.zone-left"):
    """退出推介: the zone has given up its place."""

    zone: ZoneId
    reason: Text


class Held(Outcome, Event, name="promotion.held"):
    """举办 on the effective date."""


class LeadsLinked(Event, name="promotion.leads-linked"):
    """补录线索: leads that came of the promotion after it was held."""

    leads: LeadsWon


class Cancelled(Event, name="promotion.cancelled"):
    """取消."""

    reason: Text


PromotionEvent = Announced | ZoneJoined | ZoneLeft | Held | LeadsLinked | Cancelled


class Announce(Programme, Command, name="promotion.announce", clause="三(四)", opens=True):
    """Announce a promotion; whoever announces it is its host."""


class Join(Participation, Command, name="promotion.join", clause="三(四)"):
    """Take part with the sender's zone."""


class Leave(Command, name="promotion.leave", clause="三(四)"):
    """Give up the zone's place; the office does so where the zone was withdrawn (a reaction)."""

    zone: ZoneId
    reason: Text


class Hold(Outcome, Command, name="promotion.hold", clause="三(四)"):
    """Report the promotion held on the effective date, and the leads won."""


class LinkLeads(Command, name="promotion.link-leads", clause="三(四)"):
    """Name further leads that came of it."""

    leads: LeadsWon


class Cancel(Command, name="promotion.cancel", clause="三(四)", human=True):
    """Call the promotion off."""

    reason: Text


PromotionCommand = Announce | Join | Leave | Hold | LinkLeads | Cancel


class Stage(StrEnum):
    """预告 -> 举办; 取消."""

    NEW = "new"
    ANNOUNCED = "promotion-announced"
    HELD = "promotion-held"
    CANCELLED = "promotion-cancelled"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a promotion rest on; `joined` says since when each zone has its place."""

    stage: Stage = Stage.NEW
    host: str = ""
    joined: Mapping[str, date] = field(default_factory=dict)
    leads: frozenset[str] = frozenset()


def evolve(state: State, event: PromotionEvent) -> State:
    """The promotion after the event."""
    match event:
        case Announced():
            return State(Stage.ANNOUNCED, event.host)
        case ZoneJoined():
            return replace(state, joined={**state.joined, event.zone: event.since})
        case ZoneLeft():
            return replace(state, joined={zone: since for zone, since in state.joined.items() if zone != event.zone})
        case Held():
            return replace(state, stage=Stage.HELD, leads=frozenset(event.leads))
        case LeadsLinked():
            return replace(state, leads=state.leads | frozenset(event.leads))
        case Cancelled():
            return replace(state, stage=Stage.CANCELLED)
        case _:
            assert_never(event)


def decide(command: PromotionCommand, state: State, context: Context) -> list[PromotionEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Announce(), Stage.NEW:
            rules.day_lies_ahead(command.day, context)
            return [Announced(host=context.actor.org, **dict(command))]
        case Join(zone=zone), Stage.ANNOUNCED:
            rules.zone_may_join(state, zone, context)
            return [ZoneJoined(since=context.effective, **dict(command))]
        case Leave(zone=zone, reason=reason), Stage.ANNOUNCED:
            rules.zone_may_leave(state, zone, context)
            return [ZoneLeft(zone=zone, reason=reason)]
        case Hold(leads=leads), Stage.ANNOUNCED:
            rules.host_acts(state, context)
            rules.leads_are_linked_once(state, leads)
            return [Held(**dict(command))]
        case LinkLeads(leads=leads), Stage.HELD:
            rules.host_acts(state, context)
            rules.leads_are_linked_once(state, leads)
            return [LeadsLinked(leads=leads)]
        case Cancel(reason=reason), Stage.ANNOUNCED:
            rules.host_acts(state, context)
            return [Cancelled(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


STEPS = (Hold, LinkLeads, Cancel)
"""They rest on who had joined by then; zones join each by itself, and a reaction bears the date of its cause. 三(四)"""

promotion = Decider("promotion", State(), evolve, decide, in_order=STEPS)
