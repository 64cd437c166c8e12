"""Working days (工作日): Monday to Friday. Public holidays are not taken out, and what is shown says so."""

from __future__ import annotations

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(start: date, days: int) -> date:
    """The last day of a period of working days that begins on the day after `start`."""
    due = start
    remaining = days
    while remaining:
        due += timedelta(days=1)
        remaining -= due.weekday() < SATURDAY
    return due
