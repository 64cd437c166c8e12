"""Matters: where each stands, who is to answer by when, and who may read of it. 四(一)"""

from __future__ import annotations

from datetime import date

import pytest

from domain import matter as matters_of
from domain.matter_values import EscalationReason
from domain.zone import Withdrawn
from projections.matters import matters
from tests.projections.cast import AUDITOR, BODY, DEC_1, HOLDER, NOV_2, OTHER_BODY, SECTION, ZONE, two_zones
from tests.projections.story import Story

DUE, JAN_5 = date(2021, 11, 12), date(2022, 1, 5)
RAISED = matters_of.Raised(raiser=SECTION, title="通关衔接", question="如何一次放行", zone=ZONE)
ASSIGNED = matters_of.Assigned(assignee=HOLDER, due=DUE)
ANSWERED = matters_of.Answered(assignee=HOLDER, reply="可试点")
ESCALATED = matters_of.Escalated(reason=EscalationReason.MAJOR, note="涉及多部门")
RESOLVED = matters_of.Resolved(outcome="纳入试点")
REOPENED = matters_of.Reopened(reason="未落实", zone=ZONE)


def handed_over(assignee: str | None) -> matters_of.HandedOver:
    return matters_of.HandedOver(zone=ZONE, raiser="office", assignee=assignee, reason="退出")


def test_a_matter_shows_who_raised_it_who_answered_and_what_came_of_it(story: Story) -> None:
    story.tell("matter", "m-1", RAISED)
    story.tell("matter", "m-1", ASSIGNED, ESCALATED, ANSWERED, on=DEC_1)
    story.tell("matter", "m-1", RESOLVED, on=JAN_5)
    assert story.rows(matters) == [
        {
            "matter": "m-1",
            "title": "通关衔接",
            "question": "如何一次放行",
            "raiser": SECTION,
            "zone": ZONE,
            "stage": "matter-resolved",
            "since": JAN_5,
            "raised": NOV_2,
            "assignee": HOLDER,
            "due": None,
            "reply": "可试点",
            "answered": DEC_1,
            "escalation": "major-problem",
            "escalated": DEC_1,
            "outcome": "纳入试点",
            "resolved": JAN_5,
            "reason": "涉及多部门",
        }
    ]


def test_an_answer_stays_due_while_a_matter_goes_up_and_no_longer_than_it_is_waited_for(story: Story) -> None:
    shown = []
    for step in (RAISED, ASSIGNED, ESCALATED, ANSWERED):
        story.tell("matter", "m-1", step)
        shown.append(tuple(story.row(matters, "stage", "due").values()))
    assert shown == [
        ("matter-raised", None),
        ("matter-assigned", DUE),
        ("matter-escalated", DUE),
        ("matter-answered", None),
    ]


def test_a_matter_opened_again_is_not_resolved(story: Story) -> None:
    story.tell("matter", "m-1", RAISED, ASSIGNED, ANSWERED, RESOLVED, REOPENED)
    row = story.row(matters, "stage", "outcome", "resolved", "reason")
    assert row == {"stage": "matter-reopened", "outcome": None, "resolved": None, "reason": "未落实"}


@pytest.mark.parametrize(
    ("assignee", "stage", "due"), [(HOLDER, "matter-assigned", DUE), (None, "matter-handed-over", None)]
)
def test_a_matter_handed_over_keeps_its_assignee_and_its_day_where_there_is_one(
    story: Story, assignee: str | None, stage: str, due: date | None
) -> None:
    story.tell("matter", "m-1", RAISED, ASSIGNED, handed_over(assignee))
    row = story.row(matters, "raiser", "zone", "stage", "assignee", "due", "reason")
    assert row == {
        "raiser": "office",
        "zone": ZONE,
        "stage": stage,
        "assignee": assignee,
        "due": due,
        "reason": "退出",
    }


def readers(story: Story) -> set[str]:
    everybody = ("office", AUDITOR, SECTION, HOLDER, BODY, OTHER_BODY)
    return {org for org in everybody if story.rows(matters, "matter", viewer=org)}


def test_a_matter_is_read_by_those_whom_it_concerns_and_by_nobody_else(registered: Story) -> None:
    two_zones(registered)
    registered.tell("matter", "m-1", RAISED)
    assert readers(registered) == {"office", AUDITOR, SECTION, BODY}
    registered.tell("matter", "m-1", ASSIGNED)
    assert readers(registered) == {"office", AUDITOR, SECTION, BODY, HOLDER}


def test_the_body_of_a_withdrawn_zone_still_reads_what_came_of_its_matters(registered: Story) -> None:
    two_zones(registered)
    registered.tell("matter", "m-1", RAISED)
    registered.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"))
    registered.tell("matter", "m-1", handed_over(None))
    assert readers(registered) == {"office", AUDITOR, BODY}
