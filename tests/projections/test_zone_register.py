"""The register of zones says who runs a zone, where it stands, since when, and by what paper it was approved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.application.events import Approved
from domain.zone import (
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    Withdrawn,
)
from projections.zone_register import ADJUSTMENTS, PLANS, zone_register
from tests.projections.cast import (
    APRIL_20,
    BODY,
    BOUNDARY,
    CASE,
    DEC_1,
    ESTABLISHED,
    INSTRUMENT,
    NOV_2,
    OTHER_BODY,
    SECTION,
    ZONE,
    made,
)
from tests.projections.story import Story

PLAN = made(ConstructionPlanFiled, summary="建设方案")
ORDERED = RectificationOrdered(evaluation=f"2022--{ZONE}", requirements="整改", due=date(2023, 6, 30))
JAN_5, MAY_5, MAY_9 = date(2023, 1, 5), date(2023, 5, 5), date(2023, 5, 9)


def standing(story: Story) -> tuple[object, object]:
    row = story.row(zone_register, "status", "since")
    return row["status"], row["since"]


def test_an_established_zone_stands_in_the_register_with_all_that_its_founding_said(story: Story) -> None:
    story.tell("application", CASE, made(Approved, instrument=INSTRUMENT), on=APRIL_20)
    story.tell("zone", ZONE, ESTABLISHED)
    assert story.rows(zone_register) == [
        {
            "zone": ZONE,
            "name_zh": "高新技术产业开发区",
            "name_en": "High-tech Zone",
            "body": BODY,
            "kind": "high-tech-zone",
            "level": "national",
            "district": ESTABLISHED.district,
            "sections": [SECTION],
            "industries": ["artificial-intelligence"],
            "area": Decimal("74.3000"),
            "boundary": ESTABLISHED.boundary.model_dump(mode="json"),
            "application": CASE,
            "established": NOV_2,
            "rectification": "no-rectification",
            "rectification_since": None,
            "rectification_due": None,
            "requirements": None,
            "accepted": None,
            "withdrawn": None,
            "status": "established",
            "since": NOV_2,
            "plan": None,
            "plan_filed": None,
            "approval_kind": "approval",
            "approval_number": "渝府〔2021〕1号",
            "approval_date": NOV_2,
        }
    ]


def test_a_zone_operates_since_its_first_plan_whatever_editions_follow(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, PLAN, on=DEC_1)
    story.tell("zone", ZONE, made(ConstructionPlanFiled, summary="修订"), on=JAN_5)
    row = story.row(zone_register, "status", "since", "plan", "plan_filed")
    assert row == {"status": "operating", "since": DEC_1, "plan": "修订", "plan_filed": DEC_1}
    assert [each["summary"] for each in story.rows(zone_register, table=PLANS.name)] == ["建设方案", "修订"]


def test_a_zone_under_rectification_shows_until_when_and_what(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, PLAN, on=DEC_1)
    story.tell("zone", ZONE, ORDERED, on=JAN_5)
    assert standing(story) == ("rectifying", JAN_5)
    row = story.row(zone_register, "rectification", "rectification_due", "requirements")
    expected = {
        "rectification": "rectification-ordered",
        "rectification_due": date(2023, 6, 30),
        "requirements": "整改",
    }
    assert row == expected


def test_a_zone_whose_rectification_is_accepted_operates_again_since_that_day(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, PLAN, on=DEC_1)
    story.tell("zone", ZONE, ORDERED, on=JAN_5)
    story.tell("zone", ZONE, made(RectificationReported), on=MAY_5)
    story.tell("zone", ZONE, RectificationAccepted(reason="到位"), on=MAY_9)
    assert standing(story) == ("operating", MAY_9)
    assert story.row(zone_register, "rectification_due") == {"rectification_due": None}


def test_a_zone_without_a_plan_is_established_again_when_its_rectification_is_accepted(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, ORDERED, on=JAN_5)
    story.tell("zone", ZONE, RectificationAccepted(reason="到位"), on=MAY_9)
    assert standing(story) == ("established", MAY_9)


def test_a_failed_rectification_leaves_the_zone_rectifying_until_it_has_left(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, PLAN, on=DEC_1)
    story.tell("zone", ZONE, ORDERED, on=JAN_5)
    story.tell("zone", ZONE, RectificationFailed(reason="未到位"), on=MAY_5)
    assert standing(story) == ("rectifying", JAN_5)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"), on=MAY_9)
    assert standing(story) == ("exited", MAY_9)


def test_a_status_can_be_asked_for(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    assert story.rows(zone_register, "zone", where={"status": "established"}) == [{"zone": ZONE}]
    assert story.rows(zone_register, "zone", where={"status": "exited"}) == []


def test_the_register_shows_the_boundary_and_the_body_of_today_and_keeps_every_adjustment(story: Story) -> None:
    wider = BOUNDARY.model_copy(update={"area": Decimal("90.5")})
    widened = BoundaryAdjusted(boundary=wider, instrument=INSTRUMENT, reason="扩区", since=DEC_1)
    replaced = BodyReplaced(body=OTHER_BODY, former=BODY, instrument=INSTRUMENT, reason="机构改革", since=JAN_5)
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, widened, on=DEC_1)
    story.tell("zone", ZONE, replaced, on=JAN_5)
    row = story.row(zone_register, "body", "area", "boundary", "status", "since")
    assert row == {
        "body": OTHER_BODY,
        "area": Decimal("90.5000"),
        "boundary": wider.model_dump(mode="json"),
        "status": "established",
        "since": NOV_2,
    }
    kept = story.rows(zone_register, "what", "since", "body", "area", "reason", table=ADJUSTMENTS.name)
    assert kept == [
        {
            "what": "zone.boundary-adjusted",
            "since": DEC_1,
            "body": None,
            "area": Decimal("90.5000"),
            "reason": "扩区",
        },
        {"what": "zone.body-replaced", "since": JAN_5, "body": OTHER_BODY, "area": None, "reason": "机构改革"},
    ]


def test_a_zone_whose_rectification_is_lifted_operates_again_since_that_day(story: Story) -> None:
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", ZONE, PLAN, on=DEC_1)
    story.tell("zone", ZONE, ORDERED, on=JAN_5)
    story.tell("zone", ZONE, RectificationLifted(evaluation=f"2022--{ZONE}"), on=MAY_5)
    assert standing(story) == ("operating", MAY_5)
    row = story.row(zone_register, "rectification", "rectification_due")
    assert row == {"rectification": "rectification-lifted", "rectification_due": None}
