"""The tables of the lead ledger (招商线索台账). 三(四)"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Integer, String, Text

from projections.kernel import entity, table, word
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
    Column("disclosed", Date),
    Column("last_progress", Date),
    Column("last_summary", Text),
    Column("next_step", Text),
    Column("signed", Date),
    Column("amount", BigInteger),
    Column("landed", Date),
    Column("commissioned", Date),
    Column("disputed", Date),
    Column("closed", Date),
    Column("close_reason", word()),
    Column("note", Text),
)
"""One row a lead. `first_reported` is the log's own time of the first report (首报), UTC; money is in fen.

`disclosed`: since when the holder knows the investor; `disputed`: since when a dispute waits for its ruling."""

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

TRANSFERS = table(
    "lead_ledger_transfers",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("step", word(), nullable=False),
    Column("day", Date, nullable=False),
    Column("giver", entity(), nullable=False),
    Column("receiver", entity(), nullable=False),
    Column("source_percent", Integer),
    Column("agreed", Boolean),
    Column("reason", Text),
)
"""流转, step by step: proposed, declined, withdrawn, transferred; `step` is the name of the event."""

INCENTIVES = table(
    "lead_ledger_incentives",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("zone", entity(), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", word(), nullable=False),
    Column("promise", Text, nullable=False),
    Column("support_amount", BigInteger),
    Column("review", JSON),
)
"""支持政策 as promised, each with its fair-competition review (公平竞争审查) where it had one."""

DISPUTES = table(
    "lead_ledger_disputes",
    Column("lead", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("step", word(), nullable=False),
    Column("day", Date, nullable=False),
    Column("disputant", entity()),
    Column("zone", entity()),
    Column("reporter", entity()),
    Column("statement", Text, nullable=False),
    Column("documents", JSON, nullable=False),
)
"""首谈争议 and rulings, the file of a dispute: who said what with which proofs, whom the office found for and why."""

DUPLICATES = table(
    "lead_ledger_duplicates",
    Column("lead", entity(), primary_key=True),
    Column("earlier", entity(), primary_key=True),
    Column("grounds", word(), nullable=False),
    Column("investor_likeness", Integer, nullable=False),
    Column("project_likeness", Integer, nullable=False),
    Column("step", word(), nullable=False),
    Column("day", Date, nullable=False),
    Column("reason", Text, nullable=False),
)
"""疑似重复: each earlier lead that this one was flagged against, how alike (%), what a person found since."""

STANDING = Standing("lead_ledger")
