"""What may be asked on `qry.<org>.<view>`, and what comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from domain.kernel import Value
from domain.messages import Refusal
from projections.question import Question

MOST_ROWS = 1000
"""Rows in one answer at most; fewer where the server takes no message so large."""


class ViewQuestion(Question):
    """A question on the view that the subject names. `columns`: only these come back (none named: all)."""

    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100
    columns: Annotated[tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=100)] = ()


class RowsAnswer(Value):
    """One page. `next` goes into `after` for the next one; None on the last.

    `position`: the last event in the rows, `recorded` when the log took it; `lag`: how many events the log is further,
    `stale` whether it is, or the view stands still (`status`). `withheld`: columns of which the asker is told only
    where it has a part in the row; elsewhere they are null.
    """

    outcome: Literal["rows"] = "rows"
    view: str
    rows: tuple[dict[str, JsonValue], ...]
    next: str | None
    position: int
    recorded: datetime | None
    lag: int
    stale: bool
    status: str
    withheld: tuple[str, ...] = ()


Reply = Annotated[RowsAnswer | Refusal, Field(discriminator="outcome")]
