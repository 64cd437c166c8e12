"""What can happen to a lead (招商线索), from the first report to production. 三(四)"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from domain.kernel import Event, OrgId, Payload, Text, ZoneId
from domain.lead_likeness import Suspicion
from domain.lead_values import (
    Assessment,
    CloseReason,
    Contract,
    Documents,
    Incentive,
    Interest,
    LapseReason,
    LeadId,
    Milestone,
    Percent,
    Position,
    Progress,
    Project,
    ReleaseReason,
    investment_in_fen,
)


def day_in_the_envelope(payload: Payload) -> Payload:
    """The first versions left their legal date to the envelope, where a lead's rules cannot read it: it is unknown."""
    return payload | {"dated": None}


class Shared(Project, Event, name="lead.shared", version=2, upcasters={1: investment_in_fen}):
    """共享: `reporter` is the first reporter (首报)."""

    reporter: OrgId


class DuplicateFlagged(Suspicion, Event, name="lead.duplicate-flagged"):
    """疑似重复: the same investor's lead `earlier` came first. Both leads stay what they are."""


class DuplicateConfirmed(Event, name="lead.duplicate-confirmed"):
    """认定重复: a person found it so; the earlier lead keeps first place, and this one is awarded to nobody."""

    earlier: LeadId
    reason: Text


class DuplicateDismissed(Event, name="lead.duplicate-dismissed"):
    """排除重复: a person found that they are two projects."""

    earlier: LeadId
    reason: Text


class Assessed(Assessment, Event, name="lead.assessed"):
    """研判: worth following up or not, a major lead or not; the latest assessment counts."""


class Claimed(Interest, Event, name="lead.claimed"):
    """意向承接: a zone would take the lead."""


class ClaimWithdrawn(Event, name="lead.claim-withdrawn"):
    """撤回意向: a zone that does not hold the lead no longer claims it."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None


class Awarded(Event, name="lead.awarded"):
    """确定承接: exactly one zone negotiates from `since` on, protected up to and including `protected_until`."""

    zone: ZoneId
    reason: Text
    since: date
    protected_until: date


class InvestorDisclosed(Event, name="lead.investor-disclosed"):
    """披露投资方: to the zone that holds the lead, and to no other. Who it is stands in what was shared."""

    zone: ZoneId
    note: Text | None


class Progressed(Progress, Event, name="lead.progressed", version=2, upcasters={1: day_in_the_envelope}):
    """跟进 on the legal date `dated`: what the holder did and what comes next."""

    dated: date | None = None


class TransferProposed(Event, name="lead.transfer-proposed"):
    """提出流转: `giver`, which holds the lead, offers it, for `source_percent` of the benefit (None: not agreed)."""

    giver: ZoneId
    receiver: ZoneId
    source_percent: Percent | None
    reason: Text


class TransferDeclined(Event, name="lead.transfer-declined"):
    """谢绝流转: the receiver's no; the giver goes on holding the lead."""

    giver: ZoneId
    receiver: ZoneId
    reason: Text


class TransferWithdrawn(Event, name="lead.transfer-withdrawn"):
    """撤回流转: the giver takes its proposal back before it is accepted."""

    giver: ZoneId
    receiver: ZoneId
    reason: Text


class Transferred(Event, name="lead.transferred"):
    """流转: the receiver holds the lead from `since` on, with a protection of its own.

    利益分享: the giver has `source_percent` of the benefit, by agreement (`agreed`) or by the rulebook's default.
    """

    judged: ClassVar[tuple[str, ...]] = (
        "source_percent",
        "agreed",
    )
    giver: ZoneId
    receiver: ZoneId
    source_percent: Percent
    agreed: bool
    since: date
    protected_until: date


class IncentivePromised(Incentive, Event, name="lead.incentive-promised"):
    """承诺支持政策: what the holder promised the investor, and its fair-competition review (公平竞争审查)."""


class Released(Event, name="lead.released"):
    """释放 on the legal date `since`: the holder's hold ended; the lead is open again."""

    zone: ZoneId
    reason: ReleaseReason
    note: Text | None
    since: date


class ClaimLapsed(Event, name="lead.claim-lapsed"):
    """承接失效 on the legal date `since`: protection ended, or no report came, by `due`; the lead is open again."""

    zone: ZoneId
    reason: LapseReason
    due: date
    since: date


class Signed(Contract, Event, name="lead.signed", version=2, upcasters={1: day_in_the_envelope}):
    """签约 on the legal date `dated`, over `amount`."""

    dated: date | None = None


class Landed(Milestone, Event, name="lead.landed"):
    """落地: ground was broken on the legal date `since`."""

    since: date


class Commissioned(Milestone, Event, name="lead.commissioned"):
    """投产: production began on the legal date `since`."""

    since: date


class Disputed(Position, Event, name="lead.disputed"):
    """首谈争议: a party, for its zone or as first reporter, says whose the lead is; no hand changes meanwhile."""

    disputant: OrgId


class Ruled(Event, name="lead.ruled"):
    """首谈争议裁定 on the legal date `since`: the office finds for one zone, or for one first reporter.

    `former`: the zone that held the lead until then. A zone found for holds the lead from now on; a reporter found for
    is the first reporter from now on. Whoever then holds a lead not yet signed is protected until `protected_until`.
    """

    judged: ClassVar[tuple[str, ...]] = ("protected_until",)

    zone: ZoneId | None
    reporter: OrgId | None
    reason: Text
    documents: Documents
    former: ZoneId | None
    since: date
    protected_until: date | None

    @property
    def moves(self) -> bool:
        """Whether the lead passed into another hand."""
        return self.zone not in {None, self.former}


class Closed(Event, name="lead.closed"):
    """终止; `zone` is the holder that ended it, None if the office did."""

    zone: ZoneId | None
    reason: CloseReason
    note: Text


LeadEvent = (
    Shared
    | DuplicateFlagged
    | DuplicateConfirmed
    | DuplicateDismissed
    | Assessed
    | Claimed
    | ClaimWithdrawn
    | Awarded
    | InvestorDisclosed
    | Progressed
    | TransferProposed
    | TransferDeclined
    | TransferWithdrawn
    | Transferred
    | IncentivePromised
    | Released
    | ClaimLapsed
    | Signed
    | Landed
    | Commissioned
    | Disputed
    | Ruled
    | Closed
)
