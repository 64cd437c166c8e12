"""Workbooks as different programs write them: the same cells come out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from services.importing.cells import Formula, Found
from services.importing.sheet import FORMULA
from services.importing.workbook import LAST_DAY, Book, instant, is_date
from services.importing.xml import Unsound
from tests.services.importing.test_templates import TEXTS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cells(path: Path) -> list[tuple[int, dict[int, Found]]]:
    """The rows of the first sheet."""
    with Book(path) as book:
        return list(book.rows(book.sheets[0]))


def written(folder: Path, rows: str, *, strings: str = "", formats: str = "", prefix: str = "") -> Path:
    """A workbook of the least that makes one, with these rows as XML."""
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" '
        f'Type="{RELATIONS}/worksheet"/></Relationships>',
        "xl/workbook.xml": f'<{name}workbook {space} xmlns:r="{RELATIONS}"><{name}sheets>'
        f'<{name}sheet name="表" sheetId="1" r:id="rId1"/></{name}sheets></{name}workbook>',
        "xl/worksheets/sheet1.xml": f"<{name}worksheet {space}><{name}sheetData>{rows}</{name}sheetData>"
        f"</{name}worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>',
    }
    path = folder / "t.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.floats(-1e12, 1e12).map(lambda number: round(number, 6)),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001 - as a spreadsheet has it
)


@given(rows=st.lists(st.lists(VALUES, min_size=1, max_size=8), min_size=1, max_size=8))
def test_what_is_read_is_what_openpyxl_reads(
    rows: list[list[object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("books") / "t.xlsx"
    book = Workbook()
    assert book.active is not None
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            book.active.cell(number, place).value = value  # type: ignore[assignment]  # any value
    book.save(path)
    assert cells(path) == list(theirs(path))


def theirs(path: Path) -> Iterator[tuple[int, Any]]:
    """The rows that hold anything, as openpyxl reads them."""
    sheet = load_workbook(path).active
    assert sheet is not None
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        found = {place: value for place, value in enumerate(row) if value is not None}
        if found:
            yield number, found


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active["A1"] = date(2021, 11, 2)
    book.save(tmp_path / "t.xlsx")
    assert cells(tmp_path / "t.xlsx") == [(1, {0: datetime(2021, 11, 2)})]  # noqa: DTZ001 - as a spreadsheet has it


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("14", None, True),
        ("31", None, True),
        ("57", None, True),
        ("0", None, False),
        ("4", None, False),
        ("49", None, False),
        ("164", 'yyyy"年"m"月"d"日";@', True),
        ("165", "[$-804]yyyy-mm-dd", True),
        ("166", "[h]:mm:ss", True),
        ("167", "0.00_ ;[Red]-0.00", False),
        ("168", '#,##0"户"', False),
        ("169", '0.0"days"', False),
        ("170", r"\d0", False),
        ("171", "General", False),
        ("172", "0.00E+00", False),
    ],
)
def test_a_number_is_a_date_by_its_format(number: str, code: str | None, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    assert is_date(number, code) is expected


def test_the_dates_of_chinese_editions_are_dates(tmp_path: Path) -> None:
    formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>44502</v></c><c r="B1"><v>44502</v></c></row>'
    assert cells(written(tmp_path, rows, formats=formats)) == [(1, {0: datetime(2021, 11, 2), 1: 44502})]  # noqa: DTZ001 - as a spreadsheet has it


def test_serial_numbers_before_the_day_that_never_was_and_beyond_all_days() -> None:
    first, later = instant(1, since_1904=False), instant(61, since_1904=False)
    assert (first, later) == (datetime(1900, 1, 1), datetime(1900, 3, 1))  # noqa: DTZ001 - as a spreadsheet has it
    assert instant(0.5, since_1904=False) == time(12)
    assert instant(-1, since_1904=False) == -1
    assert instant(LAST_DAY + 1, since_1904=False) == LAST_DAY + 1


def test_a_text_in_several_runs_is_one_and_its_pronunciation_no_part_of_it(tmp_path: Path) -> None:
    strings = "<si><r><t>重庆</t></r><r><t> 高新区</t></r><rPh><t>chongqing</t></rPh></si><si><t>乙</t></si>"
    inline = '<c r="D2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>'
    rows = f'<row r="2"><c r="B2" t="s"><v>0</v></c>{inline}</row>'
    assert cells(written(tmp_path, rows, strings=strings)) == [(2, {1: "重庆 高新区", 3: "甲乙"})]


def test_rows_and_cells_need_no_address_and_names_may_have_a_prefix(tmp_path: Path) -> None:
    first = '<x:c><x:v>1</x:v></x:c><x:c r="D1"><x:v>2.5</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c>'
    rows = f"<x:row>{first}</x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>"
    found = cells(written(tmp_path, rows, prefix="x"))
    assert found == [(1, {0: 1, 3: 2.5, 4: True}), (2, {0: 3})]


def test_a_formula_is_one_whatever_it_came_to(tmp_path: Path) -> None:
    calculated = '<c r="A1" t="str"><f>B1</f><v>甲</v></c><c r="B1"><f t="shared" si="0"/><v>1</v></c>'
    rows = f'<row r="1">{calculated}<c r="C1" t="e"><v>#N/A</v></c></row>'
    ((_, found),) = cells(written(tmp_path, rows))
    assert found == {0: FORMULA, 1: FORMULA, 2: "#N/A"}
    assert isinstance(found[0], Formula)


BROKEN = {
    "rows out of order": '<row r="2"/><row r="1"/>',
    "a row twice": '<row r="1"/><row r="1"/>',
    "a row beyond the last": '<row r="1048577"/>',
    "a cell of another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "a column beyond the last": '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    "a column of four letters": '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
    "a column without letters": '<row r="1"><c r="1"><v>1</v></c></row>',
    "a text too long": f'<row r="1"><c r="A1" t="str"><v>{"长" * 70_000}</v></c></row>',
    "a row that does not end": '<row r="1"><c r="A1"><v>1</v></c>',
}


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN)
def test_a_sheet_that_is_none_is_not_read(rows: str, tmp_path: Path) -> None:
    with pytest.raises(Unsound):
        cells(written(tmp_path, rows))


@pytest.mark.parametrize(
    "cell", ['<c r="A1" t="s"><v>9</v></c>', '<c r="A1"><v>eins</v></c>', '<c r="A1" t="d"><v>2021-02-30</v></c>']
)
def test_a_cell_that_points_nowhere_or_says_nothing_is_not_guessed_at(cell: str, tmp_path: Path) -> None:
    with pytest.raises((LookupError, ValueError)):
        cells(written(tmp_path, f'<row r="1">{cell}</row>'))
