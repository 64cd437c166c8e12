"""What can be asked for of a lead (招商线索), from the first report to production. 三(四)"""

from __future__ import annotations

from domain.kernel import Command, OrgId, Text, ZoneId
from domain.lead_likeness import Suspicion
from domain.lead_values import (
    Assessment,
    CloseReason,
    Contract,
    Documents,
    Incentive,
    Interest,
    LeadId,
    Milestone,
    Percent,
    Position,
    Progress,
    Project,
    ReleaseReason,
)

CLAUSE = "三(四)"


class Share(Project, Command, name="lead.share", clause=CLAUSE, opens=True):
    """Share a lead; whoever shares it is its first reporter."""


class FlagDuplicate(Suspicion, Command, name="lead.flag-duplicate", clause=CLAUSE):
    """Flag the lead as a suspected duplicate of an earlier one of the same investor (the office's robot)."""


class ConfirmDuplicate(Command, name="lead.confirm-duplicate", clause=CLAUSE, human=True):
    """Find that the lead is the earlier one over again."""

    earlier: LeadId
    reason: Text


class DismissDuplicate(Command, name="lead.dismiss-duplicate", clause=CLAUSE, human=True):
    """Find that the two leads are two projects."""

    earlier: LeadId
    reason: Text


class Assess(Assessment, Command, name="lead.assess", clause=CLAUSE):
    """Say whether the lead is followed up and whether it is a major one."""


class Claim(Interest, Command, name="lead.claim", clause=CLAUSE):
    """Claim the lead for the sender's zone."""


class Award(Command, name="lead.award", clause=CLAUSE, human=True):
    """Award the lead to one of the zones that claim it."""

    zone: ZoneId
    reason: Text


class DiscloseInvestor(Command, name="lead.disclose-investor", clause=CLAUSE, human=True):
    """Disclose the investor to the zone that holds the lead, as its first reporter."""

    zone: ZoneId
    note: Text | None = None


class ReportProgress(Progress, Command, name="lead.report-progress", clause=CLAUSE):
    """Report what the holder did."""


class ProposeTransfer(Command, name="lead.propose-transfer", clause=CLAUSE, human=True):
    """Offer the lead that the sender's zone holds; `source_percent` None leaves the split to the rulebook."""

    zone: ZoneId
    receiver: ZoneId
    source_percent: Percent | None = None
    reason: Text


class AcceptTransfer(Command, name="lead.accept-transfer", clause=CLAUSE, human=True):
    """Take the lead over, signing the split that was proposed."""

    zone: ZoneId
    source_percent: Percent | None = None


class DeclineTransfer(Command, name="lead.decline-transfer", clause=CLAUSE, human=True):
    """Do not take the lead over."""

    zone: ZoneId
    reason: Text


class WithdrawTransfer(Command, name="lead.withdraw-transfer", clause=CLAUSE, human=True):
    """Take the proposal back."""

    zone: ZoneId
    reason: Text


class PromiseIncentive(Incentive, Command, name="lead.promise-incentive", clause=CLAUSE, human=True):
    """Promise the investor an incentive, naming its fair-competition review."""


class Release(Command, name="lead.release", clause=CLAUSE):
    """Give the lead back (holder) or take a claim back (claimant); the office does so where the zone was withdrawn."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None = None


class Lapse(Command, name="lead.lapse", clause=CLAUSE):
    """Let the zone's hold lapse, because protection ended or nothing was reported (the office's robot)."""

    zone: ZoneId


class Sign(Contract, Command, name="lead.sign", clause=CLAUSE):
    """Report the contract signed on the effective date."""


class BreakGround(Milestone, Command, name="lead.break-ground", clause=CLAUSE):
    """Report that ground was broken on the effective date."""


class Commission(Milestone, Command, name="lead.commission", clause=CLAUSE):
    """Report that production began on the effective date."""


class Dispute(Position, Command, name="lead.dispute", clause=CLAUSE, human=True):
    """Dispute whose the lead is: as its holder or a claimant (naming the zone), or as its first reporter."""


class Rule(Command, name="lead.rule", clause=CLAUSE, human=True):
    """Rule on what is disputed: for a zone that holds or claims the lead, or for a first reporter."""

    zone: ZoneId | None = None
    reporter: OrgId | None = None
    reason: Text
    documents: Documents


class Close(Command, name="lead.close", clause=CLAUSE):
    """End the lead, as its holder (naming the zone) or as the office."""

    zone: ZoneId | None = None
    reason: CloseReason
    note: Text


LeadCommand = (
    Share
    | FlagDuplicate
    | ConfirmDuplicate
    | DismissDuplicate
    | Assess
    | Claim
    | Award
    | DiscloseInvestor
    | ReportProgress
    | ProposeTransfer
    | AcceptTransfer
    | DeclineTransfer
    | WithdrawTransfer
    | PromiseIncentive
    | Release
    | Lapse
    | Sign
    | BreakGround
    | Commission
    | Dispute
    | Rule
    | Close
)
