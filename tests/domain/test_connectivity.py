"""Connectivity: 不断提升区域互联互通水平. 三(六)"""

from __future__ import annotations

from datetime import date

import pytest

from domain.connectivity import (
    CloseService,
    CorrectThroughput,
    MilestoneReached,
    OpenService,
    ProjectRegistered,
    ReachMilestone,
    RegisterProject,
    ReportThroughput,
    ServiceClosed,
    ServiceOpened,
    ThroughputCorrected,
    ThroughputReported,
    connectivity,
)
from domain.connectivity_values import Channel, Milestone, ProjectKind, TransportMode
from domain.kernel import Command, Event
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    CUSTOMS,
    DISTRICT,
    OTHER_COMMITTEE,
    Facts,
    Given,
    given,
)
from tests.domain.zones import NOV_2, OTHER_ZONE, ZONE, other_zone, zone

TODAY = date(2022, 12, 31)
PROJECT = {
    "title": "铁路口岸集疏运中心",
    "kind": ProjectKind.MULTIMODAL,
    "modes": (TransportMode.RAIL, TransportMode.ROAD),
    "channels": (Channel.LAND_SEA,),
    "zones": (ZONE,),
    "place": "沙坪坝区",
    "summary": "铁公联运",
}
REGISTER = RegisterProject.model_validate(PROJECT)
REGISTERED = ProjectRegistered.model_validate({**PROJECT, "registrant": COMMITTEE})
BREAK_GROUND = ReachMilestone(milestone=Milestone.GROUND_BROKEN, summary="开工仪式")
BROKEN_GROUND = MilestoneReached(**dict(BREAK_GROUND))
OPEN = OpenService(
    service="land-sea-1", title="陆海新通道班列", departure="团结村", destination="钦州港", modes=(TransportMode.RAIL,)
)
OPENED = ServiceOpened(**dict(OPEN))
CLOSE = CloseService(service="land-sea-1", reason="货源不足")
CLOSED = ServiceClosed(service="land-sea-1", reason="货源不足")
Q1 = {"start": date(2022, 1, 1), "end": date(2022, 3, 31), "data_source": "铁路货运站"}
REPORT = ReportThroughput.model_validate({**Q1, "teu": 1200, "trains": 30})
REPORTED = ThroughputReported(**dict(REPORT))
CORRECT = CorrectThroughput.model_validate({**Q1, "teu": 1180, "trains": 30, "reason": "重复计数"})


def a_project(*events: Event, facts: Facts | None = None) -> Given:
    world = {**zone(), **other_zone(), **(facts or {})}
    return given(connectivity, *events, entity="rail-hub", opened=NOV_2, latest=NOV_2, facts=world)


def test_a_project_is_registered_built_opened_and_its_throughput_reported() -> None:
    registered = a_project().when(REGISTER, by=COMMITTEE).then(REGISTERED)
    broken = registered.when(BREAK_GROUND, by=COMMITTEE).then(BROKEN_GROUND)
    opened = broken.when(OPEN, by=COMMITTEE, today=TODAY).then(OPENED)
    reported = opened.when(REPORT, by=COMMITTEE, today=TODAY).then(REPORTED)
    corrected = reported.when(CORRECT, by=COMMITTEE, today=TODAY).then(ThroughputCorrected(**dict(CORRECT)))
    closed = corrected.when(CLOSE, by=COMMITTEE, today=TODAY).then(CLOSED)
    assert closed.state.services == frozenset()


def test_a_department_registers_a_project_for_any_zones_and_a_body_only_for_its_own() -> None:
    for_both = REGISTER.model_copy(update={"zones": (ZONE, OTHER_ZONE)})
    a_project().when(for_both, by=COMMERCE).accepted()
    a_project().when(for_both, by=COMMITTEE).refused("own-zone", zone=OTHER_ZONE)
    a_project().when(REGISTER.model_copy(update={"zones": ()}), by=DISTRICT).accepted()


def test_a_project_is_not_registered_for_a_withdrawn_zone() -> None:
    a_project(facts=zone(withdrawn=True)).when(REGISTER, by=COMMERCE).refused("zone-withdrawn")


@pytest.mark.parametrize("field", ["modes", "channels", "zones"])
def test_a_project_names_each_mode_channel_and_zone_once(field: str) -> None:
    twice = REGISTER.model_copy(update={field: getattr(REGISTER, field)[:1] * 2})
    a_project().when(twice, by=COMMITTEE).refused("named-once")


@pytest.mark.parametrize("command", [BREAK_GROUND, OPEN, CLOSE, REPORT, CORRECT])
@pytest.mark.parametrize("org", [OTHER_COMMITTEE, CUSTOMS])
def test_nobody_but_the_registrant_reports_on_a_project(command: Command, org: str) -> None:
    stood = a_project(REGISTERED, OPENED, REPORTED)
    stood.when(command, by=org, today=TODAY).refused("registrant-only", registrant=COMMITTEE)


@pytest.mark.parametrize("milestone", [Milestone.APPROVED, Milestone.GROUND_BROKEN])
def test_milestones_do_not_go_back(milestone: Milestone) -> None:
    back = ReachMilestone(milestone=milestone, summary="补报")
    a_project(REGISTERED, BROKEN_GROUND).when(back, by=COMMITTEE).refused("milestones-follow", reached="ground-broken")


def test_a_milestone_may_be_passed_over() -> None:
    accepted = ReachMilestone(milestone=Milestone.ACCEPTED, summary="竣工")
    a_project(REGISTERED, BROKEN_GROUND).when(accepted, by=COMMITTEE).then(MilestoneReached(**dict(accepted)))


def test_a_service_is_opened_once_until_it_is_closed() -> None:
    a_project(REGISTERED, OPENED).when(OPEN, by=COMMITTEE).refused("service-opened-once", service="land-sea-1")
    a_project(REGISTERED, OPENED, CLOSED).when(OPEN, by=COMMITTEE).then(OPENED)


def test_a_service_runs_by_modes_of_its_project() -> None:
    by_air = OPEN.model_copy(update={"modes": (TransportMode.AIR, TransportMode.RAIL)})
    a_project(REGISTERED).when(by_air, by=COMMITTEE).refused("modes-of-the-project", modes="air", known="rail, road")
    twice = OPEN.model_copy(update={"modes": (TransportMode.RAIL, TransportMode.RAIL)})
    a_project(REGISTERED).when(twice, by=COMMITTEE).refused("named-once", twice="rail")


def test_only_a_running_service_is_closed() -> None:
    a_project(REGISTERED).when(CLOSE, by=COMMITTEE).refused("service-is-running")
    a_project(REGISTERED, OPENED, CLOSED).when(CLOSE, by=COMMITTEE).refused("service-is-running")


def test_a_report_without_a_figure_says_nothing() -> None:
    empty = ReportThroughput.model_validate(Q1)
    a_project(REGISTERED).when(empty, by=COMMITTEE, today=TODAY).refused("throughput-has-a-figure")
    a_project(REGISTERED).when(REPORT.model_copy(update={"teu": 0}), by=COMMITTEE, today=TODAY).accepted()


@pytest.mark.parametrize(
    ("start", "end"), [(date(2022, 1, 1), date(2023, 1, 1)), (date(2022, 3, 31), date(2022, 1, 1))]
)
def test_throughput_is_of_a_period_that_has_ended(start: date, end: date) -> None:
    report = REPORT.model_copy(update={"start": start, "end": end})
    a_project(REGISTERED).when(report, by=COMMITTEE, on=TODAY, today=TODAY).refused("period-ended")


def test_no_day_is_reported_twice() -> None:
    overlapping = REPORT.model_copy(update={"start": date(2022, 3, 31), "end": date(2022, 6, 30)})
    a_project(REGISTERED, REPORTED).when(overlapping, by=COMMITTEE, today=TODAY).refused("period-reported-once")
    following = REPORT.model_copy(update={"start": date(2022, 4, 1), "end": date(2022, 6, 30)})
    a_project(REGISTERED, REPORTED).when(following, by=COMMITTEE, today=TODAY).accepted()
    before = REPORT.model_copy(update={"start": date(2021, 12, 1), "end": date(2021, 12, 31)})
    a_project(REGISTERED, REPORTED).when(before, by=COMMITTEE, today=TODAY).accepted()


def test_only_what_was_reported_is_corrected() -> None:
    other = CORRECT.model_copy(update={"end": date(2022, 3, 30)})
    a_project(REGISTERED, REPORTED).when(other, by=COMMITTEE, today=TODAY).refused("period-was-reported")
    empty = CorrectThroughput.model_validate({**Q1, "reason": "误报"})
    a_project(REGISTERED, REPORTED).when(empty, by=COMMITTEE, today=TODAY).refused("throughput-has-a-figure")


def test_a_project_is_registered_once() -> None:
    a_project(REGISTERED).when(REGISTER, by=COMMITTEE).refused("out-of-turn")
