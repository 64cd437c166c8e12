"""What can happen in an evaluation (综合评估与退出), in the order of the procedure. 四(四)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.evaluation_values import Appeal, AppealDecision, Approval, Deliberation, Grade, Hearing, SelfAssessment
from domain.kernel import EntityId, Event, OrgId, Payload, Text
from domain.scoring import Scores
from domain.values import Instrument


def appeal_period_unknown(payload: Payload) -> Payload:
    """The first version said of no grade until when it may be appealed: such an appeal is never too late."""
    return payload | {"appeal_by": None}


class SelfAssessed(SelfAssessment, Event, name="evaluation.self-assessed"):
    """自评: what the zone's body says of its year, under the round's rulebook."""

    rulebook: EntityId


class Scored(Event, name="evaluation.scored"):
    """评分: one evaluator's score and reason for every indicator, under the round's rulebook."""

    evaluator: OrgId
    scores: Scores
    rulebook: EntityId


class Graded(Event, name="evaluation.graded", version=2, upcasters={1: appeal_period_unknown}):
    """评定等次: `mean` and `spread` (highest less lowest) of the totals, 0 to 100; `vetoes`: failed hard indicators.

    The zone may appeal up to and including `appeal_by`.
    """

    judged: ClassVar[tuple[str, ...]] = (
        "mean",
        "spread",
        "vetoes",
        "reviews",
    )
    grade: Grade
    mean: Decimal
    spread: Decimal
    vetoes: tuple[EntityId, ...]
    reviews: int
    reason: Text
    appeal_by: date | None = None


class Appealed(Appeal, Event, name="evaluation.appealed"):
    """申诉: the zone's body objects to the grade."""


class AppealDecided(AppealDecision, Event, name="evaluation.appeal-decided"):
    """申诉处理: the grade that stands from now on, `former` until then; `upheld`: they are the same."""

    former: Grade
    upheld: bool


class ExitProposed(Event, name="evaluation.exit-proposed"):
    """提出退出建议."""

    reason: Text


class Heard(Hearing, Event, name="evaluation.heard"):
    """听取意见."""


class ExitDeliberated(Deliberation, Event, name="evaluation.exit-deliberated"):
    """全体会议审议退出."""


class ExitApproved(Approval, Event, name="evaluation.exit-approved"):
    """市政府批准退出."""


class ExitRejected(Event, name="evaluation.exit-rejected"):
    """市政府不批准退出."""

    reason: Text
    instrument: Instrument | None


class Concluded(Event, name="evaluation.concluded"):
    """评估办结: what linked innovation learnt from it. 四(四)"""

    summary: Text


EvaluationEvent = (
    SelfAssessed
    | Scored
    | Graded
    | Appealed
    | AppealDecided
    | ExitProposed
    | Heard
    | ExitDeliberated
    | ExitApproved
    | ExitRejected
    | Concluded
)
