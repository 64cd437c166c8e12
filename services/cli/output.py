"""What a command prints: data on stdout as a table or JSON, words about it on stderr. Colours only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from services.cli.speech import LANGUAGE

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 2000
"""Characters across, where the table goes to a file or a pipe: nothing is folded there."""

Cells = Mapping[str, object]


def stdout() -> Console:
    """Where data goes."""
    from rich.console import Console

    people = sys.stdout.isatty()
    return Console(width=None if people else WIDE, highlight=False, emoji=False, soft_wrap=not people)


def stderr() -> Console:
    """Where words about the data, and progress, go."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False)


def print_json(value: object, *, on_one_line: bool = False) -> None:
    """Print a value as JSON, keys in the order given, Chinese as it is, decimals as text so that no digit is lost."""
    from pydantic_core import to_json

    sys.stdout.buffer.write(to_json(value, indent=None if on_one_line else 2) + b"\n")
    sys.stdout.flush()


def cell(value: object) -> str:
    """A value in a table, in the reader's language."""
    from services.tabular.cells import text

    return text(value, LANGUAGE.value)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Print rows as a table; `columns` are keys of the vocabulary (`column.<name>`), wide characters align."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(heading(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(column, row.get(column))) for column in columns))
    stdout().print(table)


AS_TYPED = frozenset({"view", "table", "subject"})
"""Columns of names that go on the command line as they are, even where they are words (`publicity`)."""


def shown(column: str, value: object) -> str:
    """A cell of a column."""
    return str(value) if column in AS_TYPED and isinstance(value, str) else cell(value)


def heading(column: str) -> str:
    """The word for a column, in the reader's language."""
    from services.tabular.cells import heading as word_for

    return word_for(column, LANGUAGE.value)


def print_record(title: str, record: Cells) -> None:
    """Print one row as a list of its columns."""
    print_table(title, ("what", "value"), ({"what": heading(key), "value": value} for key, value in record.items()))


def note(text: str, *, style: str = "dim") -> None:
    """Say something about the data, on stderr."""
    stderr().print(text, style=style, markup=False)
