"""Connectivity (互联互通): a hub or corridor project, its milestones, services and throughput. 三(六)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain import connectivity_rules as rules
from domain.connectivity_values import Arrival, Milestone, Project, Service, Throughput, TransportMode
from domain.kernel import Command, Context, Decider, EntityId, Event, OrgId, Text, out_of_turn


class ProjectRegistered(Project, Event, name="connectivity.project-registered"):
    """项目登记: `registrant` reports on it from now on."""

    registrant: OrgId


class MilestoneReached(Arrival, Event, name="connectivity.milestone-reached"):
    """里程碑 reached on the effective date."""


class ServiceOpened(Service, Event, name="connectivity.service-opened"):
    """线路开通 on the effective date."""


class ServiceClosed(Event, name="connectivity.service-closed"):
    """线路停开."""

    service: EntityId
    reason: Text


class ThroughputReported(Throughput, Event, name="connectivity.throughput-reported"):
    """吞吐量."""


class ThroughputCorrected(Throughput, Event, name="connectivity.throughput-corrected"):
    """更正吞吐量: the figures of the period as they are to stand, and why."""

    reason: Text


ConnectivityEvent = (
    ProjectRegistered | MilestoneReached | ServiceOpened | ServiceClosed | ThroughputReported | ThroughputCorrected
)


class RegisterProject(Project, Command, name="connectivity.register-project", clause="三(六)", opens=True):
    """Register a project; whoever registers it reports on it."""


class ReachMilestone(Arrival, Command, name="connectivity.reach-milestone", clause="三(六)"):
    """Report a milestone reached on the effective date."""


class OpenService(Service, Command, name="connectivity.open-service", clause="三(六)"):
    """Report a service that runs from the effective date on."""


class CloseService(Command, name="connectivity.close-service", clause="三(六)"):
    """Report that a service runs no longer."""

    service: EntityId
    reason: Text


class ReportThroughput(Throughput, Command, name="connectivity.report-throughput", clause="三(六)"):
    """Report what passed through in a period."""


class CorrectThroughput(Throughput, Command, name="connectivity.correct-throughput", clause="三(六)"):
    """Correct what was reported of a period."""

    reason: Text


ConnectivityCommand = (
    RegisterProject | ReachMilestone | OpenService | CloseService | ReportThroughput | CorrectThroughput
)


class Stage(StrEnum):
    """Whether the project stands in the list."""

    NEW = "new"
    REGISTERED = "project-registered"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about a project rest on; `reported` are the periods of which the throughput is known."""

    stage: Stage = Stage.NEW
    registrant: str = ""
    modes: frozenset[TransportMode] = frozenset()
    milestone: Milestone | None = None
    services: frozenset[str] = frozenset()
    reported: tuple[tuple[date, date], ...] = ()


def evolve(state: State, event: ConnectivityEvent) -> State:
    """The project after the event."""
    match event:
        case ProjectRegistered():
            return State(Stage.REGISTERED, event.registrant, frozenset(event.modes))
        case MilestoneReached():
            return replace(state, milestone=event.milestone)
        case ServiceOpened():
            return replace(state, services=state.services | {event.service})
        case ServiceClosed():
            return replace(state, services=state.services - {event.service})
        case ThroughputReported():
            return replace(state, reported=(*state.reported, (event.start, event.end)))
        case ThroughputCorrected():
            return state
        case _:
            assert_never(event)


def decide(command: ConnectivityCommand, state: State, context: Context) -> list[ConnectivityEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case RegisterProject(), Stage.NEW:
            rules.may_be_registered(command, context)
            return [ProjectRegistered(registrant=context.actor.org, **dict(command))]
        case ReachMilestone(milestone=milestone), Stage.REGISTERED:
            rules.registrant_acts(state, context)
            rules.milestones_follow(state, milestone)
            return [MilestoneReached(**dict(command))]
        case OpenService(), Stage.REGISTERED:
            rules.registrant_acts(state, context)
            rules.service_may_open(state, command)
            return [ServiceOpened(**dict(command))]
        case CloseService(service=service, reason=reason), Stage.REGISTERED:
            rules.registrant_acts(state, context)
            rules.service_is_running(state, service)
            return [ServiceClosed(service=service, reason=reason)]
        case ReportThroughput(), Stage.REGISTERED:
            rules.registrant_acts(state, context)
            rules.throughput_is_reportable(state, command, context)
            return [ThroughputReported(**dict(command))]
        case CorrectThroughput(), Stage.REGISTERED:
            rules.registrant_acts(state, context)
            rules.throughput_is_correctable(state, command)
            return [ThroughputCorrected(**dict(command))]
        case _:
            raise out_of_turn(command, state.stage)


connectivity = Decider("connectivity", State(), evolve, decide)
