"""What zones have in hand, from the view `holdings` that the projector keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.holdings import Holding
from projections.holdings import STAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.projector.reading import Views

VIEW = "holdings"


class HoldingsOfView:
    """`domain.holdings.Holdings` over the view's rows. Calls block for a moment.

    The view may be further on than the event reacted to: what zones have in hand is asked as it is now, whether a zone
    had left as it was then, so that catching up asks for nothing that has come about meanwhile.
    """

    def __init__(self, views: Views, position: int) -> None:
        """Read through `views`, for the event at `position`."""
        self._views, self._position = views, position

    def of(self, category: str, zone_id: str) -> Sequence[Holding]:
        """What the zone has in hand of one kind, as far as there is anything to give back."""
        rows = self._views.rows(VIEW, where={"zone": zone_id, "category": category}, limit=None).rows
        return [Holding(row["entity"], row["latest"]) for row in rows if row["stage"] not in STAYS]

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn before the event."""
        rows = self._views.rows(VIEW, table="holdings_zones", where={"zone": zone_id}).rows
        return any(row["withdrawn"] and row["position"] <= self._position for row in rows)
