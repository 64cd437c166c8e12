"""The cells of a sheet, row by row, and the table of texts that they point to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import IO

from services.importing.cells import Formula, Found
from services.importing.xml import Unsound, read

Cells = dict[int, Found]
"""What a row holds, by the place of the column, counted from 0."""
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
LETTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LETTERS = len(LETTER)
LETTER_NAME = re.compile("[A-Z]{1,3}")
LONGEST_TEXT = 32_767
"""Characters that a cell may hold. Twice as many are read, as a character beyond 65,535 counts twice."""
FORMULA = Formula()


class Texts:
    """Collects the table of texts. What says how a text is pronounced is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._taken = self._spoken = False

    def begun(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "t":
            self._taken = not self._spoken
        elif name == "rPh":
            self._spoken = True

    def ended(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._taken = False
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            self.found.append("".join(self._parts))
            self._parts = []

    def text(self, text: str) -> None:
        """Text within an element."""
        if self._taken:
            self._parts.append(text)


class Row:
    """Collects the cells of one row after the other."""

    def __init__(self, texts: Sequence[str], dates: frozenset[str], instant: Callable[[float], Found]) -> None:
        self.rows: list[tuple[int, Cells]] = []
        self._texts, self._dates, self._instant = texts, dates, instant
        self._number, self._place, self._cells = 0, -1, Cells()
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._taken = self._calculated = self._spoken = False

    def begun(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._place = _place(attributes["r"], self._number) if "r" in attributes else self._place + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._parts, self._calculated = [], False
        elif name in {"v", "t"}:
            self._taken = not self._spoken
        elif name == "f":
            self._calculated = True
        elif name == "rPh":
            self._spoken = True
        elif name == "row":
            number = int(attributes["r"]) if "r" in attributes else self._number + 1
            if not self._number < number <= LAST_ROW:
                raise Unsound(f"row {number} follows row {self._number}")
            self._number, self._place, self._cells = number, -1, Cells()

    def ended(self, name: str) -> None:
        """An element ends."""
        if name == "c":
            value = FORMULA if self._calculated else self._value("".join(self._parts))
            if value is not None and value != "":
                self._cells[self._place] = value
        elif name in {"v", "t"}:
            self._taken = False
        elif name == "rPh":
            self._spoken = False
        elif name == "row" and self._cells:
            self.rows.append((self._number, self._cells))

    def text(self, text: str) -> None:
        """Text within an element."""
        if not self._taken:
            return
        self._parts.append(text)
        if sum(map(len, self._parts)) > 2 * LONGEST_TEXT:
            raise Unsound(f"a cell of row {self._number} holds more than {LONGEST_TEXT} characters")

    def _value(self, text: str) -> Found:
        match self._kind:
            case "s":
                return self._texts[int(text)] if text else None
            case "n" if text:
                return self._measured(text)
            case "b" if text:
                return text in {"1", "true"}
            case "d" if text:
                return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
            case _:
                return text or None

    def _measured(self, text: str) -> Found:
        """A number, or the instant that its style makes of it."""
        value = float(text)
        if self._style in self._dates:
            return self._instant(value)
        return int(text) if text.isdecimal() and len(text) < 16 else value  # noqa: PLR2004 - Excel keeps 15 digits


def rows_of(
    part: IO[bytes], texts: Sequence[str], dates: frozenset[str], instant: Callable[[float], Found]
) -> Iterator[tuple[int, Cells]]:
    """The rows of a sheet that hold anything, in their order. `dates`: the styles whose numbers are instants.

    Raises `Unsound`, `ValueError` or `LookupError` where the sheet is not what it should be.
    """
    row = Row(texts, dates, instant)
    for _ in read(part, row.begun, row.ended, row.text):
        yield from row.rows
        row.rows.clear()


def _place(address: str, row: int) -> int:
    """The place of a cell's column, counted from 0; its address must be of the row that it stands in."""
    letters = address.rstrip("0123456789")
    if address[len(letters) :] != str(row):
        raise Unsound(f"a cell of row {row} is called {address[:20]}")
    return _numbered(letters)


@lru_cache(maxsize=LAST_COLUMN)
def _numbered(letters: str) -> int:
    """A (0), B ... Z, AA ... XFD."""
    place = 0
    for letter in letters[:4]:
        place = LETTERS * place + LETTER.find(letter) + 1
    if not LETTER_NAME.fullmatch(letters) or place > LAST_COLUMN:
        raise Unsound(f"a column is called {letters[:20]}")
    return place - 1
