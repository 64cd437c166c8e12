"""What stands in a heading and in a cell: words in the reader's language, money in 万元 where its heading says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from domain.gate import SHANGHAI
from domain.values import FEN_PER_WAN
from domain.vocabulary import term

Language = str
"""`zh` or `en`."""
Cell = str | int | Decimal | date | None
WAN = "（万元）"
"""How the Chinese heading of a column ends whose amounts are shown in 万元; inside they are fen."""


def word(key: str, language: Language) -> str:
    """The word for a key in that language; a key without one stands for itself."""
    found = term(key)
    return found.en if language == "en" else found.zh


def key_of(column: str) -> str:
    """The vocabulary's key of a column: its own, else that of the field of its name."""
    keys = (f"column.{column}", f"field.{column}", column)
    return next((key for key in keys if term(key).zh != key), column)


def heading(column: str, language: Language) -> str:
    """The word for a column."""
    return word(key_of(column), language)


def in_wan(column: str) -> bool:
    """Whether the column's amounts, fen inside, are shown in 万元: its heading says so."""
    return heading(column, "zh").endswith(WAN)


def cell(column: str, value: object, language: Language) -> Cell:
    """A value as it stands in a sheet: numbers and dates as such, all else as text."""
    match value:
        case int() if in_wan(column) and not isinstance(value, bool):
            return Decimal(value) / FEN_PER_WAN
        case bool():
            return word("cli.yes" if value else "cli.no", language)
        case datetime():
            return in_shanghai(value)
        case None | int() | Decimal() | date():
            return value
        case _:
            return text(value, language)


def text(value: object, language: Language) -> str:
    """Any value in words: lists by semicolons, a document by its name, an object by its parts, nothing for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return word("cli.yes" if value else "cli.no", language)
        case str():
            return word(value, language)
        case datetime():
            return in_shanghai(value)
        case Mapping():
            return _object(value, language)
        case list() | tuple():
            return "; ".join(text(inner, language) for inner in value)
        case _:
            return str(value)


def _object(value: Mapping[str, object], language: Language) -> str:
    """A document by its name, a polygon by its kind (JSON has the rest), anything else by its parts."""
    if "sha256" in value:
        return str(value["name"])
    if "coordinates" in value:
        return str(value["type"])
    parts = ((heading(key, language), text(inner, language)) for key, inner in value.items() if inner is not None)
    return "; ".join(f"{name} {inner}" for name, inner in parts)


def in_shanghai(instant: datetime) -> str:
    """An instant by Shanghai's clock."""
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
