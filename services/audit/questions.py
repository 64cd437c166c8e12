"""What an auditor may ask and what comes back, on `qry.<org>.audit-timeline` and `qry.<org>.audit-view`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, JsonValue

from domain.kernel import EntityId, Value
from domain.messages import CompositeId, Refusal
from services.audit.timeline import Moment

LIMIT = 1000
"""Rows in one answer."""


class TimelineQuestion(Value):
    """Every event of one entity; `as_of` a legal date, `known_at` an instant with its offset."""

    category: EntityId
    entity: CompositeId
    as_of: date | None = None
    known_at: AwareDatetime | None = None


class TimelineAnswer(Value):
    """The events, in order; none where there is no such entity. `position` is the log's last when it was read."""

    outcome: Literal["timeline"] = "timeline"
    moments: tuple[Moment, ...]
    position: int


class ViewQuestion(Value):
    """The rows of a view whose columns hold what `where` says; folded from the log where a clock is named.

    `after` is `next` of the page before.
    """

    view: EntityId
    where: dict[str, str] = Field(default_factory=dict)
    limit: Annotated[int, Field(ge=1, le=LIMIT)] = 100
    after: tuple[JsonValue, ...] | None = None
    as_of: date | None = None
    known_at: AwareDatetime | None = None


class ViewAnswer(Value):
    """Rows and how fresh they are: the last event in them (`position`) and the view's status."""

    outcome: Literal["view"] = "view"
    rows: tuple[dict[str, JsonValue], ...]
    next: tuple[JsonValue, ...] | None
    position: int
    status: str


QUESTIONS: dict[str, type[TimelineQuestion | ViewQuestion]] = {
    "audit-timeline": TimelineQuestion,
    "audit-view": ViewQuestion,
}
Reply = Annotated[TimelineAnswer | ViewAnswer | Refusal, Field(discriminator="outcome")]
