"""Excel workbooks (OOXML): headings of the vocabulary, real dates and numbers, no text a formula or a link."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from services.tabular.cells import Cell, Language, cell, heading, in_wan

LONGEST_TEXT = 32_767
"""Characters in a cell."""
LONGEST_NAME = 31
"""Characters in the name of a sheet."""
MOST_ROWS = 1_048_575
"""Rows below the headings."""
MOST_DIGITS = 15
"""What Excel keeps of a number; a longer one is written as text rather than rounded."""
FIRST_DAY = date(1900, 3, 1)
"""Excel takes 1900 for a leap year: earlier dates it shows wrongly or not at all, and they are written as text."""
CUT = "…"
WIDEST, NARROWEST = 60, 8
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def to_xlsx(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    language: Language,
    about: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A workbook with the rows in a sheet of that name, and what the reader should know of them (`about`) in a second.

    Raises `ValueError` for more rows than a sheet holds.
    """
    import xlsxwriter  # noqa: PLC0415 - 20 ms that only an export needs

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        _Sheet(book, name).fill(columns, rows, language)
        if about:
            sheet = book.add_worksheet("About" if language == "en" else "说明")
            sheet.set_column(0, 0, 16)
            sheet.set_column(1, 1, WIDEST)
            for place, (key, value) in enumerate(about):
                sheet.write_string(place, 0, key)
                sheet.write_string(place, 1, value)
    return out.getvalue()


class _Sheet:
    """One sheet of a workbook and its formats."""

    def __init__(self, book: Any, name: str) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:LONGEST_NAME])
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._money = book.add_format({"num_format": "#,##0.######"})

    def fill(self, columns: Sequence[str], rows: Iterable[Mapping[str, object]], language: Language) -> None:
        """Headings, rows, a filter on each column, headings that stay in sight."""
        widths = [_width(heading(column, language)) for column in columns]
        for across, column in enumerate(columns):
            self._sheet.write_string(0, across, heading(column, language), self._head)
        last = 0
        for down, row in enumerate(rows, 1):
            if down > MOST_ROWS:
                raise ValueError(f"a sheet holds {MOST_ROWS} rows")
            for across, column in enumerate(columns):
                value = cell(column, row.get(column), language)
                self._write(down, across, value, money=in_wan(column))
                widths[across] = max(widths[across], _width(value))
            last = down
        for across, width in enumerate(widths):
            self._sheet.set_column(across, across, width)
        self._sheet.freeze_panes(1, 0)
        if columns:
            self._sheet.autofilter(0, 0, last, len(columns) - 1)

    def _write(self, down: int, across: int, value: Cell, *, money: bool) -> None:
        match value:
            case None:
                return
            case date() if value >= FIRST_DAY:
                self._sheet.write_datetime(down, across, value, self._day)
            case int() | Decimal() if len(str(value).lstrip("-").replace(".", "")) <= MOST_DIGITS:
                self._sheet.write_number(down, across, value, self._money if money else None)
            case _:
                shown = str(value)
                cut = shown if len(shown) <= LONGEST_TEXT else shown[: LONGEST_TEXT - 1] + CUT
                self._sheet.write_string(down, across, cut)


def _width(value: Cell) -> int:
    """Characters across, a Chinese one counting twice, within reason."""
    shown = "" if value is None else str(value)[:WIDEST]
    return max(NARROWEST, min(WIDEST, 2 + sum(1 if ord(each) < 256 else 2 for each in shown)))  # noqa: PLR2004 - Latin-1
