"""What is said in an evaluation: the grade, the hearing, deliberation and approval of an exit. 四(四)"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, Text, Value
from domain.values import Document, Instrument

Documents = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]


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
    documents: Documents


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


class SelfAssessment(Value):
    """自评: what the zone's body says of its year, with the documents that show it."""

    summary: Text
    documents: Documents


class Appeal(Value):
    """申诉: why the zone's body objects to the grade, with the documents that show it."""

    reason: Text
    documents: Documents


class AppealDecision(Value):
    """申诉处理: the grade that stands, and why."""

    grade: Grade
    reason: Text
    documents: Documents
