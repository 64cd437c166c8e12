"""Where an evaluation (综合评估与退出) stands, folded from its events, and what others may know of it. 四(四)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.evaluation.events import (
    AppealDecided,
    Appealed,
    Concluded,
    EvaluationEvent,
    ExitApproved,
    ExitDeliberated,
    ExitProposed,
    ExitRejected,
    Graded,
    Heard,
    Scored,
    SelfAssessed,
)
from domain.evaluation_values import Grade, Outcome
from domain.facts import EvaluationFact
from domain.scoring import Scores


class Stage(StrEnum):
    """自评 -> 评分 -> 评定 (-> 申诉) -> (提出退出 -> 审议 -> 批准) -> 办结."""

    NEW = "new"
    SELF_ASSESSED = "self-assessed"
    SCORING = "scoring"
    GRADED = "graded"
    APPEALED = "appealed"
    EXIT_PROPOSED = "exit-proposed"
    EXIT_DELIBERATED = "exit-deliberated"
    EXIT_APPROVED = "exit-approved"
    EXIT_REJECTED = "exit-rejected"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an evaluation rest on; `reviews` are (evaluator, scores).

    `appeal_by`: the last day for an appeal, None where the grade named none; `appealed`: there was one;
    `exit_was_proposed`: whatever became of it.
    """

    stage: Stage = Stage.NEW
    rulebook: str = ""
    reviews: tuple[tuple[str, Scores], ...] = ()
    grade: Grade | None = None
    heard: bool = False
    exit_approved: bool = False
    self_assessed: bool = False
    appeal_by: date | None = None
    appealed: bool = False
    exit_was_proposed: bool = False


AFTER_DELIBERATION = {
    Outcome.ENDORSED: Stage.EXIT_DELIBERATED,
    Outcome.REJECTED: Stage.EXIT_REJECTED,
    Outcome.DEFERRED: Stage.EXIT_PROPOSED,
}


def evolve(state: State, event: EvaluationEvent) -> State:
    """The evaluation after the event."""
    match event:
        case SelfAssessed(rulebook=rulebook):
            stage = Stage.SELF_ASSESSED if state.stage is Stage.NEW else state.stage
            return replace(state, stage=stage, rulebook=rulebook, self_assessed=True)
        case Scored():
            reviews = (*state.reviews, (event.evaluator, event.scores))
            return replace(state, stage=Stage.SCORING, rulebook=event.rulebook, reviews=reviews)
        case Graded():
            return replace(state, stage=Stage.GRADED, grade=event.grade, appeal_by=event.appeal_by)
        case Appealed():
            return replace(state, stage=Stage.APPEALED, appealed=True)
        case AppealDecided(grade=grade):
            return replace(state, stage=Stage.GRADED, grade=grade)
        case ExitProposed():
            return replace(state, stage=Stage.EXIT_PROPOSED, exit_was_proposed=True)
        case Heard():
            return replace(state, heard=True)
        case ExitDeliberated():
            return replace(state, stage=AFTER_DELIBERATION[event.outcome])
        case ExitApproved():
            return replace(state, stage=Stage.EXIT_APPROVED, exit_approved=True)
        case ExitRejected():
            return replace(state, stage=Stage.EXIT_REJECTED)
        case Concluded():
            return replace(state, stage=Stage.CONCLUDED)
        case _:
            assert_never(event)


def fact(state: State) -> EvaluationFact | None:
    """What others may know of the evaluation."""
    if state.stage is Stage.NEW:
        return None
    failed = state.grade is Grade.UNSATISFACTORY
    return EvaluationFact(grade=state.grade, failed=failed, exit_approved=state.exit_approved)


def kept_rulebook(state: State) -> str | None:
    """The version of the round."""
    return state.rulebook or None
