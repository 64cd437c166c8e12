"""What an application (申报) leaves to be done, and by whom. 二(三)"""

from __future__ import annotations

from domain.application import commands as asks
from domain.application import events as filings
from domain.application.values import Outcome
from domain.envelope import Recorded
from projections.inbox.tasks import (
    GOVERNMENT,
    OFFICE,
    Who,
    applicant,
    is_party,
    nothing_waits,
    office,
    settled,
    the_end,
    then,
    waits,
)
from projections.kernel import Changes, On, on


def filed(event: filings.Filed, recorded: Recorded) -> Changes:
    """The office checks what was filed."""
    yield is_party(recorded, event.applicant)
    yield waits(recorded, asks.CheckEligibility, OFFICE)


def correction_requested(event: filings.CorrectionRequested, recorded: Recorded) -> Changes:
    """The applicant supplies what is missing, by the day it is due."""
    yield nothing_waits(recorded)
    yield waits(recorded, asks.Supplement, applicant(recorded), due=event.due)


def panel_appointed(event: filings.PanelAppointed, recorded: Recorded) -> Changes:
    """Every expert of the panel reviews."""
    yield nothing_waits(recorded)
    for member in event.members:
        yield waits(recorded, asks.Review, Who(org=member.expert))


def expert_recused(event: filings.ExpertRecused, recorded: Recorded) -> Changes:
    """The office fills the vacancy."""
    yield settled(recorded, asks.Review, event.expert)
    yield waits(recorded, asks.AppointExpert, OFFICE)


def expert_appointed(event: filings.ExpertAppointed, recorded: Recorded) -> Changes:
    """The new expert reviews."""
    yield settled(recorded, asks.AppointExpert)
    yield waits(recorded, asks.Review, Who(org=event.member.expert))


def reviewed(event: filings.Reviewed, recorded: Recorded) -> Changes:
    """From the first review on the office is to make a shortlist of it; the rules say when enough are in."""
    yield settled(recorded, asks.Review, event.expert)
    yield waits(recorded, asks.Shortlist, OFFICE)


def deliberated(event: filings.Deliberated, recorded: Recorded) -> Changes:
    """Endorsed: to the government. Deferred: to the next plenary. Rejected: the end."""
    yield nothing_waits(recorded)
    if event.outcome is Outcome.ENDORSED:
        yield waits(recorded, asks.Approve, GOVERNMENT)
    elif event.outcome is Outcome.DEFERRED:
        yield waits(recorded, asks.Deliberate, OFFICE)


APPLICATIONS: tuple[On, ...] = (
    on(filings.Filed, filed),
    on(filings.CorrectionRequested, correction_requested),
    on(filings.Supplemented, then(asks.CheckEligibility, office)),
    on(filings.EligibilityConfirmed, then(asks.AppointPanel, office)),
    on(filings.Returned, the_end),
    on(filings.PanelAppointed, panel_appointed),
    on(filings.ExpertRecused, expert_recused),
    on(filings.ExpertAppointed, expert_appointed),
    on(filings.Reviewed, reviewed),
    on(filings.Shortlisted, then(asks.Deliberate, office)),
    on(filings.Declined, the_end),
    on(filings.Deliberated, deliberated),
    on(filings.Approved, then(asks.UnveilPlaque, office)),
    on(filings.Rejected, the_end),
    on(filings.PlaqueUnveiled, the_end),
    on(filings.Withdrawn, the_end),
)
