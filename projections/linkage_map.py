"""Linkages (产业联动) by stage, and the public map: which zone and FTZ section develop which industry. 三(五)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, String, Text, func, select

from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from domain.linkage import Agreed, Declined, Ended, ProjectLinked, Proposed, Reviewed, Stage
from domain.linkage_values import Terms
from projections.kernel import Changes, Delete, Derivation, Patch, Projection, Put, Row, Tables, entity, on, table, word

LINKAGES = table(
    "linkages",
    Column("linkage", entity(), primary_key=True),
    Column("zone", entity(), nullable=False),
    Column("section", entity(), nullable=False),
    Column("industry", word(), nullable=False),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("proposed_by", word(), nullable=False),
    Column("proposer", entity(), nullable=False),
    Column("proposed", Date, nullable=False),
    Column("goals", Text, nullable=False),
    Column("trade_forms", JSON, nullable=False),
    Column("agreed", Date),
    Column("instrument", String(200)),
    Column("reason", Text),
    Column("note", Text),
    indexed=("zone", "section"),
)
"""One row for each zone, section and industry, as the latest proposal made it; `since` is the date of the stage."""

PROJECTS = table(
    "linkages_projects",
    Column("linkage", entity(), primary_key=True),
    Column("project", String(200), primary_key=True),
    Column("side", word(), nullable=False),
    Column("link", Text, nullable=False),
    Column("investment", BigInteger),
    Column("from_exchange", Boolean, nullable=False),
    Column("linked", Date, nullable=False),
)
"""联动项目; `link` is its place in the chain of the industry. Which lead it came of stays on the exchange."""

REVIEWS = table(
    "linkages_reviews",
    Column("linkage", entity(), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("trade", JSON, nullable=False),
)
"""联动评估, period by period; volumes in fen."""

MAP = table(
    "linkage_map",
    Column("linkage", entity(), primary_key=True),
    Column("zone", entity(), nullable=False),
    Column("section", entity(), nullable=False),
    Column("industry", word(), nullable=False),
    Column("goals", Text, nullable=False),
    Column("trade_forms", JSON, nullable=False),
    Column("since", Date, nullable=False),
    indexed=("zone", "section", "industry"),
)
"""What is agreed today: from 商定 to 终止, and nothing else."""

MAP_PROJECTS = table(
    "linkage_map_projects",
    Column("linkage", entity(), primary_key=True),
    Column("project", String(200), primary_key=True),
    Column("link", Text, nullable=False),
    Column("linked", Date, nullable=False),
)
"""The projects of what is agreed, by the names under which they are made known."""


def key(recorded: Recorded) -> Row:
    """The linkage."""
    return {"linkage": recorded.entity}


def ends(recorded: Recorded) -> Row:
    """The zone, the section and the industry, from the id."""
    zone, section, industry = recorded.entity.split(SEPARATOR)
    return {"zone": zone, "section": section, "industry": industry}


def terms(event: Terms) -> Row:
    """Goals and forms of trade."""
    return {"goals": event.goals, "trade_forms": [each.value for each in event.trade_forms]}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The linkage comes to that stage."""
    return Patch(LINKAGES, key(recorded), {"stage": stage.value, "since": recorded.effective, **values})


def proposed(event: Proposed, recorded: Recorded) -> Changes:
    """提议联动: a new proposal begins the row anew; what an earlier agreement came to is in the timeline."""
    day = recorded.effective
    values = {
        **ends(recorded),
        **terms(event),
        "stage": Stage.PROPOSED.value,
        "since": day,
        "proposed_by": event.side.value,
        "proposer": event.proposer,
        "proposed": day,
    }
    yield Put(LINKAGES, key(recorded), values)
    yield Delete(PROJECTS, key(recorded))
    yield Delete(REVIEWS, key(recorded))


def agreed(event: Agreed, recorded: Recorded) -> Changes:
    """商定联动."""
    paper = event.instrument
    yield at(Stage.AGREED, recorded, agreed=event.since, instrument=None if paper is None else paper.number)


def declined(event: Declined, recorded: Recorded) -> Changes:
    """不同意联动."""
    yield at(Stage.DECLINED, recorded, reason=event.reason)


def project_linked(event: ProjectLinked, recorded: Recorded) -> Changes:
    """纳入联动项目."""
    values = {
        "side": event.side.value,
        "link": event.role,
        "investment": event.investment,
        "from_exchange": event.lead is not None,
        "linked": recorded.effective,
    }
    yield Put(PROJECTS, {**key(recorded), "project": event.project}, values)


def reviewed(event: Reviewed, recorded: Recorded) -> Changes:
    """联动评估."""
    trade = [{"form": each.form.value, "volume": each.volume} for each in event.trade]
    values = {"end": event.end, "summary": event.summary, "trade": trade}
    yield Put(REVIEWS, {**key(recorded), "start": event.start}, values)


def ended(event: Ended, recorded: Recorded) -> Changes:
    """终止联动, 撤回提议."""
    yield at(Stage.ENDED, recorded, reason=event.reason.value, note=event.note)


def drawn(event: Agreed, recorded: Recorded) -> Changes:
    """The linkage enters the map."""
    yield Put(MAP, key(recorded), {**ends(recorded), **terms(event), "since": event.since})


def project_drawn(event: ProjectLinked, recorded: Recorded) -> Changes:
    """The map shows what the linkage consists in."""
    values = {"link": event.role, "linked": recorded.effective}
    yield Put(MAP_PROJECTS, {**key(recorded), "project": event.project}, values)


def struck(_event: Ended, recorded: Recorded) -> Changes:
    """The linkage leaves the map."""
    yield Delete(MAP, key(recorded))
    yield Delete(MAP_PROJECTS, key(recorded))


def projects(of: str, among: str) -> Derivation:
    """How many projects the linkage brings together."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        linked, row = tables[among].c, tables[of].c
        return select(func.count(linked.project)).where(linked.linkage == row.linkage).scalar_subquery()

    return count


def reviewed_to(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """Up to which day the linkage was reviewed."""
    reviews, row = tables[REVIEWS.name].c, tables[LINKAGES.name].c
    return select(func.max(reviews.end)).where(reviews.linkage == row.linkage).scalar_subquery()


linkages = Projection(
    "linkages",
    version=1,
    tables=(LINKAGES, PROJECTS, REVIEWS),
    handlers=(
        on(Proposed, proposed),
        on(Agreed, agreed),
        on(Declined, declined),
        on(ProjectLinked, project_linked),
        on(Reviewed, reviewed),
        on(Ended, ended),
    ),
    derived={LINKAGES.name: {"projects": projects(LINKAGES.name, PROJECTS.name), "reviewed_to": reviewed_to}},
)

linkage_map = Projection(
    "linkage-map",
    version=1,
    tables=(MAP, MAP_PROJECTS),
    handlers=(on(Agreed, drawn), on(ProjectLinked, project_drawn), on(Ended, struck)),
    derived={MAP.name: {"projects": projects(MAP.name, MAP_PROJECTS.name)}},
    public=True,
)
