"""Lead ledger (招商线索台账): who shared a lead, who held it from when to when, what came of it. 三(四)

In order: `tables`, `handlers` (the lead's own way), `dealings` (what parties deal over it), and the view.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from domain import lead as leads
from projections.kernel import Derivation, Projection, Tables, on
from projections.lead_ledger import dealings, handlers
from projections.lead_ledger.tables import (
    CLAIMS,
    DISPUTES,
    DUPLICATES,
    HANDS,
    INCENTIVES,
    LEDGER,
    PROGRESS,
    STANDING,
    TRANSFERS,
)

__all__ = [
    "CLAIMS",
    "DISPUTES",
    "DUPLICATES",
    "HANDS",
    "INCENTIVES",
    "LEDGER",
    "PROGRESS",
    "TRANSFERS",
    "lead_ledger",
]


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
    """The first reporter, the body of a zone that held, claims or was offered the lead, the office and auditors."""
    row, hands, claims = tables[LEDGER.name].c, tables[HANDS.name].c, tables[CLAIMS.name].c
    transfers = tables[TRANSFERS.name].c

    def had_a_part(zone: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the columns of a table
        parts = ((HANDS, hands.holder), (TRANSFERS, transfers.receiver), (CLAIMS, claims.zone))
        return or_(*(is_there(tables[of.name], row, column == zone.zone) for of, column in parts))

    def is_there(other: Any, row: Any, theirs: ColumnElement[bool]) -> ColumnElement[bool]:  # noqa: ANN401 - tables
        # Said outright: by itself a query two levels down is not held to the row, and any lead would do.
        return exists(select(1).where(other.c.lead == row.lead, theirs).correlate_except(other))

    return or_(
        row.reporter == viewer,
        STANDING.reads_everything(tables, viewer),
        STANDING.runs(tables, viewer, had_a_part),
    )


lead_ledger = Projection(
    "lead-ledger",
    version=2,
    tables=(
        LEDGER,
        CLAIMS,
        HANDS,
        PROGRESS,
        TRANSFERS,
        INCENTIVES,
        DISPUTES,
        DUPLICATES,
        *STANDING.tables,
    ),
    handlers=(
        on(leads.Shared, handlers.shared),
        on(leads.Assessed, handlers.assessed),
        on(leads.Claimed, handlers.claimed),
        on(leads.ClaimWithdrawn, handlers.claim_withdrawn),
        on(leads.Awarded, handlers.awarded),
        on(leads.InvestorDisclosed, handlers.investor_disclosed),
        on(leads.Progressed, handlers.progressed),
        on(leads.TransferProposed, dealings.transfer_proposed),
        on(leads.TransferDeclined, dealings.transfer_ended),
        on(leads.TransferWithdrawn, dealings.transfer_ended),
        on(leads.Transferred, dealings.transferred),
        on(leads.IncentivePromised, dealings.incentive_promised),
        on(leads.Released, handlers.released),
        on(leads.ClaimLapsed, handlers.released),
        on(leads.Signed, handlers.signed),
        on(leads.Landed, handlers.landed),
        on(leads.Commissioned, handlers.commissioned),
        on(leads.Disputed, dealings.disputed),
        on(leads.Ruled, dealings.ruled),
        on(leads.DuplicateFlagged, dealings.duplicate),
        on(leads.DuplicateConfirmed, dealings.duplicate),
        on(leads.DuplicateDismissed, dealings.duplicate),
        on(leads.Closed, handlers.closed),
        *STANDING.handlers,
    ),
    derived={
        LEDGER.name: {"claims": counted(CLAIMS.name), "hands": counted(HANDS.name), "reports": counted(PROGRESS.name)},
        HANDS.name: {"until": next_hand("since"), "days": days_held},
    },
    seen_by=may_see,
)
