"""Zone (联动创新区): from the plaque through operation and rectification to exit. 三, 四(一), 四(四)

Established by reaction to the plaque, operating once its plan is filed, withdrawn only by an approved exit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import zone_rules as rules
from domain.facts import ZoneFact
from domain.kernel import ZONE_BODIES, Command, Context, Decider, Event, Role, Text, out_of_turn
from domain.zone_values import EvaluationId, Foundation, Rectification, Report


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
    | Withdrawn
)


class Establish(Foundation, Command, name="zone.establish", by={Role.OFFICE}, clause="二(三)3", opens=True):
    """Begin the zone whose plaque was unveiled (a reaction)."""


class FileConstructionPlan(Report, Command, name="zone.file-construction-plan", by=ZONE_BODIES, clause="四(一)"):
    """File the construction plan, or a new edition of it."""


class OrderRectification(Command, name="zone.order-rectification", by={Role.OFFICE}, clause="四(四)"):
    """Order what must be put right after an evaluation of 不合格 (a reaction)."""

    evaluation: EvaluationId
    requirements: Text


class ReportRectification(Report, Command, name="zone.report-rectification", by=ZONE_BODIES, clause="四(四)"):
    """Report what was put right."""


class AcceptRectification(Command, name="zone.accept-rectification", by={Role.OFFICE}, clause="四(四)", human=True):
    """Accept what was reported."""

    reason: Text


class FailRectification(Command, name="zone.fail-rectification", by={Role.OFFICE}, clause="四(四)", human=True):
    """Find that things were not put right: reported but not good enough, or not reported by the due date."""

    reason: Text


class Withdraw(Command, name="zone.withdraw", by={Role.OFFICE}, clause="四(四)"):
    """Withdraw the zone on an approved exit (a reaction)."""

    evaluation: EvaluationId


ZoneCommand = (
    Establish
    | FileConstructionPlan
    | OrderRectification
    | ReportRectification
    | AcceptRectification
    | FailRectification
    | Withdraw
)


class Status(StrEnum):
    """获批 -> 运行 -> 整改 -> 运行 or 退出."""

    NEW = "new"
    ESTABLISHED = "established"
    OPERATING = "operating"
    RECTIFYING = "rectifying"
    WITHDRAWN = "exited"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a zone, and others about their business with it, rest on."""

    status: Status = Status.NEW
    body: str = ""
    industries: frozenset[str] = frozenset()
    planned: bool = False
    rectification: Rectification = Rectification.NONE
    due: date | None = None
    failed_evaluations: frozenset[str] = frozenset()


def evolve(state: State, event: ZoneEvent) -> State:
    """The zone after the event."""
    match event:
        case Established():
            return State(Status.ESTABLISHED, event.body, frozenset(event.industries))
        case ConstructionPlanFiled():
            status = Status.OPERATING if state.status is Status.ESTABLISHED else state.status
            return replace(state, status=status, planned=True)
        case RectificationOrdered():
            return replace(
                state,
                status=Status.RECTIFYING,
                rectification=Rectification.ORDERED,
                due=event.due,
                failed_evaluations=state.failed_evaluations | {event.evaluation},
            )
        case RectificationReported():
            return replace(state, rectification=Rectification.REPORTED)
        case RectificationAccepted():
            back = Status.OPERATING if state.planned else Status.ESTABLISHED
            return replace(state, status=back, rectification=Rectification.ACCEPTED, due=None)
        case RectificationFailed():
            return replace(state, rectification=Rectification.FAILED, due=None)
        case Withdrawn():
            return replace(state, status=Status.WITHDRAWN, due=None)
        case _:
            assert_never(event)


def decide(command: ZoneCommand, state: State, context: Context) -> list[ZoneEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.status:
        case Establish(), Status.NEW:
            rules.plaque_is_unveiled(command, context)
            return [Established(**dict(command))]
        case FileConstructionPlan(), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.body_runs_the_zone(state, command, context)
            return [ConstructionPlanFiled(**dict(command))]
        case OrderRectification(), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            due = rules.rectification_follows_a_failed_evaluation(state, command, context)
            return [RectificationOrdered(evaluation=command.evaluation, requirements=command.requirements, due=due)]
        case ReportRectification(), Status.RECTIFYING:
            rules.body_runs_the_zone(state, command, context)
            rules.rectification_is_open(state)
            return [RectificationReported(**dict(command))]
        case AcceptRectification(), Status.RECTIFYING:
            rules.rectification_is_reported(state)
            return [RectificationAccepted(reason=command.reason)]
        case FailRectification(), Status.RECTIFYING:
            rules.rectification_is_reported_or_overdue(state, context)
            return [RectificationFailed(reason=command.reason)]
        case Withdraw(), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.exit_is_approved(command.evaluation, context)
            return [Withdrawn(evaluation=command.evaluation)]
        case _:
            raise out_of_turn(command, state.status)


def fact(state: State) -> ZoneFact | None:
    """What others may know of the zone."""
    if state.status is Status.NEW:
        return None
    return ZoneFact(
        body=state.body,
        industries=state.industries,
        withdrawn=state.status is Status.WITHDRAWN,
        operating=state.status is Status.OPERATING,
        rectifying=state.status is Status.RECTIFYING,
        failed_rectification=state.rectification is Rectification.FAILED,
        failed_evaluations=state.failed_evaluations,
    )


STEPS = (ReportRectification, AcceptRectification, FailRectification)
"""They rest on the order before them; reactions bear the date of their cause. 四(四)"""

zone = Decider("zone", State(), evolve, decide, fact=fact, in_order=STEPS)
