"""Who asks: an organisation's role and zones as the views have them now, for the rights of its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import Refused, Role
from projections.question import CLAUSE
from projections.rights import Reader

if TYPE_CHECKING:
    from services.projector.reading import Views


def reader_of(views: Views, org: str) -> Reader:
    """The organisation as a reader. Raises `Refused`: it does not stand in the register, or that is not built yet."""
    found = views.rows("organisations", where={"org": org})
    if not found.freshness.position:
        raise Refused("view-behind", clause=CLAUSE, field="view", wanted=1, position=0)
    if not found.rows or found.rows[0]["dissolved"] is not None:
        raise Refused("unknown-organisation", clause="系统约定 1", org=org)
    zones = views.rows("zone-register", where={"body": org}, limit=None).rows
    left = frozenset(row["zone"] for row in zones if row["withdrawn"] is not None)
    return Reader(org, Role(found.rows[0]["role"]), frozenset(row["zone"] for row in zones) - left, left)
