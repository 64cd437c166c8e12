"""What zones have in hand, from the view `holdings` that the projector keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain import linkage
from domain.delegation import Stage
from domain.reactions import Holding
from projections.holdings import CLAIMED, HELD, JOINED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from services.projector.reading import Views

VIEW = "holdings"
LEADS = frozenset({CLAIMED, HELD})
DELEGATIONS = frozenset(stage.value for stage in (Stage.REQUESTED, Stage.ASSESSED, Stage.DELEGATED, Stage.TAKEN_UP))

PROMOTIONS = frozenset({JOINED})
LINKAGES = frozenset({linkage.Stage.PROPOSED.value, linkage.Stage.AGREED.value})


class HoldingsOfView:
    """`domain.reactions.Holdings` over the view's rows. Calls block for a moment.

    The view may be further on than the event reacted to: what zones have in hand is asked as it is now, whether a zone
    had left as it was then, so that catching up asks for nothing that has come about meanwhile.
    """

    def __init__(self, views: Views, position: int) -> None:
        """Read through `views`, for the event at `position`."""
        self._views, self._position = views, position

    def leads_of(self, zone_id: str) -> Sequence[Holding]:
        """The leads that the zone holds (awarded, not signed) or claims."""
        return self._in_hand(zone_id, "lead", LEADS)

    def delegations_of(self, zone_id: str) -> Sequence[Holding]:
        """The zone's delegations that are pending, in force, or taken up."""
        return self._in_hand(zone_id, "delegation", DELEGATIONS)

    def promotions_of(self, zone_id: str) -> Sequence[Holding]:
        """The announced promotions in which the zone has a place."""
        return self._in_hand(zone_id, "promotion", PROMOTIONS)

    def linkages_of(self, zone_id: str) -> Sequence[Holding]:
        """The zone's linkages that are proposed or agreed."""
        return self._in_hand(zone_id, "linkage", LINKAGES)

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn before the event."""
        rows = self._views.rows(VIEW, table="holdings_zones", where={"zone": zone_id}).rows
        return any(row["withdrawn"] and row["position"] <= self._position for row in rows)

    def _in_hand(self, zone_id: str, category: str, stages: Collection[str]) -> list[Holding]:
        where = {"zone": zone_id, "category": category}
        rows = self._views.rows(VIEW, where=where, limit=None).rows
        return [Holding(row["entity"], row["latest"]) for row in rows if row["stage"] in stages]
