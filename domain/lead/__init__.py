"""Lead (招商线索): an investor's project, shared once, owned at every moment, provable in every hand. 三(四)

Before the award it is the exchange's; then exactly one zone's, protected (首谈保护); released, lapsed, the exchange's
again; transferred or ruled upon, another zone's. In order: `events`, `commands`, `state` (with evolve), `decisions`,
`rules`.
"""

from __future__ import annotations

from domain.kernel import Decider
from domain.lead.commands import (
    AcceptTransfer,
    Assess,
    Award,
    BreakGround,
    Claim,
    Close,
    Commission,
    ConfirmDuplicate,
    DeclineTransfer,
    DiscloseInvestor,
    DismissDuplicate,
    Dispute,
    FlagDuplicate,
    Lapse,
    LeadCommand,
    PromiseIncentive,
    ProposeTransfer,
    Release,
    ReportProgress,
    Rule,
    Share,
    Sign,
    WithdrawTransfer,
)
from domain.lead.decisions import decide
from domain.lead.events import (
    Assessed,
    Awarded,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Closed,
    Commissioned,
    Disputed,
    DuplicateConfirmed,
    DuplicateDismissed,
    DuplicateFlagged,
    IncentivePromised,
    InvestorDisclosed,
    Landed,
    LeadEvent,
    Progressed,
    Released,
    Ruled,
    Shared,
    Signed,
    TransferDeclined,
    TransferProposed,
    Transferred,
    TransferWithdrawn,
)
from domain.lead.state import Stage, State, evolve, fact

__all__ = [
    "AcceptTransfer",
    "Assess",
    "Assessed",
    "Award",
    "Awarded",
    "BreakGround",
    "Claim",
    "ClaimLapsed",
    "ClaimWithdrawn",
    "Claimed",
    "Close",
    "Closed",
    "Commission",
    "Commissioned",
    "ConfirmDuplicate",
    "DeclineTransfer",
    "DiscloseInvestor",
    "DismissDuplicate",
    "Dispute",
    "Disputed",
    "DuplicateConfirmed",
    "DuplicateDismissed",
    "DuplicateFlagged",
    "FlagDuplicate",
    "IncentivePromised",
    "InvestorDisclosed",
    "Landed",
    "Lapse",
    "LeadCommand",
    "LeadEvent",
    "Progressed",
    "PromiseIncentive",
    "ProposeTransfer",
    "Release",
    "Released",
    "ReportProgress",
    "Rule",
    "Ruled",
    "Share",
    "Shared",
    "Sign",
    "Signed",
    "Stage",
    "State",
    "TransferDeclined",
    "TransferProposed",
    "TransferWithdrawn",
    "Transferred",
    "WithdrawTransfer",
    "decide",
    "evolve",
    "fact",
    "lead",
]


def needs(command: LeadCommand, _entity: str, state: State) -> frozenset[tuple[str, str]]:
    """Whether a lead may be taken over rests also on the zone that gives it."""
    if not isinstance(command, AcceptTransfer) or state.transfer is None:
        return frozenset()
    return frozenset({("zone", state.transfer.giver)})


STEPS = (AcceptTransfer, DeclineTransfer, WithdrawTransfer, Rule, ConfirmDuplicate, DismissDuplicate)
"""Each answers what was put before it and bears no earlier date; the holder's reports go on side by side. 三(四)"""

lead = Decider("lead", State(), evolve, decide, fact=fact, needs=needs, in_order=STEPS, keeps_rulebook=True)
