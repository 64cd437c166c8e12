"""The legal dates of the procedures. Public: the plan's date and the day of the first plaques. The rest is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.scenario.facts import facts


@dataclass(frozen=True, slots=True)
class Dates:
    """The legal dates of one procedure."""

    filed: date
    checked: date
    panel: date
    shortlisted: date
    plenary: date
    approved: date
    plaque: date
    planned: date


def _first_launch() -> date:
    launched = facts().batch(1).launched
    assert launched is not None, "the day of the first batch is public"
    return launched


FIRST = Dates(
    filed=date(2021, 5, 17),
    checked=date(2021, 6, 4),
    panel=date(2021, 6, 15),
    shortlisted=date(2021, 7, 23),
    plenary=date(2021, 8, 26),
    approved=date(2021, 10, 18),
    plaque=_first_launch(),
    planned=date(2021, 12, 6),
)
SECOND = Dates(
    filed=date(2022, 9, 5),
    checked=date(2022, 9, 20),
    panel=date(2022, 10, 10),
    shortlisted=date(2022, 11, 11),
    plenary=date(2022, 12, 16),
    approved=date(2023, 2, 20),
    plaque=date(2023, 3, 15),
    planned=date(2023, 4, 17),
)
INVENTED = Dates(
    filed=date(2021, 6, 21),
    checked=date(2021, 7, 2),
    panel=date(2021, 7, 12),
    shortlisted=date(2021, 8, 13),
    plenary=date(2021, 8, 26),
    approved=date(2021, 11, 22),
    plaque=date(2021, 12, 15),
    planned=date(2022, 1, 17),
)
