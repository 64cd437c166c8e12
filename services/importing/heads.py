"""The first row of a ledger: which of its columns is which of ours."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from services.importing.cells import shown
from services.importing.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.importing.cells import Found
    from services.importing.columns import Column
    from services.importing.ledgers import Ledger


def heads_of(
    ledger: Ledger, sheet: str, row: int, found: Mapping[int, Found]
) -> tuple[dict[int, Column], list[Problem]]:
    """The ledger's columns by their place in the file, counted from 0; and what is wrong with the heads.

    A head is recognised in either language, in full-width characters too. Columns may come in any order, and those for
    optional values may be missing. One that nobody knows is a problem: its values would be lost.
    """
    known = {spelling: column for column in ledger.columns for spelling in spellings(column)}
    places: dict[int, Column] = {}
    problems: list[Problem] = []

    def wrong(place: int, rule: str, head: str) -> None:
        problems.append(Problem(sheet, Place(row, place), head, shown(head), rule, {"head": head}))

    for place, each in found.items():
        head = shown(each).strip()
        column = known.get(plain(head))
        if not head:
            continue
        if column is None:
            wrong(place, "import-head-unknown", head)
        elif column in places.values():
            wrong(place, "import-head-twice", head)
        else:
            places[place] = column
    behind = max((place + 1 for place, each in found.items() if shown(each).strip()), default=0)
    for column in ledger.columns:
        if column.required and column not in places.values():
            wrong(behind, "import-head-missing", column.head.zh)
    return places, problems


def spellings(column: Column) -> set[str]:
    """How a column's head may be written."""
    path = ".".join(str(part) for part in column.path if part != "data")
    return {plain(each) for each in (*column.head, path)}


def plain(head: str) -> str:
    """A head as it is compared."""
    return "".join(unicodedata.normalize("NFKC", head).split()).strip("*").casefold()
