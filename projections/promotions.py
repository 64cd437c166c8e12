"""Promotions (招商推介): what is announced, who takes part, and the leads won, for those concerned. 三(四)

The public list says how many leads a promotion won. Which they are is for its host, their first reporters, the office
and auditors: a lead is shown to those whom it was shared with, and its id may say whose it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Date, Integer, String, Text, exists, func, or_, select

from domain.envelope import Recorded
from domain.lead import Shared, Signed
from domain.promotion import Announced, Cancelled, Held, LeadsLinked, Stage, ZoneJoined, ZoneLeft
from projections.kernel import Changes, Derivation, Patch, Projection, Put, Row, Tables, entity, on, table, word
from projections.standing import Standing

PROMOTIONS = table(
    "promotions",
    Column("promotion", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("host", entity(), nullable=False),
    Column("place", String(200), nullable=False),
    Column("day", Date, nullable=False),
    Column("industries", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("held", Date),
    Column("results", Text),
    Column("attendance", Integer),
    Column("reason", Text),
    indexed=("host", "stage"),
)
"""One row a promotion; `day` is the day announced, `held` the day on which it was held."""

PLACES = table(
    "promotions_zones",
    Column("promotion", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("since", Date, nullable=False),
    Column("presents", Text, nullable=False),
    Column("left", Date),
    Column("reason", Text),
)
"""Who takes part with what; a place given up stays with its reason."""

WON = table(
    "promotions_won",
    Column("promotion", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("leads", Integer, nullable=False),
)
"""How many leads each report named."""

LEADS = table(
    "promotion_leads",
    Column("promotion", entity(), primary_key=True),
    Column("lead", entity(), primary_key=True),
    Column("linked", Date, nullable=False),
    indexed=("lead",),
)
"""Which leads a promotion won."""

HOSTS = table(
    "promotion_leads_hosts",
    Column("promotion", entity(), primary_key=True),
    Column("host", entity(), nullable=False),
)
"""Who hosts each promotion."""

REPORTERS = table(
    "promotion_leads_reporters",
    Column("lead", entity(), primary_key=True),
    Column("reporter", entity(), nullable=False),
    Column("signed", Date),
)
"""Who shared each lead first, and since when it is signed."""

STANDING = Standing("promotion_leads")


def key(recorded: Recorded) -> Row:
    """The promotion."""
    return {"promotion": recorded.entity}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The promotion comes to that stage."""
    return Patch(PROMOTIONS, key(recorded), {"stage": stage.value, "since": recorded.effective, **values})


def announced(event: Announced, recorded: Recorded) -> Changes:
    """预告."""
    values = {
        **event.model_dump(include={"title", "host", "place", "day", "summary"}),
        "industries": [each.value for each in event.industries],
        "stage": Stage.ANNOUNCED.value,
        "since": recorded.effective,
    }
    yield Put(PROMOTIONS, key(recorded), values)


def zone_joined(event: ZoneJoined, recorded: Recorded) -> Changes:
    """参加."""
    yield Put(PLACES, {**key(recorded), "zone": event.zone}, {"since": event.since, "presents": event.presents})


def zone_left(event: ZoneLeft, recorded: Recorded) -> Changes:
    """退出推介."""
    yield Patch(PLACES, {**key(recorded), "zone": event.zone}, {"left": recorded.effective, "reason": event.reason})


def held(event: Held, recorded: Recorded) -> Changes:
    """举办."""
    values = {"held": recorded.effective, "results": event.summary, "attendance": event.attendance}
    yield at(Stage.HELD, recorded, **values)
    yield from won(event, recorded)


def won(event: Held | LeadsLinked, recorded: Recorded) -> Changes:
    """推介成果, 补录线索: how many."""
    yield Put(WON, {**key(recorded), "sequence": recorded.sequence}, {"leads": len(event.leads)})


def cancelled(event: Cancelled, recorded: Recorded) -> Changes:
    """取消."""
    yield at(Stage.CANCELLED, recorded, reason=event.reason)


def linked(event: Held | LeadsLinked, recorded: Recorded) -> Changes:
    """推介成果, 补录线索: which."""
    for lead in event.leads:
        yield Put(LEADS, {**key(recorded), "lead": lead}, {"linked": recorded.effective})


def hosted(event: Announced, recorded: Recorded) -> Changes:
    """Note the host."""
    yield Put(HOSTS, key(recorded), {"host": event.host})


def shared(event: Shared, recorded: Recorded) -> Changes:
    """Note the first reporter."""
    yield Put(REPORTERS, {"lead": recorded.entity}, {"reporter": event.reporter})


def signed(_event: Signed, recorded: Recorded) -> Changes:
    """促进更多优势产业项目签约."""
    yield Patch(REPORTERS, {"lead": recorded.entity}, {"signed": recorded.effective})


def zones(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many zones have a place."""
    places, row = tables[PLACES.name].c, tables[PROMOTIONS.name].c
    count = select(func.count(places.zone)).where(places.promotion == row.promotion, places.left.is_(None))
    return count.scalar_subquery()


def leads(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many leads it won, all told."""
    reports, row = tables[WON.name].c, tables[PROMOTIONS.name].c
    total = select(func.coalesce(func.sum(reports.leads), 0)).where(reports.promotion == row.promotion)
    return total.scalar_subquery()


def of_the_lead(column: str) -> Derivation:
    """What is known of the lead on the row."""

    def found(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        reporters, row = tables[REPORTERS.name].c, tables[LEADS.name].c
        return select(reporters[column]).where(reporters.lead == row.lead).scalar_subquery()

    return found


def concerns(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """The host, the lead's first reporter; the office and auditors see all."""
    row, hosts, reporters = tables[LEADS.name].c, tables[HOSTS.name].c, tables[REPORTERS.name].c
    return or_(
        exists(select(1).where(hosts.promotion == row.promotion, hosts.host == viewer)),
        exists(select(1).where(reporters.lead == row.lead, reporters.reporter == viewer)),
        STANDING.reads_everything(tables, viewer),
    )


promotions = Projection(
    "promotions",
    version=1,
    tables=(PROMOTIONS, PLACES, WON),
    handlers=(
        on(Announced, announced),
        on(ZoneJoined, zone_joined),
        on(ZoneLeft, zone_left),
        on(Held, held),
        on(LeadsLinked, won),
        on(Cancelled, cancelled),
    ),
    derived={PROMOTIONS.name: {"zones": zones, "leads": leads}},
    public=True,
)

promotion_leads = Projection(
    "promotion-leads",
    version=1,
    tables=(LEADS, HOSTS, REPORTERS, *STANDING.tables),
    handlers=(
        on(Announced, hosted),
        on(Held, linked),
        on(LeadsLinked, linked),
        on(Shared, shared),
        on(Signed, signed),
        *STANDING.handlers,
    ),
    derived={LEADS.name: {"reporter": of_the_lead("reporter"), "signed": of_the_lead("signed")}},
    seen_by=concerns,
)
