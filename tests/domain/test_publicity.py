"""What is told of the zones, and what of it the public may read. 四(五)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel import ActorKind, Event
from domain.publicity import (
    BriefingHeld,
    CasePublished,
    ExchangeHeld,
    HoldBriefing,
    HoldExchange,
    Publish,
    PublishCase,
    Published,
    Retract,
    Retracted,
    Stage,
    publicity,
)
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    CUSTOMS,
    EXPERTS,
    GOVERNMENT,
    OFFICE,
    OTHER_COMMITTEE,
    SECTION,
    Facts,
    Given,
    given,
)
from tests.domain.zones import NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

TOLD = {"title": "一次放行", "summary": "通关时间压缩三成", "zones": (ZONE,)}
HELD = TOLD | {"place": "西永", "attendees": "外贸企业 50 家"}
CASE, CASED = PublishCase.model_validate(TOLD), CasePublished.model_validate(TOLD)
BRIEFING, BRIEFED = HoldBriefing.model_validate(HELD), BriefingHeld.model_validate(HELD | {"organiser": COMMITTEE})
EXCHANGE, EXCHANGED = HoldExchange.model_validate(HELD), ExchangeHeld.model_validate(HELD | {"organiser": COMMITTEE})
PUBLISH, PUBLISHED = Publish.model_validate(TOLD), Published.model_validate(TOLD)
RETRACT, RETRACTED = Retract(reason="数据有误"), Retracted(reason="数据有误")


def an_entry(*events: Event, facts: Facts | None = None, latest: date = NOV_2) -> Given:
    around = {**zone(), **other_zone(), **(facts or {})}
    return given(publicity, *events, entity="entry-1", opened=NOV_2, latest=latest, facts=around)


def test_the_office_publishes_a_case_of_a_zone() -> None:
    after = an_entry().when(CASE, by=OFFICE).then(CASED)
    assert after.state.stage is Stage.PUBLISHED


@pytest.mark.parametrize("by", [COMMITTEE, COMMERCE])
def test_nobody_but_the_office_puts_anything_before_the_public(by: str) -> None:
    an_entry().when(CASE, by=by).refused("role-may-not")
    an_entry(BRIEFED).when(PUBLISH, by=by).refused("role-may-not")


def test_a_robot_publishes_nothing() -> None:
    an_entry().when(CASE, kind=ActorKind.ROBOT).refused("decided-by-a-person")
    an_entry(BRIEFED).when(PUBLISH, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_a_case_names_its_zones() -> None:
    an_entry().when(CASE.model_copy(update={"zones": ()})).refused("case-names-its-zones")


@pytest.mark.parametrize("by", [OFFICE, COMMITTEE, COMMERCE, SECTION])
def test_any_member_holds_briefings_and_exchanges(by: str) -> None:
    held = an_entry().when(BRIEFING, by=by).then(BriefingHeld.model_validate(HELD | {"organiser": by}))
    assert held.state.stage is Stage.HELD
    an_entry().when(EXCHANGE, by=by).then(ExchangeHeld.model_validate(HELD | {"organiser": by}))


@pytest.mark.parametrize("by", [EXPERTS[0], GOVERNMENT, "the-public"])
def test_whoever_is_no_member_holds_none(by: str) -> None:
    an_entry().when(BRIEFING, by=by).refused("role-may-not")


def test_a_body_holds_only_what_its_own_zone_takes_part_in() -> None:
    an_entry().when(EXCHANGE, by=OTHER_COMMITTEE).refused("own-zone-takes-part", org=OTHER_COMMITTEE)
    an_entry().when(BRIEFING.model_copy(update={"zones": ()}), by=COMMITTEE).refused("own-zone-takes-part")
    both = EXCHANGE.model_copy(update={"zones": (ZONE, OTHER_ZONE)})
    an_entry().when(both, by=OTHER_COMMITTEE).accepted()


def test_a_section_may_hold_a_briefing_without_any_zone() -> None:
    an_entry().when(BRIEFING.model_copy(update={"zones": ()}), by=SECTION).accepted()


def test_nothing_new_is_told_of_a_withdrawn_zone() -> None:
    gone = zone(withdrawn=True)
    an_entry(facts=gone).when(CASE).refused("zone-withdrawn")
    an_entry(facts=gone).when(BRIEFING, by=COMMITTEE).refused("zone-withdrawn")
    an_entry(facts=gone).when(EXCHANGE, by=SECTION).refused("zone-withdrawn")
    an_entry(BRIEFED, facts=gone).when(PUBLISH).refused("zone-withdrawn")


def test_nothing_is_told_of_a_zone_that_does_not_exist() -> None:
    nowhere: Facts = {("zone", ZONE): None}
    an_entry(facts=nowhere).when(CASE).refused("unknown-entity", category="zone", entity=ZONE)


@pytest.mark.parametrize("held", [BRIEFED, EXCHANGED])
def test_the_office_publishes_in_its_own_words_what_was_held(held: Event) -> None:
    after = an_entry(held).when(PUBLISH).then(PUBLISHED)
    after.when(PUBLISH).refused("out-of-turn")


def test_nothing_is_published_as_of_a_day_before_it_was_held() -> None:
    an_entry(BRIEFED, latest=NOV_4).when(PUBLISH, on=NOV_3, today=NOV_4).refused("date-not-before-latest")


@pytest.mark.parametrize("history", [(BRIEFED,), (EXCHANGED, PUBLISHED)])
def test_the_organiser_or_the_office_retracts_an_activity(history: tuple[Event, ...]) -> None:
    for by in (OFFICE, COMMITTEE):
        an_entry(*history).when(RETRACT, by=by).then(RETRACTED)
    an_entry(*history).when(RETRACT, by=CUSTOMS).refused("office-or-organiser", organiser=COMMITTEE)


def test_only_the_office_retracts_a_case() -> None:
    an_entry(CASED).when(RETRACT, by=COMMITTEE).refused("office-or-organiser", organiser="nobody")
    an_entry(CASED).when(RETRACT, by=OFFICE).then(RETRACTED)


def test_what_was_retracted_stays_retracted() -> None:
    an_entry(BRIEFED, RETRACTED).when(PUBLISH).refused("out-of-turn")
    an_entry(CASED, RETRACTED).when(RETRACT).refused("out-of-turn")
