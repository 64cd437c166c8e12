"""What each zone has in hand, folded from events: the answer to what reactions ask. 系统约定 9

One fold over the log in order; what is closed or recalled leaves it, so its size is that of today's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain import delegation, lead, linkage, promotion, zone
from domain.envelope import Recorded
from domain.kernel import EVENTS, SEPARATOR, Event
from domain.reactions import Holding

READS: frozenset[type[Event]] = frozenset(
    {
        lead.Shared,
        lead.Claimed,
        lead.ClaimWithdrawn,
        lead.Awarded,
        lead.Released,
        lead.Signed,
        lead.Closed,
        delegation.Requested,
        delegation.Delegated,
        delegation.TakenUp,
        delegation.RequestRefused,
        delegation.RequestLapsed,
        delegation.ListedForRecall,
        delegation.Recalled,
        promotion.ZoneJoined,
        promotion.ZoneLeft,
        promotion.Held,
        promotion.Cancelled,
        linkage.Proposed,
        linkage.Agreed,
        linkage.Declined,
        linkage.Ended,
        zone.Withdrawn,
    }
)
"""The events that the fold reads; others may be left out."""


@dataclass(slots=True)
class InHand:
    """Implements `reactions.Holdings`; takes every event once, in the log's order."""

    leads: dict[str, set[str]] = field(default_factory=dict)
    delegations: dict[str, set[str]] = field(default_factory=dict)
    promotions: dict[str, set[str]] = field(default_factory=dict)
    linkages: dict[str, set[str]] = field(default_factory=dict)
    latest: dict[tuple[str, str], date] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def leads_of(self, zone_id: str) -> list[Holding]:
        """The leads that the zone holds (awarded, not signed) or claims, by id."""
        return [Holding(one, self.latest["lead", one]) for one in sorted(self.leads.get(zone_id, ()))]

    def delegations_of(self, zone_id: str) -> list[Holding]:
        """The zone's delegations that are pending, in force, or taken up, by id."""
        return [Holding(one, self.latest["delegation", one]) for one in sorted(self.delegations.get(zone_id, ()))]

    def promotions_of(self, zone_id: str) -> list[Holding]:
        """The announced promotions in which the zone has a place, by id."""
        return [Holding(one, self.latest["promotion", one]) for one in sorted(self.promotions.get(zone_id, ()))]

    def linkages_of(self, zone_id: str) -> list[Holding]:
        """The zone's linkages that are proposed or agreed, by id."""
        return [Holding(one, self.latest["linkage", one]) for one in sorted(self.linkages.get(zone_id, ()))]

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn."""
        return zone_id in self.withdrawn

    def apply(self, recorded: Recorded) -> None:
        """Take in one event."""
        if EVENTS[recorded.type] not in READS:
            return
        event, entity = recorded.event, recorded.entity
        key = (recorded.category, entity)
        self.latest[key] = max(self.latest.get(key, recorded.effective), recorded.effective)
        zone_id = entity.rpartition(SEPARATOR)[2]
        match event:
            case zone.Withdrawn():
                self.withdrawn.add(entity)
                del self.latest[key]
            case lead.Claimed() | lead.Awarded():
                self.leads.setdefault(event.zone, set()).add(entity)
            case lead.ClaimWithdrawn() | lead.Released() | lead.Signed():
                self.leads.get(event.zone, set()).discard(entity)
            case lead.Closed():
                self._is_over(self.leads, key)
            case delegation.Requested() | delegation.Delegated() | delegation.TakenUp():
                self.delegations.setdefault(zone_id, set()).add(entity)
            case (
                delegation.RequestRefused()
                | delegation.RequestLapsed()
                | delegation.ListedForRecall()
                | delegation.Recalled()
            ):
                self.delegations.get(zone_id, set()).discard(entity)
                del self.latest[key]
            case promotion.ZoneJoined():
                self.promotions.setdefault(event.zone, set()).add(entity)
            case promotion.ZoneLeft():
                self.promotions.get(event.zone, set()).discard(entity)
            case promotion.Held() | promotion.Cancelled():
                self._is_over(self.promotions, key)
            case linkage.Proposed() | linkage.Agreed():
                self.linkages.setdefault(entity.partition(SEPARATOR)[0], set()).add(entity)
            case linkage.Declined() | linkage.Ended():
                self._is_over(self.linkages, key)
            case _:
                pass

    def _is_over(self, in_hand: dict[str, set[str]], key: tuple[str, str]) -> None:
        """A closed lead, a promotion held or cancelled, a linkage that has ended is in nobody's hand."""
        for held in in_hand.values():
            held.discard(key[1])
        del self.latest[key]
