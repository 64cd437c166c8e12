"""What is said of a linkage (产业联动): its two sides, its terms, the projects it brings together, its reviews. 三(五)

Money is in fen.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, Text, Value
from domain.lead_values import LeadId
from domain.values import Document, Fen


class TradeForm(StrEnum):
    """做强一般贸易, 发展总部贸易、转口贸易, 深化服务贸易创新发展, 大力推进跨境电商发展. 三(五)"""

    GENERAL = "general-trade"
    HEADQUARTERS = "headquarters-trade"
    ENTREPOT = "entrepot-trade"
    SERVICES = "services-trade"
    E_COMMERCE = "cross-border-e-commerce"


class Side(StrEnum):
    """The two sides of a linkage: the zone, by its body, and the FTZ section."""

    ZONE = "zone"
    SECTION = "ftz-section"

    @property
    def other(self) -> Side:
        """The side across the table."""
        return Side.SECTION if self is Side.ZONE else Side.ZONE


class EndReason(StrEnum):
    """Why a linkage, or a proposal of one, ends."""

    ACHIEVED = "goals-achieved"
    REDIRECTED = "industry-redirected"
    TAKEN_BACK = "proposal-taken-back"
    ZONE_WITHDRAWN = "zone-has-left"
    OTHER = "other"


class Terms(Value):
    """What the two sides want of it, and in which forms of trade."""

    goals: Text
    trade_forms: Annotated[tuple[TradeForm, ...], Field(max_length=len(TradeForm))] = ()


class Project(Value):
    """A project that the linkage brings together, by the name under which it is made known.

    `role`: its place in the chain of the industry (产业链环节); `lead`: the lead it came of, where there is one.
    """

    project: Name
    role: Text
    investment: Fen | None = None
    lead: LeadId | None = None


class Trade(Value):
    """The volume of one form of trade in a period."""

    form: TradeForm
    volume: Fen


class Assessment(Value):
    """联动评估 from `start` to `end` (both included): what came of it, and the trade that it carried."""

    start: date
    end: date
    summary: Text
    trade: Annotated[tuple[Trade, ...], Field(max_length=len(TradeForm))] = ()
    documents: Annotated[tuple[Document, ...], Field(max_length=50)] = ()
