"""The rules of evaluation and exit: scores and grades by the round's rulebook, no exit unheard. 四(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.evaluation_values import Grade
from domain.facts import OrganisationFact, RoundFact
from domain.kernel import Refused
from domain.scoring import every_indicator_is_scored
from domain.zone_standing import body_acts_for_its_zone, standing, zone_takes_new_business

if TYPE_CHECKING:
    from domain.evaluation.commands import Score
    from domain.evaluation.state import State
    from domain.kernel import Context
    from domain.scoring import Tally
    from domain.values import Parameters, Rulebook

CLAUSE = "四(四)"
FAILURES_FOR_EXIT = 2
BEST_FIRST = tuple(Grade)
"""优秀, 良好, 合格, 不合格."""


def open_round(context: Context) -> RoundFact:
    """A zone is scored and graded while the year's round is open. 四(四)"""
    year = context.part(0)
    found = context.get(RoundFact, year)
    if found is None:
        raise Refused("unknown-entity", clause=CLAUSE, category="evaluation-round", entity=year)
    if not found.open:
        raise Refused("round-is-open", clause=CLAUSE, year=year)
    return found


def rulebook_of_the_round(context: Context) -> Rulebook:
    """Every evaluation of a round is held under the rulebook that the round was opened under. 四(三)"""
    return context.rulebooks[open_round(context).rulebook]


def may_be_scored(state: State, command: Score, context: Context) -> None:
    """客观、公正: a named evaluator without interest in the zone scores every indicator, once. 四(三), 四(四)"""
    evaluator = context.actor.org
    if evaluator not in open_round(context).evaluators:
        raise Refused("evaluator-of-the-round", clause=CLAUSE, org=evaluator, year=context.part(0))
    if command.has_interest or evaluator_is_of_the_zone_s_house(context):
        raise Refused("evaluator-without-interest", clause="四(三)", field="data.has_interest")
    if any(evaluator == other for other, _ in state.reviews):
        raise Refused("scored-once", clause=CLAUSE, org=evaluator)
    zone_takes_new_business(context, context.part(1), CLAUSE)
    every_indicator_is_scored(rulebook_of_the_round(context).evaluation, command.scores, CLAUSE)


def evaluator_is_of_the_zone_s_house(context: Context) -> bool:
    """客观、公正: an expert of the body that runs the zone has an interest in it, whatever was declared. 四(三)"""
    evaluator = context.get(OrganisationFact, context.actor.org)
    return evaluator is not None and evaluator.parent == standing(context, context.part(1), CLAUSE).body


def zone_may_assess_itself(state: State, context: Context) -> None:
    """自评: the body of a zone in being assesses it once, while the round is open. 四(四)"""
    zone = context.part(1)
    open_round(context)
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE)
    if state.self_assessed:
        raise Refused("self-assessed-once", clause=CLAUSE, zone=zone)


def enough_scores(state: State, rulebook: Rulebook) -> None:
    """A grade rests on the scores of as many evaluators as the rulebook demands. 四(三)"""
    least = rulebook.parameters.minimum_reviews
    if len(state.reviews) < least:
        raise Refused("enough-scores", clause=CLAUSE, least=least, given=len(state.reviews))


def grade_by_thresholds(result: Tally, parameters: Parameters) -> Grade:
    """评估等次: by the rulebook's thresholds; a hard indicator failed is 不合格 whatever the mean. 四(三), 四(四)"""
    if result.vetoes or result.mean < parameters.pass_from:
        return Grade.UNSATISFACTORY
    if result.mean >= parameters.excellent_from:
        return Grade.EXCELLENT
    return Grade.GOOD if result.mean >= parameters.good_from else Grade.SATISFACTORY


def grade_may_be_appealed(state: State, context: Context) -> None:
    """申诉: the zone's body objects to its grade once, within the rulebook's days, even if that was concluded. 四(四)

    After an exit was proposed the zone is heard on that instead.
    """
    body_acts_for_its_zone(context, context.part(1), CLAUSE)
    if state.appealed:
        raise Refused("appealed-once", clause=CLAUSE, zone=context.part(1))
    if state.exit_was_proposed:
        raise Refused("appeal-before-exit", clause=CLAUSE, zone=context.part(1))
    if state.appeal_by is not None and context.effective > state.appeal_by:
        raise Refused("appeal-in-time", clause=CLAUSE, field="effective", due=state.appeal_by.isoformat())


def appeal_lowers_no_grade(state: State, grade: Grade) -> Grade:
    """申诉不加重: whoever appeals is never worse off for it. Returns the grade appealed against. 四(四)"""
    assert state.grade is not None, "what is appealed against was graded"
    if BEST_FIRST.index(grade) > BEST_FIRST.index(state.grade):
        raise Refused("appeal-lowers-no-grade", clause=CLAUSE, field="data.grade", grade=state.grade.value)
    return state.grade


def appeal_period_is_over(state: State, context: Context) -> None:
    """An exit is proposed on a grade that can no longer be appealed against, or was upheld on appeal. 四(四)"""
    if not state.appealed and state.appeal_by is not None and context.effective <= state.appeal_by:
        raise Refused("appeal-period-over", clause=CLAUSE, field="effective", due=state.appeal_by.isoformat())


def exit_may_be_proposed(state: State, context: Context) -> None:
    """对工作推进不力的实施退出: after 不合格 with a failed rectification, or a second 不合格. 四(四)"""
    zone = context.part(1)
    zone_takes_new_business(context, zone, CLAUSE)
    if state.grade is not Grade.UNSATISFACTORY:
        raise Refused("exit-needs-a-failed-evaluation", clause=CLAUSE, grade=str(state.grade))
    appeal_period_is_over(state, context)
    found = standing(context, zone, CLAUSE)
    failures = found.failed_evaluations | {context.entity}
    # A failed rectification counts once this evaluation has led to one; before that it was an earlier one that failed.
    rectification_failed = found.failed_rectification and context.entity in found.failed_evaluations
    if not rectification_failed and len(failures) < FAILURES_FOR_EXIT:
        raise Refused("exit-needs-failed-rectification", clause=CLAUSE, zone=zone)


def zone_is_heard_first(state: State) -> None:
    """听取意见: nobody is withdrawn without a hearing. 四(四)"""
    if not state.heard:
        raise Refused("hearing-first", clause=CLAUSE)


def rectification_is_settled(state: State, context: Context) -> None:
    """An evaluation of 不合格 is not concluded while the zone is still putting things right, or about to. 四(四)

    A zone that was withdrawn meanwhile has nothing left to put right.
    """
    if state.grade is not Grade.UNSATISFACTORY:
        return
    found = standing(context, context.part(1), CLAUSE)
    if found.withdrawn:
        return
    if found.rectifying or context.entity not in found.failed_evaluations:
        raise Refused("rectification-settled", clause=CLAUSE, zone=context.part(1))
