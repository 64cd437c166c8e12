"""Working days (工作日), by a calendar that comes in from outside: holidays and make-up days move every year.

The domain itself knows no holidays; without a calendar it counts Monday to Friday.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Calendar(Protocol):
    """Tells working days from others."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        ...

    def knows(self, year: int) -> bool:
        """Whether the year's holidays are known; of a year that is not, Monday to Friday count."""
        ...


class Weekdays:
    """Monday to Friday; no year's holidays are known."""

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday."""
        return day.weekday() < SATURDAY

    def knows(self, _year: int) -> bool:
        """No year."""
        return False


WEEKDAYS = Weekdays()


def working_days_after(calendar: Calendar, start: date, days: int) -> date:
    """The last day of a period of working days that begins on the day after `start`."""
    due = start
    remaining = days
    while remaining:
        due += ONE_DAY
        remaining -= calendar.is_working_day(due)
    return due


def working_days_before(calendar: Calendar, end: date, days: int) -> date:
    """The working day after which so many working days are left up to and including `end`."""
    day = end
    remaining = days
    while remaining or not calendar.is_working_day(day):
        remaining -= calendar.is_working_day(day)
        day -= ONE_DAY
    return day


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """Working days from the day after `start` up to and including `end`; 0 where `end` is no later."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def by_weekdays(calendar: Calendar, start: date, end: date) -> bool:
    """Whether a period reaches into a year whose holidays nobody has told the calendar."""
    return not all(calendar.knows(year) for year in range(start.year, end.year + 1))
