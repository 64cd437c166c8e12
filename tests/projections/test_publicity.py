"""What the public reads is what was published, in the words in which it was; members see what was held. 四(五)"""

from __future__ import annotations

from domain.publicity import BriefingHeld, CasePublished, ExchangeHeld, Published, Retracted
from domain.values import Document
from projections.publicity import activities, publicity
from tests.projections.cast import BODY, DEC_1, NOV_2, SECTION, ZONE
from tests.projections.story import Story

PICTURE = Document(name="现场.jpg", sha256="d" * 64, size=10, media_type="image/jpeg")
CASE = CasePublished(title="一次放行", summary="通关时间压缩三成", zones=(ZONE,), documents=(PICTURE,))
BRIEFING = BriefingHeld(
    title="政策推介", summary="内部纪要", zones=(ZONE,), place="西永", attendees="企业 50 家", organiser=BODY
)
EXCHANGE = ExchangeHeld(title="经验交流", summary="座谈", place="两江", attendees="各片区", organiser=SECTION)
PUBLISHED = Published(title="政策推介会举办", summary="50 家企业参加", zones=(ZONE,))
RETRACTED = Retracted(reason="数据有误")


def test_a_published_case_is_public_with_its_pictures(story: Story) -> None:
    story.tell("publicity", "case-1", CASE)
    assert story.rows(publicity) == [
        {
            "entry": "case-1",
            "title": "一次放行",
            "summary": "通关时间压缩三成",
            "zones": [ZONE],
            "documents": [{"name": "现场.jpg", "sha256": "d" * 64}],
            "made_public": NOV_2,
        }
    ]


def test_what_was_held_is_public_only_once_it_was_published_and_in_those_words(story: Story) -> None:
    story.tell("publicity", "briefing-1", BRIEFING)
    story.tell("publicity", "exchange-1", EXCHANGE)
    assert story.rows(publicity) == []
    story.tell("publicity", "briefing-1", PUBLISHED, on=DEC_1)
    row = story.row(publicity, "entry", "title", "summary", "made_public")
    assert row == {
        "entry": "briefing-1",
        "title": "政策推介会举办",
        "summary": "50 家企业参加",
        "made_public": DEC_1,
    }


def test_what_was_retracted_is_public_no_longer(story: Story) -> None:
    story.tell("publicity", "case-1", CASE, RETRACTED)
    story.tell("publicity", "briefing-1", BRIEFING, PUBLISHED, RETRACTED)
    assert story.rows(publicity) == []


def test_members_see_every_activity_as_it_was_entered_and_what_became_of_it(story: Story) -> None:
    story.tell("publicity", "briefing-1", BRIEFING)
    assert story.rows(activities) == [
        {
            "entry": "briefing-1",
            "kind": "publicity.briefing-held",
            "title": "政策推介",
            "summary": "内部纪要",
            "zones": [ZONE],
            "organiser": BODY,
            "place": "西永",
            "attendees": "企业 50 家",
            "day": NOV_2,
            "stage": "activity-held",
            "since": NOV_2,
            "reason": None,
        }
    ]
    shown = []
    for step in (PUBLISHED, RETRACTED):
        story.tell("publicity", "briefing-1", step, on=DEC_1)
        shown.append(tuple(story.row(activities, "stage", "since", "summary", "reason").values()))
    assert shown == [
        ("内部纪要", "made-public", DEC_1, None),
        ("内部纪要", "retracted", DEC_1, "数据有误"),
    ]


def test_a_case_and_an_exchange_are_told_apart(story: Story) -> None:
    story.tell("publicity", "case-1", CASE)
    story.tell("publicity", "exchange-1", EXCHANGE)
    shown = {row["entry"]: (row["kind"], row["organiser"], row["stage"]) for row in story.rows(activities)}
    assert shown == {
        "case-1": ("publicity.case-published", None, "made-public"),
        "exchange-1": ("publicity.exchange-held", SECTION, "activity-held"),
    }
