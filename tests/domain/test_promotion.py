"""Joint investment promotion: 支持联动创新区参与自贸试验区相关招商推介活动. 三(四)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.facts import LeadFact
from domain.kernel import MEMBERS, ActorKind, Command, Event, Role
from domain.lead_likeness import fingerprint
from domain.promotion import (
    Announce,
    Announced,
    Cancel,
    Cancelled,
    Held,
    Hold,
    Join,
    LeadsLinked,
    Leave,
    LinkLeads,
    Stage,
    ZoneJoined,
    ZoneLeft,
    promotion,
)
from domain.values import Industry
from tests.domain.leads import SHARE
from tests.domain.scenarios import (
    BY_ROLE,
    COMMERCE,
    COMMITTEE,
    OFFICE,
    OTHER_COMMITTEE,
    OTHER_SECTION,
    SECTION,
    Facts,
    Given,
    fact,
    given,
)
from tests.domain.zones import NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

TODAY = date(2021, 12, 31)
DEC_10, DEC_12 = date(2021, 12, 10), date(2021, 12, 12)
PROGRAMME = {
    "title": "智能网联推介会",
    "summary": "面向长三角",
    "place": "上海",
    "day": DEC_10,
    "industries": (Industry.AI,),
}
ANNOUNCE = Announce.model_validate(PROGRAMME)
ANNOUNCED = Announced.model_validate({**PROGRAMME, "host": SECTION})
JOIN = Join(zone=ZONE, presents="智算中心")
JOINED = ZoneJoined(zone=ZONE, presents="智算中心", since=NOV_3)
OTHER_JOINED = ZoneJoined(zone=OTHER_ZONE, presents="冷链园区", since=NOV_4)
LEAVE = Leave(zone=ZONE, reason="日程冲突")
HOLD = Hold(summary="签约意向两项", attendance=120, leads=("lead-1",))
HELD = Held(**dict(HOLD))
LINK = LinkLeads(leads=("lead-2",))
CANCEL = Cancel(reason="场地取消")


def a_promotion(*events: Event, facts: Facts | None = None) -> Given:
    known = LeadFact(investor=fingerprint(SHARE.investor), flagged=frozenset())
    leads = {key: each for name in ("lead-1", "lead-2") for key, each in fact(name, known).items()}
    world = {**zone(), **other_zone(), **leads, **(facts or {})}
    return given(promotion, *events, entity="shanghai-2021", opened=NOV_2, latest=NOV_4, facts=world)


def test_a_promotion_is_announced_joined_and_held_with_the_leads_it_won() -> None:
    announced = a_promotion().when(ANNOUNCE, by=SECTION, on=NOV_2, today=TODAY).then(ANNOUNCED)
    joined = announced.when(JOIN, by=COMMITTEE, on=NOV_3, today=TODAY).then(JOINED)
    held = joined.when(HOLD, by=SECTION, on=DEC_10, today=TODAY).then(HELD)
    linked = held.when(LINK, by=SECTION, on=DEC_12, today=TODAY).then(LeadsLinked(leads=("lead-2",)))
    assert (linked.state.stage, linked.state.leads) == (Stage.HELD, {"lead-1", "lead-2"})


@pytest.mark.parametrize("role", sorted(MEMBERS))
def test_any_member_announces_a_promotion_and_is_its_host(role: Role) -> None:
    host = BY_ROLE[role]
    a_promotion().when(ANNOUNCE, by=host).then(ANNOUNCED.model_copy(update={"host": host}))


@pytest.mark.parametrize("role", sorted(set(Role) - MEMBERS))
def test_nobody_else_announces_one(role: Role) -> None:
    a_promotion().when(ANNOUNCE, by=BY_ROLE[role]).refused("role-may-not")


def test_a_promotion_of_a_past_day_is_not_announced() -> None:
    a_promotion().when(ANNOUNCE, by=SECTION, on=DEC_12, today=TODAY).refused("promotion-lies-ahead", day="2021-12-10")
    a_promotion().when(ANNOUNCE, by=SECTION, on=DEC_10, today=TODAY).accepted()


def test_a_zone_does_not_join_for_another_zone() -> None:
    a_promotion(ANNOUNCED).when(JOIN, by=OTHER_COMMITTEE).refused("own-zone", zone=ZONE)


def test_a_withdrawn_zone_joins_nothing() -> None:
    a_promotion(ANNOUNCED, facts=zone(withdrawn=True)).when(JOIN, by=COMMITTEE).refused("zone-withdrawn")


def test_a_zone_joins_once_and_again_after_it_has_left() -> None:
    a_promotion(ANNOUNCED, JOINED).when(JOIN, by=COMMITTEE).refused("joined-once", zone=ZONE)
    left = a_promotion(ANNOUNCED, JOINED).when(LEAVE, by=COMMITTEE, on=NOV_4, today=TODAY)
    left.then(ZoneLeft(zone=ZONE, reason="日程冲突")).when(JOIN, by=COMMITTEE).accepted()


def test_only_who_has_joined_can_leave() -> None:
    a_promotion(ANNOUNCED, OTHER_JOINED).when(LEAVE, by=COMMITTEE).refused("has-joined", zones=OTHER_ZONE)
    a_promotion(ANNOUNCED).when(LEAVE, by=COMMITTEE).refused("has-joined", zones="nobody")


def test_a_zone_does_not_give_up_another_s_place() -> None:
    a_promotion(ANNOUNCED, JOINED).when(LEAVE, by=OTHER_COMMITTEE).refused("own-zone")


def test_a_zone_does_not_leave_before_it_joined() -> None:
    a_promotion(ANNOUNCED, JOINED).when(LEAVE, by=COMMITTEE, on=NOV_2).refused("leaves-after-joining")


def test_the_office_gives_up_the_place_of_a_withdrawn_zone_and_of_no_other() -> None:
    a_promotion(ANNOUNCED, JOINED).when(LEAVE, by=OFFICE).refused("zone-not-withdrawn")
    gone = a_promotion(ANNOUNCED, JOINED, facts=zone(withdrawn=True))
    after = gone.when(LEAVE, by=OFFICE, kind=ActorKind.ROBOT, on=NOV_2).then(ZoneLeft(zone=ZONE, reason="日程冲突"))
    assert after.state.joined == {}


@pytest.mark.parametrize("command", [HOLD, CANCEL])
@pytest.mark.parametrize("org", [OFFICE, COMMERCE, COMMITTEE, OTHER_SECTION])
def test_nobody_but_the_host_holds_or_cancels_it(command: Command, org: str) -> None:
    a_promotion(ANNOUNCED, JOINED).when(command, by=org, on=DEC_10, today=TODAY).refused("host-only", host=SECTION)


def test_nobody_but_the_host_links_leads() -> None:
    a_promotion(ANNOUNCED, HELD).when(LINK, by=COMMITTEE, on=DEC_12, today=TODAY).refused("host-only")


def test_a_lead_that_nobody_shared_is_not_linked() -> None:
    unknown = Hold(summary="成果", leads=("lead-9",))
    refused = a_promotion(ANNOUNCED).when(unknown, by=SECTION, on=DEC_10, today=TODAY)
    refused.refused("unknown-entity", category="lead", entity="lead-9")


def test_a_lead_is_linked_once() -> None:
    twice = Hold(summary="成果", leads=("lead-1", "lead-1"))
    a_promotion(ANNOUNCED).when(twice, by=SECTION, on=DEC_10, today=TODAY).refused("lead-linked-once", lead="lead-1")
    again = LinkLeads(leads=("lead-1",))
    a_promotion(ANNOUNCED, HELD).when(again, by=SECTION, on=DEC_12, today=TODAY).refused("lead-linked-once")


def test_a_promotion_is_not_held_before_the_last_zone_joined() -> None:
    early = a_promotion(ANNOUNCED, JOINED, OTHER_JOINED).when(HOLD, by=SECTION, on=NOV_3, today=TODAY)
    early.refused("date-not-before-latest")


def test_a_cancellation_is_decided_by_a_person_and_says_why() -> None:
    announced = a_promotion(ANNOUNCED, JOINED)
    announced.when(CANCEL, by=SECTION, kind=ActorKind.ROBOT, on=NOV_4, today=TODAY).refused("decided-by-a-person")
    announced.when(CANCEL, by=SECTION, on=NOV_4, today=TODAY).then(Cancelled(reason="场地取消"))


CANCELLED = Cancelled(reason="场地取消")


@pytest.mark.parametrize(
    ("events", "command", "org"),
    [
        ((ANNOUNCED,), ANNOUNCE, SECTION),
        ((ANNOUNCED,), LINK, SECTION),
        ((ANNOUNCED, HELD), JOIN, COMMITTEE),
        ((ANNOUNCED, JOINED, HELD), LEAVE, COMMITTEE),
        ((ANNOUNCED, HELD), HOLD, SECTION),
        ((ANNOUNCED, HELD), CANCEL, SECTION),
        ((ANNOUNCED, CANCELLED), JOIN, COMMITTEE),
        ((ANNOUNCED, CANCELLED), HOLD, SECTION),
        ((ANNOUNCED, CANCELLED), CANCEL, SECTION),
        ((ANNOUNCED, CANCELLED), LINK, SECTION),
    ],
)
def test_what_is_over_or_not_yet_held_takes_no_such_step(events: tuple[Event, ...], command: Command, org: str) -> None:
    a_promotion(*events).when(command, by=org, on=DEC_10, today=TODAY).refused("out-of-turn")
