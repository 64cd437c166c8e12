"""What each zone has in hand, folded from events: the answer to what reactions ask. 系统约定 9

One fold over the log in order; what is closed or recalled leaves it, so its size is that of today's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from domain import delegation, lead, replication, trial, zone
from domain.envelope import Recorded
from domain.kernel import EVENTS, SEPARATOR, Event
from domain.reactions import Holding

READS: frozenset[type[Event]] = frozenset(
    {
        lead.Shared,
        lead.Claimed,
        lead.ClaimWithdrawn,
        lead.Awarded,
        lead.Transferred,
        lead.Ruled,
        lead.Released,
        lead.ClaimLapsed,
        lead.Signed,
        lead.Closed,
        delegation.Requested,
        delegation.Delegated,
        delegation.TakenUp,
        delegation.RequestRefused,
        delegation.RequestLapsed,
        delegation.ListedForRecall,
        delegation.Recalled,
        replication.Planned,
        replication.Implemented,
        replication.Verified,
        replication.SentBack,
        replication.FoundInapplicable,
        replication.InapplicabilityConfirmed,
        replication.InapplicabilityRejected,
        replication.Ended,
        trial.ObstacleRaised,
        trial.Proposed,
        trial.Joined,
        trial.PartnerLeft,
        trial.RiskAssessed,
        trial.RiskReassessed,
        trial.Approved,
        trial.ProposalRefused,
        trial.Started,
        trial.ProgressReported,
        trial.Suspended,
        trial.Resumed,
        trial.Lapsed,
        trial.Concluded,
        zone.Withdrawn,
    }
)
"""The events that the fold reads; others may be left out."""


@dataclass(slots=True)
class InHand:
    """Implements `reactions.Holdings`; takes every event once, in the log's order."""

    leads: dict[str, set[str]] = field(default_factory=dict)
    delegations: dict[str, set[str]] = field(default_factory=dict)
    replications: dict[str, set[str]] = field(default_factory=dict)
    trials: dict[str, set[str]] = field(default_factory=dict)
    latest: dict[tuple[str, str], date] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def leads_of(self, zone_id: str) -> list[Holding]:
        """The leads that the zone holds (awarded, not signed) or claims, by id."""
        return [Holding(one, self.latest["lead", one]) for one in sorted(self.leads.get(zone_id, ()))]

    def delegations_of(self, zone_id: str) -> list[Holding]:
        """The zone's delegations that are pending, in force, or taken up, by id."""
        return [Holding(one, self.latest["delegation", one]) for one in sorted(self.delegations.get(zone_id, ()))]

    def replications_of(self, zone_id: str) -> list[Holding]:
        """The zone's replications that are neither verified nor found inapplicable, by id."""
        return [Holding(one, self.latest["replication", one]) for one in sorted(self.replications.get(zone_id, ()))]

    def trials_of(self, zone_id: str) -> list[Holding]:
        """The open trials that the zone raised or takes part in, by id."""
        return [Holding(one, self.latest["trial", one]) for one in sorted(self.trials.get(zone_id, ()))]

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
            case lead.ClaimWithdrawn() | lead.Released() | lead.ClaimLapsed() | lead.Signed():
                self.leads.get(event.zone, set()).discard(entity)
            case lead.Transferred():
                self._passes(entity, event.giver, event.receiver)
            case lead.Ruled():
                if event.zone is not None and event.moves:
                    self._passes(entity, event.former, event.zone)
            case lead.Closed():
                self._over(self.leads, key)
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
            case replication.Planned() | replication.FoundInapplicable() | replication.SentBack():
                self.replications.setdefault(zone_id, set()).add(entity)
            case replication.Verified() | replication.InapplicabilityConfirmed() | replication.Ended():
                self._over(self.replications, key)
            case trial.ObstacleRaised() | trial.Resumed():
                self.trials.setdefault(event.zone, set()).add(entity)
            case trial.Proposed():
                self._let_go(self.trials, entity)
                for each in (event.zone, *event.partner_zones):
                    self.trials.setdefault(each, set()).add(entity)
            case trial.PartnerLeft() | trial.Suspended():
                self.trials.get(event.zone or "", set()).discard(entity)
            case trial.ProposalRefused() | trial.Lapsed() | trial.Concluded():
                self._over(self.trials, key)
            case _:
                pass

    def _passes(self, entity: str, giver: str | None, receiver: str) -> None:
        """A lead goes from one zone's hand, if it was in one, into another's."""
        self.leads.get(giver or "", set()).discard(entity)
        self.leads.setdefault(receiver, set()).add(entity)

    def _let_go(self, hands: dict[str, set[str]], entity: str) -> None:
        """The entity is in nobody's hand."""
        for held in hands.values():
            held.discard(entity)

    def _over(self, hands: dict[str, set[str]], key: tuple[str, str]) -> None:
        """Nor does anything follow from it any more."""
        self._let_go(hands, key[1])
        del self.latest[key]
