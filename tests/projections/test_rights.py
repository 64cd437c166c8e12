"""Who sees what of every view: each role on each table, on both databases; what is withheld tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Engine, Integer, String, Table

from domain.kernel import ZONE_BODIES, Role
from domain.lead_values import Audience
from projections.catalogue import PROJECTIONS
from projections.kernel import Fixed, Projection, Put
from projections.lead_exchange import lead_exchange
from projections.lead_ledger import lead_ledger
from projections.question import Condition, Operator, Question
from projections.rights import RIGHTS, Reader
from services.projector.asking import asked
from services.projector.coalescing import Pending
from services.projector.database import open_engine
from services.projector.reading import Views
from tests.projections.cast import AWARDED, CLAIMED, LEAD, OTHER_BODY, OTHER_ZONE, SECTION, SHARED, ZONE, made
from tests.projections.story import Stage, Story

ME, MY_ZONE = "me", "my-zone"
LETTERS = {
    "O": Role.OFFICE,
    "L": Role.LEADING_GROUP,
    "G": Role.GOVERNMENT,
    "D": Role.DEPARTMENT,
    "I": Role.DISTRICT,
    "C": Role.COMMITTEE,
    "S": Role.SECTION,
    "E": Role.EXPERT,
    "A": Role.AUDITOR,
    "P": Role.PUBLIC,
}
ALL, OWN, NOBODY = {"own", "other"}, {"own"}, set[str]()
EVERY_ROLE, ORGANISATIONS = "OLGDICSEAP", "OLGDICSEA"
Shown = tuple[str, str]
"""Roles that see all rows of a table, and roles that see their own; every other role sees nothing."""
PUBLIC: Shown = (EVERY_ROLE, "")
INTERNAL: Shown = (ORGANISATIONS, "")
SECRET: Shown = ("OA", "LGDICSE")
CONFIDENTIAL: Shown = ("OA", "")

EXPECTED: dict[str, Shown] = {
    "deadlines": ("OLGA", "DICSE"),
    "deadlines_organisations": CONFIDENTIAL,
    "deadlines_zones": CONFIDENTIAL,
    "overdue": ("OLGA", "DICSE"),
    "overdue_organisations": CONFIDENTIAL,
    "overdue_zones": CONFIDENTIAL,
    "stage_times": ("OLGA", ""),
    "stage_times_organisations": CONFIDENTIAL,
    "stage_times_zones": CONFIDENTIAL,
    "organisation_times": ("OLGA", ""),
    "organisation_times_steps": CONFIDENTIAL,
    "inbox_clocks": ("A", ""),
    "organisation_times_organisations": CONFIDENTIAL,
    "organisation_times_zones": CONFIDENTIAL,
    "zone_register": PUBLIC,
    "zone_register_plans": INTERNAL,
    "zone_register_adjustments": INTERNAL,
    "zone_register_approvals": INTERNAL,
    "pipeline": ("OLGA", "ICSE"),
    "pipeline_experts": ("OLGA", "ICSE"),
    "annual_target": PUBLIC,
    "annual_target_figures": INTERNAL,
    "annual_target_zones": INTERNAL,
    "delegations": ("OLGA", "DIC"),
    "delegations_exercises": ("OLGA", "DIC"),
    "delegations_items": ("OLGDICA", ""),
    "delegated_powers": PUBLIC,
    "delegated_powers_items": INTERNAL,
    "lead_exchange": SECRET,
    "lead_exchange_named": ("OA", "IC"),
    "lead_exchange_industries": INTERNAL,
    "lead_exchange_organisations": CONFIDENTIAL,
    "lead_exchange_zones": CONFIDENTIAL,
    "lead_ledger": SECRET,
    "lead_ledger_claims": SECRET,
    "lead_ledger_hands": SECRET,
    "lead_ledger_progress": SECRET,
    "lead_ledger_transfers": SECRET,
    "lead_ledger_incentives": SECRET,
    "lead_ledger_disputes": SECRET,
    "lead_ledger_duplicates": SECRET,
    "lead_ledger_organisations": CONFIDENTIAL,
    "lead_ledger_zones": CONFIDENTIAL,
    "benefit_shares": SECRET,
    "benefit_shares_leads": CONFIDENTIAL,
    "benefit_shares_ends": SECRET,
    "benefit_shares_organisations": CONFIDENTIAL,
    "benefit_shares_zones": CONFIDENTIAL,
    "promotions": PUBLIC,
    "promotions_zones": INTERNAL,
    "promotions_won": INTERNAL,
    "promotion_leads": SECRET,
    "promotion_leads_hosts": CONFIDENTIAL,
    "promotion_leads_reporters": CONFIDENTIAL,
    "promotion_leads_organisations": CONFIDENTIAL,
    "promotion_leads_zones": CONFIDENTIAL,
    "linkages": ("OLGA", "ICS"),
    "linkages_projects": ("OLGA", "ICS"),
    "linkages_reviews": ("OLGA", "ICS"),
    "linkage_map": PUBLIC,
    "linkage_map_projects": INTERNAL,
    "connectivity": PUBLIC,
    "connectivity_milestones": INTERNAL,
    "connectivity_services": INTERNAL,
    "connectivity_throughput": INTERNAL,
    "indicator_series": ("OAD", "IC"),
    "indicator_series_organisations": CONFIDENTIAL,
    "indicator_series_zones": CONFIDENTIAL,
    "public_indicators": PUBLIC,
    "scorecards": ("OLGA", "IC"),
    "scorecards_sheets": ("OLGA", "ICE"),
    "scorecards_admissions": ("OLGA", ""),
    "scorecards_appeals": ("OLGA", "IC"),
    "scorecards_self_assessments": ("OLGA", "IC"),
    "experiences": PUBLIC,
    "experiences_cells": ("OLGA", "DICSE"),
    "replication_matrix": ("OLGA", "DIC"),
    "replication_matrix_plans": ("OLGA", "DIC"),
    "replication_matrix_implementations": ("OLGA", "DIC"),
    "replication_matrix_effects": ("OLGA", "DIC"),
    "replication_matrix_experiences": ("OLGDICA", ""),
    "replication_coverage": INTERNAL,
    "replication_coverage_zone_domains": INTERNAL,
    "replication_coverage_domains": INTERNAL,
    "replication_coverage_experiences": INTERNAL,
    "replication_coverage_cells": ("OLGA", "DICSE"),
    "trials": ("OLGA", "DICS"),
    "trials_partners": ("OLGA", "DICS"),
    "trials_risks": ("OLGA", "DICS"),
    "trials_reports": ("OLGA", "DICS"),
    "inbox": ("A", "OLGDICSE"),
    "inbox_parties": ("A", ""),
    "inbox_organisations": ("A", ""),
    "inbox_zones": ("A", ""),
    "holdings": ("OLGA", "IC"),
    "holdings_days": CONFIDENTIAL,
    "holdings_zones": CONFIDENTIAL,
    "organisations": PUBLIC,
    "organisations_officials": INTERNAL,
    "organisations_platforms": INTERNAL,
    "policy_measures": PUBLIC,
    "policy_measures_extensions": INTERNAL,
    "policy_extensions": PUBLIC,
    "policy_extensions_measures": INTERNAL,
    "extension_cases": ("OLGA", "DIC"),
    "extension_cases_measures": ("OLGDICA", ""),
    "matters": SECRET,
    "matters_organisations": CONFIDENTIAL,
    "matters_zones": CONFIDENTIAL,
    "publicity": PUBLIC,
    "activities": ("OLGA", "DICS"),
}
TABLES = [(view.name, table.name) for view in PROJECTIONS.values() for table in view.tables]


def reader(role: Role) -> Reader:
    return Reader(ME, role, frozenset({MY_ZONE}) if role in ZONE_BODIES else frozenset())


IN_A_ZONE = {"zone", "giver", "receiver", "zones"}
AN_ORGANISATION = {
    *("applicant", "reporter", "body", "host", "proposer", "section", "raiser", "assignee", "organiser", "disputant"),
    *("lead_department", "department", "expert", "partner", "org"),
}


def value(table: Table, column: Column[Any], tag: str) -> object:
    """A value for a row of somebody's: it names the reader, or its zone, wherever somebody is named."""
    mine, number = tag == "own", 1 if tag == "own" else 2
    if column.name == "holder":
        return (ME if table.name.endswith("_items") else MY_ZONE) if mine else "others"
    if isinstance(column.type, JSON):
        return [ME, MY_ZONE] if mine else ["others"]
    if column.name in IN_A_ZONE and isinstance(column.type, String):
        return MY_ZONE if mine else "their-zone"
    if column.name in AN_ORGANISATION:
        return ME if mine else "others"
    match column.type:
        case Boolean():
            return True
        case Date():
            return date(2021, 11, number)
        case Fixed():
            return Decimal(number)
        case Integer():
            return number
        case _:
            return tag


def stocked(stage: Stage, view: Projection) -> Views:
    """The view with two rows in each of its tables: one of the reader's own, one of somebody else's."""
    fold = stage.empty(view)
    fold.pending = Pending(view.tables)
    for place, tag in enumerate(("own", "other"), 1):
        for table in view.tables:
            row = {
                column.name: value(table, column, tag)
                for column in table.columns
                if column.name not in {"position", "correlation", "correction"}
            }
            key = {column.name: row.pop(column.name) for column in table.primary_key}
            fold.pending.take(Put(table, key, row), place, "c")
    fold.position = 2
    stage.store.commit([fold])
    return Views(stage.store.engine, {view.name: view})


@pytest.fixture(scope="module")
def stocks(engine: Engine, request: pytest.FixtureRequest) -> Iterator[dict[str, Views]]:
    """Every view in a database of its own, beside that of the stories, on the same kind of server."""
    url = "sqlite://"
    if engine.dialect.name == "postgresql":
        url = request.getfixturevalue("postgres_url")
        with psycopg.connect(f"{url.replace('+psycopg', '')}/postgres", autocommit=True) as administrator:
            administrator.execute("create database rights")
        url += "/rights"
    own = open_engine(url)
    stage = Stage(own)
    try:
        yield {view.name: stocked(stage, view) for view in PROJECTIONS.values()}
    finally:
        stage.store.close()
        own.dispose()


def test_every_view_has_its_rights_and_every_table_its_readers() -> None:
    assert RIGHTS.keys() == PROJECTIONS.keys()
    assert {table for _, table in TABLES} == EXPECTED.keys()
    for name, right in RIGHTS.items():
        tables = {table.name for table in PROJECTIONS[name].tables}
        assert {*right.tables, *right.withheld} <= tables


@pytest.mark.parametrize(("view", "table"), TABLES)
def test_each_role_sees_of_each_table_what_the_table_of_rights_says(
    stocks: dict[str, Views], view: str, table: str
) -> None:
    shown: dict[str, set[str]] = {}
    for letter, role in LETTERS.items():
        rows = stocks[view].rows(view, table=table, viewer=reader(role), limit=None).rows
        shown[letter] = {"own" if row["position"] == 1 else "other" for row in rows}
    whole, own = EXPECTED[table]
    assert shown == {each: ALL if each in whole else OWN if each in own else NOBODY for each in LETTERS}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE, Role.AUDITOR}))
def test_whoever_runs_no_zone_and_is_named_nowhere_sees_no_case(stocks: dict[str, Views], role: Role) -> None:
    stranger = Reader("a-stranger", role)
    for view, table in (("lead-exchange", None), ("lead-ledger", None), ("inbox", None), ("matters", None)):
        assert stocks[view].rows(view, table=table, viewer=stranger).rows == []


CLAIMANT = Reader(OTHER_BODY, Role.COMMITTEE, frozenset({OTHER_ZONE}))
HOLDER = Reader("high-tech-committee", Role.COMMITTEE, frozenset({ZONE}))
REPORTER = Reader(SECTION, Role.SECTION)


@pytest.fixture
def shared(story: Story) -> Story:
    story.tell("lead", LEAD, SHARED, CLAIMED, made(type(CLAIMED), zone=OTHER_ZONE), AWARDED)
    return story


def test_a_zone_sees_of_an_open_lead_the_range_and_the_holder_the_figures(shared: Story) -> None:
    columns = ("project", "investment", "investment_range")
    assert SHARED.visibility.audience is Audience.ALL
    assert shared.row(lead_exchange, *columns, viewer=CLAIMANT) == {
        "project": None,
        "investment": None,
        "investment_range": "5-10",
    }
    for who in (HOLDER, REPORTER):
        assert shared.row(lead_exchange, *columns, viewer=who)["investment"] == SHARED.investment


def test_a_claim_does_not_open_the_dealings_of_whoever_holds_the_lead(shared: Story) -> None:
    assert shared.row(lead_ledger, "project", "holder", viewer=CLAIMANT) == {"project": None, "holder": ZONE}
    claims = shared.rows(lead_ledger, "zone", table="lead_ledger_claims", viewer=CLAIMANT)
    assert [row["zone"] for row in claims] == [OTHER_ZONE]
    assert shared.row(lead_ledger, "project", viewer=REPORTER) == {"project": SHARED.project}


def test_what_is_withheld_is_not_found_by_asking_for_it(shared: Story, engine: Engine) -> None:
    shared.folded(lead_exchange)
    views = Views(engine, {"lead-exchange": lead_exchange})
    exactly = Question(where=(Condition(column="investment", op=Operator.GE, value=1),))
    assert asked(views, "lead-exchange", exactly, viewer=CLAIMANT).rows == []
    assert len(asked(views, "lead-exchange", exactly, viewer=REPORTER).rows) == 1


def test_a_zone_withdrawn_sees_no_open_lead_and_keeps_its_own_history(stocks: dict[str, Views], shared: Story) -> None:
    left = Reader(OTHER_BODY, Role.COMMITTEE, frozenset(), frozenset({OTHER_ZONE}))
    assert shared.rows(lead_exchange, viewer=left) == []
    own = Reader(ME, Role.COMMITTEE, frozenset(), frozenset({MY_ZONE}))
    assert [row["zone"] for row in stocks["scorecards"].rows("scorecards", viewer=own).rows] == [MY_ZONE]


def test_a_rank_is_that_among_all_zones_whoever_asks(stocks: dict[str, Views]) -> None:
    mine = Reader(ME, Role.COMMITTEE, frozenset({MY_ZONE}))
    (row,) = stocks["scorecards"].rows("scorecards", where={"year": 1}, viewer=mine).rows
    (office,) = stocks["scorecards"].rows("scorecards", where={"year": 1}).rows
    assert row["rank"] == office["rank"]
