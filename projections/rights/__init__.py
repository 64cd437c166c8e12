"""Who sees what of the views: one table, an entry a view, a rule a role. 系统约定 6

A question is answered with these rights and no others, whoever relays it: as SQL, before it is filtered, sorted or
counted, so that nothing can be told from what is left out. The office and auditors see everything (系统约定 1), but an
inbox is what waits for whoever asks, the office too. What a view as of a date shows is decided by who the asker is
today.

A role that stands in no cell sees nothing of the view. Of a view's other tables only those named here are shown to
others than the office and auditors: with the row of the view they belong to, or by a rule of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import ZONE_BODIES, Role
from projections.benefit_shares import benefit_shares
from projections.inbox import inbox
from projections.indicator_series import indicator_series
from projections.lead_exchange import lead_exchange
from projections.lead_ledger import lead_ledger
from projections.matters import matters
from projections.promotions import promotion_leads
from projections.rights.rules import (
    ORGANISATIONS,
    OVERSEES,
    WITH_ITS_ROW,
    Reader,
    Right,
    Rule,
    as_the_view_says,
    by_role,
    everything,
    for_roles,
    listed_in,
    one_of,
    org_in,
    public,
    where,
    zone_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from projections.kernel import Projection

__all__ = ["RIGHTS", "Reader", "Right"]

OVERSEEN = (OVERSEES, everything)
BOUND = ORGANISATIONS - OVERSEES
PARTIES = ZONE_BODIES | {Role.SECTION, Role.DEPARTMENT}


def said_by(view: Projection, **tables: Rule | str) -> Right:
    """As the view itself says to any organisation; what it says to the public is nothing."""
    return Right(by_role((ORGANISATIONS, as_the_view_says(view))), tables)


def led(table: str, other: str) -> Rule:
    """Rows of experiences that the reader leads as a department."""
    return where(table, other, "experience", org_in(other, "lead_department"))


def bound(table: str) -> Rule:
    """Clocks that bind the reader, or run for a zone of its."""
    return one_of(org_in(table, "org"), zone_in(table))


PANEL = where("pipeline", "pipeline_experts", "application", org_in("pipeline_experts", "expert"))
CELLS_OF = one_of(for_roles(OVERSEES), zone_in("experiences_cells"), led("experiences_cells", "experiences"))
COVERED = "replication_coverage_cells"
COVERAGE = one_of(for_roles(OVERSEES), zone_in(COVERED), led(COVERED, "replication_coverage_experiences"))
IN_HAND = one_of(
    org_in("lead_ledger", "reporter"),
    where("lead_ledger", "lead_ledger_hands", "lead", zone_in("lead_ledger_hands", "holder")),
)
"""The first reporter, and whoever holds or held the lead: a claim alone does not open another's dealings."""


def dealings(table: str, *more: Rule) -> Rule:
    """Rows of a lead that is or was in the reader's hand, or that it reported first."""
    return one_of(where(table, "lead_ledger", "lead", IN_HAND), *more)


HOLDS = one_of(org_in("lead_exchange", "reporter"), zone_in("lead_exchange", "holder"))
TAKES_PART = one_of(
    zone_in("trials"),
    org_in("trials", "lead_department"),
    where(
        "trials",
        "trials_partners",
        "trial",
        one_of(org_in("trials_partners", "partner"), zone_in("trials_partners", "partner")),
    ),
)

RIGHTS: Mapping[str, Right] = {
    "zone-register": public(
        zone_register_plans=WITH_ITS_ROW,
        zone_register_adjustments=WITH_ITS_ROW,
        zone_register_approvals=everything,
    ),
    "pipeline": Right(
        by_role(
            OVERSEEN,
            (ZONE_BODIES, org_in("pipeline", "applicant")),
            ((Role.SECTION,), listed_in("pipeline", "sections")),
            ((Role.EXPERT,), PANEL),
        ),
        {"pipeline_experts": one_of(for_roles(OVERSEES), org_in("pipeline_experts", "expert"))},
        {"pipeline": dict.fromkeys(("mean", "spread", "vetoes", "reason"), for_roles(OVERSEES | ZONE_BODIES))},
    ),
    "annual-target": public(annual_target_figures=everything, annual_target_zones=everything),
    "delegations": Right(
        by_role(
            OVERSEEN,
            (ZONE_BODIES, zone_in("delegations")),
            (
                (Role.DEPARTMENT,),
                where("delegations", "delegations_items", "item", org_in("delegations_items", "holder")),
            ),
        ),
        {"delegations_exercises": WITH_ITS_ROW, "delegations_items": everything},
    ),
    "delegated-powers": public(delegated_powers_items=everything),
    "lead-exchange": Right(
        by_role((ORGANISATIONS, as_the_view_says(lead_exchange))),
        {"lead_exchange_named": zone_in("lead_exchange_named"), "lead_exchange_industries": everything},
        {"lead_exchange": dict.fromkeys(("project", "investment", "output", "tax", "zones"), HOLDS)},
    ),
    "lead-ledger": Right(
        by_role((ORGANISATIONS, as_the_view_says(lead_ledger))),
        {
            "lead_ledger_hands": WITH_ITS_ROW,
            "lead_ledger_claims": dealings("lead_ledger_claims", zone_in("lead_ledger_claims")),
            "lead_ledger_progress": dealings("lead_ledger_progress"),
            "lead_ledger_transfers": dealings("lead_ledger_transfers", zone_in("lead_ledger_transfers", "receiver")),
            "lead_ledger_incentives": dealings("lead_ledger_incentives"),
            "lead_ledger_disputes": dealings(
                "lead_ledger_disputes", org_in("lead_ledger_disputes", "disputant"), zone_in("lead_ledger_disputes")
            ),
            "lead_ledger_duplicates": dealings("lead_ledger_duplicates"),
        },
        {
            "lead_ledger": dict.fromkeys(
                ("project", "investment", "last_summary", "next_step", "amount", "note"), IN_HAND
            )
        },
    ),
    "benefit-shares": said_by(benefit_shares, benefit_shares_ends=WITH_ITS_ROW),
    "promotions": public(promotions_zones=WITH_ITS_ROW, promotions_won=WITH_ITS_ROW),
    "promotion-leads": said_by(promotion_leads),
    "linkages": Right(
        by_role(
            OVERSEEN,
            (ZONE_BODIES, one_of(zone_in("linkages"), org_in("linkages", "proposer"))),
            ((Role.SECTION,), org_in("linkages", "section")),
        ),
        {"linkages_projects": WITH_ITS_ROW, "linkages_reviews": WITH_ITS_ROW},
    ),
    "linkage-map": public(linkage_map_projects=WITH_ITS_ROW),
    "connectivity": public(
        connectivity_milestones=WITH_ITS_ROW,
        connectivity_services=WITH_ITS_ROW,
        connectivity_throughput=WITH_ITS_ROW,
    ),
    "indicator-series": said_by(indicator_series),
    "public-indicators": public(),
    "scorecards": Right(
        by_role(OVERSEEN, (ZONE_BODIES, zone_in("scorecards")), ((Role.EXPERT,), for_roles(()))),
        {
            "scorecards_sheets": one_of(for_roles(OVERSEES), org_in("scorecards_sheets", "expert")),
            "scorecards_admissions": for_roles(OVERSEES),
            "scorecards_appeals": WITH_ITS_ROW,
            "scorecards_self_assessments": WITH_ITS_ROW,
        },
    ),
    "experiences": public(experiences_cells=CELLS_OF),
    "replication-matrix": Right(
        by_role(
            OVERSEEN,
            (ZONE_BODIES, zone_in("replication_matrix")),
            ((Role.DEPARTMENT,), led("replication_matrix", "replication_matrix_experiences")),
        ),
        {
            "replication_matrix_plans": WITH_ITS_ROW,
            "replication_matrix_implementations": WITH_ITS_ROW,
            "replication_matrix_effects": WITH_ITS_ROW,
            "replication_matrix_experiences": everything,
        },
    ),
    "replication-coverage": Right(
        by_role((ORGANISATIONS, everything)),
        {
            "replication_coverage_zone_domains": everything,
            "replication_coverage_domains": everything,
            "replication_coverage_experiences": everything,
            COVERED: COVERAGE,
        },
    ),
    "trials": Right(
        by_role(OVERSEEN, (PARTIES, TAKES_PART)),
        {"trials_partners": WITH_ITS_ROW, "trials_risks": WITH_ITS_ROW, "trials_reports": WITH_ITS_ROW},
    ),
    "inbox": Right(by_role((ORGANISATIONS, as_the_view_says(inbox))), everything=frozenset({Role.AUDITOR})),
    "holdings": Right(by_role(OVERSEEN, (ZONE_BODIES, zone_in("holdings")))),
    "organisations": public(organisations_officials=everything, organisations_platforms=WITH_ITS_ROW),
    "policy-measures": public(policy_measures_extensions=WITH_ITS_ROW),
    "policy-extensions": public(policy_extensions_measures=everything),
    "extension-cases": Right(
        by_role(
            OVERSEEN,
            (ZONE_BODIES, zone_in("extension_cases")),
            (
                (Role.DEPARTMENT,),
                where(
                    "extension_cases",
                    "extension_cases_measures",
                    "measure",
                    org_in("extension_cases_measures", "department"),
                ),
            ),
        ),
        {"extension_cases_measures": everything},
    ),
    "matters": said_by(matters),
    "publicity": public(),
    "activities": Right(
        by_role(OVERSEEN, (PARTIES, one_of(org_in("activities", "organiser"), listed_in("activities", "zones"))))
    ),
    "deadlines": Right(by_role(OVERSEEN, (BOUND, bound("deadlines")))),
    "overdue": Right(by_role(OVERSEEN, (BOUND, bound("overdue")))),
    "stage-times": Right(by_role(OVERSEEN)),
    "organisation-times": Right(by_role(OVERSEEN)),
}
"""Every view."""
