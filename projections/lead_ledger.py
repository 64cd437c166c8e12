"""Lead ledger (招商线索台账): who shared a lead, who held it from when to when, what came of it. 三(四)"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    String,
    Text,
    exists,
    func,
    or_,
    select,
)

from domain.envelope import Recorded
from domain.lead import (
    Assessed,
    Awarded,
    Claimed,
    ClaimWithdrawn,
    Closed,
    Progressed,
    Released,
    Shared,
    Signed,
    Stage,
)
from projections.kernel import Changes, Delete, Derivation, Patch, Projection, Put, Tables, entity, on, table, word
from projections.standing import Standing

LEDGER = table(
    "lead_ledger",
    Column("lead", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("project", String(200), nullable=False),
    Column("industry", word(), nullable=False),
    Column("investment", BigInteger, nullable=False),
    Column("reporter", entity(), nullable=False),
    Column("shared", Date, nullable=False),
    Column("first_reported", String(40), nullable=False),
    Column("major", Boolean, nullable=False),
    Column("holder", entity()),
    Column("awarded", Date),
    Column("protected_until", Date),
    Column("last_progress", Date),
    Column("last_summary", Text),
    Column("next_step", Text),
    Column("signed", Date),
    Column("amount", BigInteger),
    Column("closed", Date),
    Column("close_reason", word()),
    Column("note", Text),
)
"""One row a lead. `first_reported` is the log's own time of the first report (首报), UTC; money is in fen."""

CLAIMS = table(
    "lead_ledger_claims",
    Column("lead", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("claimed", Date, nullable=False),
    Column("industry", Text, nullable=False),
    Column("land", Text, nullable=False),
    Column("energy", Text, nullable=False),
)
"""意向承接 that stand; the zone that was awarded the lead has it, and its claim is met."""

HANDS = table(
    "lead_ledger_hands",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("holder", entity()),
    Column("since", Date, nullable=False),
    Column("since_day", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("reason", word()),
)
"""Every hand a lead passed through, in order; holder None is the exchange. `since_day` counts days, for `days`."""

PROGRESS = table(
    "lead_ledger_progress",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("zone", entity(), nullable=False),
    Column("day", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("next_step", Text),
)
"""跟进, report by report."""

STANDING = Standing("lead_ledger")


def patch(recorded: Recorded, **values: object) -> Patch:
    """Alter the lead's row."""
    return Patch(LEDGER, {"lead": recorded.entity}, values)


def hand(recorded: Recorded, holder: str | None, since: date, *, ended: bool = False, reason: str | None = None) -> Put:
    """The lead passes into another hand, or out of all."""
    key = {"lead": recorded.entity, "sequence": recorded.sequence}
    day = since.toordinal()
    return Put(HANDS, key, {"holder": holder, "since": since, "since_day": day, "ended": ended, "reason": reason})


def shared(event: Shared, recorded: Recorded) -> Changes:
    """共享, 首报."""
    values = {
        "stage": Stage.OPEN.value,
        "since": recorded.effective,
        "project": event.project,
        "industry": event.industry.value,
        "investment": event.investment,
        "reporter": event.reporter,
        "shared": recorded.effective,
        "first_reported": recorded.recorded.isoformat(timespec="microseconds"),
        "major": False,
    }
    yield Put(LEDGER, {"lead": recorded.entity}, values)
    yield hand(recorded, None, recorded.effective)


def assessed(event: Assessed, recorded: Recorded) -> Changes:
    """研判."""
    stage = Stage.OPEN if event.follow_up else Stage.SHELVED
    yield patch(recorded, stage=stage.value, since=recorded.effective, major=event.major)


def claimed(event: Claimed, recorded: Recorded) -> Changes:
    """意向承接."""
    key = {"lead": recorded.entity, "zone": event.zone}
    yield Put(CLAIMS, key, {"claimed": recorded.effective, **event.match.model_dump()})


def claim_withdrawn(event: ClaimWithdrawn, recorded: Recorded) -> Changes:
    """撤回意向."""
    yield Delete(CLAIMS, {"lead": recorded.entity, "zone": event.zone})


def awarded(event: Awarded, recorded: Recorded) -> Changes:
    """确定承接: the claim is met, protection begins."""
    hold = {"holder": event.zone, "awarded": event.since, "protected_until": event.protected_until}
    yield patch(recorded, stage=Stage.AWARDED.value, since=recorded.effective, **hold)
    yield Delete(CLAIMS, {"lead": recorded.entity, "zone": event.zone})
    yield hand(recorded, event.zone, event.since)


def progressed(event: Progressed, recorded: Recorded) -> Changes:
    """跟进."""
    day = recorded.effective
    yield patch(recorded, last_progress=day, last_summary=event.summary, next_step=event.next_step)
    key = {"lead": recorded.entity, "sequence": recorded.sequence}
    values = {"zone": event.zone, "day": day, "summary": event.summary, "next_step": event.next_step}
    yield Put(PROGRESS, key, values)


def released(event: Released, recorded: Recorded) -> Changes:
    """释放: on the exchange again."""
    yield patch(recorded, stage=Stage.OPEN.value, since=event.since, holder=None, awarded=None, protected_until=None)
    yield hand(recorded, None, event.since, reason=event.reason.value)


def signed(event: Signed, recorded: Recorded) -> Changes:
    """签约."""
    day = recorded.effective
    yield patch(recorded, stage=Stage.SIGNED.value, since=day, signed=day, amount=event.amount)


def closed(event: Closed, recorded: Recorded) -> Changes:
    """终止: nobody holds it any more."""
    day, reason = recorded.effective, event.reason.value
    ended = {"holder": None, "protected_until": None, "closed": day, "close_reason": reason, "note": event.note}
    yield patch(recorded, stage=Stage.CLOSED.value, since=day, **ended)
    yield Delete(CLAIMS, {"lead": recorded.entity})
    yield hand(recorded, None, day, ended=True, reason=reason)


def next_hand(column: str) -> Derivation:
    """What the next hand says in that column; None for the last hand."""

    def following(tables: Tables) -> Any:  # noqa: ANN401 - a window over hands
        hands = tables[HANDS.name].c
        return func.lead(hands[column], type_=hands[column].type).over(partition_by=hands.lead, order_by=hands.sequence)

    return following


def days_held(tables: Tables) -> Any:  # noqa: ANN401 - a difference of days
    """How many days this hand had the lead; None while it still has it."""
    return next_hand("since_day")(tables) - tables[HANDS.name].c.since_day


def counted(other: str) -> Derivation:
    """How many rows of another table the lead has."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        rows = tables[other].c
        return select(func.count(rows.lead)).where(rows.lead == tables[LEDGER.name].c.lead).scalar_subquery()

    return count


def may_see(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """The first reporter, the body of a zone that held or claims the lead, the office and auditors."""
    row, hands, claims = tables[LEDGER.name].c, tables[HANDS.name].c, tables[CLAIMS.name].c

    def had_a_part(zone: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the columns of a table
        held = exists(select(1).where(hands.lead == row.lead, hands.holder == zone.zone))
        return or_(held, exists(select(1).where(claims.lead == row.lead, claims.zone == zone.zone)))

    return or_(
        row.reporter == viewer,
        STANDING.reads_everything(tables, viewer),
        STANDING.runs(tables, viewer, had_a_part),
    )


lead_ledger = Projection(
    "lead-ledger",
    version=1,
    tables=(LEDGER, CLAIMS, HANDS, PROGRESS, *STANDING.tables),
    handlers=(
        on(Shared, shared),
        on(Assessed, assessed),
        on(Claimed, claimed),
        on(ClaimWithdrawn, claim_withdrawn),
        on(Awarded, awarded),
        on(Progressed, progressed),
        on(Released, released),
        on(Signed, signed),
        on(Closed, closed),
        *STANDING.handlers,
    ),
    derived={
        LEDGER.name: {"claims": counted(CLAIMS.name), "hands": counted(HANDS.name), "reports": counted(PROGRESS.name)},
        HANDS.name: {"until": next_hand("since"), "days": days_held},
    },
    seen_by=may_see,
)
