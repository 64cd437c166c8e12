"""What crosses the command door: the command message, and its two answers, receipt and refusal."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.kernel import ActorKind, EntityId, Name, Payload, Value

LIMIT = 1024 * 1024
"""Bytes in the body of a command."""

CompositeId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-{1,2}[a-z0-9]+)*$", max_length=140)]


class CommandMessage(Value):
    """The body of a message on `cmd.<org>.<category>.<command>`.

    `id` is made by the client and identifies the command for ever; `effective` is the legal date (default: today in
    Shanghai); `expected` the version of the entity that the sender saw; `data` the fields of the command.
    """

    id: UUID
    entity: CompositeId
    official: Name
    kind: ActorKind = ActorKind.PERSON
    effective: date | None = None
    expected: Annotated[int, Field(ge=0)] | None = None
    correlation: UUID | None = None
    data: Payload


class Receipt(Value):
    """The command was accepted, its events stand in the log: `position` is the last one's, `version` the entity's."""

    outcome: Literal["accepted"] = "accepted"
    command: UUID
    correlation: UUID
    category: EntityId
    entity: CompositeId
    events: tuple[UUID, ...]
    types: tuple[str, ...]
    version: int
    position: int
    rulebook: str | None
    repeated: bool = False


class Bilingual(Value):
    """A text in both languages, Simplified Chinese first."""

    zh: str
    en: str


class Refusal(Value):
    """The command was refused and nothing was stored: which rule, its clause, where, and what to do.

    `retry`: the same command may be sent again as it is (the store is full, the server is away).
    """

    outcome: Literal["refused"] = "refused"
    command: UUID | None = None
    correlation: UUID | None = None
    rule: str
    clause: str
    field: str | None = None
    message: Bilingual
    advice: Bilingual
    retry: bool = False


Answer = Annotated[Receipt | Refusal, Field(discriminator="outcome")]
