"""What each zone has in hand, folded from events: the answer to what reactions ask. 系统约定 9

One fold over the log in order; what is closed or recalled leaves it, so its size is that of today's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain import delegation, lead, matter, policy_extension, zone
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
        policy_extension.ExtensionRequested,
        policy_extension.RiskAssessed,
        policy_extension.Extended,
        policy_extension.Suspended,
        policy_extension.Resumed,
        policy_extension.ExtensionRefused,
        policy_extension.RequestLapsed,
        policy_extension.Ended,
        matter.Raised,
        matter.Assigned,
        matter.Answered,
        matter.Escalated,
        matter.Resolved,
        matter.Reopened,
        matter.HandedOver,
        zone.Withdrawn,
    }
)
"""The events that the fold reads; others may be left out."""


@dataclass(slots=True)
class InHand:
    """Implements `reactions.Holdings`; takes every event once, in the log's order."""

    leads: dict[str, set[str]] = field(default_factory=dict)
    delegations: dict[str, set[str]] = field(default_factory=dict)
    extensions: dict[str, set[str]] = field(default_factory=dict)
    matters: dict[str, set[str]] = field(default_factory=dict)
    latest: dict[tuple[str, str], date] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def leads_of(self, zone_id: str) -> list[Holding]:
        """The leads that the zone holds (awarded, not signed) or claims, by id."""
        return [Holding(one, self.latest["lead", one]) for one in sorted(self.leads.get(zone_id, ()))]

    def delegations_of(self, zone_id: str) -> list[Holding]:
        """The zone's delegations that are pending, in force, or taken up, by id."""
        return [Holding(one, self.latest["delegation", one]) for one in sorted(self.delegations.get(zone_id, ()))]

    def extensions_of(self, zone_id: str) -> list[Holding]:
        """The policy extensions that the zone has asked for, or that are in force or suspended, by id."""
        return [Holding(one, self.latest["policy-extension", one]) for one in sorted(self.extensions.get(zone_id, ()))]

    def matters_of(self, zone_id: str) -> list[Holding]:
        """The matters that are the zone's business and not resolved, by id."""
        return [Holding(one, self.latest["matter", one]) for one in sorted(self.matters.get(zone_id, ()))]

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
                self._lead_ended(entity)
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
            case policy_extension.ExtensionRequested():
                self.extensions.setdefault(zone_id, set()).add(entity)
            case policy_extension.ExtensionRefused() | policy_extension.RequestLapsed() | policy_extension.Ended():
                self.extensions.get(zone_id, set()).discard(entity)
                del self.latest[key]
            case matter.Raised(zone=str(of)) | matter.Reopened(zone=str(of)):
                self.matters.setdefault(of, set()).add(entity)
            case matter.Resolved() | matter.HandedOver():
                self._matter_ended(entity)
            case _:
                pass

    def _matter_ended(self, entity: str) -> None:
        """A resolved matter waits for nobody; one handed over is the office's."""
        for held in self.matters.values():
            held.discard(entity)
        del self.latest["matter", entity]

    def _lead_ended(self, entity: str) -> None:
        """A closed lead is in nobody's hand."""
        for held in self.leads.values():
            held.discard(entity)
        del self.latest["lead", entity]
