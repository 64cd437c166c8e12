"""What can be asked for in an application (申报), in the order of the procedure. 二(三)"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.application.values import Documents, Findings, Industries, Missing, Outcome, PanelMember, Statements
from domain.kernel import Command, Name, OrgId, Text
from domain.scoring import Scores
from domain.values import Boundary, Document, Instrument, PlatformKind, PlatformLevel


class File(Command, name="application.file", clause="二(三)1", opens=True):
    """Apply for the platform to become a zone: boundary, linked sections, industries, and the four contents."""

    name_zh: Name
    name_en: Name
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None = None
    sections: Annotated[tuple[OrgId, ...], Field(max_length=20)]
    industries: Industries
    boundary: Boundary
    contents: Statements


class RequestCorrection(Command, name="application.request-correction", clause="二(三)2"):
    """List what is missing; the correction clock starts."""

    missing: Missing


class Supplement(Command, name="application.supplement", clause="二(三)1"):
    """Supply what was missing; a boundary given here replaces the one filed."""

    answer: Text
    documents: Documents = ()
    boundary: Boundary | None = None


class CheckEligibility(Command, name="application.check-eligibility", clause="二(三)2", human=True):
    """Enter the findings on all five conditions; one that is not met returns the application."""

    findings: Findings


class AppointPanel(Command, name="application.appoint-panel", clause="二(三)2"):
    """Appoint the expert panel, each member with a declaration of interests."""

    members: Annotated[tuple[PanelMember, ...], Field(max_length=50)]


class Recuse(Command, name="application.recuse", clause="四(三)"):
    """Take an expert off the panel; the office may name the replacement at once."""

    expert: OrgId
    reason: Text
    replacement: PanelMember | None = None


class AppointExpert(Command, name="application.appoint-expert", clause="二(三)2"):
    """Fill a vacancy on the panel."""

    member: PanelMember


class Review(Command, name="application.review", clause="二(三)2", human=True):
    """Score every indicator of the admission rubric, with a reason for each."""

    scores: Scores


class Shortlist(Command, name="application.shortlist", clause="二(三)2", human=True):
    """Propose the application to the leading group."""

    reason: Text


class Decline(Command, name="application.decline", clause="二(三)2", human=True):
    """Leave the application out of the proposal."""

    reason: Text


class Deliberate(Command, name="application.deliberate", clause="二(三)2", human=True):
    """Enter the leading group's decision with the minutes of the plenary."""

    outcome: Outcome
    meeting: Name
    minutes: Document
    reason: Text


class Approve(Command, name="application.approve", clause="二(三)3", human=True):
    """Approve, giving the instrument that carries the approval."""

    instrument: Instrument
    reason: Text


class Reject(Command, name="application.reject", clause="二(三)3", human=True):
    """Do not approve."""

    reason: Text
    instrument: Instrument | None = None


class UnveilPlaque(Command, name="application.unveil-plaque", clause="二(三)3", human=True):
    """Unveil the plaque; `notice` is the paper by which the approval was made known, where there is one."""

    notice: Instrument | None = None


class Withdraw(Command, name="application.withdraw", clause="二(三)1"):
    """Take the application back, before it is approved."""

    reason: Text


ApplicationCommand = (
    File
    | RequestCorrection
    | Supplement
    | CheckEligibility
    | AppointPanel
    | Recuse
    | AppointExpert
    | Review
    | Shortlist
    | Decline
    | Deliberate
    | Approve
    | Reject
    | UnveilPlaque
    | Withdraw
)
