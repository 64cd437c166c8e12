"""The register of organisations: roles, officials in office, platforms; the dissolved stay with their successor."""

from __future__ import annotations

from domain.kernel import Role
from domain.organisation import Dissolved, OfficialAppointed, OfficialDismissed, PlatformAssigned, Registered
from domain.values import Platform, PlatformKind, PlatformLevel
from projections.organisations import OFFICIALS, PLATFORMS, organisations
from tests.projections.cast import APRIL_20, BODY, DEC_1, MAY_6, ZONE
from tests.projections.story import Story

PLATFORM = Platform(
    id=ZONE, name_zh="高新区", name_en="High-tech", kind=PlatformKind.HIGH_TECH, level=PlatformLevel.NATIONAL
)
OTHER = PLATFORM.model_copy(update={"id": "bonded-park", "name_zh": "保税区"})
REGISTERED = Registered(
    name_zh="高新区管委会", name_en="Committee", role=Role.COMMITTEE, parent="office", platforms=(PLATFORM,)
)


def test_an_organisation_is_registered_with_its_platforms_and_officials(story: Story) -> None:
    story.tell("organisation", BODY, REGISTERED, OfficialAppointed(official="王芳", post="主任"), on=APRIL_20)
    story.tell("organisation", BODY, PlatformAssigned(platform=OTHER), on=MAY_6)
    assert story.rows(organisations) == [
        {
            "org": BODY,
            "name_zh": "高新区管委会",
            "name_en": "Committee",
            "role": "committee",
            "parent": "office",
            "registered": APRIL_20,
            "dissolved": None,
            "successor": None,
        }
    ]
    assert story.rows(organisations, table=OFFICIALS.name) == [
        {"org": BODY, "official": "王芳", "post": "主任", "since": APRIL_20}
    ]
    assert [(row["platform"], row["name"]["zh"]) for row in story.rows(organisations, table=PLATFORMS.name)] == [
        ("bonded-park", "保税区"),
        (ZONE, "高新区"),
    ]


def test_a_dismissed_official_is_no_longer_in_office(story: Story) -> None:
    appointed = (OfficialAppointed(official=name, post=None) for name in ("王芳", "李明"))
    story.tell("organisation", BODY, REGISTERED, *appointed, OfficialDismissed(official="王芳", reason="调离"))
    assert [row["official"] for row in story.rows(organisations, table=OFFICIALS.name)] == ["李明"]


def test_a_dissolved_organisation_stays_with_its_successor_and_without_officials(story: Story) -> None:
    story.tell("organisation", BODY, REGISTERED, OfficialAppointed(official="王芳", post=None))
    story.tell("organisation", BODY, Dissolved(reason="合并", successor="office"), on=DEC_1)
    row = story.row(organisations, "dissolved", "successor")
    assert row == {"dissolved": DEC_1, "successor": "office"}
    assert story.rows(organisations, table=OFFICIALS.name) == []
