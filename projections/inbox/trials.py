"""What a trial (联动试验) leaves to be done, and by whom. 三(三)"""

from __future__ import annotations

from domain import trial
from domain.envelope import Recorded
from projections.inbox.tasks import OFFICE, Who, is_party, nothing_waits, party, settled, the_end, waits
from projections.kernel import Changes, On, on


def raised(event: trial.ObstacleRaised, recorded: Recorded) -> Changes:
    """The zone says what it would try."""
    yield waits(recorded, trial.Propose, party("zone", event.zone))


def proposed(event: trial.Proposed, recorded: Recorded) -> Changes:
    """Every section and partner zone agrees, and the lead department assesses the risk."""
    yield nothing_waits(recorded)
    yield is_party(recorded, event.lead_department)
    yield waits(recorded, trial.AssessRisk, party("trial", recorded.entity))
    for section in event.sections:
        yield waits(recorded, trial.Join, Who(org=section))
    for zone in event.partner_zones:
        yield waits(recorded, trial.Join, party("zone", zone), zone=zone)


def joined(event: trial.Joined, recorded: Recorded) -> Changes:
    """One partner less to agree."""
    yield settled(recorded, trial.Join, event.section if event.zone is None else event.zone)


def gone(event: trial.PartnerLeft, recorded: Recorded) -> Changes:
    """A zone that has left agrees to nothing."""
    yield settled(recorded, trial.Join, event.zone)


def assessed(event: trial.RiskAssessed, recorded: Recorded) -> Changes:
    """The office enters what the leading group decides: out of control, it can only refuse."""
    yield settled(recorded, trial.AssessRisk)
    yield settled(recorded, trial.Refuse if event.controllable else trial.Approve)
    yield waits(recorded, trial.Approve if event.controllable else trial.Refuse, OFFICE)


def approved(event: trial.Approved, recorded: Recorded) -> Changes:
    """The zone starts it together with the section; who has not agreed yet still does."""
    yield settled(recorded, trial.Approve)
    yield waits(recorded, trial.Start, party("zone", event.zone))


def started(event: trial.Started, recorded: Recorded) -> Changes:
    """The zone reports progress, and concludes by the last day."""
    yield nothing_waits(recorded)
    yield waits(recorded, trial.ReportProgress, party("zone", event.zone))
    yield waits(recorded, trial.Conclude, party("zone", event.zone), due=event.until)


def reported(event: trial.ProgressReported, recorded: Recorded) -> Changes:
    """And reports again, since the latest report."""
    yield waits(recorded, trial.ReportProgress, party("zone", event.zone))


def reassessed(_event: trial.RiskReassessed, recorded: Recorded) -> Changes:
    """The risk is assessed; what is suspended still waits for the office."""
    yield settled(recorded, trial.AssessRisk)


def suspended(event: trial.Suspended, recorded: Recorded) -> Changes:
    """Before the office lets it go on its risk is assessed anew; without its zone the office concludes it."""
    yield nothing_waits(recorded)
    if event.resumable:
        yield waits(recorded, trial.AssessRisk, party("trial", recorded.entity))
    yield waits(recorded, trial.Resume if event.resumable else trial.Conclude, OFFICE)


def resumed(event: trial.Resumed, recorded: Recorded) -> Changes:
    """The zone reports on and concludes."""
    yield nothing_waits(recorded)
    yield waits(recorded, trial.ReportProgress, party("zone", event.zone))
    yield waits(recorded, trial.Conclude, party("zone", event.zone), due=event.until)


def concluded(event: trial.Concluded, recorded: Recorded) -> Changes:
    """What brought something is recognised."""
    yield nothing_waits(recorded)
    if event.result in {trial.Result.SUCCEEDED, trial.Result.PARTLY}:
        yield waits(recorded, trial.RecogniseInnovation, OFFICE)


TRIALS: tuple[On, ...] = (
    on(trial.ObstacleRaised, raised),
    on(trial.Proposed, proposed),
    on(trial.Joined, joined),
    on(trial.PartnerLeft, gone),
    on(trial.RiskAssessed, assessed),
    on(trial.RiskReassessed, reassessed),
    on(trial.Approved, approved),
    on(trial.ProposalRefused, the_end),
    on(trial.Started, started),
    on(trial.ProgressReported, reported),
    on(trial.Suspended, suspended),
    on(trial.Resumed, resumed),
    on(trial.Lapsed, the_end),
    on(trial.Concluded, concluded),
    on(trial.InnovationRecognised, the_end),
)
