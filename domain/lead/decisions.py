"""What comes of each command to a lead (招商线索), stage by stage. 三(四)"""

from __future__ import annotations

from datetime import timedelta

from domain.kernel import Context, out_of_turn
from domain.lead import dispute_rules, duplicate_rules, holder_rules, rules, transfer_rules
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
from domain.lead.state import UNDER_CONTRACT, Stage, State

NEGOTIATED = (Stage.AWARDED, Stage.SIGNED, Stage.LANDED)
"""The holder is at work on it."""
TAKEN = (*NEGOTIATED, Stage.COMMISSIONED)
LIVING = (Stage.OPEN, Stage.SHELVED, *TAKEN)
UNFINISHED = (Stage.OPEN, Stage.SHELVED, *NEGOTIATED)


def decide(command: LeadCommand, state: State, context: Context) -> list[LeadEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Share(), Stage.NEW:
            rules.may_be_shared(command, context)
            return [Shared(reporter=context.actor.org, **vars(command))]
        case FlagDuplicate(), stage if stage in LIVING:
            duplicate_rules.may_be_flagged(state, command, context)
            return [DuplicateFlagged(**vars(command))]
        case ((ConfirmDuplicate() | DismissDuplicate()), stage) if stage in LIVING:
            return [judged(command, state)]
        case Assess(), Stage.OPEN | Stage.SHELVED:
            rules.office_or_first_reporter(state, context)
            rules.major_by_amount(state, command, context)
            return [Assessed(**vars(command))]
        case Claim(zone=zone), Stage.OPEN:
            rules.zone_may_claim(state, zone, context)
            return [Claimed(**vars(command))]
        case Award(zone=zone, reason=reason), Stage.OPEN:
            until = rules.may_be_awarded(state, zone, context)
            return [Awarded(zone=zone, reason=reason, since=context.effective, protected_until=until)]
        case ((Claim() | Award()), stage) if stage in TAKEN:
            raise rules.held_already(state)
        case DiscloseInvestor(zone=zone), stage if stage in NEGOTIATED:
            holder_rules.may_be_disclosed(state, zone, context)
            return [InvestorDisclosed(**vars(command))]
        case ReportProgress(zone=zone), stage if stage in NEGOTIATED:
            rules.holder_acts(state, zone, context)
            return [Progressed(dated=context.effective, **vars(command))]
        case ProposeTransfer(), Stage.AWARDED:
            return [offered(command, state, context)]
        case AcceptTransfer(), Stage.AWARDED:
            return [transferred(command, state, context)]
        case DeclineTransfer(zone=zone, reason=reason), Stage.AWARDED:
            offer = transfer_rules.receiver_answers(state, zone, context)
            return [TransferDeclined(giver=offer.giver, receiver=zone, reason=reason)]
        case WithdrawTransfer(zone=zone, reason=reason), Stage.AWARDED:
            offer = transfer_rules.source_withdraws(state, zone, context)
            return [TransferWithdrawn(giver=zone, receiver=offer.receiver, reason=reason)]
        case PromiseIncentive(), stage if stage in NEGOTIATED:
            holder_rules.may_be_promised(state, command, context)
            return [IncentivePromised(**vars(command))]
        case Release(zone=zone), Stage.AWARDED if zone == state.holder:
            since = rules.hold_ends(state, zone, context)
            rules.release_is_for_its_reason(state, command, context)
            return [Released(since=since, **vars(command))]
        case Release(zone=zone), stage if stage in LIVING and zone != state.holder:
            rules.claim_ends(state, zone, context)
            rules.release_is_for_its_reason(state, command, context)
            return [ClaimWithdrawn(**vars(command))]
        case Lapse(zone=zone), Stage.AWARDED:
            return [lapsed(state, zone, context)]
        case Sign(zone=zone), Stage.AWARDED:
            holder_rules.may_be_signed(state, zone, context)
            return [Signed(dated=context.effective, **vars(command))]
        case BreakGround(zone=zone), Stage.SIGNED:
            holder_rules.follows_the_step_before(state, zone, context)
            return [Landed(since=context.effective, **vars(command))]
        case Commission(zone=zone), Stage.LANDED:
            holder_rules.follows_the_step_before(state, zone, context)
            return [Commissioned(since=context.effective, **vars(command))]
        case Dispute(), stage if stage in LIVING:
            dispute_rules.party_disputes(state, command, context)
            return [Disputed(disputant=context.actor.org, **vars(command))]
        case Rule(), stage if stage in LIVING:
            return [ruling(command, state, context)]
        case Close(zone=zone), stage if stage in UNFINISHED:
            rules.may_be_closed(state, zone, context)
            return [Closed(**vars(command))]
        case _:
            raise out_of_turn(command, state.stage)


def judged(command: ConfirmDuplicate | DismissDuplicate, state: State) -> DuplicateConfirmed | DuplicateDismissed:
    """What a person found of a suspected duplicate."""
    duplicate_rules.is_suspected(state, command.earlier)
    kind = DuplicateConfirmed if isinstance(command, ConfirmDuplicate) else DuplicateDismissed
    return kind(earlier=command.earlier, reason=command.reason)


def offered(command: ProposeTransfer, state: State, context: Context) -> TransferProposed:
    """The offer, with the split that the holder proposes, if it proposes one."""
    transfer_rules.may_be_proposed(state, command.zone, command.receiver, context)
    return TransferProposed(
        giver=command.zone,
        receiver=command.receiver,
        source_percent=command.source_percent,
        reason=command.reason,
    )


def lapsed(state: State, zone: str, context: Context) -> ClaimLapsed:
    """The end of a hold by itself, on the legal date of the lapse."""
    due, reason = rules.hold_has_lapsed(state, zone, context)
    return ClaimLapsed(zone=zone, reason=reason, due=due, since=context.effective)


def transferred(command: AcceptTransfer, state: State, context: Context) -> Transferred:
    """The transfer, with the split that both signed, or else the rulebook's. 系统约定 5"""
    offer = transfer_rules.may_be_accepted(state, command, context)
    numbers = rules.parameters(context)
    agreed = offer.source_percent is not None
    return Transferred(
        giver=offer.giver,
        receiver=offer.receiver,
        source_percent=numbers.source_share_percent if offer.source_percent is None else offer.source_percent,
        agreed=agreed,
        since=context.effective,
        protected_until=context.effective + timedelta(days=numbers.protection_days),
    )


def ruling(command: Rule, state: State, context: Context) -> Ruled:
    """The ruling, and what it changes: the hand, or the first reporter; whoever holds under protection has it anew."""
    dispute_rules.may_be_ruled(state, command, context)
    holds = command.zone or state.holder
    protected = holds is not None and state.stage not in UNDER_CONTRACT
    days = timedelta(days=rules.parameters(context).protection_days)
    until = context.effective + days if protected else None
    return Ruled(former=state.holder, since=context.effective, protected_until=until, **vars(command))
