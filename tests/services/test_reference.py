"""The tables for readers: every command, event and view has its clause, and the pages say what the code says."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from domain.catalogue import DECIDERS, commands, events
from domain.kernel import COMMANDS
from projections.catalogue import PROJECTIONS
from services.reference.clauses import CLAUSES, Clause, commands_of, events_of, rows
from services.reference.pages import pages, written
from services.reference.permissions import rows as permissions
from tests.architecture.sources import ROOT
from tests.domain.walks import walked

each_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.number)


def test_every_command_event_and_view_stands_under_a_clause() -> None:
    table = rows()
    for column, everything in (("commands", commands()), ("events", events()), ("views", PROJECTIONS)):
        listed = {name for row in table if isinstance(names := row[column], list) for name in names}
        assert listed == set(everything), column


@pytest.mark.parametrize("category", DECIDERS)
def test_what_a_command_brings_about_stands_under_its_clause(category: str) -> None:
    clauses = {clause.number: set(events_of(clause)) for clause in CLAUSES}
    made: defaultdict[str, set[str]] = defaultdict(set)
    for name, samples in walked(category).samples.items():
        for sample in samples:
            made[COMMANDS[name].clause].update(event.name for event in sample.events)
    strayed = {number: names - clauses[number] for number, names in made.items() if names - clauses[number]}
    assert strayed == {}


@each_clause
def test_a_clause_is_carried_out_by_commands_and_shown_by_tests_that_are_there(clause: Clause) -> None:
    assert commands_of(clause)
    assert events_of(clause)
    for test in clause.tests:
        module = ast.parse((ROOT / test).read_text("utf-8"))
        assert [node for node in ast.walk(module) if getattr(node, "name", "").startswith("test_")], test


@pytest.mark.parametrize("page", pages())
def test_a_page_says_what_the_code_says(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert written(text, pages()[page]) == text, "run: python -m services.reference"


def test_a_page_without_a_place_for_its_table_is_told_so() -> None:
    with pytest.raises(ValueError, match="<!-- clauses -->"):
        written("# No table here\n", {"clauses": ""})


def test_the_permissions_have_a_row_for_every_command_and_one_for_all_corrections() -> None:
    listed = [str(row["command"]) for row in permissions()]
    assert len(listed) == len(set(listed)) == len(commands()) - len(DECIDERS) + 1
    assert listed[-1] == "*.correct-record"
