"""The circumstances recorded with a decision, and the receipt that its sender gets: the first time and ever after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.envelope import Circumstances, event_id
from domain.gate import decided_under
from domain.kernel import Refused
from domain.messages import Receipt
from services.commands.refusals import CLAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.envelope import Recorded
    from domain.kernel import Context, Event
    from services.commands.door import Request
    from services.ledger.repository import Loaded


def circumstances(request: Request, loaded: Loaded[Any], context: Context, events: Sequence[Event]) -> Circumstances:
    """What is recorded around the events of a decision; its rulebook is the case's own, else the one in force."""
    message = request.message
    return Circumstances(
        command=message.id,
        correlation=message.correlation or message.id,
        actor=context.actor,
        time=context.now,
        effective=context.effective,
        rulebook=decided_under(request.decider, loaded.state, events, context),
        content=request.content,
    )


def receipt(request: Request, around: Circumstances, events: Sequence[Event], version: int, position: int) -> Receipt:
    """The receipt of events that stand in the log, the last of them at `position`, making `version` of the entity."""
    return Receipt(
        command=around.command,
        correlation=around.correlation,
        category=request.decider.category,
        entity=request.message.entity,
        events=tuple(event_id(around.command, ordinal) for ordinal in range(1, len(events) + 1)),
        types=tuple(event.name for event in events),
        version=version,
        position=position,
        rulebook=around.rulebook,
    )


def repetition(request: Request, before: Sequence[Recorded]) -> Receipt:
    """The first outcome of a command that comes again; an id that was used for another command is refused."""
    first, last = before[0], before[-1]
    here = (request.org, request.decider.category, request.message.entity)
    same = (first.org, first.category, first.entity) == here
    if not same or first.command_content not in {"", request.content}:
        raise Refused(
            "command-id-reused",
            clause=CLAUSE,
            field="id",
            command=str(request.message.id),
            entity=first.entity,
            position=first.position,
        )
    return Receipt(
        command=request.message.id,
        correlation=UUID(first.correlation),
        category=first.category,
        entity=first.entity,
        events=tuple(UUID(each.id) for each in before),
        types=tuple(each.type for each in before),
        version=last.sequence,
        position=last.position,
        rulebook=last.rulebook,
        repeated=True,
    )
