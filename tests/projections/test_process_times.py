"""Process timing: days in each stage, by case and by the organisation that moved it on. For the office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain import matter
from domain.delegation import Assessed, Requested
from projections.process_times import organisation_times, stage_times
from tests.projections.cast import AUDITOR, BODY, HOLDER, ITEM, NOV_2, SECTION, ZONE, made
from tests.projections.story import Story

NOV_5, NOV_12, NOV_15 = date(2021, 11, 5), date(2021, 11, 12), date(2021, 11, 15)


def a_matter(story: Story, name: str = "m-1", answered: date = NOV_15) -> None:
    """Raised by a section, assigned by the office after three days, answered by a department."""
    story.tell("matter", name, made(matter.Raised, raiser=SECTION), by=SECTION)
    story.tell("matter", name, made(matter.Assigned, assignee=HOLDER), on=NOV_5)
    story.tell("matter", name, made(matter.Answered, assignee=HOLDER), on=answered, by=HOLDER)


def test_each_step_of_a_case_shows_how_long_its_stage_took_and_who_moved_it_on(story: Story) -> None:
    a_matter(story)
    rows = story.rows(stage_times, "step", "org", "since", "until", "days", "moved_by")
    assert rows == [
        {"step": "matter.raised", "org": SECTION, "since": NOV_2, "until": NOV_5, "days": 3, "moved_by": "office"},
        {"step": "matter.assigned", "org": "office", "since": NOV_5, "until": NOV_15, "days": 10, "moved_by": HOLDER},
        {"step": "matter.answered", "org": HOLDER, "since": NOV_15, "until": None, "days": None, "moved_by": None},
    ]


def test_an_organisation_shows_how_long_it_took_on_the_mean_and_at_the_longest(story: Story) -> None:
    a_matter(story)
    a_matter(story, "m-2", answered=NOV_12)
    story.tell("delegation", f"{ITEM}--{ZONE}", made(Requested), by=BODY)
    story.tell("delegation", f"{ITEM}--{ZONE}", made(Assessed), on=NOV_12, by=HOLDER)
    shown = {(row["org"], row["category"]): row for row in story.rows(organisation_times)}
    figures = {key: (row["steps"], row["mean_days"], row["longest"]) for key, row in shown.items()}
    assert figures == {
        (SECTION, "matter"): (0, None, None),
        ("office", "matter"): (2, Decimal("3.0"), 3),
        (HOLDER, "matter"): (2, Decimal("8.5"), 10),
        (BODY, "delegation"): (0, None, None),
        (HOLDER, "delegation"): (1, Decimal("10.0"), 10),
    }


def test_the_times_are_for_the_office_and_for_auditors(registered: Story) -> None:
    a_matter(registered)
    for view in (stage_times, organisation_times):
        seen = {org for org in ("office", AUDITOR, SECTION, HOLDER) if registered.rows(view, viewer=org)}
        assert seen == {"office", AUDITOR}
