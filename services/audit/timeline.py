"""The timeline (时间线) of one entity: who did what when, by either clock, straight from the log."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from domain import catalogue  # noqa: F401 - an event is known once its aggregate is imported
from domain.corrections import in_effect
from domain.envelope import Recorded
from domain.kernel import ActorKind, Payload, Value
from domain.messages import Bilingual
from domain.vocabulary import term

if TYPE_CHECKING:
    from services.ledger.log import Log


class Moment(Value):
    """One event: `recorded` by the log's clock (UTC), `effective` the legal date, `data` in the schema of today.

    `position` is its place in the log, `version` that in the entity's own history. `data` is what was recorded;
    `correction` the position of the event that corrected it last, None where it stands as it was.
    """

    position: int
    version: int
    recorded: datetime
    effective: date
    type: str
    name: Bilingual
    org: str
    actor: str
    kind: ActorKind
    rulebook: str | None
    command: str
    correlation: str
    data: Payload
    correction: int | None = None


async def timeline(
    events: Log, category: str, entity: str, *, as_of: date | None = None, known_at: datetime | None = None
) -> list[Moment]:
    """Every event of the entity, in order; empty where there is no such entity.

    `as_of` leaves out what took legal effect later, `known_at` (aware) what the log took later. Raises `PoisonEvent`
    for an event that this version cannot read.
    """
    stored = await events.read(f"evt.{category}.{entity}")
    history = [Recorded.read(each.position, each.recorded, each.body) for each in stored]
    counts = [
        recorded
        for recorded in history
        if (as_of is None or recorded.effective <= as_of) and (known_at is None or recorded.recorded <= known_at)
    ]
    corrected = {each.id: each.correction for each in in_effect(counts)}
    return [moment(recorded, corrected.get(recorded.id)) for recorded in counts]


def moment(recorded: Recorded, correction: int | None = None) -> Moment:
    """One event as the timeline shows it."""
    word = term(recorded.type)
    return Moment(
        position=recorded.position,
        version=recorded.sequence,
        recorded=recorded.recorded,
        effective=recorded.effective,
        type=recorded.type,
        name=Bilingual(zh=word.zh, en=word.en),
        org=recorded.org,
        actor=recorded.actor,
        kind=recorded.actor_kind,
        rulebook=recorded.rulebook,
        command=recorded.command,
        correlation=recorded.correlation,
        data=recorded.event.model_dump(mode="json"),
        correction=correction,
    )
