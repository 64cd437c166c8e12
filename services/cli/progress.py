"""Progress of long work, on stderr: a bar on a terminal, one line at the end where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from services.cli.output import stderr

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def bar() -> Iterator[Progress]:
    """A bar for work whose amount is known; nothing is drawn where stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = stderr()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        yield progress


@contextmanager
def counting(text: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for one piece of work that tells how far it is and how far it has to go."""
    with bar() as progress:
        task = progress.add_task(text, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A sign of life while something whose amount is unknown is under way."""
    console = stderr()
    if not console.is_terminal:
        yield
        return
    with console.status(text):
        yield
