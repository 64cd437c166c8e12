"""What a trial (联动试验) is made of: the obstacle, the proposal and its partners, the risk, the approval. 三(三)"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Name, OrgId, Text, Value, ZoneId
from domain.values import Document

Documents = Annotated[tuple[Document, ...], Field(max_length=50)]
Points = Annotated[tuple[Text, ...], Field(max_length=50)]


class Crossing(StrEnum):
    """跨区域, 跨部门, 跨层级: what the trial crosses."""

    REGION = "cross-region"
    DEPARTMENT = "cross-department"
    LEVEL = "cross-level"


class Obstacle(Value):
    """政策和机制障碍: what stands in a zone's way."""

    title: Name
    obstacle: Text
    documents: Documents = ()


class Proposal(Value):
    """What would be tried, which rule would be varied, and who takes part besides the zone that raised the obstacle.

    `lead_department` assesses the risk; `partner_zones` and `departments` are further partners.
    """

    proposal: Text
    rule_varied: Text
    sections: Annotated[tuple[OrgId, ...], Field(min_length=1, max_length=20)]
    partner_zones: Annotated[tuple[ZoneId, ...], Field(max_length=50)] = ()
    lead_department: OrgId
    departments: Annotated[tuple[OrgId, ...], Field(max_length=50)] = ()
    crossing: Annotated[tuple[Crossing, ...], Field(max_length=len(Crossing))] = ()
    documents: Documents = ()


class Assessment(Value):
    """风险评估: whether the risk can be controlled, by what measures, and at what the trial stops."""

    controllable: bool
    measures: Points = ()
    stop_conditions: Points = ()
    reason: Text


class Permission(Value):
    """The leading group's approval as the office enters it: meeting, minutes, reasons, the last day of the trial."""

    meeting: Name
    minutes: Document
    reason: Text
    until: date


class Report(Value):
    """进展: what was tried and what came of it so far."""

    summary: Text
    documents: Documents = ()


class Result(StrEnum):
    """What came of a trial; one that never started can only be abandoned."""

    SUCCEEDED = "trial-succeeded"
    PARTLY = "trial-partly-succeeded"
    FAILED = "trial-failed"
    ABANDONED = "trial-abandoned"


class Conclusion(Value):
    """结题: the result, and what was learnt."""

    result: Result
    summary: Text
    documents: Documents = ()
