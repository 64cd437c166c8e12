"""What is wrong with a ledger: in which cell, by which rule, and what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.messages import Bilingual
from domain.vocabulary import filled
from services.importing.hints import hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.importing.columns import Column

OUR_OWN = "import-"
"""Rules of this name say themselves what to do; for those of the command door, the column's hint does."""
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: its row, counted from 1 as Excel counts, and the number of its column, from 0."""

    row: int
    column: int

    def __str__(self) -> str:
        """As Excel writes it: B17."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell of a sheet; `found` is what stands there."""

    sheet: str
    place: Place
    head: str
    found: str
    rule: str
    details: Mapping[str, str | int]
    column: Column | None = None

    @property
    def message(self) -> Bilingual:
        """What is wrong."""
        text = filled(self.rule, dict(self.details))
        return Bilingual(zh=text.zh, en=text.en)

    @property
    def advice(self) -> Bilingual:
        """What to do."""
        if self.column is not None and not self.rule.startswith(OUR_OWN):
            words = hint(self.column)
            return Bilingual(zh=words.zh, en=words.en)
        text = filled(self.rule, dict(self.details))
        return Bilingual(zh=text.advice_zh, en=text.advice_en)

    def as_json(self) -> dict[str, object]:
        """All of it, for a program."""
        return {
            "sheet": self.sheet,
            "cell": str(self.place),
            "row": self.place.row,
            "column": self.head,
            "value": self.found,
            "rule": self.rule,
            "message": self.message.model_dump(),
            "advice": self.advice.model_dump(),
        }


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B ... Z, AA."""
    name = ""
    while column >= 0:
        column, rest = divmod(column, LETTERS)
        name, column = chr(ord("A") + rest) + name, column - 1
    return name
