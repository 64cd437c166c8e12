"""Scorecards: every sheet, the mean, the grade and the rank of each zone in each year; admissions with theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain import evaluation as evaluations
from domain.application import events as filings
from domain.evaluation_values import Grade, Outcome
from domain.kernel import Event
from domain.scoring import IndicatorScore
from projections.scorecards import ADMISSIONS, APPEALS, SELF_ASSESSMENTS, SHEETS, scorecards
from tests.projections.cast import CASE, JULY_1, MAY_6, OTHER_ZONE, ZONE, made
from tests.projections.story import Story

SHEET = (IndicatorScore(indicator="openness", score=Decimal("8.5"), reason="好"),)
SHEET_SHOWN = [{"indicator": "openness", "score": "8.5", "reason": "好"}]
FIRST, SECOND, THIRD = f"2022--{ZONE}", f"2022--{OTHER_ZONE}", "2022--third-zone"


def scored(expert: str) -> Event:
    return evaluations.Scored(evaluator=expert, scores=SHEET, rulebook="illustrative-1")


def graded(mean: str, grade: Grade = Grade.GOOD) -> Event:
    return made(
        evaluations.Graded, mean=Decimal(mean), spread=Decimal("2.00"), grade=grade, vetoes=("reform",), reason="评"
    )


def test_a_zone_is_on_the_list_once_it_is_scored_and_ranked_once_it_is_graded(story: Story) -> None:
    story.tell("evaluation", FIRST, scored("expert-1"), scored("expert-2"), on=MAY_6)
    assert story.rows(scorecards) == [
        {
            "year": 2022,
            "zone": ZONE,
            "stage": "scoring",
            "since": MAY_6,
            "grade": None,
            "mean": None,
            "spread": None,
            "vetoes": None,
            "reason": None,
            "appeal_by": None,
            "heard": None,
            "conclusion": None,
            "rank": None,
            "reviews": 2,
        }
    ]
    story.tell("evaluation", FIRST, graded("85.50"), on=JULY_1)
    row = story.row(scorecards, "stage", "grade", "mean", "spread", "vetoes", "rank")
    assert row == {
        "stage": "graded",
        "grade": "good",
        "mean": Decimal("85.50"),
        "spread": Decimal("2.00"),
        "vetoes": ["reform"],
        "rank": 1,
    }


def test_zones_are_ranked_within_their_year_and_equal_means_share_a_rank(story: Story) -> None:
    for case, mean in ((FIRST, "85.50"), (SECOND, "91.00"), (THIRD, "85.50"), (f"2023--{ZONE}", "60.00")):
        story.tell("evaluation", case, scored("expert-1"), graded(mean))
    story.tell("evaluation", "2022--fourth-zone", scored("expert-1"))
    ranks = {(row["year"], row["zone"]): row["rank"] for row in story.rows(scorecards)}
    assert ranks == {
        (2022, OTHER_ZONE): 1,
        (2022, ZONE): 2,
        (2022, "third-zone"): 2,
        (2022, "fourth-zone"): None,
        (2023, ZONE): 1,
    }


def test_a_rank_does_not_change_with_what_is_asked_for(story: Story) -> None:
    for case, mean in ((FIRST, "85.50"), (SECOND, "91.00")):
        story.tell("evaluation", case, scored("expert-1"), graded(mean))
    assert story.row(scorecards, "rank", where={"zone": ZONE}) == {"rank": 2}


def test_every_sheet_is_there_to_be_seen(story: Story) -> None:
    story.tell("evaluation", FIRST, scored("expert-1"), on=MAY_6)
    assert story.rows(scorecards, table=SHEETS.name) == [
        {
            "case": FIRST,
            "expert": "expert-1",
            "kind": "evaluation",
            "day": MAY_6,
            "scores": SHEET_SHOWN,
            "total": None,
            "counts": True,
        }
    ]


STEPS = [
    (made(evaluations.ExitProposed), "exit-proposed"),
    (made(evaluations.ExitDeliberated, outcome=Outcome.ENDORSED), "exit-deliberated"),
    (made(evaluations.ExitDeliberated, outcome=Outcome.DEFERRED), "exit-proposed"),
    (made(evaluations.ExitDeliberated, outcome=Outcome.REJECTED), "exit-rejected"),
    (made(evaluations.ExitApproved), "exit-approved"),
    (made(evaluations.ExitRejected), "exit-rejected"),
    (evaluations.Concluded(summary="总结"), "concluded"),
]


@pytest.mark.parametrize(("event", "stage"), STEPS)
def test_the_way_to_an_exit_is_shown_step_by_step(story: Story, event: Event, stage: str) -> None:
    story.tell("evaluation", FIRST, scored("expert-1"), graded("50.00", Grade.UNSATISFACTORY))
    story.tell("evaluation", FIRST, event, on=date(2023, 1, 5))
    assert story.row(scorecards, "stage", "since") == {"stage": stage, "since": date(2023, 1, 5)}


def test_a_hearing_is_on_the_card(story: Story) -> None:
    story.tell("evaluation", FIRST, scored("expert-1"), made(evaluations.ExitProposed))
    story.tell("evaluation", FIRST, made(evaluations.Heard), on=JULY_1)
    assert story.row(scorecards, "stage", "heard") == {"stage": "exit-proposed", "heard": JULY_1}


def test_an_admission_shows_the_panel_s_sheets_and_what_they_came_to(story: Story) -> None:
    sheet = filings.Reviewed(expert="expert-1", scores=SHEET, total=Decimal("80.50"))
    recused = filings.ExpertRecused(expert="expert-1", reason="亲属")
    weighed = {"mean": "81.00", "spread": "1.50", "reviews": 3, "vetoes": [], "reason": "优"}
    story.tell("application", CASE, sheet, recused, on=MAY_6)
    story.tell("application", CASE, filings.Shortlisted.model_validate(weighed), on=JULY_1)
    (shown,) = story.rows(scorecards, "case", "total", "counts", table=SHEETS.name)
    assert shown == {"case": CASE, "total": Decimal("80.50"), "counts": False}
    assert story.rows(scorecards, table=ADMISSIONS.name) == [
        {
            "application": CASE,
            "day": JULY_1,
            "shortlisted": True,
            "mean": Decimal("81.00"),
            "spread": Decimal("1.50"),
            "reviews": 3,
            "vetoes": [],
            "reason": "优",
        }
    ]
    story.tell("application", CASE, filings.Declined.model_validate(weighed))
    (shown,) = story.rows(scorecards, "shortlisted", table=ADMISSIONS.name)
    assert shown == {"shortlisted": False}


@pytest.mark.parametrize("first", [True, False])
def test_a_self_assessment_is_there_whether_it_came_before_the_first_sheet_or_after(story: Story, first: bool) -> None:  # noqa: FBT001 - a case of the test
    assessed = made(evaluations.SelfAssessed, summary="自评")
    story.tell("evaluation", FIRST, *((assessed, scored("expert-1")) if first else (scored("expert-1"), assessed)))
    assert story.row(scorecards, "stage") == {"stage": "scoring"}
    kept = story.rows(scorecards, "zone", "summary", table=SELF_ASSESSMENTS.name)
    assert kept == [{"zone": ZONE, "summary": "自评"}]
    story.tell("evaluation", SECOND, assessed)
    assert story.rows(scorecards, "stage", where={"zone": OTHER_ZONE}) == [{"stage": "self-assessed"}]


def test_an_appeal_is_on_the_card_and_the_grade_is_what_was_decided(story: Story) -> None:
    unsatisfactory = graded("55.00", Grade.UNSATISFACTORY).model_copy(update={"appeal_by": JULY_1})
    story.tell("evaluation", FIRST, scored("expert-1"), unsatisfactory, on=MAY_6)
    assert story.row(scorecards, "appeal_by") == {"appeal_by": JULY_1}
    story.tell("evaluation", FIRST, made(evaluations.Appealed, reason="数据有误"), on=MAY_6)
    assert story.row(scorecards, "stage", "grade") == {"stage": "appealed", "grade": "unsatisfactory"}
    decided = made(
        evaluations.AppealDecided,
        grade=Grade.SATISFACTORY,
        former=Grade.UNSATISFACTORY,
        upheld=False,
        reason="数据更正",
    )
    story.tell("evaluation", FIRST, decided, on=JULY_1)
    row = story.row(scorecards, "stage", "grade", "mean")
    assert row == {"stage": "graded", "grade": "satisfactory", "mean": Decimal("55.00")}
    assert story.rows(scorecards, table=APPEALS.name) == [
        {
            "year": 2022,
            "zone": ZONE,
            "appealed": MAY_6,
            "grounds": "数据有误",
            "former": "unsatisfactory",
            "decided": JULY_1,
            "upheld": False,
            "decision": "数据更正",
        }
    ]
