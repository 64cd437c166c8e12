"""The rows of a ledger, one after the other, however many there are: of a workbook's sheet, or of a CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from domain.kernel import Refused
from domain.vocabulary import term
from services.importing.cells import Found
from services.importing.opening import BROKEN, CLAUSE, broken
from services.importing.workbook import Book, SheetPart

if TYPE_CHECKING:
    from services.importing.kinds import Kind
    from services.importing.opening import Opened

Rows = Iterator[tuple[int, Mapping[int, Found]]]
"""The number of a row, counted from 1, and what stands in it by column, counted from 0. Empty rows are left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is read of a file: the name of the sheet, "" in CSV, and its rows with the heads as the first."""

    name: str
    rows: Rows


@contextmanager
def sheet_of(file: Opened, kind: Kind, name: str) -> Iterator[Sheet]:
    """The sheet that holds the ledger: the one named after it, else the only one.

    Raises `Refused` here or while reading, for a file that is not whole.
    """
    if file.encoding is not None:
        with file.path.open(encoding=file.encoding, newline="") as lines:
            yield Sheet("", _lines(lines, name))
        return
    try:
        book = Book(file.path)
    except BROKEN as error:
        raise _told(error, name) from error
    with book:
        sheet = _chosen(book, kind, name)
        yield Sheet(sheet.title, _cells(book, sheet, name))


def _lines(lines: IO[str], name: str) -> Rows:
    """The records of a CSV file. One that spans lines is one row, as Excel shows it."""
    reader = csv.reader(lines, strict=True)
    try:
        for number, record in enumerate(reader, 1):
            if any(record):
                yield number, dict(enumerate(record))
    except (csv.Error, UnicodeDecodeError) as error:
        raise broken(name, f"{reader.line_num}: {error}") from error


def _chosen(book: Book, kind: Kind, name: str) -> SheetPart:
    words = term(f"import.{kind}")
    visible = [sheet for sheet in book.sheets if sheet.visible]
    found = [sheet for sheet in visible if sheet.title.strip() in words] or visible
    if len(found) != 1:
        names = ", ".join(sheet.title for sheet in visible) or "none"
        raise Refused("import-which-sheet", clause=CLAUSE, name=name, sheet=words.zh, names=names)
    return found[0]


def _cells(book: Book, sheet: SheetPart, name: str) -> Rows:
    try:
        yield from book.rows(sheet)
    except BROKEN as error:
        raise _told(error, name) from error


def _told(error: Exception, name: str) -> Refused:
    return broken(name, f"{type(error).__name__}: {error}")
