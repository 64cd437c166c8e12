"""What a lead (招商线索) leaves to be done, and by whom. 三(四)

A dispute and a suspected duplicate wait beside the lead's own tasks: they outlast whatever becomes of the hold.
"""

from __future__ import annotations

from domain import lead as leads
from domain.envelope import Recorded
from projections.inbox.tasks import OFFICE, Who, is_party, nothing_waits, party, settled, the_end, waits
from projections.kernel import Change, Changes, On, on

DISPUTE, DUPLICATE = "dispute", "duplicate"


def reporter(recorded: Recorded) -> Who:
    """The first reporter of the lead."""
    return party("lead", recorded.entity)


def zone(zone_id: str) -> Who:
    """The body of a zone that the lead's event names."""
    return party("zone", zone_id)


def shared(event: leads.Shared, recorded: Recorded) -> Changes:
    """The office assesses it."""
    yield is_party(recorded, event.reporter)
    yield waits(recorded, leads.Assess, OFFICE)


def lead_assessed(event: leads.Assessed, recorded: Recorded) -> Changes:
    """Assessed; a shelved lead waits for nobody."""
    yield settled(recorded, leads.Assess) if event.follow_up else nothing_waits(recorded)


def claimed(event: leads.Claimed, recorded: Recorded) -> Changes:
    """The first reporter decides between the claims."""
    yield waits(recorded, leads.Award, reporter(recorded), zone=event.zone)


def claim_withdrawn(event: leads.ClaimWithdrawn, recorded: Recorded) -> Changes:
    """One claim less to decide on."""
    yield settled(recorded, leads.Award, event.zone)


def in_hand(recorded: Recorded, zone_id: str) -> tuple[Change, ...]:
    """The first reporter tells the new holder the investor; the holder reports progress."""
    return (
        nothing_waits(recorded),
        waits(recorded, leads.DiscloseInvestor, reporter(recorded)),
        waits(recorded, leads.ReportProgress, zone(zone_id)),
    )


def awarded(event: leads.Awarded, recorded: Recorded) -> Changes:
    """确定承接."""
    yield from in_hand(recorded, event.zone)


def investor_disclosed(_event: leads.InvestorDisclosed, recorded: Recorded) -> Changes:
    """The holder knows with whom it deals."""
    yield settled(recorded, leads.DiscloseInvestor)


def progressed(event: leads.Progressed, recorded: Recorded) -> Changes:
    """The holder reports progress again and again."""
    yield waits(recorded, leads.ReportProgress, zone(event.zone))


def transfer_proposed(event: leads.TransferProposed, recorded: Recorded) -> Changes:
    """The receiver accepts, or declines."""
    yield waits(recorded, leads.AcceptTransfer, zone(event.receiver))


def transfer_ended(_event: leads.TransferDeclined | leads.TransferWithdrawn, recorded: Recorded) -> Changes:
    """Nobody waits for an answer any more."""
    yield settled(recorded, leads.AcceptTransfer)


def transferred(event: leads.Transferred, recorded: Recorded) -> Changes:
    """流转: the receiver is the holder."""
    yield from in_hand(recorded, event.receiver)


def signed(event: leads.Signed, recorded: Recorded) -> Changes:
    """签约: the project is to be built."""
    yield nothing_waits(recorded)
    yield waits(recorded, leads.BreakGround, zone(event.zone))


def landed(event: leads.Landed, recorded: Recorded) -> Changes:
    """落地: it is to produce."""
    yield nothing_waits(recorded)
    yield waits(recorded, leads.Commission, zone(event.zone))


def disputed(_event: leads.Disputed, recorded: Recorded) -> Changes:
    """The office rules."""
    yield waits(recorded, leads.Rule, OFFICE, beside=DISPUTE)


def ruled(event: leads.Ruled, recorded: Recorded) -> Changes:
    """首谈争议裁定: another holder, or another first reporter, or neither."""
    yield settled(recorded, leads.Rule, beside=DISPUTE)
    if event.reporter is not None:
        yield is_party(recorded, event.reporter)
    if event.moves and event.zone is not None:
        yield from in_hand(recorded, event.zone)


def duplicate_flagged(event: leads.DuplicateFlagged, recorded: Recorded) -> Changes:
    """A person of the office looks whether it is the earlier lead over again."""
    yield waits(recorded, leads.ConfirmDuplicate, OFFICE, which=event.earlier, beside=DUPLICATE)


def duplicate_judged(event: leads.DuplicateConfirmed | leads.DuplicateDismissed, recorded: Recorded) -> Changes:
    """认定, 排除."""
    yield settled(recorded, leads.ConfirmDuplicate, event.earlier, beside=DUPLICATE)


def closed(_event: leads.Closed, recorded: Recorded) -> Changes:
    """终止: a closed lead is disputed by nobody, and no duplicate of anything."""
    yield nothing_waits(recorded)
    yield nothing_waits(recorded, DUPLICATE)


LEADS: tuple[On, ...] = (
    on(leads.Shared, shared),
    on(leads.DuplicateFlagged, duplicate_flagged),
    on(leads.DuplicateConfirmed, duplicate_judged),
    on(leads.DuplicateDismissed, duplicate_judged),
    on(leads.Assessed, lead_assessed),
    on(leads.Claimed, claimed),
    on(leads.ClaimWithdrawn, claim_withdrawn),
    on(leads.Awarded, awarded),
    on(leads.InvestorDisclosed, investor_disclosed),
    on(leads.Progressed, progressed),
    on(leads.TransferProposed, transfer_proposed),
    on(leads.TransferDeclined, transfer_ended),
    on(leads.TransferWithdrawn, transfer_ended),
    on(leads.Transferred, transferred),
    on(leads.Released, the_end),
    on(leads.ClaimLapsed, the_end),
    on(leads.Signed, signed),
    on(leads.Landed, landed),
    on(leads.Commissioned, the_end),
    on(leads.Disputed, disputed),
    on(leads.Ruled, ruled),
    on(leads.Closed, closed),
)
