"""What can be asked for in a trial (联动试验), in the order of its life. 三(三)"""

from __future__ import annotations

from datetime import date

from domain.experience_values import Innovation
from domain.kernel import Command, Text, ZoneId
from domain.trial.values import Assessment, Conclusion, Obstacle, Permission, Proposal, Report

CLAUSE = "三(三)"


class RaiseObstacle(Obstacle, Command, name="trial.raise-obstacle", clause=CLAUSE, opens=True):
    """Raise what stands in the zone's way."""

    zone: ZoneId


class Propose(Proposal, Command, name="trial.propose", clause=CLAUSE):
    """Propose what would be tried and with whom, or propose it anew."""


class Join(Command, name="trial.join", clause=CLAUSE, human=True):
    """Agree to take part: a section for itself, a body for the partner zone that it names."""

    zone: ZoneId | None = None


class AssessRisk(Assessment, Command, name="trial.assess-risk", clause=CLAUSE, human=True):
    """Assess the risk, as the trial's lead department; a trial under way stops where it is out of control."""


class Approve(Permission, Command, name="trial.approve", clause=CLAUSE, human=True):
    """Enter the leading group's approval with the minutes."""


class Refuse(Command, name="trial.refuse", clause=CLAUSE, human=True):
    """Enter the leading group's refusal."""

    reason: Text


class Start(Command, name="trial.start", clause=CLAUSE, human=True):
    """Report the start, on one day in section and zone: the effective date."""

    in_section: date
    in_zone: date


class ReportProgress(Report, Command, name="trial.report-progress", clause=CLAUSE):
    """Report what was tried and what came of it."""


class Suspend(Command, name="trial.suspend", clause=CLAUSE):
    """Stop the trial for the time being; every party may, and the office, and a robot that watches for them."""

    reason: Text


class SuspendOnExit(Command, name="trial.suspend-on-exit", clause="四(四)"):
    """Stop the trial, or let it lapse or go on without a partner, because that zone was withdrawn (a reaction)."""

    zone: ZoneId
    reason: Text


class Resume(Command, name="trial.resume", clause=CLAUSE, human=True):
    """Let a suspended trial go on, its risk having been assessed anew."""

    reason: Text


class Conclude(Conclusion, Command, name="trial.conclude", clause=CLAUSE, human=True):
    """End the trial with its result, or give it up before it started."""


class RecogniseInnovation(Innovation, Command, name="trial.recognise-innovation", clause=CLAUSE, human=True):
    """Recognise what the trial brought as an innovation of Chongqing's."""


TrialCommand = (
    RaiseObstacle
    | Propose
    | Join
    | AssessRisk
    | Approve
    | Refuse
    | Start
    | ReportProgress
    | Suspend
    | SuspendOnExit
    | Resume
    | Conclude
    | RecogniseInnovation
)
