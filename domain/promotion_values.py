"""What is said of a promotion (招商推介): where and when, what a zone brings, what came of it. 三(四)"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, Text, Value, ZoneId
from domain.lead_values import LeadId
from domain.values import Document, Industry

Attendance = Annotated[int, Field(ge=0, le=10**6)]
Leads = Annotated[tuple[LeadId, ...], Field(max_length=200)]
"""Leads on the exchange, by id: what they say stays there, and so does who may see it."""


class Programme(Value):
    """推介方案: what is presented, where, on which day, and for which industries."""

    title: Name
    summary: Text
    place: Name
    day: date
    industries: Annotated[tuple[Industry, ...], Field(max_length=len(Industry))] = ()


class Participation(Value):
    """参加推介: the zone, and what it presents."""

    zone: ZoneId
    presents: Text


class Outcome(Value):
    """推介成果: how it went, how many came, and the leads won."""

    summary: Text
    attendance: Attendance | None = None
    leads: Leads = ()
    documents: Annotated[tuple[Document, ...], Field(max_length=50)] = ()
