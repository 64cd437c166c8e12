"""What comes of each command in an evaluation (综合评估与退出), stage by stage. 四(四)"""

from __future__ import annotations

from domain.calendar import working_days_after
from domain.evaluation import rules
from domain.evaluation.commands import (
    ApproveExit,
    Conclude,
    DecideAppeal,
    DeliberateExit,
    EvaluationCommand,
    GradeZone,
    Hear,
    LodgeAppeal,
    ProposeExit,
    RejectExit,
    Score,
    SelfAssess,
)
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
from domain.evaluation.state import Stage, State
from domain.kernel import Context, out_of_turn
from domain.scoring import tally


def decide(command: EvaluationCommand, state: State, context: Context) -> list[EvaluationEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case SelfAssess(), Stage.NEW | Stage.SCORING | Stage.SELF_ASSESSED:
            rules.zone_may_assess_itself(state, context)
            return [SelfAssessed(rulebook=rules.rulebook_of_the_round(context).version, **dict(command))]
        case Score(scores=scores), Stage.NEW | Stage.SELF_ASSESSED | Stage.SCORING:
            rules.may_be_scored(state, command, context)
            rulebook = rules.rulebook_of_the_round(context)
            return [Scored(evaluator=context.actor.org, scores=scores, rulebook=rulebook.version)]
        case GradeZone(reason=reason), Stage.SCORING:
            return [graded(state, reason, context)]
        case LodgeAppeal(), Stage.GRADED | Stage.CONCLUDED:
            rules.grade_may_be_appealed(state, context)
            return [Appealed(**dict(command))]
        case DecideAppeal(grade=grade), Stage.APPEALED:
            former = rules.appeal_lowers_no_grade(state, grade)
            return [AppealDecided(former=former, upheld=grade is former, **dict(command))]
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
        appeal_by=working_days_after(context.calendar, context.effective, rulebook.parameters.appeal_days),
    )
