"""What is said of a matter: the question, who is to answer, the answer, why it goes up, what came of it. 四(一)"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, OrgId, Text, Value, ZoneId
from domain.values import Document

Documents = Annotated[tuple[Document, ...], Field(max_length=50)]


class Question(Value):
    """What has to be coordinated; `zone` is the zone whose business it is, None where it is nobody's alone."""

    title: Name
    question: Text
    zone: ZoneId | None = None
    documents: Documents = ()


class Assignment(Value):
    """交办: who is to answer, up to and including which day, and what the office expects."""

    assignee: OrgId
    due: date
    note: Text | None = None


class Reply(Value):
    """答复."""

    reply: Text
    documents: Documents = ()


class EscalationReason(StrEnum):
    """Why a matter goes up: 逾期未答复, 重大问题, 意见不一致, 其他."""

    OVERDUE = "answer-overdue"
    MAJOR = "major-problem"
    DISAGREEMENT = "no-agreement"
    OTHER = "other"


class Escalation(Value):
    """提级协调: the reason from the list, and in words what the leading group is to know."""

    reason: EscalationReason
    note: Text | None = None


class Resolution(Value):
    """办结: what was settled, and the minutes or papers that say so."""

    outcome: Text
    documents: Documents = ()
