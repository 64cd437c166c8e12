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
    from collections.abc import Callable, Mapping

    from services.importing.cells import Found
    from services.importing.columns import Path
    from services.importing.ledgers import Ledger, Row
    from services.importing.opening import Opened
    from services.importing.problems import Problem
    from services.importing.reading import Rows
    from services.importing.rows import Look, Sender

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
    against: Look,
    *,
    name: str,
    spool: IO[bytes] | None = None,
    told: Callable[[int], None] = lambda _rows: None,
) -> Checked:
    """Look at every cell. The rows that are sound go to `spool`, in their order.

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
            _rows(sheet.rows, Reader(ledger, sheet.name, places, sender, against), ledger, against, result, spool, told)
            if not result.rows:
                raise Refused("import-empty", clause=CLAUSE, name=name)
    return result


def _rows(
    rows: Rows,
    reader: Reader,
    ledger: Ledger,
    against: Look,
    result: Checked,
    spool: IO[bytes] | None,
    told: Callable[[int], None],
) -> None:
    seen: dict[int, int] = {}
    above = Above(ledger, reader, against)
    for number, found in rows:
        id, row, problems = reader.outcome(number, found)
        result.rows += 1
        if id is not None and (first := seen.setdefault(id.int, number)) != number:
            where = ledger.key[0] if ledger.key else ledger.columns[0].path
            problems.append(reader.problem(number, found, where, "import-row-twice", {"first": first}))
        if row is not None:
            problems += above.problems(row, found)
            if spool is not None:
                spool.write(written(row))
        result.add(problems)
        if result.rows % TOLD_EVERY == 0:
            told(result.rows)
    result.add(above.missing())
    told(result.rows)


class Above:
    """Rows that follow another one of their ledger, which stands above them or in the log."""

    def __init__(self, ledger: Ledger, reader: Reader, against: Look) -> None:
        """Nothing was seen yet."""
        self._path, self._category, self._reader = ledger.follows, ledger.category, reader
        self._known = against.known.get(ledger.category)
        self._seen: set[str] = set()
        self._awaited: dict[str, list[tuple[int, Mapping[int, Found]]]] = {}

    def problems(self, row: Row, found: Mapping[int, Found]) -> list[Problem]:
        """What is wrong now that this row has come: those above it that should stand below."""
        if self._path is None:
            return []
        self._seen.add(row.entity)
        if row.follows and row.follows not in self._seen and row.follows not in (self._known or ()):
            self._awaited.setdefault(row.follows, []).append((row.number, found))
        return [
            self._reader.problem(number, cells, self._path, "import-parent-below", {"parent": row.entity})
            for number, cells in self._awaited.pop(row.entity, [])
        ]

    def missing(self) -> list[Problem]:
        """What is wrong at the end: those that stand nowhere, as far as it is known what stands in the log."""
        if self._path is None or self._known is None:
            return []
        return [
            self._reader.unknown(number, cells, self._path, self._category, entity)
            for entity, rows in self._awaited.items()
            for number, cells in rows
        ]
