"""Whatever is wrong in a ledger is named by its cell, all of it at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from domain.kernel import Refused
from domain.vocabulary import term
from services.importing.checking import LISTED
from services.importing.kinds import Kind
from services.importing.ledgers import ledger_of
from services.importing.problems import letters
from tests.services.importing.ledgers import data, found, look, messages, sound, table, workbook

FILL = pytest.mark.parametrize("fill", [workbook, table])
BOTH: dict[str, tuple[Kind, str, object, str]] = {
    # what is wrong: ledger, column, what stands there, rule
    "a formula": (Kind.POWER_ITEMS, "D", "=CONCATENATE(C2,E2)", "import-cell-formula"),
    "an error": (Kind.POWER_ITEMS, "D", "#REF!", "import-cell-error"),
    "a needed value that is missing": (Kind.POWER_ITEMS, "D", None, "field-missing"),
    "a needed value of blanks": (Kind.POWER_ITEMS, "D", " \u3000 ", "field-missing"),
    "no id": (Kind.POWER_ITEMS, "A", None, "field-missing"),
    "an id in capitals": (Kind.POWER_ITEMS, "A", "GCZ-001", "entity-id-shape"),
    "an id in Chinese": (Kind.POWER_ITEMS, "H", "市商务委", "field-pattern"),
    "none of the choices": (Kind.POWER_ITEMS, "F", "许可证", "import-cell-choice"),
    "neither yes nor no": (Kind.POWER_ITEMS, "I", "可以", "field-type"),
    "a text that is too long": (Kind.POWER_ITEMS, "D", "长" * 201, "field-too-long"),
    "a name on two lines": (Kind.POWER_ITEMS, "D", "一行\n两行", "forbidden-character"),
    "no such day": (Kind.POWER_ITEMS, "B", "2021年2月30日", "field-type"),
    "a day of two meanings": (Kind.POWER_ITEMS, "B", "02/11/2021", "field-type"),
    "a day to come": (Kind.POWER_ITEMS, "B", "2026-11-26", "date-not-in-future"),
    "money in words": (Kind.LEADS, "H", "一亿两千万", "field-type"),
    "money below the fen": (Kind.LEADS, "H", "0.0000001", "import-cell-too-fine"),
    "money below nothing": (Kind.LEADS, "H", "-1", "field-out-of-range"),
    "money beyond all bounds": (Kind.LEADS, "H", "1" + "0" * 30, "field-out-of-range"),
    "no number": (Kind.LEADS, "H", "NaN", "field-type"),
    "an infinite number": (Kind.LEADS, "I", "1e999999", "field-type"),
    "an empty choice within": (Kind.LEADS, "P", None, "field-missing"),
    "half a batch": (Kind.EXPERIENCES, "M", "6.5", "field-type"),
    "a month for a quarter": (Kind.INDICATORS, "B", "2022-03", "field-type"),
    "a quarter before the zone": (Kind.INDICATORS, "B", "2016年第4季度", "figures-are-of-a-quarter"),
    "no unit": (Kind.INDICATORS, "F", None, "field-missing"),
    "half a platform": (Kind.ORGANISATIONS, "I", None, "field-missing"),
    "no official": (Kind.ORGANISATIONS, "L", "、", "field-too-few"),
}
IN_A_SHEET: dict[str, tuple[Kind, str, object, str]] = {
    "a date where a text belongs": (Kind.POWER_ITEMS, "C", datetime(2022, 1, 1), "import-cell-date-for-text"),  # noqa: DTZ001 - as a spreadsheet has it
    "an hour of the day": (Kind.POWER_ITEMS, "B", datetime(2021, 11, 2, 9, 30), "field-type"),  # noqa: DTZ001 - as above
    "a date as a bare number": (Kind.POWER_ITEMS, "B", 44502, "field-type"),
    "a date for an amount": (Kind.LEADS, "H", date(2021, 11, 2), "field-type"),
    "yes for an amount": (Kind.LEADS, "H", True, "field-type"),
    "a time for a number": (Kind.LEADS, "I", time(12), "field-type"),
}


@FILL
@pytest.mark.parametrize("wrong", list(BOTH))
def test_a_wrong_cell_is_named_with_its_rule(wrong: str, fill: Callable[..., Path], tmp_path: Path) -> None:
    kind, letter, value, rule = BOTH[wrong]
    path = fill(kind, tmp_path, sound(kind), sound(kind, 2, **{letter: value}), sound(kind, 3))
    assert found(kind, path) == {(f"{letter}3", rule)}


@pytest.mark.parametrize("wrong", list(IN_A_SHEET))
def test_what_a_spreadsheet_makes_of_a_value_is_no_riddle(wrong: str, tmp_path: Path) -> None:
    kind, letter, value, rule = IN_A_SHEET[wrong]
    assert found(kind, workbook(kind, tmp_path, sound(kind, **{letter: value}))) == {(f"{letter}2", rule)}


@FILL
def test_all_that_is_wrong_is_listed_at_once(fill: Callable[..., Path], tmp_path: Path) -> None:
    path = fill(
        Kind.LEADS,
        tmp_path,
        sound(Kind.LEADS),
        sound(Kind.LEADS, 2, B="昨天", C=None, G="炼金", H="很多"),
        sound(Kind.LEADS, 3, H="=H2"),
    )
    result = look(Kind.LEADS, path)
    cells = {str(problem.place) for problem in result.problems}
    assert cells == {"B3", "C3", "G3", "H3", "H4"}
    assert (result.rows, result.found) == (3, 5)


@FILL
def test_a_problem_says_where_what_and_what_to_do_in_both_languages(fill: Callable[..., Path], tmp_path: Path) -> None:
    (problem,) = look(Kind.LEADS, fill(Kind.LEADS, tmp_path, sound(Kind.LEADS, G="炼金"))).problems
    shown: Any = problem.as_json()
    assert (shown["cell"], shown["row"], shown["column"], shown["value"]) == ("G2", 2, "产业", "炼金")
    assert shown["sheet"] == ("招商线索" if fill is workbook else "")
    assert shown["message"]["zh"] == "“炼金”不是“产业”的可选值。"
    assert "drop-down" in shown["advice"]["en"]


def test_what_to_do_with_a_wrong_amount_says_what_belongs_there(tmp_path: Path) -> None:
    (problem,) = look(Kind.LEADS, table(Kind.LEADS, tmp_path, sound(Kind.LEADS, H="很多"))).problems
    assert problem.advice.zh == "必填；金额，以万元计，最多六位小数。"


@FILL
def test_an_entry_that_stands_there_twice_is_found(fill: Callable[..., Path], tmp_path: Path) -> None:
    twice = sound(Kind.POWER_ITEMS), sound(Kind.POWER_ITEMS, 2), sound(Kind.POWER_ITEMS, D="另一名称")
    assert found(Kind.POWER_ITEMS, fill(Kind.POWER_ITEMS, tmp_path, *twice)) == {("A4", "import-row-twice")}


def test_a_quarter_has_each_indicator_once(tmp_path: Path) -> None:
    rows = [sound(Kind.INDICATORS), sound(Kind.INDICATORS, D="出口额"), sound(Kind.INDICATORS, B="2022年一季度")]
    assert found(Kind.INDICATORS, table(Kind.INDICATORS, tmp_path, *rows)) == {("D4", "import-row-twice")}


def test_figures_are_stated_in_the_unit_beside_them(tmp_path: Path) -> None:
    rows = [
        sound(Kind.INDICATORS, D="进口额", E="1,234.56", F="万元"),
        sound(Kind.INDICATORS, D="出口额", E="１２．５", F="万美元"),
        sound(Kind.INDICATORS, D="新增市场主体", E="87", F="户"),
    ]
    sent: Any = messages(Kind.INDICATORS, table(Kind.INDICATORS, tmp_path, *rows))
    figures = [each["data"]["figures"][0] for each in sent]
    assert [each["value"] for each in figures] == [1_234_560_000, 12_500_000, 87]
    assert [each["unit"] for each in figures] == ["cny-fen", "usd-cent", "entities"]
    assert {each["entity"] for each in sent} == {"demonstration-zone-1--2022-q1"}


def test_a_parent_stands_above_the_organisations_below_it(tmp_path: Path) -> None:
    rows = [
        sound(Kind.ORGANISATIONS, 1, F="district"),
        sound(Kind.ORGANISATIONS, 2, F="demonstration-committee-3"),
        sound(Kind.ORGANISATIONS, 3, F="demonstration-committee-1"),
    ]
    expected = {("F3", "import-parent-below")}
    assert found(Kind.ORGANISATIONS, table(Kind.ORGANISATIONS, tmp_path, *rows)) == expected


def test_whoever_a_row_names_stands_in_the_register(tmp_path: Path) -> None:
    known = {"organisation": frozenset({"demonstration-department"}), "zone": frozenset({"zone-a", "zone-b"})}
    items = [sound(Kind.POWER_ITEMS), sound(Kind.POWER_ITEMS, 2, H="nobody")]
    leads = [sound(Kind.LEADS, P="指定联动创新区", Q="zone-a、zone-c，zone-b")]
    none = dict.fromkeys("GHIJK")
    bodies = [
        sound(Kind.ORGANISATIONS, 1, F="demonstration-department", **none),
        sound(Kind.ORGANISATIONS, 2, F="demonstration-committee-1", **none),
        sound(Kind.ORGANISATIONS, 3, F="nobody", **none),
    ]
    for kind, rows, cell in (
        (Kind.POWER_ITEMS, items, "H3"),
        (Kind.LEADS, leads, "Q2"),
        (Kind.ORGANISATIONS, bodies, "F4"),
    ):
        path = table(kind, tmp_path, *rows, name=f"{kind}.csv")
        wrong = look(kind, path, known=known).problems
        assert [(str(problem.place), problem.rule) for problem in wrong] == [(cell, "import-cell-unknown")]
        assert look(kind, path).found == 0


def test_a_lead_without_an_id_is_named_by_its_investor_and_project(tmp_path: Path) -> None:
    rows = [sound(Kind.LEADS, A=None), sound(Kind.LEADS, A=None, E="另一项目")]
    first: Any = messages(Kind.LEADS, table(Kind.LEADS, tmp_path, *rows))
    later: Any = messages(Kind.LEADS, table(Kind.LEADS, tmp_path, *reversed(rows), name="b.csv"))
    assert {each["entity"] for each in first} == {each["entity"] for each in later}
    assert len({each["entity"] for each in first}) == 2
    again = table(Kind.LEADS, tmp_path, rows[0], rows[0], name="c.csv")
    assert found(Kind.LEADS, again) == {("A3", "import-row-twice")}


def test_an_organisation_may_answer_for_no_platform(tmp_path: Path) -> None:
    none = dict.fromkeys("GHIJK")
    (sent,) = messages(Kind.ORGANISATIONS, table(Kind.ORGANISATIONS, tmp_path, sound(Kind.ORGANISATIONS, **none)))
    assert "platforms" not in data(sent)
    assert data(sent)["officials"] == ["张三（演示）", "李四（演示）"]


HEADS: dict[str, tuple[Callable[[list[object]], list[object]], set[tuple[str, str]]]] = {
    "one that nobody knows": (lambda heads: [*heads, "联系电话"], {("J1", "import-head-unknown")}),
    "one twice": (lambda heads: [*heads, heads[3]], {("J1", "import-head-twice")}),
    "a needed one missing": (
        lambda heads: [*heads[:3], "中文名", *heads[4:]],
        {("D1", "import-head-unknown"), ("J1", "import-head-missing")},
    ),
    "values without a head": (lambda heads: [*heads[:1], None, *heads[2:]], {("B2", "import-cell-without-head")}),
}


@pytest.mark.parametrize("wrong", list(HEADS))
def test_a_wrong_head_is_named(wrong: str, tmp_path: Path) -> None:
    change, expected = HEADS[wrong]
    path = workbook(Kind.POWER_ITEMS, tmp_path, sound(Kind.POWER_ITEMS))
    book = load_workbook(path)
    sheet = book[term("import.power-items").zh]
    for place, head in enumerate(change([cell.value for cell in sheet[1]]), 1):
        sheet.cell(1, place).value = head  # type: ignore[assignment]  # whatever somebody types
    book.save(path)
    assert found(Kind.POWER_ITEMS, path) == expected


def test_empty_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    rows = [[], sound(Kind.POWER_ITEMS), [], [], sound(Kind.POWER_ITEMS, 2, D="=A1")]
    for fill in (workbook, table):
        assert found(Kind.POWER_ITEMS, fill(Kind.POWER_ITEMS, tmp_path, *rows)) == {("D6", "import-cell-formula")}


def test_rows_are_read_to_the_end_whatever_the_sheet_says_of_its_size(tmp_path: Path) -> None:
    path = workbook(Kind.POWER_ITEMS, tmp_path, *(sound(Kind.POWER_ITEMS, number) for number in range(50)))
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    first = parts["xl/worksheets/sheet1.xml"]
    assert b'<dimension ref="A1:I51"' in first
    parts["xl/worksheets/sheet1.xml"] = first.replace(b'<dimension ref="A1:I51"', b'<dimension ref="A1:B3"')
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    assert len(messages(Kind.POWER_ITEMS, path)) == 50


def test_a_workbook_of_one_sheet_needs_no_name_and_one_of_several_does(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Sheet1"
    for row in ([column.head.zh for column in ledger_of(Kind.POWER_ITEMS).columns], sound(Kind.POWER_ITEMS)):
        book.active.append(row)
    book.save(tmp_path / "一张.xlsx")
    assert len(messages(Kind.POWER_ITEMS, tmp_path / "一张.xlsx")) == 1
    book.create_sheet("Sheet2").append(["另一张表"])
    book.save(tmp_path / "两张.xlsx")
    with pytest.raises(Refused) as refused:
        look(Kind.POWER_ITEMS, tmp_path / "两张.xlsx")
    assert refused.value.rule == "import-which-sheet"


def test_a_ledger_full_of_mistakes_lists_many_and_counts_all(tmp_path: Path) -> None:
    wrong = sound(Kind.POWER_ITEMS, D="=1")
    rows = [[f"item-{number}", *wrong[1:]] for number in range(LISTED + 50)]
    result = look(Kind.POWER_ITEMS, table(Kind.POWER_ITEMS, tmp_path, *rows))
    assert (len(result.problems), result.found) == (LISTED, LISTED + 50)


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letters(number) for number in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
