"""The trial board: what is tried where, with whom, under which control, and what came of it. 三(三)"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain import trial
from domain.kernel import Event
from projections.trials import PARTNERS, REPORTS, RISKS, trials
from tests.projections.cast import DEC_1, GOVERNMENT, HOLDER, NOV_2, OTHER_ZONE, SECTION, ZONE, made
from tests.projections.story import Story

TRIAL = "remanufacture"
YEAR_END = date(2022, 12, 31)
RAISED = made(trial.ObstacleRaised, zone=ZONE, title="区外再制造", obstacle="须在区内开展")
PROPOSED = made(
    trial.Proposed,
    zone=ZONE,
    proposal="账册监管",
    rule_varied="场所规定",
    sections=(SECTION,),
    partner_zones=(OTHER_ZONE,),
    lead_department=HOLDER,
    departments=(GOVERNMENT,),
    crossing=(trial.Crossing.REGION,),
)
SECTION_JOINED = trial.Joined(section=SECTION, zone=None)
ZONE_JOINED = trial.Joined(section=None, zone=OTHER_ZONE)
ASSESSED = trial.RiskAssessed(controllable=True, measures=("核销",), stop_conditions=("去向不明",), reason="可控")
APPROVED = made(trial.Approved, zone=ZONE, until=YEAR_END, reason="同意")
STARTED = trial.Started(zone=ZONE, since=DEC_1, until=YEAR_END)
AGREED = (RAISED, PROPOSED, SECTION_JOINED, ZONE_JOINED, ASSESSED)
RUNNING = (*AGREED, APPROVED, STARTED)
SUSPENDED = trial.Suspended(zone=None, resumable=True, reason="触发停止条件")
CONCLUDED = trial.Concluded(result=trial.Result.SUCCEEDED, summary="可复制")


def told(story: Story, *events: Event, on: date = NOV_2) -> None:
    story.tell("trial", TRIAL, *events, on=on)


def test_a_trial_shows_what_is_tried_where_and_until_when(story: Story) -> None:
    told(story, *AGREED, APPROVED)
    told(story, STARTED, on=DEC_1)
    assert story.rows(trials) == [
        {
            "trial": TRIAL,
            "zone": ZONE,
            "stage": "trial-running",
            "since": DEC_1,
            "title": "区外再制造",
            "obstacle": "须在区内开展",
            "raised": NOV_2,
            "proposal": "账册监管",
            "rule_varied": "场所规定",
            "crossing": ["cross-region"],
            "lead_department": HOLDER,
            "controllable": True,
            "until": YEAR_END,
            "started": DEC_1,
            "concluded": None,
            "result": None,
            "reason": None,
            "recognised": None,
            "awaited": 0,
            "reports": 0,
            "last_progress": None,
        }
    ]


@pytest.mark.parametrize(
    ("events", "stage", "reason"),
    [
        ((RAISED,), "obstacle-raised", None),
        ((RAISED, PROPOSED), "trial-proposed", None),
        ((*AGREED, APPROVED), "trial-approved", "同意"),
        ((*AGREED, trial.ProposalRefused(reason="与上位法不符")), "trial-refused", "与上位法不符"),
        ((*RUNNING, SUSPENDED), "trial-suspended", "触发停止条件"),
        ((*RUNNING, SUSPENDED, trial.Resumed(zone=ZONE, until=YEAR_END, reason="完成")), "trial-running", "完成"),
        ((*AGREED, trial.Lapsed(reason="退出")), "trial-lapsed", "退出"),
        ((*RUNNING, CONCLUDED), "trial-concluded", "可复制"),
        ((*RUNNING, CONCLUDED, made(trial.InnovationRecognised, summary="账册")), "innovation-recognised", "账册"),
    ],
)
def test_a_trial_is_at_the_stage_of_its_latest_step_with_its_reason(
    story: Story, events: tuple[Event, ...], stage: str, reason: str | None
) -> None:
    told(story, *events)
    assert story.row(trials, "stage", "reason") == {"stage": stage, "reason": reason}


def test_the_board_says_how_many_partners_have_not_agreed(story: Story) -> None:
    told(story, RAISED, PROPOSED)
    assert story.row(trials, "awaited") == {"awaited": 2}
    told(story, SECTION_JOINED)
    assert story.row(trials, "awaited") == {"awaited": 1}
    told(story, trial.PartnerLeft(zone=OTHER_ZONE, reason="退出"), on=DEC_1)
    assert story.row(trials, "awaited") == {"awaited": 0}


def partners(story: Story) -> dict[tuple[str, str], tuple[Any, Any]]:
    rows = story.rows(trials, table=PARTNERS.name)
    return {(row["category"], row["partner"]): (row["joined"], row["withdrawn"]) for row in rows}


def test_every_partner_is_shown_with_the_day_on_which_it_agreed_or_left(story: Story) -> None:
    told(story, RAISED, PROPOSED, SECTION_JOINED, ZONE_JOINED, APPROVED, STARTED)
    told(story, trial.Suspended(zone=OTHER_ZONE, resumable=True, reason="退出"), on=DEC_1)
    assert partners(story) == {
        ("section", SECTION): (NOV_2, None),
        ("zone", OTHER_ZONE): (NOV_2, DEC_1),
        ("department", GOVERNMENT): (None, None),
    }


def test_a_new_proposal_has_its_own_partners_and_no_assessment_yet(story: Story) -> None:
    told(story, *AGREED)
    told(story, made(trial.Proposed, zone=ZONE, sections=(SECTION,), partner_zones=(), departments=()))
    assert partners(story) == {("section", SECTION): (None, None)}
    assert story.row(trials, "controllable", "awaited") == {"controllable": None, "awaited": 1}
    assert len(story.rows(trials, table=RISKS.name)) == 1


def test_every_assessment_stays_to_be_read_and_the_latest_counts(story: Story) -> None:
    told(story, *RUNNING, trial.RiskReassessed(controllable=False, reason="去向不明"))
    assert story.row(trials, "controllable") == {"controllable": False}
    found = story.rows(trials, "controllable", "measures", "reason", table=RISKS.name)
    assert [(row["controllable"], row["measures"]) for row in found] == [(True, ["核销"]), (False, [])]
    told(story, SUSPENDED)
    assert story.row(trials, "controllable") == {"controllable": None}


def test_reports_are_listed_with_whoever_gave_them(story: Story) -> None:
    told(story, *RUNNING)
    story.tell("trial", TRIAL, made(trial.ProgressReported, zone=ZONE, summary="首批"), on=DEC_1, by=SECTION)
    assert story.row(trials, "reports", "last_progress") == {"reports": 1, "last_progress": DEC_1}
    assert story.rows(trials, "org", "summary", table=REPORTS.name) == [{"org": SECTION, "summary": "首批"}]


def test_a_trial_that_is_over_says_what_came_of_it_and_when(story: Story) -> None:
    told(story, *RUNNING)
    told(story, CONCLUDED, made(trial.InnovationRecognised), on=DEC_1)
    row = story.row(trials, "concluded", "result", "recognised")
    assert row == {"concluded": DEC_1, "result": "trial-succeeded", "recognised": DEC_1}
