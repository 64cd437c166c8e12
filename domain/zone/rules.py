"""The rules of a zone's life: plaque, plan, rectification, exit. 二(三)3, 四(一), 四(四)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.facts import ApplicationFact, EvaluationFact, OrganisationFact
from domain.kernel import SEPARATOR, ZONE_BODIES, Refused
from domain.zone_values import Rectification

if TYPE_CHECKING:
    from domain.kernel import Command, Context
    from domain.zone.commands import Establish, OrderRectification
    from domain.zone.state import State


def plaque_is_unveiled(command: Establish, context: Context) -> None:
    """批准后正式挂牌: a zone begins with its platform's plaque, run by the applicant, as it was approved. 二(三)3"""
    found = context.get(ApplicationFact, command.application)
    if command.application.partition(SEPARATOR)[0] != context.entity:
        raise Refused("application-of-this-platform", clause="二(三)3", field="data.application", zone=context.entity)
    if found is None or not found.plaque:
        raise Refused("plaque-first", clause="二(三)3", field="data.application", application=command.application)
    if found.applicant != command.body:
        raise Refused("body-is-applicant", clause="二(三)1", field="data.body", applicant=found.applicant)
    for name, applied in found.foundation.items():
        if getattr(command, name) != applied:
            raise Refused("zone-as-applied-for", clause="二(三)3", field=f"data.{name}", what=f"field.{name}")


def body_runs_the_zone(state: State, command: Command, context: Context) -> None:
    """责任主体: only the organisation that runs a zone acts for it. 四(一)"""
    if context.actor.org != state.body:
        raise Refused("own-zone", clause=command.clause, zone=context.entity, body=state.body, org=context.actor.org)


def evaluation_is_of_this_zone(evaluation: str, context: Context) -> None:
    """An evaluation decides about its own zone only. 四(四)"""
    if evaluation.rpartition(SEPARATOR)[2] != context.entity:
        raise Refused("evaluation-of-this-zone", clause="四(四)", field="data.evaluation", zone=context.entity)


def rectification_follows_a_failed_evaluation(state: State, command: OrderRectification, context: Context) -> date:
    """限期整改: ordered once for an evaluation of 不合格, anew only where it failed. Returns the due date. 四(四)

    The rulebook's days of rectification are calendar days.
    """
    evaluation_is_of_this_zone(command.evaluation, context)
    found = context.get(EvaluationFact, command.evaluation)
    if found is None or not found.failed:
        raise Refused(
            "evaluation-failed-first", clause="四(四)", field="data.evaluation", evaluation=command.evaluation
        )
    if command.evaluation in state.failed_evaluations and state.rectification is not Rectification.FAILED:
        raise Refused("rectification-ordered-once", clause="四(四)", evaluation=command.evaluation)
    if context.rulebook is None:
        raise Refused("no-rulebook-in-force", clause="四(三)", date=context.effective.isoformat())
    return context.effective + timedelta(days=context.rulebook.parameters.rectification_days)


def rectification_is_open(state: State) -> None:
    """A report answers an order that has not been judged yet. 四(四)"""
    if state.rectification not in {Rectification.ORDERED, Rectification.REPORTED}:
        raise Refused("rectification-open", clause="四(四)", rectification=state.rectification.value)


def rectification_is_reported(state: State) -> None:
    """Nothing is accepted before it is reported. 四(四)"""
    if state.rectification is not Rectification.REPORTED:
        raise Refused("rectification-reported-first", clause="四(四)", rectification=state.rectification.value)


def rectification_is_reported_or_overdue(state: State, context: Context) -> None:
    """限期整改: before the due date only what was reported can be found not good enough. 四(四)"""
    rectification_is_open(state)
    reported = state.rectification is Rectification.REPORTED
    if not reported and state.due is not None and context.effective <= state.due:
        raise Refused("rectification-not-due", clause="四(四)", field="effective", due=state.due.isoformat())


def exit_is_approved(evaluation: str, context: Context) -> None:
    """实施退出: nobody is withdrawn without evaluation, hearing and approval. 四(四)"""
    evaluation_is_of_this_zone(evaluation, context)
    found = context.get(EvaluationFact, evaluation)
    if found is None or not found.exit_approved:
        raise Refused("exit-approved-first", clause="四(四)", field="data.evaluation", evaluation=evaluation)


def evaluation_fails_no_longer(state: State, evaluation: str, context: Context) -> None:
    """撤销整改: a rectification is lifted once its evaluation is no longer 不合格. 四(四)"""
    if evaluation not in state.failed_evaluations:
        raise Refused("rectification-ordered-first", clause="四(四)", field="data.evaluation", evaluation=evaluation)
    found = context.get(EvaluationFact, evaluation)
    if found is None or found.failed:
        raise Refused("evaluation-still-fails", clause="四(四)", field="data.evaluation", evaluation=evaluation)


def adjustments_follow_in_time(latest: date | None, context: Context) -> None:
    """On every day one boundary and one body: an adjustment bears no earlier date than the one before. 系统约定 3"""
    if latest is not None and context.effective < latest:
        raise Refused(
            "adjustments-in-order",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            latest=latest.isoformat(),
        )


def body_may_run_the_zone(state: State, body: str, context: Context) -> None:
    """独立健全的管理机构: another body in being, of the right kind, answering for the platform. 二(一)2, 二(三)1

    That the platform stands under it in the register is also what keeps a living zone's body from being dissolved.
    """
    if body == state.body:
        raise Refused("body-is-another", clause="二(一)2", field="data.body", body=body)
    found = context.get(OrganisationFact, body)
    if found is None or found.dissolved:
        raise Refused("unknown-organisation", clause="二(一)2", field="data.body", org=body)
    if found.role not in ZONE_BODIES:
        by = ", ".join(sorted(role.value for role in ZONE_BODIES))
        raise Refused("body-of-the-right-kind", clause="二(三)1", field="data.body", role=found.role.value, by=by)
    if context.entity not in found.platforms:
        raise Refused("body-answers-for-platform", clause="二(三)1", field="data.body", body=body, zone=context.entity)
