"""Answering a question on a view: from the live rows, or from rows folded from the log where it names a clock.

Both run the same statement; only the database differs, which for a fold is one in memory.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.gate import today_in_shanghai
from domain.kernel import Refused
from projections.catalogue import PROJECTIONS
from projections.columns import table_of
from projections.question import CLAUSE, Question, UnknownView, behind, cursor, whole
from services.projector.folding import folded
from services.projector.rebuild import silent
from services.projector.remaining import with_days_left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.projector.reading import Freshness, Rows, Views
    from services.projector.rebuild import EventLog, Progress

WAIT_SECONDS = 5.0
"""How long a view is waited for that has not come to the position asked for."""


class Answered(NamedTuple):
    """One page: `next` is the cursor of the page that follows, None on the last."""

    rows: Rows
    freshness: Freshness
    next: str | None


def asked(views: Views, view: str, question: Question, **more: Any) -> Answered:  # noqa: ANN401 - who asks, for `Views.rows`
    """One page of the rows that are there. Raises `Refused` with what the view does not understand."""
    try:
        after = behind(view, question)
        found = views.rows(
            view,
            table=question.table,
            where=question.where,
            order=question.sort,
            limit=question.limit,
            after=after,
            **more,
        )
    except UnknownView as error:
        raise error.refused() from None
    following = None if found.next is None else cursor(view, question, found.next)
    today = question.as_of or today_in_shanghai(datetime.now(UTC))
    rows = with_days_left(view, found.rows, today) if question.table in {None, view} else found.rows
    return Answered(rows, found.freshness, following)


async def answered(
    views: Views,
    events: EventLog,
    view: str,
    question: Question,
    *,
    progress: Progress = silent,
    **more: Any,  # noqa: ANN401 - as above
) -> Answered:
    """One page, live or by one of the two clocks. Raises `Refused`: not understood, or not there yet."""
    known_view(view)
    if not question.folds:
        await reached(views, view, question.at_least)
        return await asyncio.to_thread(asked, views, view, question, **more)
    if (head := await events.head()) < question.at_least:
        raise _behind(question.at_least, head)
    wanted, as_of, known_at = [PROJECTIONS[view]], question.as_of, question.known_at
    with await folded(events, wanted, as_of=as_of, known_at=known_at, progress=progress) as scratch:
        return asked(scratch.views, view, question, **more)


def known_view(view: str) -> None:
    """Raise `Refused` where there is no view of that name."""
    if view not in PROJECTIONS:
        known = " | ".join(PROJECTIONS)
        raise Refused("unknown-view", clause=CLAUSE, field="view", view=view, known=known)


def cursor_of(view: str, question: Question, row: Mapping[str, Any]) -> str:
    """What the page goes after that begins behind this row."""
    key = table_of(PROJECTIONS[view], question.table).primary_key
    names = whole(question.sort, (column.name for column in key))
    return cursor(view, question, [row[name.removeprefix("-")] for name in names])


async def reached(views: Views, view: str, position: int) -> None:
    """Wait until the live rows have come to a position. Raises `Refused` (`view-behind`) where they do not in time."""
    if position and not await views.at_least(view, position, WAIT_SECONDS):
        raise _behind(position, (await asyncio.to_thread(views.freshness, view)).position)


def _behind(wanted: int, position: int) -> Refused:
    return Refused("view-behind", clause=CLAUSE, field="at_least", wanted=wanted, position=position)
