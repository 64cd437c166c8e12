"""What each audience may see of a lead, and what changes for it with an event. Pure. 三(四)

A lead is shown as a row to an audience: `all` zones, the zones of its industry (`industry`), or one zone by its id. The
project's name stays with the first reporter and the holder; figures are shown as ranges, exactly to the holder alone,
and the investor to the holder alone, once the first reporter has disclosed it. With the hold all of that goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from pydantic import JsonValue
from pydantic_core import to_json

from domain.lead import (
    Assessed,
    Awarded,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Closed,
    Commissioned,
    InvestorDisclosed,
    Landed,
    Released,
    Ruled,
    Shared,
    Signed,
    Stage,
    Transferred,
)
from domain.lead_values import Audience, investment_range

if TYPE_CHECKING:
    from domain.envelope import Recorded
    from domain.kernel import Event
    from domain.lead_values import Visibility

ALL, INDUSTRY = "all", "industry"
RESERVED = frozenset({ALL, INDUSTRY})
"""Audiences that are no zone's id: a zone of such a name is shown nothing of its own, rather than all its rows."""

UPDATED, REMOVED = "lead.feed.updated", "lead.feed.removed"

Row = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class View:
    """What the exchange knows of one lead after its events so far."""

    shared: Shared
    stage: Stage
    major: bool = False
    claims: frozenset[str] = frozenset()
    holder: str | None = None
    reporter: str = ""
    disclosed: bool = False


def after(view: View | None, event: Event) -> View | None:
    """The view after one more event of the same lead."""
    if isinstance(event, Shared):
        return View(event, Stage.OPEN, reporter=event.reporter)
    if view is None:
        return None
    match event:
        case Assessed(follow_up=follow_up, major=major):
            return replace(view, stage=Stage.OPEN if follow_up else Stage.SHELVED, major=major)
        case Claimed(zone=zone):
            return replace(view, claims=view.claims | {zone})
        case ClaimWithdrawn(zone=zone):
            return replace(view, claims=view.claims - {zone})
        case Awarded(zone=zone):
            return in_hand(view, zone)
        case Transferred(receiver=zone):
            return in_hand(view, zone)
        case Ruled(zone=zone, reporter=reporter):
            view = replace(view, reporter=reporter or view.reporter)
            return in_hand(view, zone) if zone is not None and event.moves else view
        case InvestorDisclosed(zone=zone):
            return replace(view, disclosed=zone == view.holder)
        case Released() | ClaimLapsed():
            return replace(view, stage=Stage.OPEN, holder=None, disclosed=False)
        case Signed():
            return replace(view, stage=Stage.SIGNED)
        case Landed():
            return replace(view, stage=Stage.LANDED)
        case Commissioned():
            return replace(view, stage=Stage.COMMISSIONED)
        case Closed():
            return replace(view, stage=Stage.CLOSED)
        case _:
            return view


def in_hand(view: View, zone: str) -> View:
    """A zone holds the lead anew; whatever the holder before it was told, it was told alone."""
    return replace(view, stage=Stage.AWARDED, holder=zone, claims=view.claims - {zone}, disclosed=False)


def rows(lead: str, view: View | None) -> Mapping[str, Row]:
    """The row that each audience sees, by audience; a closed lead is shown to nobody."""
    if view is None or view.stage is Stage.CLOSED:
        return {}
    shown = {audience: _row(lead, view) for audience in _audiences(view.shared.visibility)}
    if view.holder is not None and view.holder not in RESERVED:
        shown[view.holder] = _row(lead, view) | _exactly(view)
    return shown


def _audiences(visibility: Visibility) -> tuple[str, ...]:
    match visibility.audience:
        case Audience.ALL:
            return (ALL,)
        case Audience.INDUSTRY:
            return (INDUSTRY,)
        case Audience.ZONES:
            return tuple(zone for zone in visibility.zones if zone not in RESERVED)


def _row(lead: str, view: View) -> Row:
    shared = view.shared
    return {
        "lead": lead,
        "stage": view.stage.value,
        "industry": shared.industry.value,
        "reporter": view.reporter,
        "summary": shared.summary,
        "investment_range": investment_range(shared.investment),
        "land": None if shared.land is None else str(shared.land),
        "energy": None if shared.energy is None else str(shared.energy),
        "environment": shared.environment,
        "location": shared.location,
        "help": shared.help,
        "major": view.major,
        "claims": len(view.claims),
        "holder": view.holder,
    }


def _exactly(view: View) -> Row:
    """What the holder sees besides: the figures, and the investor once the first reporter has disclosed it."""
    shared = view.shared
    return {
        "project": shared.project,
        "investment": shared.investment,
        "output": shared.output,
        "tax": shared.tax,
        **({"investor": shared.investor.model_dump(mode="json")} if view.disclosed else {}),
    }


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one audience, on stream LEADS."""

    subject: str
    body: bytes


def messages(recorded: Recorded, before: View | None, now: View | None) -> list[Message]:
    """What the event changes for each audience: a row that is new or other, or one that may be seen no longer."""
    old, new = _placed(recorded.entity, before), _placed(recorded.entity, now)
    gone: Row = {"lead": recorded.entity}
    return [
        _message(recorded, subject, UPDATED if subject in new else REMOVED, new.get(subject, gone))
        for subject in sorted(old.keys() | new.keys())
        if old.get(subject) != new.get(subject)
    ]


def _placed(lead: str, view: View | None) -> Mapping[str, Row]:
    """The row of each audience by the subject it stands on; a corrected industry is another subject."""
    if view is None:
        return {}
    industry = view.shared.industry.value
    return {f"lead.feed.{audience}.{industry}.{lead}": row for audience, row in rows(lead, view).items()}


def _message(recorded: Recorded, subject: str, kind: str, row: Mapping[str, JsonValue]) -> Message:
    """CloudEvents 1.0; `position` is that of the event in the log, and with the subject makes the id."""
    body = {
        "specversion": "1.0",
        "id": str(uuid5(UUID(recorded.id), subject)),
        "source": "/liandong/exchange",
        "type": kind,
        "subject": recorded.entity,
        "time": recorded.text("time"),
        "datacontenttype": "application/json",
        "position": recorded.position,
        "correlationid": recorded.correlation,
        "data": row,
    }
    return Message(subject, to_json(body))
