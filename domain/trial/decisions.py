"""What comes of each command to a trial (联动试验), stage by stage. 三(三)"""

from __future__ import annotations

from domain.kernel import Context, out_of_turn
from domain.trial import rules
from domain.trial.commands import (
    Approve,
    AssessRisk,
    Conclude,
    Join,
    Propose,
    RaiseObstacle,
    RecogniseInnovation,
    Refuse,
    ReportProgress,
    Resume,
    Start,
    Suspend,
    SuspendOnExit,
    TrialCommand,
)
from domain.trial.events import (
    Approved,
    Concluded,
    InnovationRecognised,
    Joined,
    Lapsed,
    ObstacleRaised,
    PartnerLeft,
    ProgressReported,
    ProposalRefused,
    Proposed,
    Resumed,
    RiskAssessed,
    RiskReassessed,
    Started,
    Suspended,
    TrialEvent,
)
from domain.trial.state import Stage, State

BEFORE_THE_START = frozenset({Stage.RAISED, Stage.PROPOSED, Stage.APPROVED})
OPEN = BEFORE_THE_START | {Stage.RUNNING, Stage.SUSPENDED}
"""What a withdrawn zone leaves behind. 四(四)"""


def decide(command: TrialCommand, state: State, context: Context) -> list[TrialEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case RaiseObstacle(zone=zone), Stage.NEW:
            rules.obstacle_may_be_raised(zone, context)
            return [ObstacleRaised(**dict(command))]
        case Propose(), Stage.RAISED | Stage.PROPOSED | Stage.APPROVED | Stage.REFUSED:
            rules.may_be_proposed(state, command, context)
            return [Proposed(zone=state.zone, **dict(command))]
        case Join(zone=zone), Stage.PROPOSED | Stage.APPROVED:
            rules.partner_may_join(state, zone, context)
            return [Joined(section=None if zone else context.actor.org, zone=zone)]
        case AssessRisk(), Stage.PROPOSED | Stage.APPROVED | Stage.RUNNING | Stage.SUSPENDED:
            rules.risk_is_assessed_by_the_lead_department(state, command, context)
            return assessed(command, state)
        case Approve(until=until), Stage.PROPOSED:
            rules.may_be_approved(state, until, context)
            return [Approved(zone=state.zone, **dict(command))]
        case Refuse(reason=reason), Stage.PROPOSED:
            return [ProposalRefused(reason=reason)]
        case Start(), Stage.APPROVED:
            until = rules.may_start(state, command, context)
            return [Started(zone=state.zone, since=context.effective, until=until)]
        case ReportProgress(), Stage.RUNNING:
            rules.partner_acts(state, context)
            return [ProgressReported(zone=state.zone, **dict(command))]
        case Suspend(reason=reason), Stage.RUNNING:
            rules.party_acts(state, context)
            return [Suspended(zone=None, resumable=True, reason=reason)]
        case SuspendOnExit(zone=zone), stage if stage in OPEN:
            rules.zone_of_the_trial_has_left(state, zone, context)
            return [left(command, state)]
        case Resume(reason=reason), Stage.SUSPENDED:
            until = rules.may_be_resumed(state, context)
            return [Resumed(zone=state.zone, until=until, reason=reason)]
        case Conclude(result=result), stage if stage in OPEN:
            rules.may_be_concluded(state, result, context)
            return [Concluded(**dict(command))]
        case RecogniseInnovation(), Stage.CONCLUDED:
            rules.innovation_may_be_recognised(state, command, context)
            return [InnovationRecognised(**dict(command))]
        case _:
            raise out_of_turn(command, state.stage)


def assessed(command: AssessRisk, state: State) -> list[TrialEvent]:
    """The assessment; what is under way and out of control stops with it. 三(三)"""
    if state.stage is Stage.PROPOSED:
        return [RiskAssessed(**dict(command))]
    found = RiskReassessed(**dict(command))
    if state.stage is not Stage.RUNNING or command.controllable:
        return [found]
    return [found, Suspended(zone=None, resumable=True, reason=command.reason)]


def left(command: SuspendOnExit, state: State) -> TrialEvent:
    """What a zone's withdrawal does to the trial: without the zone that raised the obstacle there is none. 四(四)"""
    zone, reason = command.zone, command.reason
    if state.stage is Stage.RUNNING or (state.stage is Stage.SUSPENDED and zone == state.zone):
        return Suspended(zone=zone, resumable=zone != state.zone, reason=reason)
    return Lapsed(reason=reason) if zone == state.zone else PartnerLeft(zone=zone, reason=reason)
