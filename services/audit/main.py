"""The audit service: FastStream takes questions on `qry.*.audit-timeline` and `qry.*.audit-view` and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import to_json

from services.audit.answers import Auditing
from services.questions import answer_questions

if TYPE_CHECKING:
    import asyncio

    from services.ledger.log import Log
    from services.projector.reading import Views
    from services.questions import Answer
    from services.settings import Settings

SUBJECTS = ("qry.*.audit-timeline", "qry.*.audit-view")


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Answer questions until `stop` is set."""
    await answer_questions(settings, stop, "audit", SUBJECTS, answering)


def answering(events: Log, views: Views, _room: int) -> Answer:
    """Answers as JSON."""
    auditing = Auditing(events, views)

    async def answer(subject: str, body: bytes) -> bytes:
        return to_json(await auditing.answer(subject, body))

    return answer
