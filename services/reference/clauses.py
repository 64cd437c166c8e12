"""Where each clause of the plan is carried out: its commands, events and views, and the tests that show it.

Commands stand under the clause that they cite themselves (`Command.clause`); `also` names those that serve a clause
beside the one they cite. What a new aggregate brings is entered here; a test asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from domain.catalogue import commands, events


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: patterns of stored event names (`*` for any), views, test files, commands besides its own."""

    number: str
    events: tuple[str, ...]
    views: tuple[str, ...]
    tests: tuple[str, ...]
    also: tuple[str, ...] = ()


FILE, CHECK = "application.file", "application.check-eligibility"
BY_CONDITION = ("application.filed", "application.eligibility-confirmed", "application.returned")
APPLICATION = "tests/domain/test_application.py"
ZONE, TRIAL = "tests/domain/test_zone.py", "tests/domain/test_trial.py"
EVALUATION, WITHDRAWAL = "tests/domain/test_evaluation.py", "tests/domain/test_withdrawal.py"

CLAUSES = (
    Clause("一(二)", ("target.*",), ("annual-target",), ("tests/domain/test_target.py",)),
    Clause("二(一)1", BY_CONDITION, ("pipeline",), (APPLICATION,), also=(FILE, CHECK, "organisation.assign-platform")),
    Clause(
        "二(一)2",
        (*BY_CONDITION, "zone.boundary-adjusted", "zone.body-replaced"),
        ("pipeline", "zone-register"),
        (ZONE, "tests/services/test_survey.py"),
        also=(FILE, CHECK),
    ),
    Clause("二(一)3", BY_CONDITION, ("pipeline",), (APPLICATION,), also=(FILE, CHECK)),
    Clause("二(一)4", BY_CONDITION, ("pipeline",), (APPLICATION,), also=(FILE, CHECK)),
    Clause("二(一)5", BY_CONDITION, ("pipeline",), (APPLICATION,), also=(FILE, CHECK)),
    Clause("二(二)1", ("application.filed",), ("pipeline",), (APPLICATION,), also=(FILE, "application.supplement")),
    Clause("二(二)2", ("application.filed",), ("pipeline",), (APPLICATION,), also=(FILE, "application.supplement")),
    Clause("二(二)3", ("application.filed",), ("pipeline",), (APPLICATION,), also=(FILE, "application.supplement")),
    Clause("二(二)4", ("application.filed",), ("pipeline",), (APPLICATION,), also=(FILE, "application.supplement")),
    Clause(
        "二(三)1",
        ("application.filed", "application.supplemented", "application.withdrawn", "organisation.platform-assigned"),
        ("pipeline", "organisations"),
        (APPLICATION, "tests/domain/test_organisation.py"),
    ),
    Clause(
        "二(三)2",
        (
            "application.correction-requested",
            "application.eligibility-confirmed",
            "application.returned",
            "application.panel-appointed",
            "application.expert-appointed",
            "application.reviewed",
            "application.shortlisted",
            "application.declined",
            "application.deliberated",
        ),
        ("pipeline", "scorecards", "inbox"),
        (APPLICATION, "tests/domain/test_application_dates.py"),
    ),
    Clause(
        "二(三)3",
        ("application.approved", "application.rejected", "application.plaque-unveiled", "zone.established"),
        ("pipeline", "zone-register"),
        (APPLICATION, "tests/domain/test_reactions.py"),
    ),
    Clause(
        "三(一)",
        (
            "power-item.*",
            "delegation.requested",
            "delegation.assessed",
            "delegation.delegated",
            "delegation.refused",
            "delegation.taken-up",
            "delegation.exercise-reported",
            "delegation.amended",
            "delegation.recalled",
            "policy-extension.requested",
            "policy-extension.risk-assessed",
            "policy-extension.extended",
            "policy-extension.refused",
            "policy-extension.suspended",
            "policy-extension.resumed",
            "policy-extension.ended",
        ),
        ("delegations", "delegated-powers", "policy-extensions", "extension-cases"),
        (
            "tests/domain/test_power_item.py",
            "tests/domain/test_delegation.py",
            "tests/domain/test_policy_extension.py",
        ),
    ),
    Clause(
        "三(二)",
        (
            "experience.*",
            "replication.planned",
            "replication.implemented",
            "replication.verified",
            "replication.sent-back",
            "replication.found-inapplicable",
            "replication.inapplicability-*",
            "replication.effect-reported",
        ),
        ("experiences", "replication-matrix", "replication-coverage"),
        ("tests/domain/test_experience.py", "tests/domain/test_replication.py"),
    ),
    Clause(
        "三(三)",
        (
            "trial.obstacle-raised",
            "trial.proposed",
            "trial.joined",
            "trial.risk-*",
            "trial.approved",
            "trial.refused",
            "trial.started",
            "trial.progress-reported",
            "trial.suspended",
            "trial.resumed",
            "trial.concluded",
            "trial.innovation-recognised",
        ),
        ("trials",),
        (TRIAL,),
    ),
    Clause(
        "三(四)",
        ("lead.*", "promotion.*"),
        ("lead-exchange", "lead-ledger", "benefit-shares", "promotions", "promotion-leads"),
        (
            "tests/domain/test_lead.py",
            "tests/domain/test_lead_transfer.py",
            "tests/domain/test_lead_dispute.py",
            "tests/services/test_duplicates.py",
            "tests/domain/test_promotion.py",
        ),
    ),
    Clause("三(五)", ("linkage.*",), ("linkages", "linkage-map"), ("tests/domain/test_linkage.py",)),
    Clause("三(六)", ("connectivity.*",), ("connectivity",), ("tests/domain/test_connectivity.py",)),
    Clause(
        "四(一)",
        (
            "zone.construction-plan-filed",
            "matter.raised",
            "matter.assigned",
            "matter.answered",
            "matter.escalated",
            "matter.resolved",
            "matter.reopened",
        ),
        ("matters", "zone-register", "inbox"),
        ("tests/domain/test_matter.py", ZONE),
    ),
    Clause("四(二)", ("policy-measure.*",), ("policy-measures",), ("tests/domain/test_policy_measure.py",)),
    Clause(
        "四(三)",
        ("rulebook.*", "application.expert-recused", "application.expert-appointed"),
        ("scorecards", "pipeline"),
        ("tests/domain/test_rulebook.py", APPLICATION),
    ),
    Clause(
        "四(四)",
        (
            "evaluation-round.*",
            "evaluation.*",
            "indicators.*",
            "zone.rectification-*",
            "zone.withdrawn",
            "delegation.request-lapsed",
            "delegation.listed-for-recall",
            "matter.handed-over",
            "policy-extension.request-lapsed",
            "policy-extension.ended",
            "replication.ended",
            "trial.partner-left",
            "trial.lapsed",
        ),
        ("scorecards", "indicator-series", "public-indicators", "holdings", "zone-register"),
        (EVALUATION, WITHDRAWAL, "tests/domain/test_indicators.py"),
    ),
    Clause("四(五)", ("publicity.*",), ("publicity", "activities"), ("tests/domain/test_publicity.py",)),
    Clause(
        "系统约定 1",
        (
            "organisation.registered",
            "organisation.official-*",
            "organisation.key-*",
            "organisation.dissolved",
        ),
        ("organisations",),
        ("tests/domain/test_organisation.py", "tests/domain/test_permissions.py"),
    ),
    Clause(
        "系统约定 10",
        ("deadline.*",),
        ("deadlines", "overdue", "stage-times", "organisation-times", "inbox"),
        ("tests/domain/test_deadline.py", "tests/domain/test_clocks.py", "tests/services/test_clocks.py"),
    ),
    Clause("系统约定 2", ("*.record-corrected",), (), ("tests/domain/test_corrections.py",)),
)
"""Every clause that asks somebody to do something, in the plan's order; then what the house adds (CONVENTIONS.md)."""


def commands_of(clause: Clause) -> list[str]:
    """The commands that cite the clause, and those that serve it, by wire name in the catalogue's order."""
    return [name for name, command in commands().items() if command.clause == clause.number or name in clause.also]


def events_of(clause: Clause) -> list[str]:
    """The stored names of the clause's events, in the catalogue's order."""
    corrections = clause.events == ("*.record-corrected",)
    return [
        name
        for name in events()
        if any(fnmatchcase(name, pattern) for pattern in clause.events)
        and name.endswith(".record-corrected") == corrections
    ]


def rows() -> list[dict[str, object]]:
    """The table: {clause, commands, events, views, test}, a row a clause, names as they stand on the wire."""
    return [
        {
            "clause": clause.number,
            "commands": commands_of(clause),
            "events": events_of(clause),
            "views": list(clause.views),
            "test": list(clause.tests),
        }
        for clause in CLAUSES
    ]
