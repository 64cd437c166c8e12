"""What can happen to a trial (联动试验), in the order of its life. 三(三)"""

from __future__ import annotations

from datetime import date

from domain.experience_values import Innovation
from domain.kernel import Event, OrgId, Text, ZoneId
from domain.trial.values import Assessment, Conclusion, Obstacle, Permission, Proposal, Report


class ObstacleRaised(Obstacle, Event, name="trial.obstacle-raised"):
    """提出障碍, by `zone`."""

    zone: ZoneId


class Proposed(Proposal, Event, name="trial.proposed"):
    """提出试验方案 of the zone that raised the obstacle; a new one replaces what stood before."""

    zone: ZoneId


class Joined(Event, name="trial.joined"):
    """同意参与: a partner section, or a partner zone, takes part."""

    section: OrgId | None
    zone: ZoneId | None


class PartnerLeft(Event, name="trial.partner-left"):
    """参与方退出: a partner zone was withdrawn; the trial goes on without it."""

    zone: ZoneId
    reason: Text


class RiskAssessed(Assessment, Event, name="trial.risk-assessed"):
    """风险评估 of the proposal; the latest counts."""


class RiskReassessed(Assessment, Event, name="trial.risk-reassessed"):
    """再评估 of a trial that is approved, under way or suspended."""


class Approved(Permission, Event, name="trial.approved"):
    """批准开展, by the leading group: the trial of `zone`, which raised the obstacle."""

    zone: ZoneId


class ProposalRefused(Event, name="trial.refused"):
    """不予批准: the proposal may be made anew."""

    reason: Text


class Started(Event, name="trial.started"):
    """同步启动 on the legal date `since`, in section and zone alike; `until` is its last day."""

    zone: ZoneId
    since: date
    until: date


class ProgressReported(Report, Event, name="trial.progress-reported"):
    """报告进展 of the trial of `zone`, by whichever partner."""

    zone: ZoneId


class Suspended(Event, name="trial.suspended"):
    """中止: `zone` is the zone whose withdrawal stopped it, if one did.

    `resumable` is false where that is the zone that raised the obstacle: the trial can then only be concluded.
    """

    zone: ZoneId | None
    resumable: bool
    reason: Text


class Resumed(Event, name="trial.resumed"):
    """恢复 in the zone that raised the obstacle and in the section; the last day stays."""

    zone: ZoneId
    until: date
    reason: Text


class Lapsed(Event, name="trial.lapsed"):
    """失效: the zone that raised the obstacle was withdrawn before the trial started."""

    reason: Text


class Concluded(Conclusion, Event, name="trial.concluded"):
    """结题."""


class InnovationRecognised(Innovation, Event, name="trial.innovation-recognised"):
    """认定创新成果: the catalogue takes it up as Chongqing's own, under the id of the trial."""


TrialEvent = (
    ObstacleRaised
    | Proposed
    | Joined
    | PartnerLeft
    | RiskAssessed
    | RiskReassessed
    | Approved
    | ProposalRefused
    | Started
    | ProgressReported
    | Suspended
    | Resumed
    | Lapsed
    | Concluded
    | InnovationRecognised
)
