"""Evaluation (综合评估与退出): one zone's scores and grade in a year, and, where it must be, its exit. 四(四)

Nobody is withdrawn without an evaluation, a hearing (听取意见) and the government's approval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from domain import evaluation_rules as rules
from domain.evaluation_values import Approval, Deliberation, Grade, Hearing, Outcome
from domain.facts import EvaluationFact
from domain.kernel import Command, Context, Decider, EntityId, Event, OrgId, Role, Text, out_of_turn
from domain.scoring import Scores, tally
from domain.values import Instrument


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


EvaluationEvent = Scored | Graded | ExitProposed | Heard | ExitDeliberated | ExitApproved | ExitRejected | Concluded


class Score(Command, name="evaluation.score", by={Role.EXPERT}, clause="四(四)", opens=True, human=True):
    """Score the zone once, as one of the round's evaluators; whoever has an interest in it says so and may not."""

    has_interest: bool
    scores: Scores


class GradeZone(Command, name="evaluation.grade", by={Role.OFFICE}, clause="四(四)", human=True):
    """Have the grade computed from the scores by the round's rulebook."""

    reason: Text


class ProposeExit(Command, name="evaluation.propose-exit", by={Role.OFFICE}, clause="四(四)", human=True):
    """Propose the exit after 不合格 with a failed rectification, or a second 不合格."""

    reason: Text


class Hear(Hearing, Command, name="evaluation.hear", by={Role.OFFICE}, clause="四(四)", human=True):
    """Record the hearing of the zone."""


class DeliberateExit(
    Deliberation, Command, name="evaluation.deliberate-exit", by={Role.OFFICE}, clause="四(四)", human=True
):
    """Enter the leading group's decision with the minutes."""


class ApproveExit(Approval, Command, name="evaluation.approve-exit", by={Role.GOVERNMENT}, clause="四(四)", human=True):
    """Approve the exit."""


class RejectExit(Command, name="evaluation.reject-exit", by={Role.GOVERNMENT}, clause="四(四)", human=True):
    """Do not approve the exit."""

    reason: Text
    instrument: Instrument | None = None


class Conclude(Command, name="evaluation.conclude", by={Role.OFFICE}, clause="四(四)"):
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


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an evaluation rest on; `reviews` are (evaluator, scores)."""

    stage: Stage = Stage.NEW
    rulebook: str = ""
    reviews: tuple[tuple[str, Scores], ...] = ()
    grade: Grade | None = None
    heard: bool = False
    exit_approved: bool = False


AFTER_DELIBERATION = {
    Outcome.ENDORSED: Stage.EXIT_DELIBERATED,
    Outcome.REJECTED: Stage.EXIT_REJECTED,
    Outcome.DEFERRED: Stage.EXIT_PROPOSED,
}


def evolve(state: State, event: EvaluationEvent) -> State:
    """The evaluation after the event."""
    match event:
        case Scored():
            reviews = (*state.reviews, (event.evaluator, event.scores))
            return replace(state, stage=Stage.SCORING, rulebook=event.rulebook, reviews=reviews)
        case Graded():
            return replace(state, stage=Stage.GRADED, grade=event.grade)
        case ExitProposed():
            return replace(state, stage=Stage.EXIT_PROPOSED)
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


def decide(command: EvaluationCommand, state: State, context: Context) -> list[EvaluationEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Score(scores=scores), Stage.NEW | Stage.SCORING:
            rules.may_be_scored(state, command, context)
            rulebook = rules.rulebook_of_the_round(context)
            return [Scored(evaluator=context.actor.org, scores=scores, rulebook=rulebook.version)]
        case GradeZone(reason=reason), Stage.SCORING:
            return [graded(state, reason, context)]
        case ProposeExit(reason=reason), Stage.GRADED:
            rules.exit_may_be_proposed(state, context)
            return [ExitProposed(reason=reason)]
        case Hear(), Stage.EXIT_PROPOSED:
            return [Heard(**dict(command))]
        case DeliberateExit(), Stage.EXIT_PROPOSED:
            rules.zone_is_heard_first(state)
            return [ExitDeliberated(**dict(command))]
        case ApproveExit(), Stage.EXIT_DELIBERATED:
            return [ExitApproved(**dict(command))]
        case RejectExit(instrument=instrument, reason=reason), Stage.EXIT_DELIBERATED:
            return [ExitRejected(instrument=instrument, reason=reason)]
        case Conclude(summary=summary), Stage.GRADED | Stage.EXIT_APPROVED | Stage.EXIT_REJECTED:
            if state.stage is Stage.GRADED:
                rules.rectification_is_settled(state, context)
            return [Concluded(summary=summary)]
        case _:
            raise out_of_turn(command, state.stage)


def graded(state: State, reason: str, context: Context) -> Graded:
    """The grade that the scores come to under the rulebook of the round. 四(三), 四(四)"""
    rules.open_round(context)
    rulebook = context.rulebooks[state.rulebook]
    rules.enough_scores(state, rulebook)
    result = tally(rulebook.evaluation, [scores for _, scores in state.reviews])
    return Graded(
        grade=rules.grade_by_thresholds(result, rulebook.parameters),
        mean=result.mean,
        spread=result.spread,
        vetoes=result.vetoes,
        reviews=len(state.reviews),
        reason=reason,
    )


def fact(state: State) -> EvaluationFact | None:
    """What others may know of the evaluation."""
    if state.stage is Stage.NEW:
        return None
    failed = state.grade is Grade.UNSATISFACTORY
    return EvaluationFact(grade=state.grade, failed=failed, exit_approved=state.exit_approved)


def kept_rulebook(state: State) -> str | None:
    """The version of the round."""
    return state.rulebook or None


STEPS = (GradeZone, ProposeExit, Hear, DeliberateExit, ApproveExit, RejectExit, Conclude)
"""They rest on all that came before; scores are given side by side. 四(四)"""

evaluation = Decider(
    "evaluation",
    State(),
    evolve,
    decide,
    parts=("evaluation-round", "zone"),
    fact=fact,
    case_rulebook=kept_rulebook,
    in_order=STEPS,
)
