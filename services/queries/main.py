"""The query service: FastStream takes questions on `qry.<org>.<view>` and replies.

What is asked of the audit (`qry.<org>.audit-...`) is the audit service's to answer, and left to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.audit.questions import QUESTIONS
from services.queries.answers import Queries
from services.questions import answer_questions

if TYPE_CHECKING:
    import asyncio

    from services.ledger.log import Log
    from services.projector.reading import Views
    from services.questions import Answer
    from services.settings import Settings

SUBJECTS = ("qry.>", "why.>")


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer questions until `stop` is set."""
    await answer_questions(settings, stop, "queries", SUBJECTS, answering, of_the_audit)


def answering(events: Log, views: Views, room: int) -> Answer:
    """Answers in messages that the server takes."""
    return Queries(events, views, room).answer


def of_the_audit(subject: str) -> bool:
    """Whether the audit service answers on that subject."""
    return subject.split(".", 2)[-1] in QUESTIONS
