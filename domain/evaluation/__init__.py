"""Evaluation (综合评估与退出): one zone's scores and grade in a year, and, where it must be, its exit. 四(四)

Nobody is withdrawn without an evaluation, a hearing (听取意见) and the government's approval. In order: `events`,
`commands`, `state` (with evolve), `decisions`, `rules`.
"""

from __future__ import annotations

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
from domain.evaluation.decisions import decide
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
from domain.evaluation.state import AFTER_DELIBERATION, Stage, State, evolve, fact, kept_rulebook
from domain.kernel import Decider

__all__ = [
    "AFTER_DELIBERATION",
    "AppealDecided",
    "Appealed",
    "ApproveExit",
    "Conclude",
    "Concluded",
    "DecideAppeal",
    "DeliberateExit",
    "EvaluationCommand",
    "EvaluationEvent",
    "ExitApproved",
    "ExitDeliberated",
    "ExitProposed",
    "ExitRejected",
    "GradeZone",
    "Graded",
    "Hear",
    "Heard",
    "LodgeAppeal",
    "ProposeExit",
    "RejectExit",
    "Score",
    "Scored",
    "SelfAssess",
    "SelfAssessed",
    "Stage",
    "State",
    "decide",
    "evaluation",
    "evolve",
    "fact",
]

STEPS = (
    SelfAssess,
    GradeZone,
    LodgeAppeal,
    DecideAppeal,
    ProposeExit,
    Hear,
    DeliberateExit,
    ApproveExit,
    RejectExit,
    Conclude,
)
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
