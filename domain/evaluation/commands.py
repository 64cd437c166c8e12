"""What can be asked for in an evaluation (综合评估与退出). 四(四)"""

from __future__ import annotations

from domain.evaluation_values import Appeal, AppealDecision, Approval, Deliberation, Hearing, SelfAssessment
from domain.kernel import Command, Text
from domain.scoring import Scores
from domain.values import Instrument


class SelfAssess(SelfAssessment, Command, name="evaluation.self-assess", clause="四(四)", opens=True):
    """Assess the sender's own zone, once, before it is graded."""


class Score(Command, name="evaluation.score", clause="四(四)", opens=True, human=True):
    """Score the zone once, as one of the round's evaluators; whoever has an interest in it says so and may not."""

    has_interest: bool
    scores: Scores


class GradeZone(Command, name="evaluation.grade", clause="四(四)", human=True):
    """Have the grade computed from the scores by the round's rulebook."""

    reason: Text


class LodgeAppeal(Appeal, Command, name="evaluation.appeal", clause="四(四)", human=True):
    """Object to the grade within the rulebook's days, once."""


class DecideAppeal(AppealDecision, Command, name="evaluation.decide-appeal", clause="四(四)", human=True):
    """Uphold the grade or give a better one."""


class ProposeExit(Command, name="evaluation.propose-exit", clause="四(四)", human=True):
    """Propose the exit after 不合格 with a failed rectification, or a second 不合格."""

    reason: Text


class Hear(Hearing, Command, name="evaluation.hear", clause="四(四)", human=True):
    """Record the hearing of the zone."""


class DeliberateExit(Deliberation, Command, name="evaluation.deliberate-exit", clause="四(四)", human=True):
    """Enter the leading group's decision with the minutes."""


class ApproveExit(Approval, Command, name="evaluation.approve-exit", clause="四(四)", human=True):
    """Approve the exit."""


class RejectExit(Command, name="evaluation.reject-exit", clause="四(四)", human=True):
    """Do not approve the exit."""

    reason: Text
    instrument: Instrument | None = None


class Conclude(Command, name="evaluation.conclude", clause="四(四)"):
    """End the evaluation."""

    summary: Text


EvaluationCommand = (
    SelfAssess
    | Score
    | GradeZone
    | LodgeAppeal
    | DecideAppeal
    | ProposeExit
    | Hear
    | DeliberateExit
    | ApproveExit
    | RejectExit
    | Conclude
)
