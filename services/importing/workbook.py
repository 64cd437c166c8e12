"""An Excel workbook (ECMA-376): its sheets, its texts, which of its numbers are dates.

Read with expat alone, row by row: the libraries for it either take four times as long and do not know the date formats
of Chinese editions (openpyxl), or hold the whole sheet at once and show a formula as its stored value (calamine).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from posixpath import join, normpath
from typing import TYPE_CHECKING, NamedTuple, Self

from services.importing.cells import Found
from services.importing.sheet import Cells, Texts, rows_of
from services.importing.xml import Begun, attribute, read

if TYPE_CHECKING:
    from pathlib import Path

WORKBOOK, STRINGS, STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The built-in number formats of dates and times; those from 27 and from 50 on are the East Asian editions'."""
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""What in a number format is shown as it stands, or chooses colour and language."""
DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
LAST_DAY = 2_958_465
"""The serial number of 31 December 9999."""
LEAP_DAY = 60
"""Excel's 29 February 1900, which never was: earlier serial numbers count from a day later."""
SECONDS = 86_400
NO_DAY = datetime(1900, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no time zones


class SheetPart(NamedTuple):
    """A sheet: what it is called, whether people see it, and where in the package it is."""

    title: str
    visible: bool
    part: str


class Book:
    """A workbook that is open for reading. Whatever is asked of a broken one raises an error of `opening.BROKEN`."""

    def __init__(self, path: Path) -> None:
        """Open the package; close it by leaving its context."""
        self._package = zipfile.ZipFile(path)
        self._since_1904 = False
        self.sheets = self._sheets()

    def __enter__(self) -> Self:
        """The workbook itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the package."""
        self._package.close()

    def rows(self, sheet: SheetPart) -> Iterator[tuple[int, Cells]]:
        """The rows of a sheet that hold anything: the number of each, from 1, and what is in it by column, from 0."""
        texts = self._strings()
        dates = self._date_styles()
        with self._package.open(sheet.part) as part:
            yield from rows_of(part, texts, dates, self._instant)

    def _sheets(self) -> list[SheetPart]:
        targets: dict[str, str] = {}
        sheets: list[SheetPart] = []

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
                targets[attributes["Id"]] = normpath(join("/xl", attributes["Target"])).lstrip("/")

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._since_1904 = attributes.get("date1904") in {"1", "true"}
            elif name == "sheet" and (part := targets.get(attribute(attributes, "id") or "")):
                visible = attributes.get("state", "visible") == "visible"
                sheets.append(SheetPart(attributes.get("name", ""), visible, part))

        self._read(RELATIONS, relation)
        self._read(WORKBOOK, sheet)
        return sheets

    def _read(self, part: str, begun: Begun) -> None:
        with self._package.open(part) as file:
            for _ in read(file, begun):
                pass

    def _strings(self) -> list[str]:
        if STRINGS not in self._package.namelist():
            return []
        texts = Texts()
        with self._package.open(STRINGS) as part:
            for _ in read(part, texts.begun, texts.ended, texts.text):
                pass
        return texts.found

    def _date_styles(self) -> frozenset[str]:
        """The numbers of the cell styles that show a date or a time."""
        formats: dict[str, str] = {}
        styles: list[str] = []
        within = False

        def begun(name: str, attributes: dict[str, str]) -> None:
            nonlocal within
            if name == "numFmt":
                formats[attributes["numFmtId"]] = attributes["formatCode"]
            elif name in {"cellXfs", "cellStyleXfs"}:
                within = name == "cellXfs"
            elif name == "xf" and within:
                styles.append(attributes.get("numFmtId", "0"))

        if STYLES in self._package.namelist():
            self._read(STYLES, begun)
        return frozenset(str(place) for place, each in enumerate(styles) if is_date(each, formats.get(each)))

    def _instant(self, serial: float) -> Found:
        return instant(serial, since_1904=self._since_1904)


def is_date(number: str, code: str | None) -> bool:
    """Whether a number format shows a date or a time: by its code, or by its number where it is a built-in one."""
    if code is not None:
        return bool(DATE_LETTERS.search(LITERAL.sub("", code.partition(";")[0])))
    return number.isdecimal() and int(number) in DATES


@lru_cache(maxsize=4096)  # a ledger holds many rows of few days
def instant(serial: float, *, since_1904: bool) -> Found:
    """The instant of a serial number, to the second; a number that is none stays what it is."""
    if not 0 <= serial <= LAST_DAY:
        return serial
    seconds = timedelta(seconds=round(serial * SECONDS))
    if serial < 1:
        return (NO_DAY + seconds).time()
    if since_1904:
        return datetime(1904, 1, 1) + seconds  # noqa: DTZ001 - as above
    return datetime(1899, 12, 30 if serial >= LEAP_DAY else 31) + seconds  # noqa: DTZ001 - as above
