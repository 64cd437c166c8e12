"""Empty ledgers: a workbook with Chinese heads, drop-downs, notes and an example; or the heads alone, as CSV."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from domain.vocabulary import term
from services.importing.columns import Form
from services.importing.examples import EXAMPLES
from services.importing.hints import hint
from services.importing.kinds import Format
from services.importing.ledgers import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    from services.importing.columns import Column
    from services.importing.kinds import Kind

PREPARED = 100_000
"""Rows that the drop-downs reach down to."""
NARROWEST, WIDEST = 12, 40
FORMATS = {Form.DATE: "yyyy-mm-dd", Form.MONEY: "General", Form.NUMBER: "General", Form.FIGURE: "General"}
"""Number formats; everything else is text, so that nothing typed is turned into a date or a number."""
MADE = datetime(2021, 4, 13, tzinfo=UTC).replace(tzinfo=None)
"""The same template is the same file whenever it is made."""
LONGEST_MESSAGE = 255
"""Characters that Excel shows beside a cell."""


def write(kind: Kind, path: Path, wanted: Format) -> None:
    """Write the template of a ledger to a new file; FileExistsError where there is one."""
    with path.open("xb"):
        pass
    _as_csv(kind, path) if wanted is Format.CSV else _as_workbook(kind, path)


def heads(kind: Kind) -> list[str]:
    """The heads of a ledger's columns, in Chinese."""
    return [column.head.zh for column in ledger_of(kind).columns]


def example(kind: Kind) -> list[str]:
    """The invented row, a text for each column."""
    row = EXAMPLES[kind]
    return [_spoken(column, row.get(path_of(column), "")) for column in ledger_of(kind).columns]


def path_of(column: Column) -> str:
    """A column's path as the examples name it."""
    return ".".join(str(part) for part in column.path if part != "data")


def _spoken(column: Column, value: str) -> str:
    return column.choices[value].zh if value in column.choices else value


def _as_csv(kind: Kind, path: Path) -> None:
    """With a byte order mark and Windows' line ends: Excel takes it for what it is."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(heads(kind))


def _as_workbook(kind: Kind, path: Path) -> None:
    from xlsxwriter import Workbook  # noqa: PLC0415 - only a template needs it

    with Workbook(str(path)) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(term(f"import.{kind}").zh)
        notes = book.add_worksheet(term("import.sheet.notes").zh)
        sample = book.add_worksheet(term("import.sheet.example").zh)
        choices = book.add_worksheet(term("import.sheet.choices").zh)
        columns = ledger_of(kind).columns
        styles = {"needed": book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1})}
        styles["free"] = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1})
        for place, (column, shown) in enumerate(zip(columns, example(kind), strict=True)):
            style = styles["needed" if column.required else "free"]
            cells = book.add_format({"num_format": FORMATS.get(column.form, "@")})
            width = min(WIDEST, max(NARROWEST, 2 * len(column.head.zh) + 2))
            for each in (sheet, sample):
                each.set_column(place, place, width, cells)
                each.write_string(0, place, column.head.zh, style)
            sheet.write_comment(0, place, _note(column), {"x_scale": 2})
            sample.write_string(1, place, shown)
            _offer(sheet, choices, place, column)
        sheet.freeze_panes(1, 0)
        _explain(notes, columns, styles)


def _note(column: Column) -> str:
    words = hint(column)
    return f"{words.zh}\n{column.head.en}: {words.en}"


def _offer(sheet: Any, choices: Any, place: int, column: Column) -> None:  # noqa: ANN401 - xlsxwriter's own
    """A drop-down, whose words stand on a sheet of their own: within a cell Excel takes 255 characters."""
    words = [each.zh for each in column.choices.values()]
    if column.form is Form.YES_NO:
        words = [term("cli.yes").zh, term("cli.no").zh]
    if not words:
        return
    for number, word in enumerate((column.head.zh, *words)):
        choices.write_string(number, place, word)
    told = hint(column).zh[:LONGEST_MESSAGE]
    source = f"='{term('import.sheet.choices').zh}'!{_cell(1, place)}:{_cell(len(words), place)}"
    rule = {"validate": "list", "source": source, "input_message": told, "error_message": told}
    sheet.data_validation(1, place, PREPARED, place, rule)


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - as above

    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def _explain(notes: Any, columns: tuple[Column, ...], styles: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    about = term("import.notes.about")
    notes.set_column(0, 0, WIDEST)
    notes.set_column(1, 1, 2 * WIDEST)
    notes.write_string(0, 0, about.zh)
    notes.write_string(1, 0, about.en)
    notes.write_row(2, 0, [term("import.notes.column").zh, term("import.notes.hint").zh], styles["free"])
    for number, column in enumerate(columns, 3):
        notes.write_string(number, 0, f"{column.head.zh} {column.head.en}")
        notes.write_string(number, 1, f"{hint(column).zh} {hint(column).en}")
