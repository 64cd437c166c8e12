"""Trial (联动试验): a zone and an FTZ section try a change of rule together, under control. 三(三)

From the obstacle through proposal, risk assessment and approval to the synchronous start, the conclusion and the
recognition, which brings an experience of the trial's own id. In order: `events`, `commands`, `state` (with evolve),
`decisions`, `rules`.
"""

from __future__ import annotations

from domain.kernel import Decider
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
from domain.trial.decisions import decide
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
from domain.trial.state import Stage, State, evolve, fact
from domain.trial.values import Crossing, Result

__all__ = [
    "Approve",
    "Approved",
    "AssessRisk",
    "Conclude",
    "Concluded",
    "Crossing",
    "InnovationRecognised",
    "Join",
    "Joined",
    "Lapsed",
    "ObstacleRaised",
    "PartnerLeft",
    "ProgressReported",
    "ProposalRefused",
    "Propose",
    "Proposed",
    "RaiseObstacle",
    "RecogniseInnovation",
    "Refuse",
    "ReportProgress",
    "Result",
    "Resume",
    "Resumed",
    "RiskAssessed",
    "RiskReassessed",
    "Stage",
    "Start",
    "Started",
    "State",
    "Suspend",
    "SuspendOnExit",
    "Suspended",
    "TrialCommand",
    "TrialEvent",
    "decide",
    "evolve",
    "fact",
    "trial",
]


def needs(command: TrialCommand, entity: str, state: State) -> frozenset[tuple[str, str]]:
    """The zones of the trial; and whether an experience goes by the id that a new one would take."""
    if isinstance(command, RaiseObstacle):
        return frozenset({("experience", entity)})
    return frozenset(("zone", zone) for zone in {state.zone, *state.zones} if zone)


STEPS = (
    Propose,
    Join,
    AssessRisk,
    Approve,
    Refuse,
    Start,
    Suspend,
    Resume,
    Conclude,
    RecogniseInnovation,
)
"""They rest on all that came before; reports are of the past, and reactions bear the date of their cause. 三(三)"""

trial = Decider("trial", State(), evolve, decide, fact=fact, needs=needs, in_order=STEPS)
