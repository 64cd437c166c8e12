"""Answers to organisations: rows of any view, as far as each may see them, in messages that the server takes."""

from __future__ import annotations

import asyncio
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, TypeVar

import structlog
from pydantic import ValidationError
from pydantic_core import from_json, to_json
from sqlalchemy.exc import DBAPIError

from domain.envelope import PoisonEvent
from domain.ids import SINGLE_ID
from domain.kernel import Refused, Value
from domain.messages import Refusal
from projections.catalogue import PROJECTIONS
from projections.columns import columns_of, table_of
from projections.question import CLAUSE, UnknownView
from projections.rights import RIGHTS
from services.commands.refusals import field_refused, refusal
from services.ledger.log import Unavailable
from services.projector.asked_why import asked_why, subject_of
from services.projector.asking import answered, cursor_of, known_view, reached
from services.projector.readers import reader_of
from services.projector.state import LIVE
from services.queries.questions import RowsAnswer, ViewQuestion
from services.queries.reasons import WhyQuestion, why_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from projections.rights import Reader
    from services.ledger.log import Log
    from services.projector.reading import Views

log = structlog.get_logger("queries")

PARTS = 3
REGISTERS = ("organisations", "zone-register")
"""What says who asks."""
WHY = "why."
"""How the subjects begin on which is asked why."""
AROUND = 1024
"""Bytes of a message beside its body."""
PASSING = frozenset({"view-behind", "views-unreadable", "store-unreadable"})
"""Refusals after which the same question may be asked again as it is."""
Q = TypeVar("Q", bound=Value)


class Queries:
    """Answers questions from the live views and from the log. `room`: bytes that the server takes in one message."""

    def __init__(self, events: Log, views: Views, room: int) -> None:
        """Read the log `events` and the live `views`."""
        self._events, self._views, self._room = events, views, room - AROUND

    async def answer(self, subject: str, body: bytes) -> bytes:
        """The reply to whatever came in on `qry.>` or `why.>`. Never raises: every question gets its answer."""
        try:
            return await self._answer(subject, body)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next question wants an answer too
            return to_json(refused_for(error, subject))

    async def _answer(self, subject: str, body: bytes) -> bytes:
        if subject.startswith(WHY):
            return await self._why(subject, body)
        org, view = addressed(subject)
        known_view(view)
        question = understood(ViewQuestion, view, body)
        reader = await self._reader(org, question.at_least)
        columns = _columns(view, question)
        found = await answered(self._views, self._events, view, question, viewer=reader)
        fresh = found.freshness
        lag = 0 if question.folds else fresh.lag(await self._events.head())
        rows = [to_json({name: row[name] for name in columns}) for row in found.rows]

        def page(length: int) -> RowsAnswer:
            whole = length == len(rows)
            return RowsAnswer(
                view=view,
                rows=tuple(from_json(row) for row in rows[:length]),
                next=found.next if whole else cursor_of(view, question, found.rows[length - 1]),
                position=fresh.position,
                recorded=fresh.recorded,
                lag=lag,
                stale=lag > 0 or fresh.status != LIVE,
                status=fresh.status,
                withheld=_withheld(view, question, reader),
            )

        length = self._fitting(rows)
        while length or not rows:
            if len(written := to_json(page(length))) <= self._room:
                return written
            length -= 1
        key = table_of(PROJECTIONS[view], question.table).primary_key
        entity = "--".join(str(found.rows[0][column.name]) for column in key)
        raise Refused("row-too-large", clause=CLAUSE, field="columns", entity=entity, limit=self._room)

    async def _why(self, subject: str, body: bytes) -> bytes:
        org, view = addressed(subject)
        known_view(view)
        question = understood(WhyQuestion, view, body)
        asker = {"reader": await self._reader(org), "as_of": question.as_of, "known_at": question.known_at}
        about = subject_of(view, question.table, question.row, question.field, **asker)
        written = to_json(why_answer(about, await asked_why(self._events, about)))
        if len(written) > self._room:
            raise Refused("why-too-large", clause=CLAUSE, field="field", limit=self._room)
        return written

    async def _reader(self, org: str, position: int = 0) -> Reader:
        """The asker, by a register that has come as far as the rows are to have come."""
        for register in REGISTERS:
            await reached(self._views, register, position)
        try:
            return await asyncio.to_thread(reader_of, self._views, org)
        except Refused as refused:
            if refused.rule != "view-behind":
                raise
        for register in REGISTERS:  # the projector has only begun
            await reached(self._views, register, 1)
        return await asyncio.to_thread(reader_of, self._views, org)

    def _fitting(self, rows: Sequence[bytes]) -> int:
        """How many of the rows one message may take, without what goes around them."""
        ends = accumulate(len(row) + 1 for row in rows)
        return sum(1 for _ in takewhile(lambda end: end <= self._room, ends))


def _columns(view: str, question: ViewQuestion) -> tuple[str, ...]:
    there = columns_of(PROJECTIONS[view], question.table)
    for place, name in enumerate(question.columns):
        if name not in there:
            known = " | ".join(there)
            raise Refused("unknown-column", clause=CLAUSE, field=f"columns.{place}", column=name, known=known)
    return question.columns or tuple(there)


def _withheld(view: str, question: ViewQuestion, reader: Reader) -> tuple[str, ...]:
    right = RIGHTS[view]
    return (
        ()
        if reader.role in right.everything
        else tuple(right.withheld.get(table_of(PROJECTIONS[view], question.table).name, ()))
    )


def addressed(subject: str) -> tuple[str, str]:
    """The organisation and the view that a subject `<kind>.<org>.<view>` names."""
    parts = subject.split(".")
    if len(parts) != PARTS or not SINGLE_ID.fullmatch(parts[1]):
        query = ".".join(parts[2:])[:64]
        raise Refused("unknown-query", clause=CLAUSE, query=query, known=" | ".join(PROJECTIONS))
    return parts[1], parts[2]


def understood(kind: type[Q], view: str, body: bytes) -> Q:
    """The question as its model says; an empty message asks for everything by default. Raises `Refused`."""
    body = body or b"{}"
    try:
        return kind.model_validate_json(body, strict=True)
    except ValidationError as error:
        try:
            from_json(body)
        except ValueError as reason:
            raise Refused("body-not-json", clause=CLAUSE, reason=str(reason)[:200]) from None
        raise field_refused(error, view) from None


def refused_for(error: Exception, subject: str) -> Refusal:
    """What the asker reads of something that went wrong."""
    match error:
        case Refused():
            return refusal(error, retry=error.rule in PASSING)
        case UnknownView():
            return refusal(error.refused())
        case Unavailable():
            return refusal(Refused("store-unreadable", clause=CLAUSE, reason=error.reason), retry=True)
        case PoisonEvent():
            at, kind = error.position, error.type
            return refusal(Refused("unreadable-history", clause="系统约定 8", entity=subject, type=kind, position=at))
        case DBAPIError():
            log.warning("the views cannot be read", subject=subject, error=str(error.orig))
            return refusal(Refused("views-unreadable", clause=CLAUSE), retry=True)
        case _:
            log.error("a question failed", subject=subject, exc_info=error)
            return refusal(Refused("internal-error", clause=CLAUSE, correlation="-"))
