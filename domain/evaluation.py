"""Evaluation (综合评估与退出): one zone's scores and grade in a year, and, where it must be, its exit. 四(四)

Nobody is withdrawn without an evaluation, a hearing (听取意见) and the government's approval.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Command, EntityId, Event, Name, OrgId, Role, Text
from domain.scoring import Scores
from domain.values import Document, Instrument

Documents = Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]
Attendants = Annotated[tuple[Name, ...], Field(min_length=1, max_length=100)]


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


class Scored(Event, name="evaluation.scored"):
    """评分: one evaluator's score and reason for every indicator, under the round's rulebook."""

    evaluator: OrgId
    scores: Scores
    rulebook: EntityId


class Graded(Event, name="evaluation.graded"):
    """评定等次: `mean` and `spread` (highest less lowest) of the totals, 0 to 100; `vetoes`: failed hard indicators."""

    grade: Grade
    mean: Decimal
    spread: Decimal
    vetoes: tuple[EntityId, ...]
    reviews: int
    reason: Text


class ExitProposed(Event, name="evaluation.exit-proposed"):
    """提出退出建议."""

    reason: Text


class Heard(Event, name="evaluation.heard"):
    """听取意见: what the zone said of its proposed exit, who attended, and the minutes."""

    statement: Text
    attendants: Attendants
    documents: Documents


class ExitDeliberated(Event, name="evaluation.exit-deliberated"):
    """全体会议审议退出."""

    outcome: Outcome
    meeting: Name
    minutes: Document
    reason: Text


class ExitApproved(Event, name="evaluation.exit-approved"):
    """市政府批准退出."""

    instrument: Instrument
    reason: Text


class ExitRejected(Event, name="evaluation.exit-rejected"):
    """市政府不批准退出."""

    reason: Text
    instrument: Instrument | None


class Concluded(Event, name="evaluation.concluded"):
    """评估办结: what linked innovation learnt from it. 四(四)"""

    summary: Text


EvaluationEvent = Scored | Graded | ExitProposed | Heard | ExitDeliberated | ExitApproved | ExitRejected | Concluded

OFFICE_ONLY = frozenset({Role.OFFICE})
GOVERNMENT = frozenset({Role.GOVERNMENT})


class Score(Command, name="evaluation.score", by={Role.EXPERT}, clause="四(四)", opens=True):
    """Score the zone once, as one of the round's evaluators; whoever has an interest in it says so and may not."""

    has_interest: bool
    scores: Scores


class GradeZone(Command, name="evaluation.grade", by=OFFICE_ONLY, clause="四(四)"):
    """Have the grade computed from the scores by the round's rulebook."""

    reason: Text


class ProposeExit(Command, name="evaluation.propose-exit", by=OFFICE_ONLY, clause="四(四)"):
    """Propose the exit after 不合格 with a failed rectification, or a second 不合格."""

    reason: Text


class Hear(Command, name="evaluation.hear", by=OFFICE_ONLY, clause="四(四)"):
    """Record the hearing of the zone."""

    statement: Text
    attendants: Attendants
    documents: Documents


class DeliberateExit(Command, name="evaluation.deliberate-exit", by=OFFICE_ONLY, clause="四(四)"):
    """Enter the leading group's decision with the minutes."""

    outcome: Outcome
    meeting: Name
    minutes: Document
    reason: Text


class ApproveExit(Command, name="evaluation.approve-exit", by=GOVERNMENT, clause="四(四)"):
    """Approve the exit."""

    instrument: Instrument
    reason: Text


class RejectExit(Command, name="evaluation.reject-exit", by=GOVERNMENT, clause="四(四)"):
    """Do not approve the exit."""

    reason: Text
    instrument: Instrument | None = None


class Conclude(Command, name="evaluation.conclude", by=OFFICE_ONLY, clause="四(四)"):
    """End the evaluation."""

    summary: Text


EvaluationCommand = Score | GradeZone | ProposeExit | Hear | DeliberateExit | ApproveExit | RejectExit | Conclude


class Stage(StrEnum):
    """评分 -> 评定 -> (提出退出 -> 审议 -> 批准) -> 办结."""

    NEW = "new"
    SCORING = "scoring"
    GRADED = "graded"
    EXIT_PROPOSED = "exit-proposed"
    EXIT_DELIBERATED = "exit-deliberated"
    EXIT_APPROVED = "exit-approved"
    EXIT_REJECTED = "exit-rejected"
    CONCLUDED = "concluded"
