"""The application pipeline shows every application: its stage, since when, its step, what the experts made of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from domain.application import events as filings
from domain.application.values import Outcome, PanelMember
from domain.kernel import Event
from projections.pipeline import EXPERTS, pipeline
from tests.projections.cast import APRIL_20, BODY, BOUNDARY, CASE, FILED, JULY_1, MAY_6, SECTION, ZONE, made
from tests.projections.story import Story

PANEL = filings.PanelAppointed(
    members=tuple(PanelMember(expert=f"expert-{n}", has_interest=False, declaration="无") for n in (1, 2))
)
WEIGHED = {"mean": Decimal("81.25"), "spread": Decimal("3.50"), "reviews": 2, "vetoes": (), "reason": "优"}


def reviewed(expert: str, total: str) -> Event:
    return made(filings.Reviewed, expert=expert, total=Decimal(total))


def test_a_filed_application_waits_for_the_check_in_the_first_step(story: Story) -> None:
    story.tell("application", CASE, FILED, on=APRIL_20)
    assert story.rows(pipeline) == [
        {
            "application": CASE,
            "platform": ZONE,
            "name_zh": "高新技术产业开发区",
            "name_en": "High-tech Zone",
            "applicant": BODY,
            "kind": "high-tech-zone",
            "level": "national",
            "district": FILED.district,
            "sections": [SECTION],
            "industries": ["artificial-intelligence"],
            "area": Decimal("74.3000"),
            "boundary": FILED.boundary.model_dump(mode="json"),
            "rulebook": "illustrative-1",
            "filed": APRIL_20,
            "stage": "initial-check",
            "since": APRIL_20,
            "step": 1,
            "ended": False,
            "due": None,
            "mean": None,
            "spread": None,
            "vetoes": None,
            "reason": None,
            "panel": 0,
            "reviews": 0,
        }
    ]


def test_an_open_correction_shows_its_due_date_and_a_supplement_ends_it(story: Story) -> None:
    story.tell("application", CASE, FILED, on=APRIL_20)
    due = date(2021, 5, 20)
    story.tell("application", CASE, filings.CorrectionRequested(missing=("图",), days=10, due=due), on=MAY_6)
    assert story.row(pipeline, "stage", "due") == {"stage": "correction", "due": due}
    wider = BOUNDARY.model_copy(update={"area": Decimal("80.5")})
    story.tell("application", CASE, filings.Supplemented(answer="已补", documents=(), boundary=wider), on=JULY_1)
    row = story.row(pipeline, "stage", "due", "since", "area", "boundary")
    assert row == {
        "stage": "initial-check",
        "due": None,
        "since": JULY_1,
        "area": Decimal("80.5000"),
        "boundary": wider.model_dump(mode="json"),
    }


def test_a_recused_expert_and_the_sheet_leave_the_count(story: Story) -> None:
    story.tell("application", CASE, FILED, PANEL, on=APRIL_20)
    story.tell("application", CASE, reviewed("expert-1", "80.00"), reviewed("expert-2", "82.50"), on=MAY_6)
    assert story.row(pipeline, "panel", "reviews") == {"panel": 2, "reviews": 2}
    recused = filings.ExpertRecused(expert="expert-2", reason="亲属")
    third = filings.ExpertAppointed(member=PanelMember(expert="expert-3", has_interest=False, declaration="无"))
    story.tell("application", CASE, recused, third, on=JULY_1)
    assert story.row(pipeline, "panel", "reviews") == {"panel": 2, "reviews": 1}
    assert story.rows(pipeline, "expert", "total", table=EXPERTS.name) == [
        {"expert": "expert-1", "total": Decimal("80.00")},
        {"expert": "expert-3", "total": None},
    ]


def test_a_shortlisted_application_shows_the_mean_and_the_spread(story: Story) -> None:
    story.tell("application", CASE, FILED, on=APRIL_20)
    story.tell("application", CASE, filings.Shortlisted.model_validate(WEIGHED), on=JULY_1)
    row = story.row(pipeline, "stage", "step", "mean", "spread", "vetoes", "reason")
    assert row == {
        "stage": "shortlisted",
        "step": 3,
        "mean": Decimal("81.25"),
        "spread": Decimal("3.50"),
        "vetoes": [],
        "reason": "优",
    }


ENDINGS = [
    (made(filings.EligibilityConfirmed), "eligible", 2, False),
    (made(filings.Returned), "returned", 1, True),
    (PANEL, "expert-review", 2, False),
    (filings.Declined.model_validate(WEIGHED), "declined", 2, True),
    (made(filings.Deliberated, outcome=Outcome.ENDORSED), "plenary-endorsed", 4, False),
    (made(filings.Deliberated, outcome=Outcome.DEFERRED), "shortlisted", 3, False),
    (made(filings.Deliberated, outcome=Outcome.REJECTED), "plenary-rejected", 3, True),
    (made(filings.Approved), "government-approved", 5, False),
    (made(filings.Rejected), "government-rejected", 4, True),
    (made(filings.PlaqueUnveiled), "plaque-unveiled", 6, True),
    (made(filings.Withdrawn), "application-withdrawn", 1, True),
]


@pytest.mark.parametrize(("event", "stage", "step", "ended"), ENDINGS, ids=[stage for _, stage, _, _ in ENDINGS])
def test_every_event_of_the_procedure_brings_the_application_to_its_stage(
    story: Story, event: Event, stage: str, step: int, ended: object
) -> None:
    story.tell("application", CASE, FILED, on=APRIL_20)
    story.tell("application", CASE, event, on=MAY_6)
    row = story.row(pipeline, "stage", "step", "ended", "since")
    assert row == {"stage": stage, "step": step, "ended": ended, "since": MAY_6}
