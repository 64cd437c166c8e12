"""What is said of a lead: who may see it, who invests, what the project needs, why it is released or ends. 三(四)

Money is in fen, land in mu, energy in tonnes of standard coal a year (吨标准煤); output and tax are a year's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.kernel import EntityId, Name, Payload, Ref, Text, Value, ZoneId
from domain.values import FEN_PER_WAN, Document, Fen, Industry, Mu

LeadId = Annotated[EntityId, Ref("lead")]
CreditCode = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=40)]
Documents = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]
Percent = Annotated[int, Field(ge=0, le=100)]
Energy = Annotated[Decimal, Field(ge=0, le=10**9, max_digits=12, decimal_places=2)]

FEN_PER_YI = 10_000 * FEN_PER_WAN
"""Fen in one 亿元 (100 million yuan)."""
STEPS = (1, 5, 10, 50, 100)
"""Whoever is not told an investment exactly is told between which of these it lies, in 亿元."""


class Audience(StrEnum):
    """Who may see a lead on the exchange: every zone, the named zones, the zones of its industry."""

    ALL = "all-zones"
    ZONES = "named-zones"
    INDUSTRY = "same-industry"


class Visibility(Value):
    """可见范围; `zones` are given for the audience of named zones, and only then."""

    audience: Audience
    zones: Annotated[tuple[ZoneId, ...], Field(max_length=100)] = ()


class Investor(Value):
    """The investor, confidential until disclosed to the zone awarded; with a 统一社会信用代码 where there is one."""

    name: Name
    credit_code: CreditCode | None = None


class Project(Value):
    """What is shared: the investor, the project, what it needs and brings, where it would go, who may see it."""

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


class Assessment(Value):
    """研判: worth following up or not, a major lead or not, and why."""

    follow_up: bool
    major: bool
    reason: Text


class Match(Value):
    """承接条件: how the zone's industry, land and energy fit the project."""

    industry: Text
    land: Text
    energy: Text


class Interest(Value):
    """意向承接: the zone that would take the lead, and how it fits."""

    zone: ZoneId
    match: Match


class Progress(Value):
    """跟进: what the holder did and what comes next."""

    zone: ZoneId
    summary: Text
    next_step: Text | None = None


class Contract(Value):
    """签约: the amount contracted, in fen, and the evidence."""

    zone: ZoneId
    amount: Fen
    evidence: Documents


class Milestone(Value):
    """落地, 投产: what the holder reached, and the evidence."""

    zone: ZoneId
    evidence: Documents
    note: Text | None = None


class IncentiveKind(StrEnum):
    """What an incentive consists in: industry, finance and tax, land, talent (四(二)), or something else."""

    INDUSTRY = "industrial-support"
    FISCAL = "fiscal-and-tax-support"
    LAND = "land-support"
    TALENT = "talent-support"
    OTHER = "other-support"


class ReviewConclusion(StrEnum):
    """What a fair-competition review found; a promise that it finds restrictive without exception is not made."""

    UNRESTRICTIVE = "no-restriction-found"
    EXCEPTION = "exception-applies"


class FairCompetitionReview(Value):
    """公平竞争审查: who reviewed the promise, under what number, when, with what conclusion."""

    reviewer: Name
    number: Name
    date: date
    verdict: ReviewConclusion
    document: Document | None = None


class Incentive(Value):
    """支持政策: what is promised to the investor; `amount` in fen where it is money."""

    zone: ZoneId
    kind: IncentiveKind
    promise: Text
    amount: Fen | None = None
    review: FairCompetitionReview | None = None


class Position(Value):
    """What a party to a dispute says, with its proofs; `zone` None: it speaks as the first reporter."""

    zone: ZoneId | None = None
    statement: Text
    evidence: Documents


class LapseReason(StrEnum):
    """Why a hold lapses by itself."""

    PROTECTION_ENDED = "protection-ended"
    NOTHING_REPORTED = "nothing-reported"


class ReleaseReason(StrEnum):
    """Why a lead, or a claim, goes back to the exchange."""

    DECLINED = "investor-declined"
    NO_FIT = "site-does-not-fit"
    PROTECTION_ENDED = "protection-ended"
    ZONE_WITHDRAWN = "zone-has-left"
    OTHER = "other"


class CloseReason(StrEnum):
    """Why a lead ends."""

    ABANDONED = "investor-abandoned"
    ELSEWHERE = "invested-elsewhere"
    NOT_FEASIBLE = "not-feasible"
    NOT_PERMITTED = "not-permitted"
    DUPLICATE = "duplicate"
    OTHER = "other"


def may_see(visibility: Visibility, industry: str, zone: str, industries: Collection[str]) -> bool:
    """Whether a zone with these industries may see a lead of that industry on the exchange. 三(四)"""
    match visibility.audience:
        case Audience.ALL:
            return True
        case Audience.ZONES:
            return zone in visibility.zones
        case Audience.INDUSTRY:
            return industry in industries


def investment_in_fen(payload: Payload) -> Payload:
    """`lead.shared` version 1 held the total investment as `investment_wan`, in whole 万元; version 2 has it in fen."""
    wan = payload.get("investment_wan")
    rest = {key: value for key, value in payload.items() if key != "investment_wan"}
    # What is no whole number is left for the schema to refuse, so that a broken event is reported as one.
    return rest | {"investment": wan * FEN_PER_WAN if type(wan) is int else wan}


def investment_range(fen: int) -> str:
    """The range an investment lies in, in 亿元: `<1`, `1-5`, ... `≥100`."""
    return RANGES[sum(step <= fen // FEN_PER_YI for step in STEPS)]


RANGES = (f"<{STEPS[0]}", *(f"{low}-{high}" for low, high in pairwise(STEPS)), f"≥{STEPS[-1]}")
"""Below the first step, between two, from the last on."""
