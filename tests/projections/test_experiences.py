"""The public catalogue of experience: every entry as it stands, superseded ones included. 三(二)"""

from __future__ import annotations

from domain.experience import Amended, Superseded
from domain.experience_values import Level, ReformDomain
from projections.experiences import experiences
from tests.projections.cast import DEC_1, HOLDER, NOV_2, OTHER_ZONE, made
from tests.projections.pilots import (
    CONFIRMED,
    FOUND,
    IMPLEMENTED,
    PLANNED,
    REPAIR,
    SENT_BACK,
    VERIFIED,
    WINDOW,
    catalogued,
    replicated,
)
from tests.projections.story import Story

ENTRY = catalogued(ReformDomain.TRADE, title_zh="保税维修", title_en="Bonded repair", summary="账册监管")


def test_an_entry_says_what_is_to_be_replicated_by_which_paper_and_under_whose_lead(story: Story) -> None:
    story.tell("experience", REPAIR, ENTRY)
    assert story.rows(experiences) == [
        {
            "experience": REPAIR,
            "level": "national-batch",
            "batch": 7,
            "domain": "trade-facilitation",
            "title_zh": "保税维修",
            "title_en": "Bonded repair",
            "summary": "账册监管",
            "issuer": "市政府",
            "number": "渝府〔2021〕1号",
            "date": NOV_2,
            "lead_department": HOLDER,
            "trial": None,
            "catalogued": NOV_2,
            "superseded": None,
            "superseded_by": None,
            "verified": 0,
            "inapplicable": 0,
        }
    ]


def test_an_amended_entry_is_shown_as_it_stands_and_keeps_its_first_day(story: Story) -> None:
    story.tell("experience", REPAIR, ENTRY)
    anew = made(Amended, **{**ENTRY.model_dump(exclude={"trial"}), "domain": ReformDomain.SUPERVISION})
    story.tell("experience", REPAIR, anew, on=DEC_1)
    row = story.row(experiences, "domain", "title_zh", "catalogued")
    assert row == {"domain": "comprehensive-supervision", "title_zh": "保税维修", "catalogued": NOV_2}


def test_a_superseded_entry_stays_to_be_read_with_its_successor(story: Story) -> None:
    story.tell("experience", REPAIR, ENTRY)
    story.tell("experience", REPAIR, Superseded(superseded_by=WINDOW, reason="新版"), on=DEC_1)
    assert story.row(experiences, "superseded", "superseded_by") == {"superseded": DEC_1, "superseded_by": WINDOW}


def test_what_came_of_a_trial_names_it(story: Story) -> None:
    story.tell("experience", "trial-1", made(type(ENTRY), level=Level.CHONGQING, batch=None, trial="trial-1"))
    assert story.row(experiences, "level", "batch", "trial") == {
        "level": "chongqing",
        "batch": None,
        "trial": "trial-1",
    }


def test_an_entry_counts_the_zones_that_have_it_and_those_that_it_does_not_fit(story: Story) -> None:
    story.tell("experience", REPAIR, ENTRY)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, REPAIR, FOUND, CONFIRMED, zone=OTHER_ZONE)
    assert story.row(experiences, "verified", "inapplicable") == {"verified": 1, "inapplicable": 1}
    replicated(story, REPAIR, SENT_BACK)
    assert story.row(experiences, "verified", "inapplicable") == {"verified": 0, "inapplicable": 1}


def test_anybody_may_read_the_catalogue() -> None:
    assert experiences.public
    assert experiences.seen_by is None
