"""What can happen to an application (申报), in the order of the procedure. 二(三)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.application.values import (
    Documents,
    Findings,
    Industries,
    Missing,
    Outcome,
    PanelMember,
    Statements,
)
from domain.kernel import EntityId, Event, Name, Payload, Text
from domain.scoring import Scores
from domain.values import Boundary, Document, Instrument, PlatformKind, PlatformLevel

INDUSTRIES_IN_CHINESE = {
    "高端装备制造": "high-end-equipment",
    "人工智能": "artificial-intelligence",
    "生物医药": "biomedicine",
    "民用航空": "civil-aviation",
    "软件与信息技术服务": "software-and-it",
    "现代物流": "modern-logistics",
    "金融": "finance",
    "数字贸易": "digital-trade",
    "文化旅游": "culture-and-tourism",
}


def with_industry_keys_and_sections(first: Payload) -> Payload:
    """Version 1 named industries in Chinese and held one linked section as text; version 2 holds keys and a list."""
    second = {name: value for name, value in first.items() if name != "section"}
    named = first["industries"]
    assert isinstance(named, list)
    second["industries"] = [INDUSTRIES_IN_CHINESE[name] for name in named if isinstance(name, str)]
    second["sections"] = [first["section"]]
    return second


class Filed(Event, name="application.filed", version=2, upcasters={1: with_industry_keys_and_sections}):
    """提交申报: the applicant asks for its platform to become a zone, under the rulebook in force. 二(三)1"""

    applicant: EntityId
    rulebook: EntityId
    name_zh: Name
    name_en: Name
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None
    sections: tuple[EntityId, ...]
    industries: Industries
    boundary: Boundary
    contents: Statements


class CorrectionRequested(Event, name="application.correction-requested"):
    """要求补正: what is missing, and by when it must be supplied; the clock of the check stands still. 二(三)2"""

    missing: Missing
    days: int
    due: date


class Supplemented(Event, name="application.supplemented"):
    """补正: the applicant supplied what was missing."""

    answer: Text
    documents: Documents
    boundary: Boundary | None


class EligibilityConfirmed(Event, name="application.eligibility-confirmed"):
    """初核通过: all five conditions are met. 二(一)"""

    findings: Findings


class Returned(Event, name="application.returned"):
    """退回: at least one condition is not met. 二(一)"""

    findings: Findings


class PanelAppointed(Event, name="application.panel-appointed"):
    """组建专家组."""

    members: tuple[PanelMember, ...]


class ExpertRecused(Event, name="application.expert-recused"):
    """回避: the expert leaves the panel, and a score already given no longer counts."""

    expert: EntityId
    reason: Text


class ExpertAppointed(Event, name="application.expert-appointed"):
    """增补专家: a vacancy on the panel is filled."""

    member: PanelMember


class Reviewed(Event, name="application.reviewed"):
    """专家评审: one expert's sheet and its weighted total, 0 to 100."""

    judged: ClassVar[tuple[str, ...]] = ("total",)
    expert: EntityId
    scores: Scores
    total: Decimal


class Shortlisted(Event, name="application.shortlisted"):
    """列入建议名单: mean and spread of the counted reviews, and vetoed indicators. 二(三)2"""

    judged: ClassVar[tuple[str, ...]] = (
        "mean",
        "spread",
        "reviews",
        "vetoes",
    )
    mean: Decimal
    spread: Decimal
    reviews: int
    vetoes: tuple[EntityId, ...]
    reason: Text


class Declined(Event, name="application.declined"):
    """不列入建议名单."""

    judged: ClassVar[tuple[str, ...]] = (
        "mean",
        "spread",
        "reviews",
        "vetoes",
    )
    mean: Decimal
    spread: Decimal
    reviews: int
    vetoes: tuple[EntityId, ...]
    reason: Text


class Deliberated(Event, name="application.deliberated"):
    """全体会议审议: the leading group's decision, entered with the minutes. 二(三)2"""

    outcome: Outcome
    meeting: Name
    minutes: Document
    reason: Text


class Approved(Event, name="application.approved"):
    """市政府批准, by whatever instrument. 二(三)3"""

    instrument: Instrument
    reason: Text


class Rejected(Event, name="application.rejected"):
    """市政府不予批准."""

    reason: Text
    instrument: Instrument | None


class PlaqueUnveiled(Event, name="application.plaque-unveiled"):
    """挂牌: the zone begins; all that its establishment needs is here. 二(三)3"""

    zone: EntityId
    body: EntityId
    name_zh: Name
    name_en: Name
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None
    sections: tuple[EntityId, ...]
    industries: Industries
    boundary: Boundary
    notice: Instrument | None


class Withdrawn(Event, name="application.withdrawn"):
    """撤回申报: the applicant took the application back before it was approved."""

    reason: Text


ApplicationEvent = (
    Filed
    | CorrectionRequested
    | Supplemented
    | EligibilityConfirmed
    | Returned
    | PanelAppointed
    | ExpertRecused
    | ExpertAppointed
    | Reviewed
    | Shortlisted
    | Declined
    | Deliberated
    | Approved
    | Rejected
    | PlaqueUnveiled
    | Withdrawn
)
