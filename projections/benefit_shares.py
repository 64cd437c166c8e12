"""Benefit shares (利益分享): who shares what part of which lead's benefit with whom, since when. 三(四)

Every transfer makes one. It lasts while the lead goes on from the receiver's hand: handed on, the receiver shares what
it has left; given back, lapsed, ruled away or closed, there is nothing more to share.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Date, Integer, String, func, or_, select

from domain.envelope import Recorded
from domain.lead import ClaimLapsed, Closed, Released, Ruled, Shared, Signed, Transferred
from projections.kernel import Changes, Derivation, Patch, Projection, Put, Tables, entity, on, table
from projections.standing import Standing

SHARES = table(
    "benefit_shares",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("giver", entity(), nullable=False),
    Column("receiver", entity(), nullable=False),
    Column("source_percent", Integer, nullable=False),
    Column("receiver_percent", Integer, nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("since", Date, nullable=False),
)
"""One row a transfer. Percents are of the receiver's benefit from the lead; not `agreed`: the rulebook's default."""

LEADS = table(
    "benefit_shares_leads",
    Column("lead", entity(), primary_key=True),
    Column("project", String(200), nullable=False),
    Column("reporter", entity(), nullable=False),
    Column("amount", BigInteger),
)
"""Every lead with its first reporter and, once signed, the amount contracted, in fen."""

ENDS = table(
    "benefit_shares_ends",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("day", Date, nullable=False),
)
"""When a lead left its last hand otherwise than by a transfer."""

STANDING = Standing("benefit_shares")
WHOLE = 100


def shared(event: Shared, recorded: Recorded) -> Changes:
    """共享."""
    yield Put(LEADS, {"lead": recorded.entity}, {"project": event.project, "reporter": event.reporter})


def transferred(event: Transferred, recorded: Recorded) -> Changes:
    """流转: the split that both signed, or the default."""
    values = {
        "giver": event.giver,
        "receiver": event.receiver,
        "source_percent": event.source_percent,
        "receiver_percent": WHOLE - event.source_percent,
        "agreed": event.agreed,
        "since": event.since,
    }
    yield Put(SHARES, {"lead": recorded.entity, "sequence": recorded.sequence}, values)


def signed(event: Signed, recorded: Recorded) -> Changes:
    """签约."""
    yield Patch(LEADS, {"lead": recorded.entity}, {"amount": event.amount})


def ended(_event: Released | ClaimLapsed | Closed, recorded: Recorded) -> Changes:
    """释放, 承接失效, 终止."""
    yield Put(ENDS, {"lead": recorded.entity, "sequence": recorded.sequence}, {"day": recorded.effective})


def ruled(event: Ruled, recorded: Recorded) -> Changes:
    """首谈争议裁定: a lead ruled to another zone was never the giver's to share."""
    if event.reporter is not None:
        yield Patch(LEADS, {"lead": recorded.entity}, {"reporter": event.reporter})
    if event.moves:
        yield Put(ENDS, {"lead": recorded.entity, "sequence": recorded.sequence}, {"day": event.since})


def until(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """The day on which the share ended; None while it lasts."""
    row, ends = tables[SHARES.name].c, tables[ENDS.name].c
    after = (ends.lead == row.lead, ends.sequence > row.sequence)
    return select(ends.day).where(*after).order_by(ends.sequence).limit(1).scalar_subquery()


def of_the_lead(column: str) -> Derivation:
    """A fact of the lead that is shared."""

    def found(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        leads = tables[LEADS.name].c
        return select(leads[column]).where(leads.lead == tables[SHARES.name].c.lead).scalar_subquery()

    return found


def may_see(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """The bodies of the two zones, the first reporter, the office and auditors."""
    row, leads = tables[SHARES.name].c, tables[LEADS.name].c
    reporter = select(func.count(leads.lead)).where(leads.lead == row.lead, leads.reporter == viewer).scalar_subquery()
    return or_(
        reporter > 0,
        STANDING.reads_everything(tables, viewer),
        STANDING.runs(tables, viewer, lambda zone: zone.zone.in_((row.giver, row.receiver))),
    )


benefit_shares = Projection(
    "benefit-shares",
    version=1,
    tables=(SHARES, LEADS, ENDS, *STANDING.tables),
    handlers=(
        on(Shared, shared),
        on(Transferred, transferred),
        on(Signed, signed),
        on(Released, ended),
        on(ClaimLapsed, ended),
        on(Closed, ended),
        on(Ruled, ruled),
        *STANDING.handlers,
    ),
    derived={
        SHARES.name: {
            "until": until,
            "project": of_the_lead("project"),
            "reporter": of_the_lead("reporter"),
            "amount": of_the_lead("amount"),
        }
    },
    seen_by=may_see,
)
