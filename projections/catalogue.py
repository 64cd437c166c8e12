"""The catalogue of views, and which events only the audit trail reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.organisation import KeyAdded, KeyRevoked
from domain.rulebook import RulebookPublished, RulebookSuperseded
from projections.annual_target import annual_target
from projections.benefit_shares import benefit_shares
from projections.connectivity import connectivity
from projections.deadlines import deadlines, overdue
from projections.delegations import delegated_powers, delegations
from projections.experiences import experiences
from projections.holdings import holdings
from projections.inbox import inbox
from projections.indicator_series import indicator_series
from projections.kernel import Projection
from projections.lead_exchange import lead_exchange
from projections.lead_ledger import lead_ledger
from projections.linkage_map import linkage_map, linkages
from projections.matters import matters
from projections.organisations import organisations
from projections.pipeline import pipeline
from projections.policy_extensions import extension_cases, policy_extensions
from projections.policy_measures import policy_measures
from projections.process_times import organisation_times, stage_times
from projections.promotions import promotion_leads, promotions
from projections.public_indicators import public_indicators
from projections.publicity import activities, publicity
from projections.replication_coverage import replication_coverage
from projections.replication_matrix import replication_matrix
from projections.scorecards import scorecards
from projections.trials import trials
from projections.zone_register import zone_register

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.kernel import Event

PROJECTIONS: Mapping[str, Projection] = {
    view.name: view
    for view in (
        zone_register,
        pipeline,
        annual_target,
        delegations,
        delegated_powers,
        lead_exchange,
        lead_ledger,
        benefit_shares,
        promotions,
        promotion_leads,
        linkages,
        linkage_map,
        connectivity,
        indicator_series,
        public_indicators,
        scorecards,
        experiences,
        replication_matrix,
        replication_coverage,
        trials,
        inbox,
        holdings,
        organisations,
        policy_measures,
        policy_extensions,
        extension_cases,
        matters,
        publicity,
        activities,
        deadlines,
        overdue,
        stage_times,
        organisation_times,
    )
}
"""Every view by name."""

AUDIT_TRAIL_ONLY: frozenset[type[Event]] = frozenset(
    {
        KeyAdded,
        KeyRevoked,
        RulebookPublished,
        RulebookSuperseded,
    }
)
"""Events that no view reads: the audit trail, which reads everything, is their only reader."""
