"""The inbox says by when what waits is due: by the clock that runs for it. 系统约定 10"""

from __future__ import annotations

from datetime import date

from domain.application.events import CorrectionRequested, Supplemented
from domain.deadline import Breached, Kind, Met, Resumed, Started, Stopped, deadline_id
from projections.inbox import inbox
from tests.projections.cast import CASE, FILED, LEAD, MAY_6, NOV_2, SHARED, made
from tests.projections.story import Story

DUE, LATER = date(2021, 11, 16), date(2021, 12, 7)


def clock(kind: Kind, case: str, due: date = DUE) -> Started:
    """A clock that starts."""
    return made(Started, kind=kind, case=case, due=due)


def dues(story: Story) -> dict[str, date | None]:
    """By when each command is due."""
    return {row["command"]: row["due"] for row in story.rows(inbox)}


def test_what_waits_is_due_when_its_clock_runs_out_and_stays_so_when_it_is_late(story: Story) -> None:
    story.tell("lead", LEAD, SHARED)
    assert dues(story) == {"lead.assess": None}
    name = deadline_id(Kind.ASSESSMENT, LEAD)
    story.tell("deadline", name, clock(Kind.ASSESSMENT, LEAD))
    assert dues(story) == {"lead.assess": DUE}
    story.tell("deadline", name, made(Breached, kind=Kind.ASSESSMENT, case=LEAD, due=DUE))
    assert dues(story) == {"lead.assess": DUE}
    story.tell("deadline", name, Met(run=1, cause=3, late=1))
    assert dues(story) == {"lead.assess": None}


def test_of_two_clocks_that_one_command_settles_the_earlier_counts(story: Story) -> None:
    story.tell("lead", LEAD, SHARED)
    story.tell("deadline", deadline_id(Kind.ASSESSMENT, LEAD), clock(Kind.ASSESSMENT, LEAD))
    story.tell("deadline", deadline_id(Kind.RESPONSE, LEAD), clock(Kind.RESPONSE, LEAD, NOV_2))
    assert dues(story) == {"lead.assess": NOV_2}


def test_a_clock_that_stands_still_makes_nothing_due(story: Story) -> None:
    story.tell("application", CASE, FILED)
    name = deadline_id(Kind.CHECK, CASE)
    story.tell("deadline", name, clock(Kind.CHECK, CASE))
    assert dues(story) == {"application.check-eligibility": DUE}
    story.tell("application", CASE, CorrectionRequested(missing=("图",), days=10, due=MAY_6))
    story.tell("deadline", name, Stopped(cause=2, remaining=6))
    assert dues(story)["application.supplement"] == MAY_6, "its own event names the day"
    story.tell("application", CASE, Supplemented(answer="已补", documents=(), boundary=None))
    again = Resumed(cause=3, due=LATER, overdue_from=LATER, warn_on=None, by_weekdays=False)
    story.tell("deadline", name, again)
    assert dues(story) == {"application.check-eligibility": LATER}
