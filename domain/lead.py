"""Lead (招商线索): an investor's project, shared once, owned at every moment, provable in every hand. 三(四)

Before the award it is the exchange's; then exactly one zone's, protected (首谈保护); released, the exchange's again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.kernel import MEMBERS, ZONE_BODIES, Command, Event, Name, OrgId, Payload, Role, Text, Value, ZoneId
from domain.values import FEN_PER_WAN, Document, Fen, Industry, Mu

CreditCode = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=40)]
Energy = Annotated[Decimal, Field(ge=0, le=10**9, max_digits=12, decimal_places=2)]
"""Tonnes of standard coal a year (吨标准煤)."""
Evidence = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]
NamedZones = Annotated[tuple[ZoneId, ...], Field(max_length=100)]


class Audience(StrEnum):
    """Who may see a lead on the exchange: every zone, the named zones, the zones of its industry."""

    ALL = "all-zones"
    ZONES = "named-zones"
    INDUSTRY = "same-industry"


class Visibility(Value):
    """可见范围; `zones` only for named zones."""

    audience: Audience
    zones: NamedZones = ()


class Investor(Value):
    """The investor, confidential until disclosed to the zone awarded; the 统一社会信用代码 where there is one."""

    name: Name
    credit_code: CreditCode | None = None


class Match(Value):
    """承接条件: how the zone's industry, land and energy fit the project."""

    industry: Text
    land: Text
    energy: Text


class ReleaseReason(StrEnum):
    """Why a lead goes back to the exchange."""

    DECLINED = "investor-declined"
    NO_FIT = "site-does-not-fit"
    PROTECTION_ENDED = "protection-ended"
    ZONE_WITHDRAWN = "zone-withdrawn"
    OTHER = "other"


class CloseReason(StrEnum):
    """Why a lead ends."""

    ABANDONED = "investor-abandoned"
    ELSEWHERE = "invested-elsewhere"
    NOT_FEASIBLE = "not-feasible"
    NOT_PERMITTED = "not-permitted"
    DUPLICATE = "duplicate"
    OTHER = "other"


def _investment_in_fen(payload: Payload) -> Payload:
    """Version 1 held the total investment as `investment_wan`, whole 万元."""
    wan = payload["investment_wan"]
    assert isinstance(wan, int), "version 1 was written with whole 万元"
    rest = {key: value for key, value in payload.items() if key != "investment_wan"}
    return rest | {"investment": wan * FEN_PER_WAN}


class Shared(Event, name="lead.shared", version=2, upcasters={1: _investment_in_fen}):
    """共享: `reporter` is the first reporter (首报). `energy` in tce a year, `output` and `tax` expected a year."""

    reporter: OrgId
    investor: Investor
    project: Name
    summary: Text
    industry: Industry
    investment: Fen
    land: Mu | None
    energy: Energy | None
    environment: Text | None
    output: Fen | None
    tax: Fen | None
    location: Text | None
    help: Text | None
    visibility: Visibility


class Assessed(Event, name="lead.assessed"):
    """研判: worth following up or not, a major lead or not; the latest assessment counts."""

    follow_up: bool
    major: bool
    reason: Text


class Claimed(Event, name="lead.claimed"):
    """意向承接: a zone would take the lead."""

    zone: ZoneId
    match: Match


class ClaimWithdrawn(Event, name="lead.claim-withdrawn"):
    """撤回意向: a zone that does not hold the lead no longer claims it."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None


class Awarded(Event, name="lead.awarded"):
    """确定承接: exactly one zone negotiates, protected up to and including `protected_until`."""

    zone: ZoneId
    reason: Text
    protected_until: date


class Progressed(Event, name="lead.progressed"):
    """跟进: what the holder did and what comes next."""

    zone: ZoneId
    summary: Text
    next_step: Text | None


class Released(Event, name="lead.released"):
    """释放: the holder gave the lead back; it is open again."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None


class Signed(Event, name="lead.signed"):
    """签约 on the effective date, over `amount`."""

    zone: ZoneId
    amount: Fen
    evidence: Evidence


class Closed(Event, name="lead.closed"):
    """终止; `zone` is the holder that ended it, None if the office did."""

    zone: ZoneId | None
    reason: CloseReason
    note: Text


LeadEvent = Shared | Assessed | Claimed | ClaimWithdrawn | Awarded | Progressed | Released | Signed | Closed

RELEASERS = ZONE_BODIES | {Role.OFFICE}


class Share(Command, name="lead.share", by=MEMBERS, clause="三(四)", opens=True):
    """Share a lead; whoever shares it is its first reporter."""

    investor: Investor
    project: Name
    summary: Text
    industry: Industry
    investment: Fen
    land: Mu | None = None
    energy: Energy | None = None
    environment: Text | None = None
    output: Fen | None = None
    tax: Fen | None = None
    location: Text | None = None
    help: Text | None = None
    visibility: Visibility


class Assess(Command, name="lead.assess", by=MEMBERS, clause="三(四)"):
    """Say whether the lead is followed up and whether it is a major one."""

    follow_up: bool
    major: bool
    reason: Text


class Claim(Command, name="lead.claim", by=ZONE_BODIES, clause="三(四)"):
    """Claim the lead for the sender's zone."""

    zone: ZoneId
    match: Match


class Award(Command, name="lead.award", by=MEMBERS, clause="三(四)"):
    """Award the lead to one of the zones that claim it."""

    zone: ZoneId
    reason: Text


class ReportProgress(Command, name="lead.report-progress", by=ZONE_BODIES, clause="三(四)"):
    """Report what the holder did."""

    zone: ZoneId
    summary: Text
    next_step: Text | None = None


class Release(Command, name="lead.release", by=RELEASERS, clause="三(四)"):
    """Give the lead back (holder) or take a claim back (claimant); the office does so when the zone was withdrawn."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None = None


class Sign(Command, name="lead.sign", by=ZONE_BODIES, clause="三(四)"):
    """Report the contract signed on the effective date."""

    zone: ZoneId
    amount: Fen
    evidence: Evidence


class Close(Command, name="lead.close", by=RELEASERS, clause="三(四)"):
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
