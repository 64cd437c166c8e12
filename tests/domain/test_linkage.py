"""Industry linkage: 促进自贸试验区和联动创新区产业联动发展, by agreement of both sides. 三(五)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.facts import LeadFact
from domain.kernel import ActorKind, Command, Event, Role
from domain.lead_likeness import fingerprint
from domain.linkage import (
    Agree,
    Agreed,
    Decline,
    Declined,
    End,
    Ended,
    LinkProject,
    ProjectLinked,
    Propose,
    Proposed,
    Review,
    Reviewed,
    Stage,
    linkage,
)
from domain.linkage_values import EndReason, Side, Trade, TradeForm
from tests.domain.leads import SHARE
from tests.domain.scenarios import (
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
    organisation_fact,
)
from tests.domain.zones import NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, instrument, zone

ENTITY = f"{ZONE}--{SECTION}--artificial-intelligence"
TODAY = date(2022, 12, 31)
TERMS = {"goals": "共建智能网联产业链", "trade_forms": (TradeForm.SERVICES, TradeForm.E_COMMERCE)}
PROPOSE = Propose.model_validate(TERMS)
BY_ZONE = Proposed.model_validate({**TERMS, "side": Side.ZONE, "proposer": COMMITTEE})
BY_SECTION = Proposed.model_validate({**TERMS, "side": Side.SECTION, "proposer": SECTION})
AGREE = Agree(instrument=instrument(NOV_2))
AGREED = Agreed.model_validate(
    {
        **TERMS,
        "body": COMMITTEE,
        "section": SECTION,
        "proposed_by": Side.ZONE,
        "since": NOV_3,
        "instrument": instrument(NOV_2),
    }
)
DECLINE = Decline(reason="产业重叠")
DECLINED = Declined(reason="产业重叠")
LINK = LinkProject(project="智能座舱研发", role="上游零部件", investment=2_000_000_000_00)
LINKED = ProjectLinked(side=Side.ZONE, **dict(LINK))
FIRST_HALF = Review(
    start=date(2022, 1, 1),
    end=date(2022, 6, 30),
    summary="两家企业形成配套",
    trade=(Trade(form=TradeForm.SERVICES, volume=300_000_00),),
)
REVIEWED = Reviewed(**dict(FIRST_HALF))
END = End(reason=EndReason.ACHIEVED, note="目标已实现")
ENDED = Ended(side=Side.ZONE, reason=EndReason.ACHIEVED, note="目标已实现")
TAKE_BACK = End(reason=EndReason.TAKEN_BACK)
GONE = End(reason=EndReason.ZONE_WITHDRAWN)


def a_linkage(*events: Event, entity: str = ENTITY, facts: Facts | None = None) -> Given:
    world = {**zone(), **(facts or {})}
    return given(linkage, *events, entity=entity, opened=NOV_2, latest=NOV_3, facts=world)


def a_lead(holder: str | None) -> Facts:
    return fact("lead-1", LeadFact(investor=fingerprint(SHARE.investor), flagged=frozenset(), holder=holder))


def test_the_zone_proposes_the_section_agrees_and_both_are_named() -> None:
    proposed = a_linkage().when(PROPOSE, by=COMMITTEE).then(BY_ZONE)
    agreed = proposed.when(AGREE, by=SECTION, on=NOV_3, today=TODAY).then(AGREED)
    linked = agreed.when(LINK, by=COMMITTEE, on=NOV_4, today=TODAY).then(LINKED)
    reviewed = linked.when(FIRST_HALF, by=SECTION, on=date(2022, 7, 10), today=TODAY).then(REVIEWED)
    ended = reviewed.when(END, by=COMMITTEE, on=TODAY, today=TODAY).then(ENDED)
    assert ended.state.stage is Stage.ENDED


def test_the_section_proposes_and_the_zone_s_body_agrees() -> None:
    proposed = a_linkage().when(PROPOSE, by=SECTION).then(BY_SECTION)
    agreed = proposed.when(Agree(), by=COMMITTEE, on=NOV_3, today=TODAY)
    agreed.then(AGREED.model_copy(update={"proposed_by": Side.SECTION, "instrument": None}))


@pytest.mark.parametrize(("proposed", "org"), [(BY_ZONE, COMMITTEE), (BY_SECTION, SECTION)])
@pytest.mark.parametrize("command", [AGREE, DECLINE])
def test_nobody_answers_his_own_proposal(proposed: Event, org: str, command: Command) -> None:
    a_linkage(proposed).when(command, by=org, on=NOV_3, today=TODAY).refused("other-side-answers")


@pytest.mark.parametrize("org", [OTHER_COMMITTEE, OTHER_SECTION])
def test_nobody_but_the_two_sides_proposes_answers_links_or_ends(org: str) -> None:
    a_linkage().when(PROPOSE, by=org).refused("own-linkage", body=COMMITTEE, section=SECTION)
    a_linkage(BY_ZONE).when(AGREE, by=org, on=NOV_3, today=TODAY).refused("own-linkage")
    a_linkage(BY_ZONE).when(DECLINE, by=org, on=NOV_3, today=TODAY).refused("own-linkage")
    a_linkage(BY_ZONE, AGREED).when(LINK, by=org, on=NOV_3, today=TODAY).refused("own-linkage")
    a_linkage(BY_ZONE, AGREED).when(FIRST_HALF, by=org, on=TODAY, today=TODAY).refused("own-linkage")
    a_linkage(BY_ZONE, AGREED).when(END, by=org, on=NOV_3, today=TODAY).refused("own-linkage")


@pytest.mark.parametrize("command", [AGREE, DECLINE])
def test_an_answer_is_a_person_s(command: Command) -> None:
    a_linkage(BY_ZONE).when(command, by=SECTION, kind=ActorKind.ROBOT).refused("decided-by-a-person")


def test_a_linkage_is_with_a_section_of_the_ftz() -> None:
    with_a_department = a_linkage(entity=f"{ZONE}--{COMMERCE}--artificial-intelligence")
    with_a_department.when(PROPOSE, by=COMMITTEE).refused("linked-with-a-section", section=COMMERCE)
    dissolved = {("organisation", SECTION): organisation_fact(Role.SECTION, dissolved=True)}
    a_linkage(facts=dissolved).when(PROPOSE, by=COMMITTEE).refused("linked-with-a-section")
    a_linkage(entity=f"{ZONE}--nobody--finance").when(PROPOSE, by=COMMITTEE).refused("unknown-entity")


@pytest.mark.parametrize("industry", ["finance", "no-industry"])
def test_the_industry_is_one_of_the_zone_s(industry: str) -> None:
    other = a_linkage(entity=f"{ZONE}--{SECTION}--{industry}")
    other.when(PROPOSE, by=COMMITTEE).refused("industry-of-the-zone", known="artificial-intelligence")


def test_a_withdrawn_zone_links_nothing_new() -> None:
    gone = zone(withdrawn=True)
    a_linkage(facts=gone).when(PROPOSE, by=SECTION).refused("zone-withdrawn")
    a_linkage(BY_SECTION, facts=gone).when(AGREE, by=COMMITTEE, on=NOV_3, today=TODAY).refused("zone-withdrawn")
    a_linkage(BY_ZONE, AGREED, facts=gone).when(LINK, by=SECTION, on=NOV_3, today=TODAY).refused("zone-withdrawn")


def test_a_no_gives_its_reason_and_the_linkage_may_be_proposed_again() -> None:
    declined = a_linkage(BY_ZONE).when(DECLINE, by=SECTION, on=NOV_3, today=TODAY).then(DECLINED)
    declined.when(PROPOSE, by=SECTION, on=NOV_4, today=TODAY).then(BY_SECTION)


def test_an_answer_bears_no_earlier_date_than_the_proposal() -> None:
    a_linkage(BY_ZONE).when(AGREE, by=SECTION, on=NOV_2, today=TODAY).refused("date-not-before-latest")


def test_a_project_is_linked_once() -> None:
    linked = a_linkage(BY_ZONE, AGREED, LINKED)
    linked.when(LINK, by=SECTION, on=NOV_4, today=TODAY).refused("project-linked-once", project="智能座舱研发")
    other = LinkProject(project="车规芯片", role="核心器件")
    linked.when(other, by=SECTION, on=NOV_4, today=TODAY).then(ProjectLinked(side=Side.SECTION, **dict(other)))


@pytest.mark.parametrize("holder", [None, OTHER_ZONE])
def test_a_project_that_came_of_a_lead_is_one_that_the_zone_holds(holder: str | None) -> None:
    from_lead = LinkProject(project="车规芯片", role="核心器件", lead="lead-1")
    agreed = a_linkage(BY_ZONE, AGREED, facts=a_lead(holder))
    agreed.when(from_lead, by=COMMITTEE, on=NOV_4, today=TODAY).refused("lead-of-the-zone", holder=holder or "nobody")
    a_linkage(BY_ZONE, AGREED, facts=a_lead(ZONE)).when(from_lead, by=COMMITTEE, on=NOV_4, today=TODAY).accepted()


@pytest.mark.parametrize("command", [LINK, END])
def test_nothing_rests_on_an_agreement_before_its_date(command: Command) -> None:
    agreed = a_linkage(BY_ZONE, AGREED)
    agreed.when(command, by=COMMITTEE, on=NOV_2, today=TODAY).refused("not-before-agreement", since="2021-11-03")


def test_a_period_before_the_agreement_is_not_reviewed() -> None:
    october = FIRST_HALF.model_copy(update={"start": date(2021, 10, 1)})
    a_linkage(BY_ZONE, AGREED).when(october, by=COMMITTEE, on=TODAY, today=TODAY).refused("review-follows")


def test_a_period_is_reviewed_once() -> None:
    from_its_last_day = FIRST_HALF.model_copy(update={"start": FIRST_HALF.end, "end": TODAY})
    reviewed = a_linkage(BY_ZONE, AGREED, REVIEWED)
    reviewed.when(FIRST_HALF, by=SECTION, on=TODAY, today=TODAY).refused("review-follows")
    reviewed.when(from_its_last_day, by=SECTION, on=TODAY, today=TODAY).refused("review-follows", earliest="2022-06-30")


def test_a_period_is_reviewed_when_it_has_ended() -> None:
    agreed = a_linkage(BY_ZONE, AGREED)
    agreed.when(FIRST_HALF, by=COMMITTEE, on=date(2022, 6, 29), today=TODAY).refused("period-ended")
    agreed.when(FIRST_HALF, by=OFFICE, on=date(2022, 6, 30), today=TODAY).then(REVIEWED)


def test_a_form_of_trade_is_stated_once() -> None:
    twice = FIRST_HALF.model_copy(update={"trade": FIRST_HALF.trade * 2})
    refused = a_linkage(BY_ZONE, AGREED).when(twice, by=COMMITTEE, on=TODAY, today=TODAY)
    refused.refused("trade-form-once", twice="services-trade")


def test_a_proposal_is_taken_back_by_whoever_made_it() -> None:
    proposed = a_linkage(BY_SECTION)
    proposed.when(TAKE_BACK, by=COMMITTEE, on=NOV_3, today=TODAY).refused("own-proposal", side="ftz-section")
    back = proposed.when(TAKE_BACK, by=SECTION, on=NOV_3, today=TODAY)
    back.then(Ended(side=Side.SECTION, reason=EndReason.TAKEN_BACK, note=None))


def test_a_linkage_ends_for_the_reason_that_is_so() -> None:
    a_linkage(BY_ZONE).when(END, by=COMMITTEE, on=NOV_3, today=TODAY).refused("end-for-its-reason")
    agreed = a_linkage(BY_ZONE, AGREED)
    agreed.when(TAKE_BACK, by=COMMITTEE, on=NOV_3, today=TODAY).refused("end-for-its-reason")
    agreed.when(GONE, by=COMMITTEE, on=NOV_3, today=TODAY).refused("end-for-its-reason", reason="zone-has-left")
    agreed.when(END, by=OFFICE, on=NOV_3, today=TODAY).refused("end-for-its-reason")


@pytest.mark.parametrize("events", [(BY_SECTION,), (BY_ZONE, AGREED)])
def test_the_office_ends_the_linkages_of_a_withdrawn_zone_and_of_no_other(events: tuple[Event, ...]) -> None:
    a_linkage(*events).when(GONE, by=OFFICE).refused("zone-not-withdrawn")
    gone = a_linkage(*events, facts=zone(withdrawn=True)).when(GONE, by=OFFICE, kind=ActorKind.ROBOT)
    gone.then(Ended(side=None, reason=EndReason.ZONE_WITHDRAWN, note=None))


@pytest.mark.parametrize(
    ("events", "command"),
    [
        ((BY_ZONE,), PROPOSE),
        ((BY_ZONE,), LINK),
        ((BY_ZONE,), FIRST_HALF),
        ((BY_ZONE, AGREED), PROPOSE),
        ((BY_ZONE, AGREED), AGREE),
        ((BY_ZONE, AGREED), DECLINE),
        ((BY_ZONE, DECLINED), AGREE),
        ((BY_ZONE, DECLINED), END),
        ((BY_ZONE, AGREED, ENDED), LINK),
        ((BY_ZONE, AGREED, ENDED), END),
    ],
)
def test_what_is_not_agreed_or_has_ended_takes_no_such_step(events: tuple[Event, ...], command: Command) -> None:
    a_linkage(*events).when(command, by=SECTION, on=NOV_4, today=TODAY).refused("out-of-turn")
