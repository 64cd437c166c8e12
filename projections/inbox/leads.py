"""What a lead (招商线索) leaves to be done, and by whom. 三(四)"""

from __future__ import annotations

from domain import lead as leads
from domain.envelope import Recorded
from projections.inbox.tasks import OFFICE, is_party, nothing_waits, party, settled, the_end, waits
from projections.kernel import Changes, On, on


def shared(event: leads.Shared, recorded: Recorded) -> Changes:
    """The office assesses it."""
    yield is_party(recorded, event.reporter)
    yield waits(recorded, leads.Assess, OFFICE)


def lead_assessed(event: leads.Assessed, recorded: Recorded) -> Changes:
    """Assessed; a shelved lead waits for nobody."""
    yield settled(recorded, leads.Assess) if event.follow_up else nothing_waits(recorded)


def claimed(event: leads.Claimed, recorded: Recorded) -> Changes:
    """The first reporter decides between the claims."""
    yield waits(recorded, leads.Award, party("lead", recorded.entity), zone=event.zone)


def claim_withdrawn(event: leads.ClaimWithdrawn, recorded: Recorded) -> Changes:
    """One claim less to decide on."""
    yield settled(recorded, leads.Award, event.zone)


def holder_reports(event: leads.Awarded | leads.Progressed, recorded: Recorded) -> Changes:
    """The holder reports progress, again and again."""
    if isinstance(event, leads.Awarded):
        yield nothing_waits(recorded)
    yield waits(recorded, leads.ReportProgress, party("zone", event.zone))


LEADS: tuple[On, ...] = (
    on(leads.Shared, shared),
    on(leads.Assessed, lead_assessed),
    on(leads.Claimed, claimed),
    on(leads.ClaimWithdrawn, claim_withdrawn),
    on(leads.Awarded, holder_reports),
    on(leads.Progressed, holder_reports),
    on(leads.Released, the_end),
    on(leads.Signed, the_end),
    on(leads.Closed, the_end),
)
