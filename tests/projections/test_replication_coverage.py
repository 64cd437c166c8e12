"""Coverage, the headline of replication: what is verified of what is in force, less what does not fit. 三(二)"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from domain.experience import Amended, Superseded
from domain.experience_values import ReformDomain
from domain.zone import Withdrawn
from projections.replication_coverage import BY_DOMAIN, DOMAINS, replication_coverage
from tests.projections.cast import DEC_1, OTHER_ZONE, ZONE, made, two_zones
from tests.projections.pilots import (
    CONFIRMED,
    ENDED,
    FOUND,
    IMPLEMENTED,
    LICENCE,
    PLANNED,
    REPAIR,
    SENT_BACK,
    VERIFIED,
    WINDOW,
    catalogued,
    replicated,
    three_experiences,
)
from tests.projections.story import Story

FIGURES = ("experiences", "verified", "inapplicable", "under_way", "not_begun", "coverage")


def figures(story: Story, table: str | None = None, **where: str) -> tuple[Any, ...]:
    (row,) = story.rows(replication_coverage, *FIGURES, table=table, where=where)
    return tuple(row[name] for name in FIGURES)


def test_coverage_is_what_is_verified_of_what_is_in_force(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, WINDOW, PLANNED, IMPLEMENTED)
    assert figures(story, zone=ZONE) == (3, 1, 0, 1, 1, Decimal("33.3"))
    assert figures(story, zone=OTHER_ZONE) == (3, 0, 0, 0, 3, Decimal(0))


def test_what_is_implemented_or_sent_back_is_not_covered(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED, SENT_BACK)
    assert figures(story, zone=ZONE) == (3, 0, 0, 1, 2, Decimal(0))


def test_what_the_office_confirmed_not_to_fit_does_not_count_against_the_zone(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, WINDOW, FOUND)
    assert figures(story, zone=ZONE) == (3, 1, 0, 1, 1, Decimal("33.3"))
    replicated(story, WINDOW, CONFIRMED)
    assert figures(story, zone=ZONE) == (3, 1, 1, 0, 1, Decimal("50.0"))


def test_what_is_superseded_counts_nowhere(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    story.tell("experience", REPAIR, Superseded(superseded_by=None, reason="废止"))
    assert figures(story, zone=ZONE) == (2, 0, 0, 0, 2, Decimal(0))


def test_without_anything_to_replicate_there_is_no_coverage(story: Story) -> None:
    two_zones(story)
    assert figures(story, zone=ZONE) == (0, 0, 0, 0, 0, None)
    story.tell("experience", REPAIR, catalogued(ReformDomain.TRADE))
    replicated(story, REPAIR, FOUND, CONFIRMED)
    assert figures(story, zone=ZONE) == (1, 0, 1, 0, 0, None)


def test_coverage_is_told_by_zone_and_domain(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, LICENCE, PLANNED)
    trade, government = ReformDomain.TRADE.value, ReformDomain.GOVERNMENT_FUNCTIONS.value
    assert figures(story, BY_DOMAIN.name, zone=ZONE, domain=trade) == (2, 1, 0, 0, 1, Decimal("50.0"))
    assert figures(story, BY_DOMAIN.name, zone=ZONE, domain=government) == (1, 0, 0, 1, 0, Decimal(0))
    assert figures(story, BY_DOMAIN.name, zone=OTHER_ZONE, domain=trade) == (2, 0, 0, 0, 2, Decimal(0))
    assert len(story.rows(replication_coverage, table=BY_DOMAIN.name)) == 2 * len(ReformDomain)


def test_coverage_is_told_by_domain_over_all_zones_in_being(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    replicated(story, WINDOW, PLANNED, zone=OTHER_ZONE)
    trade = ReformDomain.TRADE.value
    assert figures(story, DOMAINS.name, domain=trade) == (4, 1, 0, 1, 2, Decimal("25.0"))
    replicated(story, WINDOW, ENDED, zone=OTHER_ZONE)
    story.tell("zone", OTHER_ZONE, Withdrawn(evaluation=f"2022--{OTHER_ZONE}"), on=DEC_1)
    assert figures(story, DOMAINS.name, domain=trade) == (2, 1, 0, 0, 1, Decimal("50.0"))


def test_an_experience_that_is_moved_counts_in_its_new_domain(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    moved = catalogued(ReformDomain.FINANCE).model_dump(exclude={"trial"})
    story.tell("experience", WINDOW, made(Amended, **moved))
    assert figures(story, BY_DOMAIN.name, zone=ZONE, domain=ReformDomain.TRADE.value)[0] == 1
    assert figures(story, DOMAINS.name, domain=ReformDomain.FINANCE.value)[0] == 2


def test_a_zone_that_has_left_keeps_what_it_had_and_says_so(story: Story) -> None:
    two_zones(story)
    three_experiences(story)
    replicated(story, REPAIR, PLANNED, IMPLEMENTED, VERIFIED)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"), on=DEC_1)
    (row,) = story.rows(replication_coverage, "name_zh", "withdrawn", "verified", where={"zone": ZONE})
    assert row == {"name_zh": "高新技术产业开发区", "withdrawn": True, "verified": 1}
