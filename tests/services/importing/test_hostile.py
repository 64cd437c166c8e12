"""Files that are not what they say, not whole, or made to do harm: refused in words, and nothing of them is read."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic_core import from_json
from xlsxwriter import Workbook

from domain.kernel import Refused
from services.importing.kinds import Kind
from services.importing.opening import LARGEST_RATIO, SMALL_PART
from services.importing.template import heads
from tests.services.documents import files
from tests.services.importing.ledgers import data, found, look, messages, sound, table, texts, workbook

KIND = Kind.POWER_ITEMS
SHEET = "xl/worksheets/sheet1.xml"
GROWTH_MB = 64
"""How much more memory ten times as many rows may take."""


def refused(path: Path) -> str:
    """The rule by which a file is refused."""
    with pytest.raises(Refused) as refusal:
        look(KIND, path)
    return refusal.value.rule


def rebuilt(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A workbook whose parts are changed."""
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return path


HEADS = ",".join(heads(KIND)).encode() + b"\n"
LIES: dict[str, tuple[str, bytes, str]] = {
    # what it is: its name, what is in it, rule
    "a CSV called xlsx": ("台账.xlsx", "编号,名称\na,b\nc,d\n".encode(), "document-is-another-kind"),
    "a picture called csv": ("台账.csv", files.PNG, "document-is-another-kind"),
    "a picture": ("台账.png", files.PNG, "import-no-table"),
    "a PDF called xlsx": ("台账.xlsx", files.PDF, "document-is-another-kind"),
    "a Word document called xlsx": ("台账.xlsx", files.office("word/document.xml"), "document-is-another-kind"),
    "a Word document": ("台账.docx", files.office("word/document.xml"), "import-no-table"),
    "a program called csv": ("台账.csv", files.WINDOWS_PROGRAM, "document-is-a-program"),
    "a workbook with macros": (
        "台账.xlsx",
        files.office("xl/workbook.xml", "xl/vbaProject.bin"),
        "document-is-a-program",
    ),
    "an old workbook": ("台账.xls", files.compound("Workbook"), "import-old-excel"),
    "an old workbook called xlsx": ("台账.xlsx", files.compound("Workbook"), "document-is-another-kind"),
    "a workbook with a password": (
        "台账.xlsx",
        files.compound("EncryptedPackage", "EncryptionInfo"),
        "import-encrypted",
    ),
    "nothing": ("台账.csv", b"", "document-empty"),
    "one line end": ("台账.csv", b"\n", "import-empty"),
    "a package that is no workbook": ("台账.xlsx", files.office("xl/workbook.xml"), "import-broken"),
    "JSON": ("台账", b'{"id": 1}', "import-no-table"),
    "UTF-16": ("台账.csv", "编号,名称\na,b\n".encode("utf-16"), "document-of-unknown-kind"),
    "bytes of no encoding": ("台账.csv", "编号".encode("gb18030") + b"\xff\xff\x80", "document-of-unknown-kind"),
    "a null byte": ("台账.csv", b"a,b\nc,\0d\n", "document-of-unknown-kind"),
    "a quote without an end": ("台账.csv", HEADS + b'"c,d\n', "import-broken"),
    "a field of a megabyte": ("台账.csv", HEADS + b"x" * (1 << 20) + b",c\n", "import-broken"),
}


@pytest.mark.parametrize("lie", list(LIES))
def test_a_file_is_taken_for_what_is_in_it(lie: str, tmp_path: Path) -> None:
    name, content, rule = LIES[lie]
    assert refused(files.written(tmp_path, name, content)) == rule


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_chinese_is_read_in_each_encoding_that_is_in_use(encoding: str, tmp_path: Path) -> None:
    row = sound(KIND, D="企业投资项目核准〇", G="《重庆市优化营商环境条例》第十一条")
    if encoding == "gbk":
        row = sound(KIND, D="企业投资项目核准")
    (sent,) = messages(KIND, table(KIND, tmp_path, row, encoding=encoding))
    assert (data(sent)["name_zh"], data(sent)["legal_basis"]) == (row[3], row[6])


def test_a_text_in_a_western_encoding_is_not_taken_for_chinese(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes("id,Compétence\nx,Préfecture\n".encode("latin-1"))
    rules = {problem.rule for problem in look(KIND, path).problems}
    assert "import-head-missing" in rules


def test_a_formula_is_refused_though_a_value_is_stored_with_it(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("权力事项")
        sheet.write_row(0, 0, heads(KIND))
        sheet.write_row(1, 0, [str(cell) for cell in sound(KIND)])
        sheet.write_formula("D2", '=CONCATENATE("演","示")', None, "演示许可事项")
        sheet.write_array_formula("G2:G2", "{=UPPER(C2)}", None, "演示-001")
    assert found(KIND, path) == {("D2", "import-cell-formula"), ("G2", "import-cell-formula")}


def test_a_package_that_unpacks_to_a_thousand_times_its_size_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(KIND, tmp_path, sound(KIND))

    def swollen(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</worksheet>", b" " * (SMALL_PART * 64) + b"</worksheet>")

    assert refused(rebuilt(path, swollen)) == "import-too-large-unpacked"
    assert path.stat().st_size * LARGEST_RATIO < SMALL_PART * 64


def test_a_package_that_declares_less_than_it_holds_is_broken(tmp_path: Path) -> None:
    path = workbook(KIND, tmp_path, *(sound(KIND, number) for number in range(200)))
    with zipfile.ZipFile(path) as package:
        size = package.getinfo(SHEET).file_size
    content = path.read_bytes()
    assert content.count(size.to_bytes(4, "little")) >= 1
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little")))
    assert refused(path) == "import-broken"


@pytest.mark.parametrize("declaration", ['<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>', "<!doctype html>"])
def test_a_part_that_declares_entities_is_not_read(declaration: str, tmp_path: Path) -> None:
    def bomb(parts: dict[str, bytes]) -> None:
        head, _, rest = parts[SHEET].partition(b"<worksheet")
        parts[SHEET] = head + declaration.encode() + b"<worksheet" + rest

    assert refused(rebuilt(workbook(KIND, tmp_path, sound(KIND)), bomb)) == "import-broken"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_half_of_a_workbook_is_no_workbook(share: float, tmp_path: Path) -> None:
    path = workbook(KIND, tmp_path, *(sound(KIND, number) for number in range(100)))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refused(path) == "document-of-unknown-kind"


def test_a_sheet_that_stops_being_xml_is_broken_and_nothing_of_it_counts(tmp_path: Path) -> None:
    def cut(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET][: len(parts[SHEET]) // 2]

    path = rebuilt(workbook(KIND, tmp_path, *(sound(KIND, number) for number in range(100))), cut)
    assert refused(path) == "import-broken"


def test_a_hidden_sheet_is_not_read_behind_its_owner_s_back(tmp_path: Path) -> None:
    path = workbook(KIND, tmp_path, sound(KIND))
    book = load_workbook(path)
    book["权力事项"].sheet_state = "hidden"
    book.save(path)
    assert refused(path) == "import-which-sheet"


def test_a_value_far_to_the_right_is_noticed(tmp_path: Path) -> None:
    path = workbook(KIND, tmp_path, sound(KIND))
    book = load_workbook(path)
    book["权力事项"]["XFD2"] = "藏在这里"
    book.save(path)
    assert found(KIND, path) == {("XFD2", "import-cell-without-head")}


def test_csv_rows_of_any_width_are_read(tmp_path: Path) -> None:
    row = sound(KIND)
    path = texts(tmp_path, [heads(KIND), row[:6], [*row, "", "多出"]])
    assert found(KIND, path) == {
        ("G2", "field-missing"),
        ("H2", "field-missing"),
        ("I2", "field-missing"),
        ("A3", "import-row-twice"),
        ("K3", "import-cell-without-head"),
    }


LOOKING = """
import resource, sys
from pathlib import Path
from services.importing.kinds import Kind
from tests.services.importing.ledgers import look
result = look(Kind.POWER_ITEMS, Path(sys.argv[1]))
print([result.rows, result.found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024])
"""


def test_ten_times_as_many_rows_take_hardly_more_memory(tmp_path: Path, nightly: bool) -> None:  # noqa: FBT001 - a fixture
    peaks = []
    for rows in (10_000, 100_000) if nightly else (2_000, 20_000):
        path = tmp_path / f"{rows}.xlsx"
        with Workbook(str(path)) as book:
            sheet = book.add_worksheet("权力事项")
            sheet.write_row(0, 0, heads(KIND))
            for number in range(1, rows + 1):
                sheet.write_row(number, 0, [str(cell) for cell in sound(KIND, number)])
        looked = subprocess.run([sys.executable, "-c", LOOKING, path], capture_output=True, check=True)
        seen, problems, peak = from_json(looked.stdout)
        assert (seen, problems) == (rows, 0)
        peaks.append(peak)
    assert peaks[1] - peaks[0] < GROWTH_MB
