"""What an application (申报) is made of: contents, conditions and findings, panel members, the plenary's outcome. 二"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.kernel import OrgId, Text, Value
from domain.values import Document, Industry

Documents = Annotated[tuple[Document, ...], Field(max_length=50)]
Industries = Annotated[tuple[Industry, ...], Field(max_length=len(Industry))]
Missing = Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]


class Content(StrEnum):
    """申报内容: what an application must say. 二(二)"""

    PLATFORM = "platform-and-location"
    LEADERSHIP = "leadership-and-mechanism"
    INDUSTRY = "industry-and-openness"
    REFORM = "replication-and-cases"


class Statement(Value):
    """One of the four contents, with its documents. 二(二)"""

    content: Content
    summary: Text
    documents: Documents = ()


Statements = Annotated[tuple[Statement, ...], Field(max_length=20)]


class Condition(StrEnum):
    """申报条件: what an applicant must meet. 二(一)"""

    PLATFORM = "municipal-platform"
    BOUNDARY = "boundary-and-body"
    OPENNESS = "coordinated-and-open"
    REFORM = "replication-and-reform"
    INDUSTRY = "industry-direction"


class Finding(Value):
    """What the office found on one condition: met or not, why, and by what evidence. 系统约定 4"""

    judged: ClassVar[tuple[str, ...]] = (
        "condition",
        "met",
    )
    condition: Condition
    met: bool
    reason: Text
    evidence: Text
    documents: Documents = ()


Findings = Annotated[tuple[Finding, ...], Field(max_length=20)]


class PanelMember(Value):
    """An expert and the declaration of interests (利益申报) given for this application."""

    judged: ClassVar[tuple[str, ...]] = ("has_interest",)
    expert: OrgId
    has_interest: bool
    declaration: Text


class Outcome(StrEnum):
    """What the leading group made of a shortlisted application."""

    ENDORSED = "endorsed"
    REJECTED = "rejected"
    DEFERRED = "deferred"
