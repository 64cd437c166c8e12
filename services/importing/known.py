"""What stands in the log already, so that a cell that names nobody is found before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from services.ledger.streams import EVENTS

if TYPE_CHECKING:
    from nats.aio.client import Client

    from services.importing.ledgers import Ledger

Known = Mapping[str, frozenset[str]]
"""The ids that stand in the log, by category."""
LISTED = 100_000
"""Subjects that the server lists at once; of as many entities nothing is said."""


async def known_in(nc: Client, ledger: Ledger) -> Known:
    """The ids of each category that the columns of a ledger name, and those of the organisations."""
    categories = {"organisation", *(column.refers for column in ledger.columns if column.refers)}
    found = {category: await _ids(nc, category) for category in sorted(categories)}
    return {category: ids for category, ids in found.items() if len(ids) < LISTED}


async def _ids(nc: Client, category: str) -> frozenset[str]:
    info = await nc.jsm().stream_info(EVENTS.name, subjects_filter=f"evt.{category}.>")
    return frozenset(subject.rpartition(".")[2] for subject in info.state.subjects or {})
