"""What comes of each command to a zone (联动创新区), status by status. 三, 四(一), 四(四)"""

from __future__ import annotations

from domain.kernel import Context, out_of_turn
from domain.zone import rules
from domain.zone.commands import (
    AcceptRectification,
    AdjustBoundary,
    Establish,
    FailRectification,
    FileConstructionPlan,
    LiftRectification,
    OrderRectification,
    ReplaceBody,
    ReportRectification,
    Withdraw,
    ZoneCommand,
)
from domain.zone.events import (
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    Established,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    Withdrawn,
    ZoneEvent,
)
from domain.zone.state import State, Status


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
        case LiftRectification(evaluation=evaluation), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.evaluation_fails_no_longer(state, evaluation, context)
            return [RectificationLifted(evaluation=evaluation)]
        case AdjustBoundary(), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.adjustments_follow_in_time(state.bounded, context)
            return [BoundaryAdjusted(since=context.effective, **dict(command))]
        case ReplaceBody(body=body), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.body_may_run_the_zone(state, body, context)
            rules.adjustments_follow_in_time(state.entrusted, context)
            return [BodyReplaced(former=state.body, since=context.effective, **dict(command))]
        case Withdraw(), Status.ESTABLISHED | Status.OPERATING | Status.RECTIFYING:
            rules.exit_is_approved(command.evaluation, context)
            return [Withdrawn(evaluation=command.evaluation)]
        case _:
            raise out_of_turn(command, state.status)
