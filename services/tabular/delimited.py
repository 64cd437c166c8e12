"""CSV (RFC 4180) that a spreadsheet opens right: UTF-8 with its mark, for Excel and Chinese; no cell a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from services.tabular.cells import Cell, Language, cell, heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MARK = "\N{BYTE ORDER MARK}"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text must not begin with where a spreadsheet would run it (OWASP, CSV injection): also in full width."""


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], language: Language) -> bytes:
    """The rows under their headings."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(heading(column, language)) for column in columns])
    writer.writerows([harmless(cell(column, row.get(column), language)) for column in columns] for row in rows)
    return (MARK + out.getvalue()).encode()


def harmless(value: Cell) -> str:
    """A cell as text that no spreadsheet takes for a formula: an apostrophe before it says that it is text.

    Numbers and dates are ours and stay as they are: a spreadsheet computes with them.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(DANGEROUS) else value
    return f"{value:f}" if not isinstance(value, int) and hasattr(value, "as_tuple") else str(value)
