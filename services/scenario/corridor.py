"""A corridor project: its milestones, its services, and what passes through it. 三(六). All invented."""

from __future__ import annotations

from datetime import date, timedelta

from domain.connectivity import (
    CloseService,
    CorrectThroughput,
    OpenService,
    ReachMilestone,
    RegisterProject,
    ReportThroughput,
)
from domain.connectivity_values import Channel, Milestone, ProjectKind, Throughput, TransportMode
from domain.indicators_values import quarter_end
from domain.kernel import Command
from domain.values import FEN_PER_WAN
from services.scenario.cast import sender
from services.scenario.invention import MARK, document, number
from services.scenario.steps import Case, Step

HUB = "corridor-assembly-centre"
REGISTRANT = "transport"
MILESTONES = {
    Milestone.APPROVED: date(2022, 1, 20),
    Milestone.GROUND_BROKEN: date(2022, 3, 30),
    Milestone.BUILT: date(2022, 6, 10),
    Milestone.ACCEPTED: date(2022, 6, 28),
}
FIRST_TRAIN, SECOND_TRAIN, CLOSED = date(2022, 7, 1), date(2023, 2, 15), date(2023, 11, 6)
QUARTERS = ("2022-q3", "2022-q4", "2023-q1", "2023-q2", "2023-q3", "2023-q4")
CORRECTED = "2023-q2"
SOURCE = f"铁路货票汇总（{MARK}）"
REPORTED_AFTER, CORRECTED_AFTER = timedelta(days=15), timedelta(days=40)


def corridor() -> list[Case]:
    """The project's whole story, in the order of its legal dates."""
    steps = [(date(2022, 1, 10), _project()), *_reached(), *_services()]
    for quarter in QUARTERS:
        end = _last_day(quarter)
        steps.append((end + REPORTED_AFTER, ReportThroughput(**dict(_passed(quarter, number(quarter, 30, 160))))))
        if quarter == CORRECTED:
            trains = number(quarter, 30, 160) + 4
            right = CorrectThroughput(reason="漏计四列（演示）", **dict(_passed(quarter, trains)))
            steps.append((end + CORRECTED_AFTER, right))
    told = sorted(steps, key=lambda step: step[0])
    return [Case(f"connectivity/{HUB}", tuple(Step(sender(REGISTRANT), HUB, on, command) for on, command in told))]


def _project() -> RegisterProject:
    return RegisterProject(
        title=f"西部陆海新通道集结中心（{MARK}）",
        kind=ProjectKind.CORRIDOR,
        modes=(TransportMode.RAIL, TransportMode.ROAD, TransportMode.WATER),
        channels=(Channel.LAND_SEA, Channel.YANGTZE),
        zones=("highway-logistics-base", "wanzhou-etdz"),
        place="巴南区（演示）",
        summary="公铁联运集结与分拨（演示）",
        investment=96_000 * FEN_PER_WAN,
    )


def _reached() -> list[tuple[date, Command]]:
    return [
        (on, ReachMilestone(milestone=each, summary="按期完成（演示）", documents=(document(f"{HUB} {each.value}"),)))
        for each, on in MILESTONES.items()
    ]


def _services() -> list[tuple[date, Command]]:
    south = OpenService(
        service="rail-to-the-sea",
        title=f"铁海联运班列（{MARK}）",
        departure="巴南区（演示）",
        destination="北部湾港口（演示）",
        modes=(TransportMode.RAIL, TransportMode.WATER),
        frequency="每周三列（演示）",
    )
    road = OpenService(
        service="cross-border-road",
        title=f"跨境公路班车（{MARK}）",
        departure="巴南区（演示）",
        destination="东盟口岸（演示）",
        modes=(TransportMode.ROAD,),
    )
    no_longer = CloseService(service="cross-border-road", reason="货源不足（演示）")
    return [(FIRST_TRAIN, south), (SECOND_TRAIN, road), (CLOSED, no_longer)]


def _passed(quarter: str, trains: int) -> Throughput:
    """Fifty TEU and 1,200 tonnes to a train."""
    end = _last_day(quarter)
    return Throughput(
        start=date(end.year, end.month - 2, 1),
        end=end,
        teu=trains * 50,
        tonnes=trains * 1_200,
        trains=trains,
        data_source=SOURCE,
    )


def _last_day(quarter: str) -> date:
    end = quarter_end(quarter)
    assert end is not None, f"{quarter} is a quarter"
    return end
