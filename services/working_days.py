"""The Chinese calendar of working days: what the State Council announces for each year, from a maintained package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chinese_calendar  # type: ignore[import-untyped]  # the package ships no types
from chinese_calendar.constants import (  # type: ignore[import-untyped]  # as above
    holidays,
    in_lieu_days,
    workdays,
)

from domain.calendar import WEEKDAYS

if TYPE_CHECKING:
    from datetime import date

YEARS = frozenset(day.year for days in (holidays, in_lieu_days, workdays) for day in days)
"""The years whose holidays the package knows; the next year's are announced each November."""


class ChineseCalendar:
    """Holidays are free, make-up days are worked; of a year it does not know, Monday to Friday count."""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day."""
        return bool(chinese_calendar.is_workday(day)) if self.knows(day.year) else WEEKDAYS.is_working_day(day)

    def knows(self, year: int) -> bool:
        """Whether that year's holidays are known."""
        return year in YEARS


CHINESE = ChineseCalendar()
