"""From what stands in a cell to what the command wants there, or to what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.values import FEN_PER_WAN
from services.importing.columns import Form

if TYPE_CHECKING:
    from services.importing.columns import Column


class Formula:
    """Stands for a formula in a cell of a workbook; in CSV one is a text that begins with `=`."""


Found = str | int | float | bool | datetime | date | time | Formula | None
"""What a reader finds in a cell. CSV has texts alone."""
Meant = str | int | bool | list[str]
"""What is meant, as JSON has it. A decimal goes as text, so that no digit is lost."""

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
"""What Excel shows where a formula came to nothing."""
DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")
MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
"""What other programs write behind a date."""
QUARTER = re.compile(r"(\d{4})\s*(?:-?\s*q|年第?)\s*([1-4一二三四])\s*(?:季度?)?")
NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}
BETWEEN_NAMES = re.compile(r"[、，,；;\n]")
SHOWN = 60
"""Characters of a cell that are repeated where it is wrong."""
YES = frozenset({"是", "yes", "y", "true", "√", "✓"})
NO = frozenset({"否", "no", "n", "false", "×"})
LONGEST_NUMBER = 40


class Wrong(Exception):
    """What stands in a cell cannot be what the column holds: the rule, and what its text speaks of."""

    def __init__(self, rule: str, **details: str | int) -> None:
        """Name the rule and its details."""
        super().__init__(rule)
        self.rule, self.details = rule, details


def meant(column: Column, found: Found) -> Meant | None:
    """What a cell means; None where it is empty. Raises `Wrong`."""
    if found is None:
        return None
    if isinstance(found, str):
        found = found.strip()
        if not found:
            return None
        if found.startswith("="):
            raise Wrong("import-cell-formula")
        if found in ERRORS:
            raise Wrong("import-cell-error", found=found)
    elif isinstance(found, Formula):
        raise Wrong("import-cell-formula")
    return READERS[column.form](column, found)


def shown(found: Found) -> str:
    """What stands in a cell, as far as it is repeated to its author."""
    if isinstance(found, datetime) and found.time() == time():
        found = found.date()
    return "" if found is None else str(found)[:SHOWN]


def plain(found: Found) -> str:
    """A number, a date or a word of a list as it is typed with half-width characters, without spaces at its ends."""
    return unicodedata.normalize("NFKC", digits(found)).strip()


def digits(found: Found) -> str:
    """A value as text. Excel keeps every number as a float: 12 is not 12.0."""
    if isinstance(found, float) and found.is_integer() and abs(found) < 10**15:
        return str(int(found))
    return str(found)


def _text(_column: Column, found: Found) -> str:
    if isinstance(found, date | time):
        raise Wrong("import-cell-date-for-text", found=shown(found))
    return digits(found)


def _id(_column: Column, found: Found) -> str:
    if isinstance(found, date | time):
        raise Wrong("import-cell-date-for-text", found=shown(found))
    return plain(found)


def _ids(_column: Column, found: Found) -> list[str]:
    return [each for part in BETWEEN_NAMES.split(plain(found)) if (each := part.strip())]


def _names(_column: Column, found: Found) -> list[str]:
    return [each for part in BETWEEN_NAMES.split(digits(found)) if (each := part.strip())]


def _number(column: Column, found: Found) -> str:
    return f"{_decimal(column, found):f}"


def _whole(column: Column, found: Found) -> int:
    value = _decimal(column, found)
    if value != value.to_integral_value():
        raise Wrong("field-type", wanted="type.integer")
    return int(value)


def _money(column: Column, found: Found) -> int:
    return scaled(_decimal(column, found), FEN_PER_WAN)


def scaled(value: Decimal, factor: int) -> int:
    """A value in the smallest unit, of which there are `factor` in the one that it is stated in."""
    whole = value * factor
    if whole != whole.to_integral_value():
        raise Wrong("import-cell-too-fine", places=len(str(factor)) - 1)
    return int(whole)


def _decimal(_column: Column, found: Found) -> Decimal:
    if isinstance(found, bool | date | time):
        raise Wrong("field-type", wanted="type.number")
    text = plain(found).replace(",", "").replace(" ", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Wrong("field-type", wanted="type.number") from None
    if not value.is_finite() or abs(value.adjusted()) > LONGEST_NUMBER or len(value.as_tuple().digits) > LONGEST_NUMBER:
        raise Wrong("field-type", wanted="type.number")
    return value


def _date(_column: Column, found: Found) -> str:
    if isinstance(found, datetime):
        if found.time() != time():
            raise Wrong("field-type", wanted="import.form.date")
        return found.date().isoformat()
    if isinstance(found, date):
        return found.isoformat()
    return _day(plain(found)) if isinstance(found, str) else _no_day()


@lru_cache(maxsize=4096)  # a ledger holds many rows of few days
def _day(text: str) -> str:
    parts = DAY.fullmatch(MIDNIGHT.sub("", text).replace(" ", ""))
    if parts is None:
        return _no_day()
    year, month, day = (int(each) for each in parts.groups() if each is not None and each.isdecimal())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise Wrong("field-type", wanted="import.form.date")


def _quarter(_column: Column, found: Found) -> str:
    parts = QUARTER.fullmatch(plain(found).lower())
    if parts is None:
        raise Wrong("field-type", wanted="import.form.quarter")
    return f"{parts[1]}-q{NUMERALS.get(parts[2], parts[2])}"


def _choice(column: Column, found: Found) -> str:
    word = plain(found).casefold()
    for value, words in column.choices.items():
        if word in _spellings(value, words.zh, words.en):
            return value
    raise Wrong("import-cell-choice", found=shown(found))


@lru_cache(maxsize=4096)
def _spellings(*words: str) -> frozenset[str]:
    return frozenset(plain(word).casefold() for word in words)


def _yes_no(_column: Column, found: Found) -> bool:
    word = plain(found).casefold()
    if word in YES or word in NO:
        return word in YES
    raise Wrong("field-type", wanted="import.form.yes-no")


READERS: dict[Form, Callable[[Column, Found], Meant]] = {
    Form.TEXT: _text,
    Form.ID: _id,
    Form.IDS: _ids,
    Form.NAMES: _names,
    Form.WHOLE: _whole,
    Form.NUMBER: _number,
    Form.MONEY: _money,
    Form.FIGURE: _number,
    Form.UNIT: _choice,
    Form.DATE: _date,
    Form.QUARTER: _quarter,
    Form.CHOICE: _choice,
    Form.YES_NO: _yes_no,
}
