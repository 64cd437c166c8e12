"""The exchange shows each reader the leads that it may see, as they stand, and never an investor."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from domain.kernel import Event
from domain.lead import (
    Assessed,
    Awarded,
    ClaimLapsed,
    Closed,
    Commissioned,
    InvestorDisclosed,
    Landed,
    Shared,
    Signed,
)
from domain.lead_values import Audience, Visibility, may_see
from domain.values import Industry
from domain.zone import BodyReplaced, Withdrawn
from projections.lead_exchange import lead_exchange
from tests.projections.cast import (
    AUDITOR,
    AWARDED,
    BODY,
    CLAIMED,
    DEC_1,
    GOVERNMENT,
    LEAD,
    NOV_2,
    OTHER_BODY,
    OTHER_ZONE,
    RELEASED,
    RULED,
    SECTION,
    SHARED,
    TRANSFERRED,
    ZONE,
    everybody_is_registered,
    made,
    two_zones,
)
from tests.projections.story import Story

JAN_5 = date(2022, 1, 5)


def shared(audience: Audience, *zones: str, industry: Industry = Industry.AI) -> Shared:
    visibility = Visibility(audience=audience, zones=zones)
    return SHARED.model_copy(update={"visibility": visibility, "industry": industry})


def seen_by(story: Story, viewer: str) -> bool:
    return bool(story.rows(lead_exchange, "lead", viewer=viewer))


def test_a_shared_lead_is_open_with_all_that_was_said_but_the_investor(story: Story) -> None:
    story.tell("lead", LEAD, SHARED)
    row = story.row(lead_exchange)
    assert row == {
        "lead": LEAD,
        "stage": "open",
        "since": NOV_2,
        "shared": NOV_2,
        "reporter": SECTION,
        "project": "智能网联项目",
        "summary": SHARED.summary,
        "industry": "artificial-intelligence",
        "investment": 600_000_000_00,
        "investment_range": "5-10",
        "land": SHARED.land,
        "energy": SHARED.energy,
        "environment": SHARED.environment,
        "output": SHARED.output,
        "tax": SHARED.tax,
        "location": SHARED.location,
        "help": SHARED.help,
        "major": False,
        "audience": "all-zones",
        "zones": [],
        "holder": None,
        "disclosed": None,
    }
    assert "甲公司" not in str(row)


def test_a_released_lead_is_open_again_as_it_was_shared(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, Assessed(follow_up=True, major=True, reason="大"), CLAIMED)
    story.tell("lead", LEAD, AWARDED, on=DEC_1)
    row = story.row(lead_exchange, "stage", "holder", "since", "major")
    assert row == {"stage": "awarded", "holder": ZONE, "since": DEC_1, "major": True}
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    row = story.row(lead_exchange, "stage", "holder", "since", "project")
    assert row == {"stage": "open", "holder": None, "since": JAN_5, "project": "智能网联项目"}


def test_a_lead_that_is_not_worth_following_up_is_shelved_and_a_closed_one_has_no_holder(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, Assessed(follow_up=False, major=False, reason="小"))
    assert story.row(lead_exchange, "stage") == {"stage": "shelved"}
    story.tell(
        "lead", LEAD, Assessed(follow_up=True, major=False, reason="再议"), CLAIMED, AWARDED, made(Signed, zone=ZONE)
    )
    assert story.row(lead_exchange, "stage", "holder") == {"stage": "signed", "holder": ZONE}
    story.tell("lead", LEAD, made(Closed, zone=ZONE))
    assert story.row(lead_exchange, "stage", "holder") == {"stage": "lead-closed", "holder": None}


@pytest.mark.parametrize("audience", list(Audience))
def test_a_zone_sees_on_the_exchange_exactly_what_it_may_claim(story: Story, audience: Audience) -> None:
    everybody_is_registered(story)
    two_zones(story)
    zones = (OTHER_ZONE,) if audience is Audience.ZONES else ()
    lead = shared(audience, *zones, industry=Industry.FINANCE)
    story.tell("lead", LEAD, lead)
    bodies = {ZONE: (BODY, {"artificial-intelligence"}), OTHER_ZONE: (OTHER_BODY, {"finance"})}
    for zone, (body, industries) in bodies.items():
        assert seen_by(story, body) == may_see(lead.visibility, lead.industry, zone, industries), zone


@pytest.mark.parametrize(("audience", "viewer"), list(product(Audience, (SECTION, "office", AUDITOR))))
def test_the_first_reporter_the_office_and_auditors_see_every_lead(
    story: Story, audience: Audience, viewer: str
) -> None:
    everybody_is_registered(story)
    story.tell("lead", LEAD, shared(audience, *((OTHER_ZONE,) if audience is Audience.ZONES else ())))
    assert seen_by(story, viewer)


def test_whoever_runs_no_zone_and_shared_nothing_sees_nothing(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, SHARED)
    assert not seen_by(story, GOVERNMENT)
    assert not seen_by(story, "expert-1")
    assert not seen_by(story, "nobody-knows-them")


def test_the_holder_s_body_sees_its_lead_whatever_the_audience(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, shared(Audience.ZONES, OTHER_ZONE))
    assert not seen_by(story, BODY)
    story.tell("lead", LEAD, Awarded(zone=ZONE, reason="裁定", since=DEC_1, protected_until=JAN_5))
    assert seen_by(story, BODY)


def test_the_body_of_a_zone_that_has_left_sees_no_leads(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, SHARED)
    assert seen_by(story, BODY)
    story.tell("zone", ZONE, Withdrawn(evaluation=f"2022--{ZONE}"))
    assert not seen_by(story, BODY)
    assert seen_by(story, OTHER_BODY)


def test_the_names_of_zones_shared_with_are_seen_with_their_lead_alone(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, shared(Audience.ZONES, OTHER_ZONE))
    assert story.rows(lead_exchange, table="lead_exchange_named", viewer=OTHER_BODY) == [
        {"lead": LEAD, "zone": OTHER_ZONE}
    ]
    assert story.rows(lead_exchange, table="lead_exchange_named", viewer=BODY) == []
    assert story.rows(lead_exchange, table="lead_exchange_organisations", viewer=BODY) == []


def test_a_lead_shared_with_a_zone_shows_its_body_no_other_lead(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, shared(Audience.ZONES, OTHER_ZONE))
    story.tell("lead", "lead-2", shared(Audience.ZONES, ZONE))
    assert story.rows(lead_exchange, "lead", viewer=OTHER_BODY) == [{"lead": LEAD}]
    assert story.rows(lead_exchange, "lead", viewer=BODY) == [{"lead": "lead-2"}]


def test_the_exchange_says_when_the_investor_was_disclosed_and_never_who_it_is(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED)
    story.tell("lead", LEAD, InvestorDisclosed(zone=ZONE, note=None), on=DEC_1)
    (row,) = story.rows(lead_exchange)
    assert row["disclosed"] == DEC_1
    assert "甲公司" not in str(row)
    story.tell("lead", LEAD, TRANSFERRED, on=JAN_5)
    assert story.row(lead_exchange, "holder", "disclosed") == {"holder": OTHER_ZONE, "disclosed": None}


@pytest.mark.parametrize("event", [TRANSFERRED, RULED])
def test_a_lead_in_another_hand_says_whose_and_since_when(story: Story, event: Event) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, event, on=JAN_5)
    row = story.row(lead_exchange, "stage", "holder", "since")
    assert row == {"stage": "awarded", "holder": OTHER_ZONE, "since": JAN_5}


def test_a_ruling_for_a_reporter_changes_who_reported_first_and_nothing_else(story: Story) -> None:
    ruled = RULED.model_copy(update={"zone": None, "reporter": GOVERNMENT})
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, ruled, on=JAN_5)
    row = story.row(lead_exchange, "reporter", "holder", "since")
    assert row == {"reporter": GOVERNMENT, "holder": ZONE, "since": DEC_1}


def test_a_lapsed_lead_is_open_again(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED)
    story.tell("lead", LEAD, made(ClaimLapsed, zone=ZONE, since=JAN_5), on=JAN_5)
    assert story.row(lead_exchange, "stage", "holder", "since") == {"stage": "open", "holder": None, "since": JAN_5}


def test_a_project_lands_and_produces(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED, made(Signed, zone=ZONE), made(Landed, zone=ZONE))
    assert story.row(lead_exchange, "stage", "holder") == {"stage": "landed", "holder": ZONE}
    story.tell("lead", LEAD, made(Commissioned, zone=ZONE))
    assert story.row(lead_exchange, "stage", "holder") == {"stage": "commissioned", "holder": ZONE}


def test_what_a_zone_may_see_its_new_body_sees_and_the_old_one_no_more(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, shared(Audience.ZONES, ZONE))
    story.tell("zone", ZONE, made(BodyReplaced, body=OTHER_BODY))
    assert seen_by(story, OTHER_BODY)
    assert not seen_by(story, BODY)
