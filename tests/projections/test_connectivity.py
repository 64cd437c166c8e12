"""The connectivity list: projects with their milestones, services and throughput, public. 三(六)"""

from __future__ import annotations

from datetime import date

from domain.connectivity import (
    MilestoneReached,
    ProjectRegistered,
    ServiceClosed,
    ServiceOpened,
    ThroughputCorrected,
    ThroughputReported,
)
from domain.connectivity_values import Channel, Milestone, ProjectKind, TransportMode
from projections.connectivity import MILESTONES, SERVICES, THROUGHPUT, connectivity
from tests.projections.cast import BODY, DEC_1, NOV_2, ZONE
from tests.projections.story import Story

HUB = "rail-hub"
APRIL_8, JULY_8 = date(2022, 4, 8), date(2022, 7, 8)
REGISTERED = ProjectRegistered(
    title="铁路口岸",
    kind=ProjectKind.LAND_PORT,
    modes=(TransportMode.RAIL, TransportMode.ROAD),
    channels=(Channel.LAND_SEA,),
    zones=(ZONE,),
    place="沙坪坝区",
    summary="集疏运",
    investment=5_000_000_000_00,
    registrant=BODY,
)
BROKEN_GROUND = MilestoneReached(milestone=Milestone.GROUND_BROKEN, summary="开工")
OPENED = ServiceOpened(
    service="land-sea-1", title="班列", departure="团结村", destination="钦州港", modes=(TransportMode.RAIL,)
)
Q1 = ThroughputReported(
    start=date(2022, 1, 1), end=date(2022, 3, 31), teu=1200, trains=30, flights=None, tonnes=None, data_source="货运站"
)
Q2 = Q1.model_copy(update={"start": date(2022, 4, 1), "end": date(2022, 6, 30), "teu": 800})


def test_a_project_shows_what_it_is_how_far_it_is_and_what_passes_through_it(story: Story) -> None:
    story.tell("connectivity", HUB, REGISTERED)
    story.tell("connectivity", HUB, BROKEN_GROUND, OPENED, on=DEC_1)
    story.tell("connectivity", HUB, Q1, on=APRIL_8)
    story.tell("connectivity", HUB, Q2, on=JULY_8)
    assert story.rows(connectivity) == [
        {
            "entry": HUB,
            "title": "铁路口岸",
            "kind": "land-port",
            "modes": ["rail", "road"],
            "channels": ["western-land-sea-corridor"],
            "zones": [ZONE],
            "place": "沙坪坝区",
            "summary": "集疏运",
            "investment": 5_000_000_000_00,
            "registrant": BODY,
            "registered": NOV_2,
            "milestone": "ground-broken",
            "milestone_day": DEC_1,
            "services": 1,
            "teu": 2000,
            "tonnes": None,
            "trains": 60,
            "flights": None,
            "reported_to": date(2022, 6, 30),
        }
    ]


def test_a_correction_replaces_the_figures_of_its_period_and_says_why(story: Story) -> None:
    story.tell("connectivity", HUB, REGISTERED, Q1, Q2)
    right = ThroughputCorrected(**{**dict(Q1), "teu": 1000, "trains": None}, reason="重复计数")
    story.tell("connectivity", HUB, right, on=JULY_8)
    assert story.row(connectivity, "teu", "trains") == {"teu": 1800, "trains": 30}
    period = story.row(connectivity, "teu", "corrected", "reason", table=THROUGHPUT.name, where={"start": Q1.start})
    assert period == {"teu": 1000, "corrected": JULY_8, "reason": "重复计数"}


def test_a_service_that_was_closed_stays_with_its_reason_until_it_is_opened_again(story: Story) -> None:
    story.tell("connectivity", HUB, REGISTERED, OPENED)
    story.tell("connectivity", HUB, ServiceClosed(service="land-sea-1", reason="货源不足"), on=DEC_1)
    assert story.row(connectivity, "services") == {"services": 0}
    service = story.row(connectivity, "opened", "closed", "reason", table=SERVICES.name)
    assert service == {"opened": NOV_2, "closed": DEC_1, "reason": "货源不足"}
    story.tell("connectivity", HUB, OPENED, on=JULY_8)
    assert story.row(connectivity, "services") == {"services": 1}


def test_every_milestone_is_kept_and_the_latest_is_shown(story: Story) -> None:
    accepted = MilestoneReached(milestone=Milestone.ACCEPTED, summary="竣工")
    story.tell("connectivity", HUB, REGISTERED, BROKEN_GROUND)
    story.tell("connectivity", HUB, accepted, on=JULY_8)
    row = story.row(connectivity, "milestone", "milestone_day")
    assert row == {"milestone": "works-accepted", "milestone_day": JULY_8}
    assert len(story.rows(connectivity, table=MILESTONES.name)) == 2
