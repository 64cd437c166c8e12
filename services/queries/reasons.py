"""What may be asked on `why.<org>.<view>`, and what comes back: the events that made a row, or a field, what it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue
from pydantic_core import from_json, to_json

from domain.corrections import of
from domain.kernel import ActorKind, Value
from domain.messages import Bilingual, Refusal
from domain.vocabulary import term

if TYPE_CHECKING:
    from domain.envelope import Recorded
    from services.projector.why import Reason, Reasons, Subject

MOST_PARTS = 8
"""Columns of the longest key, and some more."""


class WhyQuestion(Value):
    """The `row` by its key, columns and values; `field` one of its columns, none for all; by either clock."""

    row: Annotated[dict[str, JsonValue], Field(max_length=MOST_PARTS)]
    field: Annotated[str, Field(max_length=64)] | None = None
    table: Annotated[str, Field(max_length=64)] | None = None
    as_of: date | None = None
    known_at: AwareDatetime | None = None


class Change(Value):
    """A column before and after; null where there was nothing in it, or no row."""

    column: str
    before: JsonValue
    after: JsonValue


class Corrected(Value):
    """The correction that an event is read through: who put right what was recorded, when, and why."""

    position: int
    event: str
    recorded: datetime
    org: str
    actor: str
    reason: str


class Step(Value):
    """An event that changed the row: `recorded` by the log's clock (UTC), `effective` the legal date."""

    position: int
    event: str
    type: str
    name: Bilingual
    entity: str
    recorded: datetime
    effective: date
    org: str
    actor: str
    kind: ActorKind
    command: str
    correction: Corrected | None
    changes: tuple[Change, ...]
    gone: bool


class WhyAnswer(Value):
    """The steps in order, and the row as it stands (null: it is gone). `position`: the last event looked at."""

    outcome: Literal["why"] = "why"
    view: str
    table: str
    row: dict[str, JsonValue] | None
    steps: tuple[Step, ...]
    position: int


Reply = Annotated[WhyAnswer | Refusal, Field(discriminator="outcome")]


def why_answer(subject: Subject, found: Reasons) -> WhyAnswer:
    """The reasons as they are sent."""
    return WhyAnswer(
        view=subject.projection.name,
        table=subject.table,
        row=None if found.row is None else from_json(to_json(found.row)),
        steps=tuple(map(_step, found.reasons)),
        position=found.position,
    )


def _step(reason: Reason) -> Step:
    recorded = reason.recorded
    name = term(recorded.type)
    return Step(
        position=recorded.position,
        event=recorded.id,
        type=recorded.type,
        name=Bilingual(zh=name.zh, en=name.en),
        entity=recorded.entity,
        recorded=recorded.recorded,
        effective=recorded.effective,
        org=recorded.org,
        actor=recorded.actor,
        kind=recorded.actor_kind,
        command=recorded.command,
        correction=None if reason.correction is None else _corrected(reason.correction),
        changes=tuple(
            Change(column=each.column, before=_json(each.before), after=_json(each.after))
            for each in reason.differences
        ),
        gone=reason.gone,
    )


def _corrected(correction: Recorded) -> Corrected:
    return Corrected(
        position=correction.position,
        event=correction.id,
        recorded=correction.recorded,
        org=correction.org,
        actor=correction.actor,
        reason=of(correction).reason,
    )


def _json(value: object) -> JsonValue:
    found: JsonValue = from_json(to_json(value))
    return found
