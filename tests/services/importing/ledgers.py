"""Ledgers as people fill them in: rows under a template's heads, as a workbook or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from pydantic_core import from_json

from domain.vocabulary import term
from services.importing.checking import Checked, checked
from services.importing.kinds import Format, Kind
from services.importing.ledgers import ledger_of
from services.importing.opening import opened
from services.importing.rows import Look, sender_of
from services.importing.spool import rows_in
from services.importing.template import example, heads, write

if TYPE_CHECKING:
    from domain.kernel import Payload
    from services.importing.known import Known

Cells = Sequence[object]
TODAY = date(2026, 11, 25)
ORG = "office"


def sound(kind: Kind, number: int = 1, /, **changes: object) -> list[object]:
    """A row that is sound, unlike that of any other number; `changes` by the letter of the column."""
    row: list[object] = [value or None for value in example(kind)]
    row[0] = f"{row[0]}-{number}"
    for letter, value in changes.items():
        row[ord(letter) - ord("A")] = value
    return row


def workbook(kind: Kind, folder: Path, *rows: Cells, name: str = "台账.xlsx") -> Path:
    """The template, filled in."""
    path = folder / name
    write(kind, path, Format.XLSX)
    book = load_workbook(path)
    sheet = book[term(f"import.{kind}").zh]
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value  # type: ignore[assignment]  # whatever somebody types
    book.save(path)
    return path


def table(kind: Kind, folder: Path, *rows: Cells, encoding: str = "utf-8", name: str = "台账.csv") -> Path:
    """The same as CSV."""
    return texts(folder, [heads(kind), *rows], encoding=encoding, name=name)


def texts(folder: Path, rows: Sequence[Cells], *, encoding: str = "utf-8", name: str = "台账.csv") -> Path:
    """Any rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(["" if cell is None else cell for cell in row] for row in rows)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def look(kind: Kind, path: Path, *, org: str = ORG, known: Known | None = None) -> Checked:
    """What a look at a ledger finds."""
    file = opened(path)
    return checked(file, ledger_of(kind), sender_of(org, file), Look(TODAY, known or {}), name=path.name)


def found(kind: Kind, path: Path) -> set[tuple[str, str]]:
    """The problems as (cell, rule)."""
    return {(str(problem.place), problem.rule) for problem in look(kind, path).problems}


def messages(kind: Kind, path: Path, *, org: str = ORG) -> list[Payload]:
    """The command messages that a ledger becomes, which must be sound."""
    file = opened(path)
    with io.BytesIO() as spool:
        result = checked(file, ledger_of(kind), sender_of(org, file), Look(TODAY), name=path.name, spool=spool)
        assert [problem.as_json() for problem in result.problems] == []
        return [from_json(row.body) for row in rows_in(spool)]


def data(message: Mapping[str, object]) -> Payload:
    """The fields of a message's command."""
    fields = message["data"]
    assert isinstance(fields, dict)
    return fields
