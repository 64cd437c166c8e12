"""Lead (招商线索): an investor's project, shared once, owned at every moment, provable in every hand. 三(四)

Before the award it is the exchange's; then exactly one zone's, protected (首谈保护); released, the exchange's again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import lead_rules as rules
from domain.facts import LeadFact
from domain.kernel import MEMBERS, ZONE_BODIES, Command, Context, Decider, Event, OrgId, Role, Text, ZoneId, out_of_turn
from domain.lead_values import (
    Assessment,
    CloseReason,
    Contract,
    Interest,
    Progress,
    Project,
    ReleaseReason,
    Visibility,
    investment_in_fen,
)

HOLDER_OR_OFFICE = ZONE_BODIES | {Role.OFFICE}


class Shared(Project, Event, name="lead.shared", version=2, upcasters={1: investment_in_fen}):
    """共享: `reporter` is the first reporter (首报)."""

    reporter: OrgId


class Assessed(Assessment, Event, name="lead.assessed"):
    """研判: worth following up or not, a major lead or not; the latest assessment counts."""


class Claimed(Interest, Event, name="lead.claimed"):
    """意向承接: a zone would take the lead."""


class ClaimWithdrawn(Event, name="lead.claim-withdrawn"):
    """撤回意向: a zone that does not hold the lead no longer claims it."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None


class Awarded(Event, name="lead.awarded"):
    """确定承接: exactly one zone negotiates from `since` on, protected up to and including `protected_until`."""

    zone: ZoneId
    reason: Text
    since: date
    protected_until: date


class Progressed(Progress, Event, name="lead.progressed"):
    """跟进: what the holder did and what comes next."""


class Released(Event, name="lead.released"):
    """释放 on the legal date `since`: the holder's hold ended; the lead is open again."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None
    since: date


class Signed(Contract, Event, name="lead.signed"):
    """签约 on the effective date, over `amount`."""


class Closed(Event, name="lead.closed"):
    """终止; `zone` is the holder that ended it, None if the office did."""

    zone: ZoneId | None
    reason: CloseReason
    note: Text


LeadEvent = Shared | Assessed | Claimed | ClaimWithdrawn | Awarded | Progressed | Released | Signed | Closed


class Share(Project, Command, name="lead.share", by=MEMBERS, clause="三(四)", opens=True):
    """Share a lead; whoever shares it is its first reporter."""


class Assess(Assessment, Command, name="lead.assess", by=MEMBERS, clause="三(四)"):
    """Say whether the lead is followed up and whether it is a major one."""


class Claim(Interest, Command, name="lead.claim", by=ZONE_BODIES, clause="三(四)"):
    """Claim the lead for the sender's zone."""


class Award(Command, name="lead.award", by=MEMBERS, clause="三(四)", human=True):
    """Award the lead to one of the zones that claim it."""

    zone: ZoneId
    reason: Text


class ReportProgress(Progress, Command, name="lead.report-progress", by=ZONE_BODIES, clause="三(四)"):
    """Report what the holder did."""


class Release(Command, name="lead.release", by=HOLDER_OR_OFFICE, clause="三(四)"):
    """Give the lead back (holder) or take a claim back (claimant); the office does so where the zone was withdrawn."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None = None


class Sign(Contract, Command, name="lead.sign", by=ZONE_BODIES, clause="三(四)"):
    """Report the contract signed on the effective date."""


class Close(Command, name="lead.close", by=HOLDER_OR_OFFICE, clause="三(四)"):
    """End the lead, as its holder (naming the zone) or as the office."""

    zone: ZoneId | None = None
    reason: CloseReason
    note: Text


LeadCommand = Share | Assess | Claim | Award | ReportProgress | Release | Sign | Close


class Stage(StrEnum):
    """开放 -> 已承接 -> 已签约; 暂不跟进; 终止."""

    NEW = "new"
    OPEN = "open"
    SHELVED = "shelved"
    AWARDED = "awarded"
    SIGNED = "signed"
    CLOSED = "lead-closed"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a lead rest on; `since` is the legal date of the latest award or release."""

    stage: Stage = Stage.NEW
    reporter: str = ""
    industry: str = ""
    investment: int = 0
    visibility: Visibility | None = None
    claimants: frozenset[str] = frozenset()
    holder: str | None = None
    since: date | None = None
    protected_until: date | None = None


def evolve(state: State, event: LeadEvent) -> State:
    """The lead after the event."""
    match event:
        case Shared():
            return State(Stage.OPEN, event.reporter, event.industry, event.investment, event.visibility)
        case Assessed():
            return replace(state, stage=Stage.OPEN if event.follow_up else Stage.SHELVED)
        case Claimed(zone=zone):
            return replace(state, claimants=state.claimants | {zone})
        case ClaimWithdrawn(zone=zone):
            return replace(state, claimants=state.claimants - {zone})
        case Awarded():
            return replace(
                state,
                stage=Stage.AWARDED,
                claimants=state.claimants - {event.zone},
                holder=event.zone,
                since=event.since,
                protected_until=event.protected_until,
            )
        case Released():
            return replace(state, stage=Stage.OPEN, holder=None, since=event.since, protected_until=None)
        case Signed():
            return replace(state, stage=Stage.SIGNED)
        case Closed():
            return replace(state, stage=Stage.CLOSED)
        case Progressed():
            return state
        case _:
            assert_never(event)


def decide(command: LeadCommand, state: State, context: Context) -> list[LeadEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Share(), Stage.NEW:
            rules.may_be_shared(command, context)
            return [Shared(reporter=context.actor.org, **vars(command))]
        case Assess(), Stage.OPEN | Stage.SHELVED:
            rules.office_or_first_reporter(state, context)
            rules.major_by_amount(state, command, context)
            return [Assessed(**vars(command))]
        case Claim(zone=zone), Stage.OPEN:
            rules.zone_may_claim(state, zone, context)
            return [Claimed(**vars(command))]
        case Award(zone=zone, reason=reason), Stage.OPEN:
            until = rules.may_be_awarded(state, zone, context)
            return [Awarded(zone=zone, reason=reason, since=context.effective, protected_until=until)]
        case ((Claim() | Award()), (Stage.AWARDED | Stage.SIGNED)):
            raise rules.held_already(state)
        case ReportProgress(zone=zone), Stage.AWARDED | Stage.SIGNED:
            rules.holder_acts(state, zone, context)
            return [Progressed(**vars(command))]
        case Release(zone=zone), Stage.AWARDED if zone == state.holder:
            since = rules.hold_ends(state, zone, context)
            rules.release_is_for_its_reason(state, command, context)
            return [Released(since=since, **vars(command))]
        case Release(zone=zone), Stage.OPEN | Stage.SHELVED | Stage.AWARDED | Stage.SIGNED if zone != state.holder:
            rules.claim_ends(state, zone, context)
            rules.release_is_for_its_reason(state, command, context)
            return [ClaimWithdrawn(**vars(command))]
        case Sign(zone=zone), Stage.AWARDED:
            rules.may_be_signed(state, zone, context)
            return [Signed(**vars(command))]
        case Close(zone=zone), Stage.OPEN | Stage.SHELVED | Stage.AWARDED | Stage.SIGNED:
            rules.office_or_holder(state, zone, context)
            return [Closed(**vars(command))]
        case _:
            raise out_of_turn(command, state.stage)


def fact(state: State) -> LeadFact | None:
    """What others may know of the lead."""
    return None if state.stage is Stage.NEW else LeadFact(holder=state.holder)


lead = Decider("lead", State(), evolve, decide, fact=fact, keeps_rulebook=True)
