"""What can happen to a zone (联动创新区), from the plaque to the exit. 三, 四(一), 四(四)"""

from __future__ import annotations

from datetime import date

from domain.kernel import Event, OrgId, Text
from domain.values import Boundary
from domain.zone_values import Adjustment, EvaluationId, Foundation, Report


class Established(Foundation, Event, name="zone.established"):
    """挂牌成立: the zone begins on the effective date."""


class ConstructionPlanFiled(Report, Event, name="zone.construction-plan-filed"):
    """建设方案: the body filed the plan it will carry out, or a new edition of it. 四(一)"""


class RectificationOrdered(Event, name="zone.rectification-ordered"):
    """限期整改: an evaluation of 不合格 obliges the zone to put things right by `due`. 四(四)"""

    evaluation: EvaluationId
    requirements: Text
    due: date


class RectificationReported(Report, Event, name="zone.rectification-reported"):
    """整改报告: the body says what it has put right."""


class RectificationAccepted(Event, name="zone.rectification-accepted"):
    """整改通过."""

    reason: Text


class RectificationFailed(Event, name="zone.rectification-failed"):
    """整改不通过: the office may now propose the exit. 四(四)"""

    reason: Text


class RectificationLifted(Event, name="zone.rectification-lifted"):
    """撤销整改: the evaluation that it was ordered for is no longer 不合格, on appeal. 四(四)"""

    evaluation: EvaluationId


class BoundaryAdjusted(Adjustment, Event, name="zone.boundary-adjusted"):
    """四至范围调整: the zone's boundary from the legal date `since` on, and the paper that adjusted it. 二(一)2"""

    boundary: Boundary
    since: date


class BodyReplaced(Adjustment, Event, name="zone.body-replaced"):
    """管理机构调整: another body runs the zone from the legal date `since` on; whatever it has goes on. 二(一)2"""

    former: OrgId
    body: OrgId
    since: date


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
    | RectificationLifted
    | BoundaryAdjusted
    | BodyReplaced
    | Withdrawn
)
