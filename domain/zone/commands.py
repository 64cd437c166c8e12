"""What can be asked for of a zone (联动创新区). 三, 四(一), 四(四)"""

from __future__ import annotations

from domain.kernel import Command, OrgId, Text
from domain.values import Boundary
from domain.zone_values import Adjustment, EvaluationId, Foundation, Report


class Establish(Foundation, Command, name="zone.establish", clause="二(三)3", opens=True):
    """Begin the zone whose plaque was unveiled (a reaction)."""


class FileConstructionPlan(Report, Command, name="zone.file-construction-plan", clause="四(一)"):
    """File the construction plan, or a new edition of it."""


class OrderRectification(Command, name="zone.order-rectification", clause="四(四)"):
    """Order what must be put right after an evaluation of 不合格 (a reaction)."""

    evaluation: EvaluationId
    requirements: Text


class ReportRectification(Report, Command, name="zone.report-rectification", clause="四(四)"):
    """Report what was put right."""


class AcceptRectification(Command, name="zone.accept-rectification", clause="四(四)", human=True):
    """Accept what was reported."""

    reason: Text


class FailRectification(Command, name="zone.fail-rectification", clause="四(四)", human=True):
    """Find that things were not put right: reported but not good enough, or not reported by the due date."""

    reason: Text


class LiftRectification(Command, name="zone.lift-rectification", clause="四(四)"):
    """Lift the rectification whose evaluation is no longer 不合格, on appeal (a reaction)."""

    evaluation: EvaluationId


class AdjustBoundary(Adjustment, Command, name="zone.adjust-boundary", clause="二(一)2", human=True):
    """Enter the zone's new boundary from the effective date on."""

    boundary: Boundary


class ReplaceBody(Adjustment, Command, name="zone.replace-body", clause="二(一)2", human=True):
    """Enter the body that runs the zone from the effective date on."""

    body: OrgId


class Withdraw(Command, name="zone.withdraw", clause="四(四)"):
    """Withdraw the zone on an approved exit (a reaction)."""

    evaluation: EvaluationId


ZoneCommand = (
    Establish
    | FileConstructionPlan
    | OrderRectification
    | ReportRectification
    | AcceptRectification
    | FailRectification
    | LiftRectification
    | AdjustBoundary
    | ReplaceBody
    | Withdraw
)
