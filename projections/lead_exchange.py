"""Lead exchange (招商线索共享): every lead as it stands, without its investor, for each reader. 三(四)

The investor is confidential until it is disclosed to the zone awarded; it never enters a view. A lead that is not open
any more stays in the table with its stage, so that a release brings it back as it was shared.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    String,
    Table,
    Text,
    and_,
    case,
    exists,
    or_,
    select,
    type_coerce,
)

from domain.envelope import Recorded
from domain.lead import (
    Assessed,
    Awarded,
    ClaimLapsed,
    Closed,
    Commissioned,
    InvestorDisclosed,
    Landed,
    Released,
    Ruled,
    Shared,
    Signed,
    Stage,
    Transferred,
)
from domain.lead_values import FEN_PER_YI, RANGES, STEPS, Audience
from domain.zone import Established
from projections.kernel import Changes, Fixed, Patch, Projection, Put, Tables, entity, on, table, word
from projections.standing import Standing

EXCHANGE = table(
    "lead_exchange",
    Column("lead", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("shared", Date, nullable=False),
    Column("reporter", entity(), nullable=False),
    Column("project", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("industry", word(), nullable=False),
    Column("investment", BigInteger, nullable=False),
    Column("land", Fixed(2)),
    Column("energy", Fixed(2)),
    Column("environment", Text),
    Column("output", BigInteger),
    Column("tax", BigInteger),
    Column("location", Text),
    Column("help", Text),
    Column("major", Boolean, nullable=False),
    Column("audience", word(), nullable=False),
    Column("zones", JSON, nullable=False),
    Column("holder", entity()),
    Column("disclosed", Date),
)
"""One row a lead. Money in fen, land in mu, energy in tce a year; `audience` and `zones` say who may see it.
`disclosed`: the day on which its holder was told the investor."""

NAMED = table(
    "lead_exchange_named",
    Column("lead", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
)
"""The zones that a lead is shared with by name."""

INDUSTRIES = table(
    "lead_exchange_industries",
    Column("zone", entity(), primary_key=True),
    Column("industry", word(), primary_key=True),
)
"""What each zone works at."""

STANDING = Standing("lead_exchange")


def shared(event: Shared, recorded: Recorded) -> Changes:
    """共享."""
    values = {
        "stage": Stage.OPEN.value,
        "since": recorded.effective,
        "shared": recorded.effective,
        "reporter": event.reporter,
        "project": event.project,
        "summary": event.summary,
        "industry": event.industry.value,
        "investment": event.investment,
        "land": event.land,
        "energy": event.energy,
        "environment": event.environment,
        "output": event.output,
        "tax": event.tax,
        "location": event.location,
        "help": event.help,
        "major": False,
        "audience": event.visibility.audience.value,
        "zones": list(event.visibility.zones),
    }
    yield Put(EXCHANGE, {"lead": recorded.entity}, values)
    for zone in event.visibility.zones:
        yield Put(NAMED, {"lead": recorded.entity, "zone": zone}, {})


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The lead comes to that stage."""
    return Patch(EXCHANGE, {"lead": recorded.entity}, {"stage": stage.value, "since": recorded.effective, **values})


def assessed(event: Assessed, recorded: Recorded) -> Changes:
    """研判: followed up, or shelved."""
    yield at(Stage.OPEN if event.follow_up else Stage.SHELVED, recorded, major=event.major)


def awarded(event: Awarded, recorded: Recorded) -> Changes:
    """确定承接: nobody else may negotiate."""
    yield at(Stage.AWARDED, recorded, holder=event.zone, disclosed=None)


def transferred(event: Transferred, recorded: Recorded) -> Changes:
    """流转: in another hand, which does not know the investor yet."""
    yield at(Stage.AWARDED, recorded, holder=event.receiver, since=event.since, disclosed=None)


def ruled(event: Ruled, recorded: Recorded) -> Changes:
    """首谈争议裁定: another hand, or another first reporter, or neither."""
    if event.moves:
        yield at(Stage.AWARDED, recorded, holder=event.zone, since=event.since, disclosed=None)
    if event.reporter is not None:
        yield Patch(EXCHANGE, {"lead": recorded.entity}, {"reporter": event.reporter})


def investor_disclosed(_event: InvestorDisclosed, recorded: Recorded) -> Changes:
    """披露投资方: that it was done; who it is never enters a view."""
    yield Patch(EXCHANGE, {"lead": recorded.entity}, {"disclosed": recorded.effective})


def released(event: Released | ClaimLapsed, recorded: Recorded) -> Changes:
    """释放, 承接失效: open again, since the legal date of it."""
    yield at(Stage.OPEN, recorded, holder=None, since=event.since, disclosed=None)


def signed(_event: Signed, recorded: Recorded) -> Changes:
    """签约."""
    yield at(Stage.SIGNED, recorded)


def landed(_event: Landed, recorded: Recorded) -> Changes:
    """落地."""
    yield at(Stage.LANDED, recorded)


def commissioned(_event: Commissioned, recorded: Recorded) -> Changes:
    """投产."""
    yield at(Stage.COMMISSIONED, recorded)


def closed(_event: Closed, recorded: Recorded) -> Changes:
    """终止."""
    yield at(Stage.CLOSED, recorded, holder=None, disclosed=None)


def established(event: Established, recorded: Recorded) -> Changes:
    """A zone that may see leads: through its body, and by its industries."""
    yield from STANDING.established(event, recorded)
    for industry in event.industries:
        yield Put(INDUSTRIES, {"zone": recorded.entity, "industry": industry.value}, {})


def may_see(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """Own leads; as the body of a zone those shared with it by audience; the office and auditors see all.

    The same rule as `domain.lead_values.may_see`, which decides on claims; a test compares the two.
    """
    row = tables[EXCHANGE.name].c
    named, industries = tables[NAMED.name].c, tables[INDUSTRIES.name].c
    to_all = row.audience == Audience.ALL.value

    def is_there(other: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        # Said outright: by itself a query two levels down is not held to the row, and any lead would do.
        return exists(select(1).where(*conditions).correlate_except(tables[other.name]))

    own = STANDING.runs(tables, viewer, lambda zone: or_(to_all, zone.zone == row.holder), in_being=True)
    by_name = STANDING.runs(
        tables,
        viewer,
        lambda zone: is_there(NAMED, named.lead == row.lead, named.zone == zone.zone),
        in_being=True,
    )
    by_industry = STANDING.runs(
        tables,
        viewer,
        lambda zone: is_there(INDUSTRIES, industries.zone == zone.zone, industries.industry == row.industry),
        in_being=True,
    )
    return or_(
        row.reporter == viewer,
        STANDING.reads_everything(tables, viewer),
        own,
        and_(row.audience == Audience.ZONES.value, by_name),
        and_(row.audience == Audience.INDUSTRY.value, by_industry),
    )


def investment_range(tables: Tables) -> ColumnElement[str]:
    """Between which of the steps the investment lies, for whoever is not told it exactly: as the feed says it."""
    investment = tables[EXCHANGE.name].c.investment
    below = [(investment < step * FEN_PER_YI, told) for step, told in zip(STEPS, RANGES, strict=False)]
    return type_coerce(case(*below, else_=RANGES[-1]), word())


lead_exchange = Projection(
    "lead-exchange",
    version=2,
    tables=(EXCHANGE, NAMED, INDUSTRIES, *STANDING.tables),
    handlers=(
        on(Shared, shared),
        on(Assessed, assessed),
        on(Awarded, awarded),
        on(InvestorDisclosed, investor_disclosed),
        on(Transferred, transferred),
        on(Ruled, ruled),
        on(Released, released),
        on(ClaimLapsed, released),
        on(Signed, signed),
        on(Landed, landed),
        on(Commissioned, commissioned),
        on(Closed, closed),
        on(Established, established),
        *(each for each in STANDING.handlers if each.kind is not Established),
    ),
    derived={EXCHANGE.name: {"investment_range": investment_range}},
    seen_by=may_see,
)
