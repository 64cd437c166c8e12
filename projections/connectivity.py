"""Connectivity (互联互通): the list of hubs and corridors with milestones, services and throughput. 三(六)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, String, Text, func, select

from domain.connectivity import (
    MilestoneReached,
    ProjectRegistered,
    ServiceClosed,
    ServiceOpened,
    ThroughputCorrected,
    ThroughputReported,
)
from domain.connectivity_values import Throughput
from domain.envelope import Recorded
from projections.kernel import Changes, Derivation, Patch, Projection, Put, Row, Tables, entity, on, table, word

PROJECTS = table(
    "connectivity",
    Column("entry", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("kind", word(), nullable=False),
    Column("modes", JSON, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("zones", JSON, nullable=False),
    Column("place", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("investment", BigInteger),
    Column("registrant", entity(), nullable=False),
    Column("registered", Date, nullable=False),
    Column("milestone", word()),
    Column("milestone_day", Date),
    indexed=("registrant", "kind"),
)
"""One row a project; the milestone is the latest reached. Investment in fen."""

MILESTONES = table(
    "connectivity_milestones",
    Column("entry", entity(), primary_key=True),
    Column("milestone", word(), primary_key=True),
    Column("day", Date, nullable=False),
    Column("summary", Text, nullable=False),
)
"""Every milestone reached."""

SERVICES = table(
    "connectivity_services",
    Column("entry", entity(), primary_key=True),
    Column("service", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("departure", String(200), nullable=False),
    Column("destination", String(200), nullable=False),
    Column("modes", JSON, nullable=False),
    Column("frequency", Text),
    Column("opened", Date, nullable=False),
    Column("closed", Date),
    Column("reason", Text),
)
"""Every service, as it was opened last; one that was closed stays with its reason."""

FIGURES = ("teu", "tonnes", "trains", "flights")

THROUGHPUT = table(
    "connectivity_throughput",
    Column("entry", entity(), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, nullable=False),
    Column("teu", BigInteger),
    Column("tonnes", BigInteger),
    Column("trains", BigInteger),
    Column("flights", BigInteger),
    Column("data_source", String(200), nullable=False),
    Column("corrected", Date),
    Column("reason", Text),
)
"""Throughput, period by period, as it stands; of a corrected one, since when and why."""


def key(recorded: Recorded) -> Row:
    """The project."""
    return {"entry": recorded.entity}


def registered(event: ProjectRegistered, recorded: Recorded) -> Changes:
    """项目登记."""
    values = {
        **event.model_dump(include={"title", "place", "summary", "investment", "registrant"}),
        "kind": event.kind.value,
        "modes": [each.value for each in event.modes],
        "channels": [each.value for each in event.channels],
        "zones": list(event.zones),
        "registered": recorded.effective,
    }
    yield Put(PROJECTS, key(recorded), values)


def milestone_reached(event: MilestoneReached, recorded: Recorded) -> Changes:
    """里程碑."""
    milestone, day = event.milestone.value, recorded.effective
    yield Patch(PROJECTS, key(recorded), {"milestone": milestone, "milestone_day": day})
    yield Put(MILESTONES, {**key(recorded), "milestone": milestone}, {"day": day, "summary": event.summary})


def service_opened(event: ServiceOpened, recorded: Recorded) -> Changes:
    """线路开通."""
    values = {
        **event.model_dump(include={"title", "departure", "destination", "frequency"}),
        "modes": [each.value for each in event.modes],
        "opened": recorded.effective,
    }
    yield Put(SERVICES, {**key(recorded), "service": event.service}, values)


def service_closed(event: ServiceClosed, recorded: Recorded) -> Changes:
    """线路停开."""
    values = {"closed": recorded.effective, "reason": event.reason}
    yield Patch(SERVICES, {**key(recorded), "service": event.service}, values)


def figures(event: Throughput) -> Row:
    """The period and its figures."""
    return event.model_dump(include={"end", *FIGURES, "data_source"})


def reported(event: ThroughputReported, recorded: Recorded) -> Changes:
    """吞吐量."""
    yield Put(THROUGHPUT, {**key(recorded), "start": event.start}, figures(event))


def corrected(event: ThroughputCorrected, recorded: Recorded) -> Changes:
    """更正吞吐量."""
    values = {**figures(event), "corrected": recorded.effective, "reason": event.reason}
    yield Patch(THROUGHPUT, {**key(recorded), "start": event.start}, values)


def total(column: str) -> Derivation:
    """A figure of all periods together, None where it was never given; or up to which day figures are known."""

    def summed(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row, periods = tables[PROJECTS.name].c, tables[THROUGHPUT.name].c
        figure = func.max(periods.end) if column == "end" else func.sum(periods[column])
        return select(figure).where(periods.entry == row.entry).scalar_subquery()

    return summed


def services(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many services run."""
    row, opened = tables[PROJECTS.name].c, tables[SERVICES.name].c
    count = select(func.count(opened.service)).where(opened.entry == row.entry, opened.closed.is_(None))
    return count.scalar_subquery()


connectivity = Projection(
    "connectivity",
    version=1,
    tables=(PROJECTS, MILESTONES, SERVICES, THROUGHPUT),
    handlers=(
        on(ProjectRegistered, registered),
        on(MilestoneReached, milestone_reached),
        on(ServiceOpened, service_opened),
        on(ServiceClosed, service_closed),
        on(ThroughputReported, reported),
        on(ThroughputCorrected, corrected),
    ),
    derived={
        PROJECTS.name: {
            "services": services,
            **{column: total(column) for column in FIGURES},
            "reported_to": total("end"),
        }
    },
    public=True,
)
