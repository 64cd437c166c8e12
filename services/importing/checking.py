"""A whole ledger, looked at before anything of it is sent: every problem by cell, and the commands that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from domain.kernel import Refused
from services.importing.heads import heads_of
from services.importing.opening import CLAUSE
from services.importing.reading import sheet_of
from services.importing.rows import Reader
from services.importing.spool import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from services.importing.columns import Path
    from services.importing.ledgers import Ledger
    from services.importing.opening import Opened
    from services.importing.problems import Problem
    from services.importing.reading import Rows
    from services.importing.rows import Sender

LISTED = 10_000
"""Problems that are listed; further ones are counted."""
TOLD_EVERY = 200
"""Rows between two words of progress."""


@dataclass
class Checked:
    """What a look at a ledger came to: its rows without the heads, the problems listed, and how many there are.

    `at`: where its columns stand, counted from 0.
    """

    rows: int = 0
    at: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    found: int = 0

    def add(self, problems: list[Problem]) -> None:
        """Count problems, and list them as far as there is room."""
        self.found += len(problems)
        self.problems += problems[: max(0, LISTED - len(self.problems))]


def checked(
    file: Opened,
    ledger: Ledger,
    sender: Sender,
    today: date,
    *,
    name: str,
    spool: IO[bytes] | None = None,
    told: Callable[[int], None] = lambda _rows: None,
) -> Checked:
    """Look at every cell. The rows that are sound go to `spool`, in their order. `today` is Shanghai's.

    Memory does not grow with the file but for one number a row. Raises `Refused` where there is nothing to look at.
    """
    result = Checked()
    with sheet_of(file, ledger.kind, name) as sheet:
        heads = next(sheet.rows, None)
        if heads is None:
            raise Refused("import-empty", clause=CLAUSE, name=name)
        places, problems = heads_of(ledger, sheet.name, *heads)
        result.add(problems)
        result.at = {column.path: place for place, column in places.items()}
        if not any(problem.rule == "import-head-missing" for problem in problems):
            _rows(sheet.rows, Reader(ledger, sheet.name, places, sender, today), ledger, result, spool, told)
            if not result.rows:
                raise Refused("import-empty", clause=CLAUSE, name=name)
    return result


def _rows(
    rows: Rows, reader: Reader, ledger: Ledger, result: Checked, spool: IO[bytes] | None, told: Callable[[int], None]
) -> None:
    seen: dict[int, int] = {}
    awaited: dict[str, list[Problem]] = {}
    for number, found in rows:
        id, row, problems = reader.outcome(number, found)
        result.rows += 1
        if id is not None and (first := seen.setdefault(id.int, number)) != number:
            where = ledger.key[0] if ledger.key else ledger.columns[0].path
            problems.append(reader.problem(number, found, where, "import-row-twice", {"first": first}))
        if row is not None:
            problems += awaited.pop(row.entity, [])
            if ledger.follows and row.follows and reader.id_of(row.follows).int not in seen:
                below = reader.problem(number, found, ledger.follows, "import-parent-below", {"parent": row.follows})
                awaited.setdefault(row.follows, []).append(below)
            if spool is not None:
                spool.write(written(row))
        result.add(problems)
        if result.rows % TOLD_EVERY == 0:
            told(result.rows)
    told(result.rows)
