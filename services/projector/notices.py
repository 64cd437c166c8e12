"""`view.<name>.<key>`: tells whoever shows a view that a row has changed, and at which position; a hint, not a record.

The key is the row's, its parts joined by `--`; other tables of the view than its own are told by their row's first
part. A commit that changes more rows than anybody would redraw one by one is told once, as `view.<name>.*` cannot be:
by the key `many`. Who misses a notice sees it in the view itself, whose position says how fresh it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nats.aio.client import Client
from pydantic_core import to_json

from services.projector.coalescing import Key
from services.projector.store import Fold

MANY = "many"
"""Stands for the keys of a commit that changed more than `ONE_BY_ONE` rows of a view."""
ONE_BY_ONE = 200
_UNFIT = re.compile(r"[^A-Za-z0-9_-]")


class Notice(NamedTuple):
    """One row changed; the view stands at `position`."""

    view: str
    key: str
    position: int

    @property
    def subject(self) -> str:
        """Where it is told."""
        return f"view.{self.view}.{self.key}"


def notices(folds: Sequence[Fold]) -> list[Notice]:
    """What is to be told of the rows written since the last time."""
    news = []
    for fold in folds:
        if fold.changed:
            own = fold.projection.tables[0].name
            keys = {token(key if table == own else key[:1]) for table, key in fold.changed}
            told = sorted(keys) if len(keys) <= ONE_BY_ONE else [MANY]
            news += [Notice(fold.name, key, fold.written) for key in told]
            fold.changed.clear()
    return news


def token(key: Key) -> str:
    """A row's key as one token of a subject."""
    return _UNFIT.sub("_", "--".join(str(part) for part in key)) or "_"


class Teller:
    """Tells notices over a connection; while it is away nobody could listen, and nothing is told."""

    def __init__(self, nc: Client) -> None:
        self._nc = nc

    async def __call__(self, news: Sequence[Notice]) -> None:
        """Publish one message a row: `{"view", "key", "position"}`."""
        for notice in news:
            if not self._nc.is_connected:
                return
            await self._nc.publish(notice.subject, to_json(notice._asdict()))
