"""`liandong view` as a person uses it: conditions, order, pages, either clock, and files for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from projections.catalogue import PROJECTIONS
from tests.system import System

CURSOR = re.compile(r"--after (\S+)")


def pages(system: System, *arguments: str) -> list[dict[str, Any]]:
    """Every row, page after page."""
    rows: list[dict[str, Any]] = []
    after: tuple[str, ...] = ()
    while True:
        done = system.say("view", "show", *arguments, *after, "--json")
        rows += json.loads(done.stdout)
        cursor = CURSOR.search(done.stderr)
        if cursor is None:
            return rows
        after = ("--after", cursor[1])


def test_a_view_is_asked_by_conditions_in_an_order(system: System) -> None:
    every = system.json("view", "show", "lead-ledger")
    half = sorted(row["investment"] for row in every)[len(every) // 2]
    big = [row["lead"] for row in every if row["investment"] >= half and row["stage"] in {"signed", "awarded"}]
    asked = system.json(
        *("view", "show", "lead-ledger", "--where", f"investment>={half}", "--where", "stage in signed, awarded"),
        *("--sort=-investment", "--sort", "lead"),
    )
    assert {row["lead"] for row in asked} == set(big)
    assert [row["investment"] for row in asked] == sorted((row["investment"] for row in asked), reverse=True)
    assert 0 < len(asked) < len(every)


def test_pages_follow_one_another_to_the_last_row(system: System) -> None:
    whole = system.json("view", "show", "lead-ledger", "--sort=-since")
    assert pages(system, "lead-ledger", "--sort=-since", "--limit", "7") == whole
    assert len(whole) > 14


@pytest.mark.parametrize("clock", [("--as-of", "2021-10-31"), ("--known-at", "2100-01-01")])
def test_a_question_by_either_clock_is_filtered_and_paged_alike(system: System, clock: tuple[str, str]) -> None:
    whole = system.json("view", "show", "pipeline", "--where", "stage!=filed", *clock)
    assert pages(system, "pipeline", "--where", "stage!=filed", "--limit", "4", *clock) == whole
    assert len(whole) > 4


def test_csv_opens_in_a_spreadsheet_with_chinese_headings(system: System, tmp_path: Path) -> None:
    system.say("view", "show", "lead-ledger", "--format", "csv", "--output", str(tmp_path / "leads.csv"))
    content = (tmp_path / "leads.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    first = system.json("view", "show", "lead-ledger")[0]
    assert rows[0]["线索"] == first["lead"]
    assert float(rows[0]["投资总额（万元）"]) == first["investment"] / 1_000_000
    assert [each.name for each in tmp_path.iterdir()] == ["leads.csv"]


def test_every_view_is_exported_to_excel_with_the_same_headings(system: System, tmp_path: Path) -> None:
    system.say("view", "export", "--all", "--output", str(tmp_path))
    assert {file.stem for file in tmp_path.glob("*.xlsx")} == PROJECTIONS.keys()
    for name in ("lead-ledger", "inbox", "zone-register"):
        shown = system.say("view", "show", name, "--format", "csv").stdout
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
        expected = list(csv.reader(io.StringIO(shown.removeprefix("\ufeff"), newline="")))
        assert list(head) == expected[0]
        assert len(rows) == len(expected) - 1
        assert any("演示数据" in str(row[1]) for row in book["说明"].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--where", "filed<soon"], "2021-11-02"),
        (["--where", "sections<x"], "contains"),
        (["--sort", "sections"], "rulebook"),
        (["--after", "nonsense"], "after"),
        (["--table", "view_state"], "pipeline_experts"),
        (["--at-least", "9" * 12], "liandong doctor"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_with_what_to_do(
    system: System, arguments: list[str], told: str
) -> None:
    done = system.say("view", "show", "pipeline", *arguments, code=64)
    assert told in done.stderr
    assert done.stdout == ""


def test_an_export_says_which_views(system: System, tmp_path: Path) -> None:
    assert "--all" in system.say("view", "export", "--output", str(tmp_path), code=64).stderr
    assert list(tmp_path.iterdir()) == []


def test_an_organisation_is_shown_by_right_what_is_its_own(system: System) -> None:
    bodies = {row["zone"]: row["body"] for row in system.json("zone", "list")}
    whole = system.json("view", "show", "delegations")
    zone = next(row["zone"] for row in whole)
    own = system.json("view", "show", "delegations", "--viewer", bodies[zone])
    assert 0 < len(own) < len(whole)
    assert {bodies[row["zone"]] for row in own} == {bodies[zone]}
    then = system.json("view", "show", "delegations", "--viewer", bodies[zone], "--as-of", "2100-01-01")
    assert then == own
    refused = system.say("view", "show", "delegations", "--viewer", "nobody-here", code=64)
    assert "nobody-here" in refused.stderr


def test_why_a_field_is_so_is_shown_with_the_events_that_made_it(system: System) -> None:
    lead = next(row for row in system.json("view", "show", "lead-ledger") if row["stage"] == "signed")
    told = system.json("view", "why", "lead-ledger", lead["lead"], "stage")
    assert told["row"]["stage"] == "signed"
    assert [step["changes"][0]["after"] for step in told["steps"]][-1] == "signed"
    assert told["steps"][0]["type"] == "lead.shared"
    assert "签约" in system.say("view", "why", "lead-ledger", lead["lead"], "stage").stdout
    delegation = system.json("view", "show", "delegations")[0]
    key = f"{delegation['item']},{delegation['zone']}"
    assert system.json("view", "why", "delegations", key, "holder")["steps"][0]["changes"][0]["before"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lead-ledger", "no-such-lead"], "no-such-lead"),
        (["delegations", "import-licence"], "zone"),
        (["nonsense", "x"], "zone-register"),
        (["lead-ledger", "lead-2022-001", "colour"], "investment"),
    ],
)
def test_a_question_why_that_does_not_fit_says_what_to_do(system: System, arguments: list[str], told: str) -> None:
    done = system.say("view", "why", *arguments, code=64)
    assert told in done.stderr
    assert done.stdout == ""
