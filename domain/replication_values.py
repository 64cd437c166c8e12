"""What is said of a replication (复制推广): the plan, what was put in place, and what came of it. 三(二)

Time is in whole hours saved by all firms together in the period, money in fen.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.kernel import Text, Value
from domain.values import Document, Fen

Count = Annotated[int, Field(ge=0, le=10**9)]
Documents = Annotated[tuple[Document, ...], Field(max_length=50)]
Evidence = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]


class Arrangement(Value):
    """推广计划: what the zone will do, and by when."""

    actions: Text
    due: date


class Implementation(Value):
    """落实情况: what the zone has put in place, with the evidence."""

    summary: Text
    evidence: Evidence


class Inapplicability(Value):
    """不适用: why the experience does not fit the zone."""

    reason: Text
    documents: Documents = ()


class Effect(Value):
    """推广成效 from `start` to `end` (both included): firms served, hours and, where it was reckoned, money saved."""

    start: date
    end: date
    firms_served: Count
    hours_saved: Count
    cost_saved: Fen | None = None
    note: Text | None = None
