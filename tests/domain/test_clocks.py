"""What happens to a case starts, stops and settles its clocks, once, however often it is told. 系统约定 9, 10"""

from __future__ import annotations

from datetime import date, timedelta

from domain import lead, matter
from domain.application import Returned, Supplemented, Withdrawn
from domain.application.events import CorrectionRequested
from domain.application.values import Outcome
from domain.deadline import CLOCKS, Breached, Expired, Kind, Stage, deadline_id
from domain.envelope import Recorded
from domain.evaluation import Appealed, Graded
from domain.kernel import Event
from domain.matter_values import EscalationReason
from domain.reactions import clocks_after
from domain.zone import Established, RectificationFailed, RectificationOrdered, RectificationReported
from tests.domain.applications import CONFIRMED, ENDORSED, ENTITY, FILED, PANEL, SHORTLISTED, findings, minutes
from tests.domain.examples import example
from tests.domain.journal import Journal
from tests.domain.leads import AWARDED, CLAIMED, RELEASED, SHARED, SHELVED, SIGNED
from tests.domain.scenarios import COMMERCE, COMMITTEE, OTHER_PLATFORM, PLATFORM

DAY = date(2021, 11, 2)
LEAD, MATTER = "lead-1", "matter-1"
DELIVERIES = 3


def begun() -> Journal:
    """A journal in which the two zones stand."""
    journal = Journal()
    for zone_id in (PLATFORM, OTHER_PLATFORM):
        journal.seed("zone", zone_id, example(Established).model_copy(update={"body": COMMITTEE}), on=DAY)
    return journal


def told(journal: Journal, category: str, entity: str, *events: Event, on: date = DAY) -> None:
    """These events happen, and the clocks are told of each three times."""
    for event in events:
        (recorded,) = journal.seed(category, entity, event, on=on)
        for _ in range(DELIVERIES):
            journal.tell_clocks(recorded)


def stages(journal: Journal, case: str) -> dict[Kind, Stage]:
    """Where the clocks of a case stand."""
    found = {kind: journal.state("deadline", deadline_id(kind, case)).stage for kind in Kind}
    return {kind: stage for kind, stage in found.items() if stage is not Stage.NEW}


def happened(journal: Journal, kind: Kind, case: str) -> list[str]:
    """What happened to one clock."""
    return [each.type.partition(".")[2] for each in journal.of("deadline", deadline_id(kind, case))]


def ran_out(journal: Journal, kind: Kind, case: str) -> Recorded:
    """The alarm of a clock went off and was heeded."""
    name = deadline_id(kind, case)
    state = journal.state("deadline", name)
    begun = state.started
    more = {"kind": kind, "case": case, "run": begun.run, "org": begun.org, "zone": begun.zone, "due": state.due}
    event = (Breached if CLOCKS[kind].duty else Expired).model_validate(more)
    (recorded,) = journal.seed("deadline", name, event, on=state.due + timedelta(days=1))
    return recorded


def changed(event: Event, **fields: object) -> Event:
    """The event with other fields."""
    return event.model_copy(update=fields)


CORRECT = example(CorrectionRequested).model_copy(update={"due": date(2021, 11, 16), "missing": ("boundary",)})
SUPPLEMENTED = example(Supplemented)


def test_the_check_of_an_application_stands_still_while_a_correction_is_open() -> None:
    journal = begun()
    told(journal, "application", ENTITY, FILED)
    assert stages(journal, ENTITY) == {Kind.CHECK: Stage.RUNNING}
    told(journal, "application", ENTITY, CORRECT, on=DAY + timedelta(days=2))
    assert stages(journal, ENTITY) == {Kind.CHECK: Stage.STOPPED, Kind.CORRECTION: Stage.RUNNING}
    told(journal, "application", ENTITY, SUPPLEMENTED, on=DAY + timedelta(days=9))
    assert stages(journal, ENTITY) == {Kind.CHECK: Stage.RUNNING, Kind.CORRECTION: Stage.MET}
    told(journal, "application", ENTITY, CONFIRMED, on=DAY + timedelta(days=10))
    assert happened(journal, Kind.CHECK, ENTITY) == ["started", "stopped", "resumed", "met"]


def test_an_application_goes_from_clock_to_clock_until_the_plenary() -> None:
    journal = begun()
    told(journal, "application", ENTITY, FILED, CONFIRMED, PANEL, SHORTLISTED, minutes(Outcome.DEFERRED))
    assert stages(journal, ENTITY) == {
        Kind.CHECK: Stage.MET,
        Kind.REVIEW: Stage.MET,
        Kind.PLENARY: Stage.RUNNING,
    }
    told(journal, "application", ENTITY, ENDORSED)
    assert stages(journal, ENTITY)[Kind.PLENARY] is Stage.MET


def test_a_deferred_deliberation_gives_the_plenary_its_time_anew() -> None:
    journal = begun()
    told(journal, "application", ENTITY, SHORTLISTED)
    told(journal, "application", ENTITY, minutes(Outcome.DEFERRED), on=DAY + timedelta(days=7))
    assert happened(journal, Kind.PLENARY, ENTITY) == ["started", "met", "started"]


def test_nothing_is_asked_of_an_application_that_was_returned_or_withdrawn() -> None:
    returned, withdrawn = begun(), begun()
    told(returned, "application", ENTITY, FILED, CORRECT, Returned(findings=findings()))
    assert stages(returned, ENTITY) == {Kind.CHECK: Stage.MET, Kind.CORRECTION: Stage.CANCELLED}
    told(withdrawn, "application", ENTITY, FILED, Withdrawn(reason="另行申报"))
    assert stages(withdrawn, ENTITY) == {Kind.CHECK: Stage.CANCELLED}


def test_a_lead_is_responded_to_assessed_and_answered_in_time() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED)
    assert stages(journal, LEAD) == {Kind.RESPONSE: Stage.RUNNING, Kind.ASSESSMENT: Stage.RUNNING}
    told(journal, "lead", LEAD, CLAIMED)
    assert stages(journal, LEAD)[Kind.RESPONSE] is Stage.MET
    assert stages(journal, LEAD)[Kind.FEEDBACK] is Stage.RUNNING
    told(journal, "lead", LEAD, SHELVED)
    assert stages(journal, LEAD)[Kind.ASSESSMENT] is Stage.MET
    assert stages(journal, LEAD)[Kind.FEEDBACK] is Stage.CANCELLED


def test_the_answer_to_a_claim_is_owed_until_no_claim_is_left() -> None:
    journal = begun()
    other = changed(CLAIMED, zone=OTHER_PLATFORM)
    told(journal, "lead", LEAD, SHARED, CLAIMED, other)
    gone = example(lead.ClaimWithdrawn)
    told(journal, "lead", LEAD, changed(gone, zone=OTHER_PLATFORM))
    assert stages(journal, LEAD)[Kind.FEEDBACK] is Stage.RUNNING
    told(journal, "lead", LEAD, changed(gone, zone=CLAIMED.zone))
    assert stages(journal, LEAD)[Kind.FEEDBACK] is Stage.CANCELLED


def test_a_holder_reports_again_and_again_until_it_signs() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED, AWARDED)
    assert stages(journal, LEAD)[Kind.PROGRESS] is Stage.RUNNING
    assert stages(journal, LEAD)[Kind.PROTECTION] is Stage.RUNNING
    progress = example(lead.Progressed).model_copy(update={"zone": AWARDED.zone})
    told(journal, "lead", LEAD, progress, on=DAY + timedelta(days=10))
    assert happened(journal, Kind.PROGRESS, LEAD) == ["started", "met", "started"]
    told(journal, "lead", LEAD, SIGNED, on=DAY + timedelta(days=12))
    assert stages(journal, LEAD)[Kind.PROGRESS] is stages(journal, LEAD)[Kind.PROTECTION] is Stage.MET
    told(journal, "lead", LEAD, progress, on=DAY + timedelta(days=30))
    assert stages(journal, LEAD)[Kind.PROGRESS] is Stage.MET, "after the contract nothing lapses for want of a report"


def test_a_dispute_ends_protection_and_a_ruling_gives_it_anew() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED, AWARDED, example(lead.Disputed))
    assert stages(journal, LEAD)[Kind.PROTECTION] is Stage.CANCELLED
    told(journal, "lead", LEAD, example(lead.Progressed).model_copy(update={"zone": AWARDED.zone}))
    assert stages(journal, LEAD)[Kind.PROGRESS] is Stage.CANCELLED, "while it is disputed, no report is due"
    ruled = example(lead.Ruled).model_copy(
        update={"zone": AWARDED.zone, "former": AWARDED.zone, "protected_until": date(2022, 2, 1)}
    )
    told(journal, "lead", LEAD, ruled)
    state = journal.state("deadline", deadline_id(Kind.PROTECTION, LEAD))
    assert (state.stage, state.due, state.started.zone) == (Stage.RUNNING, date(2022, 2, 1), AWARDED.zone)


def test_what_a_zone_gives_back_binds_it_no_longer() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED, AWARDED, RELEASED)
    assert stages(journal, LEAD)[Kind.PROGRESS] is Stage.CANCELLED
    assert stages(journal, LEAD)[Kind.PROTECTION] is Stage.CANCELLED


def test_a_rectification_is_reported_by_its_day() -> None:
    journal = begun()
    ordered = example(RectificationOrdered).model_copy(update={"due": date(2022, 5, 1)})
    told(journal, "zone", PLATFORM, ordered, example(RectificationReported), RectificationFailed(reason="未到位"))
    assert happened(journal, Kind.RECTIFICATION, PLATFORM) == ["started", "met"]


def test_a_grade_may_be_appealed_until_its_day() -> None:
    journal = begun()
    graded = example(Graded).model_copy(update={"appeal_by": date(2021, 11, 16)})
    told(journal, "evaluation", f"2021--{PLATFORM}", graded, example(Appealed))
    assert stages(journal, f"2021--{PLATFORM}") == {Kind.APPEAL: Stage.MET}
    assert journal.state("deadline", deadline_id(Kind.APPEAL, f"2021--{PLATFORM}")).started.zone == PLATFORM


ASSIGNED = matter.Assigned(assignee=COMMERCE, due=date(2021, 11, 12))


def test_a_matter_is_answered_by_whom_it_was_assigned_to() -> None:
    journal = begun()
    told(journal, "matter", MATTER, example(matter.Raised), ASSIGNED)
    assert journal.state("deadline", deadline_id(Kind.ANSWER, MATTER)).started.org == COMMERCE
    told(journal, "matter", MATTER, matter.Answered(assignee=COMMERCE, reply="可"), on=date(2021, 11, 15))
    assert happened(journal, Kind.ANSWER, MATTER) == ["started", "breached", "met"], "three days late"


def test_a_matter_that_nobody_answered_goes_up_once() -> None:
    journal = begun()
    told(journal, "matter", MATTER, example(matter.Raised), ASSIGNED)
    last = ran_out(journal, Kind.ANSWER, MATTER)
    for _ in range(DELIVERIES):
        journal.deliver(last)
    (escalated,) = [each for each in journal.entries if each.type == "matter.escalated"]
    assert isinstance(escalated.event, matter.Escalated)
    assert escalated.event.reason is EscalationReason.OVERDUE


def test_a_lead_of_which_nothing_was_reported_is_open_again() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED)
    told(journal, "lead", LEAD, AWARDED, on=AWARDED.since)
    last = ran_out(journal, Kind.PROGRESS, LEAD)
    for _ in range(DELIVERIES):
        for lapsed in journal.deliver(last):
            journal.tell_clocks(lapsed)
    assert journal.state("lead", LEAD).stage is lead.Stage.OPEN
    assert stages(journal, LEAD)[Kind.PROTECTION] is Stage.CANCELLED


def test_a_report_that_came_late_loses_nobody_a_lead() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED)
    told(journal, "lead", LEAD, AWARDED, on=AWARDED.since)
    late = AWARDED.since + timedelta(days=30)
    progress = example(lead.Progressed).model_copy(update={"zone": AWARDED.zone, "dated": late})
    told(journal, "lead", LEAD, progress, on=late)
    assert happened(journal, Kind.PROGRESS, LEAD) == ["started", "breached", "met", "started"]
    (breached,) = [each for each in journal.entries if each.type == "deadline.breached"]
    assert journal.deliver(breached) == []


def test_nothing_follows_where_the_lead_has_gone_on_meanwhile() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED, AWARDED)
    last = ran_out(journal, Kind.PROTECTION, LEAD)
    told(journal, "lead", LEAD, SIGNED)
    assert journal.deliver(last) == []


def test_events_of_other_categories_move_no_clock() -> None:
    (recorded,) = Journal().seed("lead", LEAD, example(lead.IncentivePromised))
    assert clocks_after(recorded) == []
