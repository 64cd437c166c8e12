"""What is said in an evaluation: the grade, the hearing, deliberation and approval of an exit. 四(四)"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, Text, Value
from domain.values import Document, Instrument


class Grade(StrEnum):
    """优秀, 良好, 合格, 不合格."""

    EXCELLENT = "excellent"
    GOOD = "good"
    SATISFACTORY = "satisfactory"
    UNSATISFACTORY = "unsatisfactory"


class Outcome(StrEnum):
    """What the leading group made of a proposed exit."""

    ENDORSED = "endorsed"
    REJECTED = "rejected"
    DEFERRED = "deferred"


class Hearing(Value):
    """听取意见: what the zone said of its proposed exit, who attended, and the minutes."""

    statement: Text
    attendants: Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)]
    documents: Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]


class Deliberation(Value):
    """The plenary's outcome, the meeting, its minutes, and the reasons."""

    outcome: Outcome
    meeting: Name
    minutes: Document
    reason: Text


class Approval(Value):
    """The government's instrument and its reasons."""

    instrument: Instrument
    reason: Text
