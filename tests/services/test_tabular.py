"""CSV and Excel hold what the view holds: Chinese headings, money in 万元, real dates and numbers, no formulas."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.catalogue import PROJECTIONS
from projections.columns import columns_of
from services.tabular.cells import in_wan
from services.tabular.delimited import DANGEROUS, to_csv
from services.tabular.workbook import to_xlsx

COLUMNS = ("lead", "project", "investment", "shared", "land", "disputed", "sections")
ROW = {
    "lead": "lead-1",
    "project": '=HYPERLINK("http://x";"点我")',
    "investment": 600_000_000_50,
    "shared": date(2021, 11, 5),
    "land": Decimal("-12.50"),
    "disputed": None,
    "sections": ["liangjiang", "operating"],
}
HEADINGS = ["线索", "项目名称", "投资总额（万元）", "共享日期"]


def parsed(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.active is not None
    return [[each.value for each in row] for row in book.active.iter_rows()]


def test_csv_has_the_headings_of_the_vocabulary_and_money_in_wan() -> None:
    head, row = parsed(to_csv(COLUMNS, [ROW], "zh"))
    assert head[:4] == HEADINGS
    assert row[2:] == ["60000.00005", "2021-11-05", "-12.50", "", "liangjiang; 运行"]
    assert parsed(to_csv(COLUMNS, [ROW], "en"))[0][2] == "Investment (CNY 10,000)"


def test_excel_has_the_same_headings_and_real_numbers_and_dates() -> None:
    head, row = sheet_of(to_xlsx("线索台账", COLUMNS, [ROW], "zh"))
    assert head == parsed(to_csv(COLUMNS, [ROW], "zh"))[0]
    assert row == [
        "lead-1",
        ROW["project"],
        60000.00005,
        datetime(2021, 11, 5),  # noqa: DTZ001 - a day in a sheet has no zone
        -12.5,
        None,
        "liangjiang; 运行",
    ]


def test_no_text_of_a_workbook_is_a_formula_or_a_link() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx("x", ("project",), [{"project": ROW["project"]}], "zh")))
    assert book.active is not None
    written = book.active["A2"]
    assert (written.data_type, written.hyperlink) == ("s", None)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), max_size=5))
def test_no_text_of_a_csv_is_run_by_a_spreadsheet_and_none_is_lost(texts: list[str]) -> None:
    rows = [{"note": f"{each}。"} for each in texts]  # a key of the vocabulary alone would be shown by its word
    shown = [row[0] if row else "" for row in parsed(to_csv(("note",), rows, "zh"))[1:]]
    assert not any(each.lstrip(" ").startswith(DANGEROUS) for each in shown)
    assert [each.removeprefix("'") for each in shown] == [f"{each}。".removeprefix("'") for each in texts]


def test_what_excel_cannot_hold_is_written_as_text_or_cut_visibly() -> None:
    row = {"note": "长" * 40_000, "value": 1_234_567_890_123_456_789, "day": date(1899, 1, 1)}
    (_, (note, value, day)) = sheet_of(to_xlsx("a/b:c" * 9, tuple(row), [row], "zh"))
    assert (len(str(note)), str(note)[-1], value, day) == (32_767, "…", "1234567890123456789", "1899-01-01")


def test_a_second_sheet_says_what_the_first_one_is() -> None:
    content = to_xlsx("x", ("note",), [], "zh", about=(("记录位次", "12"),))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book["说明"][1]] == ["记录位次", "12"]


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_every_table_of_every_view_can_be_written_and_money_is_a_whole_number_of_fen(name: str) -> None:
    for table in PROJECTIONS[name].tables:
        columns = columns_of(PROJECTIONS[name], table.name)
        assert len(set(sheet_of(to_xlsx(name, tuple(columns), [], "zh"))[0])) == len(columns)
        assert {columns[column].python_type for column in columns if in_wan(column)} <= {int}


def test_an_instant_is_shown_by_the_clock_of_shanghai() -> None:
    instant = datetime(2021, 11, 2, 16, tzinfo=UTC)
    assert parsed(to_csv(("updated",), [{"updated": instant}], "zh"))[1] == ["2021-11-03 00:00:00"]
