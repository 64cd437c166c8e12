"""The rules of connectivity: 不断提升区域互联互通水平. 三(六)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import ZONE_BODIES, Refused
from domain.zone_standing import body_acts_for_its_zone, zone_takes_new_business

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.connectivity import State
    from domain.connectivity_values import Milestone, Project, Service, Throughput, TransportMode
    from domain.kernel import Context

CLAUSE = "三(六)"


def may_be_registered(project: Project, context: Context) -> None:
    """A project names each mode, channel and zone once; zones in being, and a zone's body only its own. 三(六)"""
    named_once([each.value for each in project.modes], "data.modes")
    named_once([each.value for each in project.channels], "data.channels")
    named_once(project.zones, "data.zones")
    for zone in project.zones:
        if context.role in ZONE_BODIES:
            body_acts_for_its_zone(context, zone, CLAUSE)
        zone_takes_new_business(context, zone, CLAUSE, "data.zones")


def named_once(named: Collection[str], field: str) -> None:
    """What a list names it names once. 三(六)"""
    given = list(named)
    twice = sorted({each for each in given if given.count(each) > 1})
    if twice:
        raise Refused("named-once", clause=CLAUSE, field=field, twice=", ".join(twice))


def registrant_acts(state: State, context: Context) -> None:
    """Whoever registered a project reports on it. 三(六)"""
    if context.actor.org != state.registrant:
        raise Refused("registrant-only", clause=CLAUSE, registrant=state.registrant, org=context.actor.org)


def milestones_follow(state: State, milestone: Milestone) -> None:
    """立项、开工、主体完工、竣工验收: each once and in this order; one may be passed over. 三(六)"""
    if state.milestone is not None and milestone.step <= state.milestone.step:
        raise Refused(
            "milestones-follow",
            clause=CLAUSE,
            field="data.milestone",
            milestone=milestone.value,
            reached=state.milestone.value,
        )


def service_may_open(state: State, service: Service) -> None:
    """多式联运: a service runs by modes of its project, and is opened once until it is closed. 三(六)"""
    if service.service in state.services:
        raise Refused("service-opened-once", clause=CLAUSE, field="data.service", service=service.service)
    named_once([each.value for each in service.modes], "data.modes")
    modes_are_the_project_s(state, service.modes)


def modes_are_the_project_s(state: State, modes: Collection[TransportMode]) -> None:
    """铁公水空: what the project does not have no service of it can run by. 三(六)"""
    strange = [mode.value for mode in modes if mode not in state.modes]
    if strange:
        known = ", ".join(sorted(mode.value for mode in state.modes))
        raise Refused("modes-of-the-project", clause=CLAUSE, field="data.modes", modes=", ".join(strange), known=known)


def service_is_running(state: State, service: str) -> None:
    """Only a service that was opened, and not closed since, can be closed. 三(六)"""
    if service not in state.services:
        raise Refused("service-is-running", clause=CLAUSE, field="data.service", service=service)


def throughput_is_reportable(state: State, report: Throughput, context: Context) -> None:
    """吞吐量: at least one figure, of a period that has ended and no day of which was reported before. 三(六)"""
    a_figure_is_given(report)
    if not report.start <= report.end <= context.effective:
        raise Refused("period-ended", clause=CLAUSE, field="data.end", effective=context.effective.isoformat())
    for start, end in state.reported:
        if report.start <= end and start <= report.end:
            raise Refused(
                "period-reported-once", clause=CLAUSE, field="data.start", start=start.isoformat(), end=end.isoformat()
            )


def throughput_is_correctable(state: State, report: Throughput) -> None:
    """差错以更正记录纠正: what is corrected was reported, for exactly that period. 系统约定 2"""
    a_figure_is_given(report)
    if (report.start, report.end) not in state.reported:
        raise Refused(
            "period-was-reported",
            clause="系统约定 2",
            field="data.start",
            start=report.start.isoformat(),
            end=report.end.isoformat(),
        )


def a_figure_is_given(report: Throughput) -> None:
    """A report says something: TEU, tonnes, trains or flights. 三(六)"""
    if all(figure is None for figure in (report.teu, report.tonnes, report.trains, report.flights)):
        raise Refused("throughput-has-a-figure", clause=CLAUSE, field="data")
