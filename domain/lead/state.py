"""Where a lead (招商线索) stands, folded from its events. 三(四)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.facts import LeadFact
from domain.lead.events import (
    Assessed,
    Awarded,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Closed,
    Commissioned,
    Disputed,
    DuplicateConfirmed,
    DuplicateDismissed,
    DuplicateFlagged,
    IncentivePromised,
    InvestorDisclosed,
    Landed,
    LeadEvent,
    Progressed,
    Released,
    Ruled,
    Shared,
    Signed,
    TransferDeclined,
    TransferProposed,
    Transferred,
    TransferWithdrawn,
)
from domain.lead_likeness import fingerprint
from domain.lead_values import Investor, Visibility


class Stage(StrEnum):
    """开放 -> 已承接 -> 已签约 -> 已落地 -> 已投产; 暂不跟进; 终止."""

    NEW = "new"
    OPEN = "open"
    SHELVED = "shelved"
    AWARDED = "awarded"
    SIGNED = "signed"
    LANDED = "landed"
    COMMISSIONED = "commissioned"
    CLOSED = "lead-closed"


UNDER_CONTRACT = frozenset({Stage.SIGNED, Stage.LANDED, Stage.COMMISSIONED})
"""What is signed stays where it is."""


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a lead rest on; `since` is the legal date of the latest award, transfer, ruling or release.

    `heard`: the latest day from which the holder's next report is counted, None where that is unknown; `reached`: the
    day of the contract or of breaking ground, None where unknown; `disclosed`: the holder knows the investor;
    `transfer`: what is proposed; `disputants`: whose dispute waits for a ruling; `flagged`: the earlier leads it was
    ever flagged against, of which `suspected` wait for a person and `confirmed` were found to be the same.
    """

    stage: Stage = Stage.NEW
    reporter: str = ""
    industry: str = ""
    investment: int = 0
    visibility: Visibility | None = None
    claimants: frozenset[str] = frozenset()
    holder: str | None = None
    since: date | None = None
    protected_until: date | None = None
    investor: Investor | None = None
    heard: date | None = None
    reached: date | None = None
    disclosed: bool = False
    transfer: TransferProposed | None = None
    disputants: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()


def evolve(state: State, event: LeadEvent) -> State:
    """The lead after the event."""
    match event:
        case Shared():
            shared = (event.reporter, event.industry, event.investment, event.visibility)
            return State(Stage.OPEN, *shared, investor=event.investor)
        case DuplicateFlagged(earlier=earlier):
            return replace(state, flagged=state.flagged | {earlier}, suspected=state.suspected | {earlier})
        case DuplicateConfirmed(earlier=earlier):
            return replace(state, suspected=state.suspected - {earlier}, confirmed=state.confirmed | {earlier})
        case DuplicateDismissed(earlier=earlier):
            return replace(state, suspected=state.suspected - {earlier})
        case Assessed():
            return replace(state, stage=Stage.OPEN if event.follow_up else Stage.SHELVED)
        case Claimed(zone=zone):
            return replace(state, claimants=state.claimants | {zone})
        case ClaimWithdrawn(zone=zone):
            return replace(state, claimants=state.claimants - {zone})
        case Awarded(zone=zone):
            return in_hand(state, zone, event.since, event.protected_until)
        case Transferred(receiver=zone):
            return in_hand(state, zone, event.since, event.protected_until)
        case Ruled():
            return ruled(state, event)
        case Released(since=since) | ClaimLapsed(since=since):
            back = replace(state, stage=Stage.OPEN, holder=None, since=since, protected_until=None)
            return replace(back, heard=None, disclosed=False, transfer=None)
        case Progressed(dated=day):
            return replace(state, heard=None if day is None else max(day, state.heard or day))
        case InvestorDisclosed():
            return replace(state, disclosed=True)
        case TransferProposed():
            return replace(state, transfer=event)
        case TransferDeclined() | TransferWithdrawn():
            return replace(state, transfer=None)
        case Signed(dated=day):
            return replace(state, stage=Stage.SIGNED, reached=day)
        case Landed(since=since):
            return replace(state, stage=Stage.LANDED, reached=since)
        case Commissioned(since=since):
            return replace(state, stage=Stage.COMMISSIONED, reached=since)
        case Disputed(disputant=party):
            return replace(state, disputants=state.disputants | {party})
        case Closed():
            return replace(state, stage=Stage.CLOSED, transfer=None)
        case IncentivePromised():
            return state
        case _:
            assert_never(event)


def in_hand(state: State, zone: str, since: date, until: date | None) -> State:
    """A zone holds the lead anew: its claim is met, its reports are counted from that day, it knows no investor yet."""
    held = replace(state, stage=Stage.AWARDED, holder=zone, since=since, protected_until=until)
    return replace(held, claimants=state.claimants - {zone}, heard=since, disclosed=False, transfer=None)


def ruled(state: State, event: Ruled) -> State:
    """The lead after a ruling: whoever holds it under protection has that, and its time to report, anew."""
    state = replace(state, disputants=frozenset(), reporter=event.reporter or state.reporter)
    if event.moves and event.zone is not None:
        return in_hand(state, event.zone, event.since, event.protected_until)
    if event.protected_until is None:
        return state
    return replace(state, protected_until=event.protected_until, heard=event.since)


def fact(state: State) -> LeadFact | None:
    """What others may know of the lead."""
    if state.investor is None:
        return None
    return LeadFact(
        investor=fingerprint(state.investor),
        flagged=state.flagged,
        holder=state.holder,
        reporter=state.reporter,
        claimants=state.claimants,
    )
