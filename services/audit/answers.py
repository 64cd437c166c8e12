"""Answers to auditors: the timeline of an entity from the log, the rows of a view by either clock; to nobody else."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from domain.catalogue import DECIDERS
from domain.corrections import in_effect
from domain.envelope import PoisonEvent, Recorded
from domain.facts import OrganisationFact
from domain.ids import SINGLE_ID
from domain.kernel import Refused, Role
from domain.messages import Refusal
from projections.catalogue import PROJECTIONS
from services.audit.questions import QUESTIONS, TimelineAnswer, TimelineQuestion, ViewAnswer, ViewQuestion
from services.audit.timeline import timeline
from services.commands.refusals import CLAUSE, field_refused, refusal
from services.ledger.log import Unavailable
from services.projector.folding import folded
from services.projector.source import UnknownView

if TYPE_CHECKING:
    from services.ledger.log import Log
    from services.projector.reading import Page, Views

log = structlog.get_logger("audit")

READERS = frozenset({Role.AUDITOR, Role.OFFICE})
"""审计监督: reads everything and changes nothing; the office answers for it. 系统约定 1"""
PARTS = 3


class Auditing:
    """Answers questions from the log and from the live views."""

    def __init__(self, events: Log, views: Views) -> None:
        """Read the log `events` and the live `views`."""
        self._events, self._views = events, views

    async def answer(self, subject: str, body: bytes) -> TimelineAnswer | ViewAnswer | Refusal:
        """The answer to whatever came in on `qry.<org>.audit-...`. Never raises: the next question wants one too."""
        try:
            org, query = _addressed(subject)
            question = _understood(query, body)
            await self._may_read(org, query)
            if isinstance(question, TimelineQuestion):
                return await self._timeline(question)
            return await self._view(question)
        except Refused as refused:
            return refusal(refused)
        except Unavailable as error:
            return refusal(Refused("store-unreadable", clause=CLAUSE, reason=error.reason), retry=True)
        except PoisonEvent as poison:
            at, kind = poison.position, poison.type
            return refusal(Refused("unreadable-history", clause="系统约定 8", entity=subject, type=kind, position=at))
        except Exception:
            log.exception("a question failed", subject=subject)
            return refusal(Refused("internal-error", clause=CLAUSE, correlation="-"))

    async def _may_read(self, org: str, query: str) -> None:
        """Only auditors and the office ask here. 系统约定 1"""
        decider = DECIDERS[OrganisationFact.category]
        state = decider.initial
        stored = await self._events.read(f"evt.organisation.{org}")
        for recorded in in_effect(Recorded.read(each.position, each.recorded, each.body) for each in stored):
            state = decider.evolve(state, recorded.event)
        fact = decider.fact(state)
        if not isinstance(fact, OrganisationFact) or fact.dissolved:
            raise Refused("unknown-organisation", clause="系统约定 1", org=org)
        if fact.role not in READERS:
            raise Refused("query-role-may-not", clause="系统约定 1", role=fact.role.value, query=query)

    async def _timeline(self, question: TimelineQuestion) -> TimelineAnswer:
        position = await self._events.head()
        moments = await timeline(
            self._events, question.category, question.entity, as_of=question.as_of, known_at=question.known_at
        )
        return TimelineAnswer(moments=tuple(moments), position=position)

    async def _view(self, question: ViewQuestion) -> ViewAnswer:
        if question.view not in PROJECTIONS:
            raise Refused(
                "unknown-view", clause=CLAUSE, field="view", view=question.view, known=" | ".join(PROJECTIONS)
            )
        if question.as_of is None and question.known_at is None:
            return _answer(await asyncio.to_thread(_page, self._views, question))
        view = [PROJECTIONS[question.view]]
        with await folded(self._events, view, as_of=question.as_of, known_at=question.known_at) as scratch:
            return _answer(_page(scratch.views, question))


def _addressed(subject: str) -> tuple[str, str]:
    parts = subject.split(".")
    if len(parts) != PARTS or not SINGLE_ID.fullmatch(parts[1]) or parts[2] not in QUESTIONS:
        query = ".".join(parts[2:])[:64]
        raise Refused("unknown-query", clause=CLAUSE, query=query, known=" | ".join(QUESTIONS))
    return parts[1], parts[2]


def _understood(query: str, body: bytes) -> TimelineQuestion | ViewQuestion:
    try:
        return QUESTIONS[query].model_validate_json(body, strict=True)
    except ValidationError as error:
        try:
            from_json(body)
        except ValueError as reason:
            raise Refused("body-not-json", clause=CLAUSE, reason=str(reason)[:200]) from None
        raise field_refused(error, query) from None


def _page(views: Views, question: ViewQuestion) -> Page:
    try:
        return views.rows(question.view, where=question.where, limit=question.limit, after=question.after)
    except UnknownView as unknown:
        raise Refused(unknown.rule, clause=CLAUSE, field="where", **unknown.details) from None


def _answer(page: Page) -> ViewAnswer:
    as_json = from_json(to_json({"rows": page.rows, "next": page.next}))
    freshness = page.freshness
    return ViewAnswer(
        rows=tuple(as_json["rows"]),
        next=None if as_json["next"] is None else tuple(as_json["next"]),
        position=freshness.position,
        status=freshness.status,
    )
