"""Deadlines: how each clock stands, and who was late, for ever. 系统约定 10"""

from __future__ import annotations

from datetime import date

from domain.deadline import (
    Breached,
    Cancelled,
    Expired,
    Kind,
    Met,
    Resumed,
    Started,
    Stopped,
    Warned,
    deadline_id,
)
from projections.deadlines import deadlines, overdue
from projections.kernel import Projection
from tests.projections.cast import (
    AUDITOR,
    BODY,
    DEC_1,
    HOLDER,
    LEAD,
    NOV_2,
    OTHER_BODY,
    SECTION,
    ZONE,
    made,
    two_zones,
)
from tests.projections.story import Story

CLOCK, DUE = deadline_id(Kind.PROGRESS, LEAD), date(2021, 11, 16)
NOV_17, NOV_20 = date(2021, 11, 17), date(2021, 11, 20)
STARTED = made(
    Started,
    kind=Kind.PROGRESS,
    case=LEAD,
    run=1,
    org=BODY,
    zone=ZONE,
    since=NOV_2,
    days=10,
    due=DUE,
    warn_on=date(2021, 11, 12),
    rulebook="illustrative-1",
    by_weekdays=False,
)
BREACHED = made(Breached, kind=Kind.PROGRESS, case=LEAD, run=1, org=BODY, zone=ZONE, due=DUE)
WHO = ("office", AUDITOR, SECTION, HOLDER, BODY, OTHER_BODY)


def test_a_clock_shows_what_is_due_of_whom_by_when(story: Story) -> None:
    story.tell("deadline", CLOCK, STARTED)
    assert story.rows(deadlines) == [
        {
            "deadline": CLOCK,
            "clock": "progress-clock",
            "category": "lead",
            "case": LEAD,
            "org": BODY,
            "zone": ZONE,
            "stage": "clock-running",
            "since": NOV_2,
            "days": 10,
            "due": DUE,
            "warn_on": date(2021, 11, 12),
            "warned": None,
            "remaining": None,
            "settled": None,
            "late": None,
            "run": 1,
            "rulebook": "illustrative-1",
            "by_weekdays": False,
        }
    ]


def test_a_stopped_clock_is_shown_as_stopped_with_the_days_that_are_left(story: Story) -> None:
    story.tell("deadline", CLOCK, STARTED, Warned(run=1, due=DUE), Stopped(cause=2, remaining=6))
    row = story.row(deadlines, "stage", "due", "warn_on", "remaining")
    assert row == {"stage": "clock-stopped", "due": None, "warn_on": None, "remaining": 6}
    again = Resumed(cause=3, due=DEC_1, overdue_from=DEC_1, warn_on=NOV_20, by_weekdays=False)
    story.tell("deadline", CLOCK, again)
    row = story.row(deadlines, "stage", "due", "warn_on", "warned", "remaining")
    assert row == {"stage": "clock-running", "due": DEC_1, "warn_on": NOV_20, "warned": None, "remaining": None}


def test_the_end_of_a_clock_shows_how_it_ended(story: Story) -> None:
    ends = (Met(run=1, cause=9, late=0), Cancelled(run=1, cause=9), made(Expired, run=1))
    for number, end in enumerate(ends):
        story.tell("deadline", f"protection-period--lead-{number}", STARTED)
        story.tell("deadline", f"protection-period--lead-{number}", end, on=NOV_17)
    shown = [(row["stage"], row["settled"], row["late"]) for row in story.rows(deadlines)]
    assert shown == [("clock-met", NOV_17, 0), ("clock-cancelled", NOV_17, None), ("clock-expired", NOV_17, None)]


def test_who_was_late_stays_written_down_after_it_was_done_and_the_clock_started_anew(story: Story) -> None:
    story.tell("deadline", CLOCK, STARTED)
    story.tell("deadline", CLOCK, BREACHED, on=NOV_17)
    assert story.row(deadlines, "stage", "due") == {"stage": "overdue", "due": DUE}
    story.tell("deadline", CLOCK, Met(run=1, cause=4, late=4), STARTED.model_copy(update={"run": 2}), on=NOV_20)
    assert story.row(deadlines, "stage", "run") == {"stage": "clock-running", "run": 2}
    row = story.row(overdue, "deadline", "run", "org", "due", "breached", "settled", "late")
    assert row == {
        "deadline": CLOCK,
        "run": 1,
        "org": BODY,
        "due": DUE,
        "breached": NOV_17,
        "settled": NOV_20,
        "late": 4,
    }


def test_what_was_never_done_and_is_asked_no_more_is_shown_without_days(story: Story) -> None:
    story.tell("deadline", CLOCK, STARTED, BREACHED, Cancelled(run=1, cause=7))
    assert story.row(overdue, "breached", "settled", "late") == {"breached": NOV_17, "settled": NOV_2, "late": None}


def readers(story: Story, view: Projection) -> set[str]:
    """Whoever sees the row."""
    return {org for org in WHO if story.rows(view, "deadline", viewer=org)}


def test_a_clock_is_seen_by_whom_it_binds_its_zone_the_office_and_auditors(registered: Story) -> None:
    two_zones(registered)
    registered.tell("deadline", CLOCK, STARTED.model_copy(update={"org": HOLDER}))
    registered.tell("deadline", CLOCK, BREACHED.model_copy(update={"org": HOLDER}))
    assert readers(registered, deadlines) == {"office", AUDITOR, HOLDER, BODY}
    assert readers(registered, overdue) == {"office", AUDITOR, HOLDER, BODY}
