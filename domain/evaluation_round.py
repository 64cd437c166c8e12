"""Evaluation round (综合评估年度): a year's evaluation under one rulebook, by named evaluators. 四(四)"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import Command, EntityId, Event, OrgId, Role, Text

Evaluators = Annotated[tuple[OrgId, ...], Field(min_length=1, max_length=50)]


class RoundOpened(Event, name="evaluation-round.opened"):
    """启动评估: the year, the evaluators, and the rulebook that every evaluation of the round keeps."""

    year: int
    rulebook: EntityId
    evaluators: Evaluators
    note: Text | None


class RoundClosed(Event, name="evaluation-round.closed"):
    """评估收官: nothing more is scored or graded in this round."""

    note: Text | None


RoundEvent = RoundOpened | RoundClosed

OFFICE_ONLY = frozenset({Role.OFFICE})


class Open(Command, name="evaluation-round.open", by=OFFICE_ONLY, clause="四(四)", opens=True):
    """Open the round of the year that is its id, under the rulebook in force."""

    evaluators: Evaluators
    note: Text | None = None


class Close(Command, name="evaluation-round.close", by=OFFICE_ONLY, clause="四(四)"):
    """Close the round."""

    note: Text | None = None


RoundCommand = Open | Close


class Stage(StrEnum):
    """进行中 -> 已收官."""

    NEW = "new"
    OPEN = "round-open"
    CLOSED = "round-closed"
