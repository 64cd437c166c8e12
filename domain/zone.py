"""Zone (联动创新区): from the plaque through operation and rectification to exit. 三, 四(一), 四(四)

Established by reaction to the plaque, operating once its plan is filed, withdrawn only by an approved exit.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.kernel import ZONE_BODIES, Command, Event, Name, OrgId, Ref, Role, Text
from domain.values import Boundary, Document, Industry, PlatformKind, PlatformLevel

COMPOSITE = StringConstraints(pattern=r"^[a-z0-9]+(-{1,2}[a-z0-9]+)*$", max_length=140)
ApplicationId = Annotated[str, COMPOSITE, Ref("application")]
EvaluationId = Annotated[str, COMPOSITE, Ref("evaluation")]
Documents = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]
Industries = Annotated[tuple[Industry, ...], Field(min_length=1, max_length=len(Industry))]


class Established(Event, name="zone.established"):
    """挂牌成立: the zone begins, built on the platform of the same id; `body` is the organisation that runs it."""

    application: ApplicationId
    name_zh: Name
    name_en: Name
    body: OrgId
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None
    industries: Industries
    boundary: Boundary


class ConstructionPlanFiled(Event, name="zone.construction-plan-filed"):
    """建设方案: the body filed the plan it will carry out, or a new edition of it. 四(一)"""

    summary: Text
    documents: Documents


class RectificationOrdered(Event, name="zone.rectification-ordered"):
    """限期整改: an evaluation of 不合格 obliges the zone to put things right by `due`. 四(四)"""

    evaluation: EvaluationId
    requirements: Text
    due: date


class RectificationReported(Event, name="zone.rectification-reported"):
    """整改报告: the body says what it has put right."""

    summary: Text
    documents: Documents


class RectificationAccepted(Event, name="zone.rectification-accepted"):
    """整改通过."""

    reason: Text


class RectificationFailed(Event, name="zone.rectification-failed"):
    """整改不通过: the office may now propose the exit. 四(四)"""

    reason: Text


class Withdrawn(Event, name="zone.withdrawn"):
    """退出: the zone takes no new business; its history stays. `evaluation` is the one whose exit was approved."""

    evaluation: EvaluationId


ZoneEvent = (
    Established
    | ConstructionPlanFiled
    | RectificationOrdered
    | RectificationReported
    | RectificationAccepted
    | RectificationFailed
    | Withdrawn
)

OFFICE_ONLY = frozenset({Role.OFFICE})


class Establish(Command, name="zone.establish", by=OFFICE_ONLY, clause="二(三)3", opens=True):
    """Begin the zone whose plaque was unveiled (a reaction)."""

    application: ApplicationId
    name_zh: Name
    name_en: Name
    body: OrgId
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None = None
    industries: Industries
    boundary: Boundary


class FileConstructionPlan(Command, name="zone.file-construction-plan", by=ZONE_BODIES, clause="四(一)"):
    """File the construction plan, or a new edition of it."""

    summary: Text
    documents: Documents


class OrderRectification(Command, name="zone.order-rectification", by=OFFICE_ONLY, clause="四(四)"):
    """Order what must be put right after an evaluation of 不合格 (a reaction)."""

    evaluation: EvaluationId
    requirements: Text


class ReportRectification(Command, name="zone.report-rectification", by=ZONE_BODIES, clause="四(四)"):
    """Report what was put right."""

    summary: Text
    documents: Documents


class AcceptRectification(Command, name="zone.accept-rectification", by=OFFICE_ONLY, clause="四(四)"):
    """Accept what was reported."""

    reason: Text


class FailRectification(Command, name="zone.fail-rectification", by=OFFICE_ONLY, clause="四(四)"):
    """Find that things were not put right: reported but not good enough, or not reported by the due date."""

    reason: Text


class Withdraw(Command, name="zone.withdraw", by=OFFICE_ONLY, clause="四(四)"):
    """Withdraw the zone on an approved exit (a reaction)."""

    evaluation: EvaluationId


ZoneCommand = (
    Establish
    | FileConstructionPlan
    | OrderRectification
    | ReportRectification
    | AcceptRectification
    | FailRectification
    | Withdraw
)


class Status(StrEnum):
    """获批 -> 运行 -> 整改 -> 运行 or 退出."""

    NEW = "new"
    ESTABLISHED = "established"
    OPERATING = "operating"
    RECTIFYING = "rectifying"
    WITHDRAWN = "exited"
