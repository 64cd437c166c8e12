"""Days left are counted when a row is read: working days, or calendar days of a long period. 系统约定 10"""

from __future__ import annotations

from datetime import date

from services.projector.remaining import with_days_left

FRIDAY = date(2021, 9, 17)


def row(kind: str, stage: str, due: date | None, remaining: int | None = None) -> dict[str, object]:
    return {"clock": kind, "stage": stage, "due": due, "remaining": remaining}


def left(*rows: dict[str, object], today: date = FRIDAY) -> list[object]:
    return [each["remaining"] for each in with_days_left("deadlines", list(rows), today)]


def test_a_clock_that_runs_shows_the_working_days_that_are_left() -> None:
    running = row("check-clock", "clock-running", date(2021, 10, 8))
    assert left(running) == [10], "over two holidays, with two days worked in their place"
    assert left(running, today=date(2021, 10, 8)) == [0]


def test_an_overdue_clock_has_none_left() -> None:
    assert left(row("check-clock", "overdue", date(2021, 9, 1))) == [0]


def test_a_long_period_is_counted_in_calendar_days() -> None:
    assert left(row("protection-period", "clock-running", date(2021, 12, 16))) == [90]
    assert left(row("protection-period", "overdue", date(2021, 9, 1))) == [0]


def test_a_stopped_clock_keeps_what_it_had_and_one_that_ended_has_nothing() -> None:
    assert left(row("check-clock", "clock-stopped", None, 6), row("check-clock", "clock-met", FRIDAY)) == [6, None]


def test_other_views_are_left_as_they_are() -> None:
    rows = [{"lead": "x"}]
    assert with_days_left("leads", rows, FRIDAY) is rows
