"""What a trial (联动试验) has come to. 三(三)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.facts import TrialFact
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
from domain.trial.values import Result


class Stage(StrEnum):
    """障碍 -> 方案 -> 批准 -> 启动 (-> 中止 -> 恢复) -> 结题 -> 认定."""

    NEW = "new"
    RAISED = "obstacle-raised"
    PROPOSED = "trial-proposed"
    APPROVED = "trial-approved"
    REFUSED = "trial-refused"
    RUNNING = "trial-running"
    SUSPENDED = "trial-suspended"
    LAPSED = "trial-lapsed"
    CONCLUDED = "trial-concluded"
    RECOGNISED = "innovation-recognised"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a trial rest on.

    `zone` raised the obstacle; `zones` are its partner zones; `joined` are the sections and partner zones that agreed,
    each as (category, id); `controllable` is None until the risk is assessed, and again once the trial was suspended.
    """

    stage: Stage = Stage.NEW
    zone: str = ""
    zones: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    lead_department: str = ""
    departments: frozenset[str] = frozenset()
    joined: frozenset[tuple[str, str]] = frozenset()
    controllable: bool | None = None
    until: date | None = None
    result: Result | None = None

    @property
    def started(self) -> bool:
        """Whether it was ever under way."""
        return self.stage in {Stage.RUNNING, Stage.SUSPENDED}

    @property
    def awaited(self) -> frozenset[tuple[str, str]]:
        """The partners that have not agreed yet."""
        sections = {("organisation", section) for section in self.sections}
        return frozenset(sections | {("zone", zone) for zone in self.zones}) - self.joined


def evolve(state: State, event: TrialEvent) -> State:
    """The trial after the event."""
    match event:
        case ObstacleRaised():
            return State(Stage.RAISED, zone=event.zone)
        case Proposed():
            return proposed(event)
        case Joined(section=section, zone=zone):
            partner = ("organisation", section or "") if zone is None else ("zone", zone)
            return replace(state, joined=state.joined | {partner})
        case PartnerLeft(zone=zone):
            return replace(state, zones=state.zones - {zone})
        case RiskAssessed() | RiskReassessed():
            return replace(state, controllable=event.controllable)
        case Approved(until=until):
            return replace(state, stage=Stage.APPROVED, until=until)
        case ProposalRefused():
            return replace(state, stage=Stage.REFUSED)
        case Started() | Resumed():
            return replace(state, stage=Stage.RUNNING)
        case ProgressReported():
            return state
        case Suspended(zone=zone):
            return replace(state, stage=Stage.SUSPENDED, controllable=None, zones=state.zones - {zone or ""})
        case Lapsed():
            return replace(state, stage=Stage.LAPSED)
        case Concluded(result=result):
            return replace(state, stage=Stage.CONCLUDED, result=result)
        case InnovationRecognised():
            return replace(state, stage=Stage.RECOGNISED)
        case _:
            assert_never(event)


def proposed(event: Proposed) -> State:
    """A proposal begins anew: nobody has agreed to it and its risk is not assessed."""
    return State(
        Stage.PROPOSED,
        zone=event.zone,
        zones=frozenset(event.partner_zones),
        sections=frozenset(event.sections),
        lead_department=event.lead_department,
        departments=frozenset(event.departments),
    )


def fact(state: State) -> TrialFact | None:
    """What others may know of the trial."""
    if state.stage is Stage.NEW:
        return None
    return TrialFact(recognised=state.stage is Stage.RECOGNISED)
