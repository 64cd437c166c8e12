"""Clocks (期限): which there are, how long each runs, whom it binds, and what settles it. 系统约定 10"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.kernel import SEPARATOR
from domain.values import Parameters

CLAUSE = "系统约定 10"

CaseId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(--[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=120)
]
"""The id of the case that a clock belongs to, single or composite."""
Position = Annotated[int, Field(ge=1)]
"""The place of an event in the log."""
Run = Annotated[int, Field(ge=1)]
"""A clock that starts again counts its runs from 1."""


class Kind(StrEnum):
    """The clocks of section 二(三), 三(四), 四(一), 四(四), each the first part of its deadlines' ids."""

    CHECK = "check-clock"
    CORRECTION = "correction-clock"
    REVIEW = "review-clock"
    PLENARY = "plenary-clock"
    RECTIFICATION = "rectification-clock"
    APPEAL = "appeal-period"
    RESPONSE = "response-clock"
    ASSESSMENT = "assessment-clock"
    FEEDBACK = "feedback-clock"
    PROGRESS = "progress-clock"
    PROTECTION = "protection-period"
    ANSWER = "answer-clock"


class Responsible(StrEnum):
    """Whom a clock binds."""

    OFFICE = "clock-of-office"
    APPLICANT = "clock-of-applicant"
    BODY = "clock-of-body"
    REPORTER = "clock-of-reporter"
    NAMED = "clock-of-named"


class Ending(StrEnum):
    """What becomes of a clock that runs when its case starts it once more."""

    KEPT = "clock-kept"
    SETTLED = "clock-settled"
    REPLACED = "clock-replaced"


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of clock.

    `days`: the rulebook's parameter, None where the starting event says until when; `major_days`: another one from the
    amount of a major lead on. `long`: counted in calendar days, not working days. `duty`: to let it run out is a
    breach; otherwise a right or a protection expires. `settles`: the commands that do what is asked.
    """

    category: str
    days: str | None
    responsible: Responsible
    settles: tuple[str, ...]
    long: bool = False
    duty: bool = True
    major_days: str | None = None

    def days_under(self, parameters: Parameters, amount: int | None) -> int:
        """How many days the rulebook gives; `amount` in fen where it matters."""
        major = self.major_days is not None and amount is not None and amount >= parameters.major_lead_from
        days: int = getattr(parameters, (self.major_days if major else self.days) or "")
        return days


OFFICE, APPLICANT, BODY = Responsible.OFFICE, Responsible.APPLICANT, Responsible.BODY
CLOCKS: Mapping[Kind, Terms] = {
    Kind.CHECK: Terms("application", "eligibility_days", OFFICE, ("application.check-eligibility",)),
    Kind.CORRECTION: Terms("application", None, APPLICANT, ("application.supplement",)),
    Kind.REVIEW: Terms("application", "review_days", OFFICE, ("application.review", "application.shortlist")),
    Kind.PLENARY: Terms("application", "plenary_days", OFFICE, ("application.deliberate",)),
    Kind.RECTIFICATION: Terms("zone", None, BODY, ("zone.report-rectification",), long=True),
    Kind.APPEAL: Terms("evaluation", None, BODY, ("evaluation.appeal",), duty=False),
    Kind.RESPONSE: Terms("lead", "lead_response_days", OFFICE, ("lead.assess",)),
    Kind.ASSESSMENT: Terms(
        "lead", "lead_assessment_days", OFFICE, ("lead.assess",), major_days="major_lead_assessment_days"
    ),
    Kind.FEEDBACK: Terms("lead", "lead_feedback_days", Responsible.REPORTER, ("lead.award",)),
    Kind.PROGRESS: Terms("lead", "lead_progress_days", BODY, ("lead.report-progress",)),
    Kind.PROTECTION: Terms("lead", None, BODY, ("lead.sign",), long=True, duty=False),
    Kind.ANSWER: Terms("matter", None, Responsible.NAMED, ("matter.answer",)),
}
"""Every clock that the rulebook sets or an event names. 系统约定 5, 10"""


def deadline_id(kind: Kind, case: str) -> str:
    """A case has one clock of a kind, which may run several times."""
    return f"{kind.value}{SEPARATOR}{case}"
