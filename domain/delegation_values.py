"""What is said when a power is handed down: the criteria, the request, the terms, a period of exercise. 三(一)"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.kernel import Text, Value
from domain.values import Document, Instrument

Count = Annotated[int, Field(ge=0, le=10**9)]


class Criterion(StrEnum):
    """依法, 按需, 放得下, 接得住."""

    LAWFUL = "lawful"
    NEEDED = "needed"
    RELEASABLE = "can-be-let-go"
    RECEIVABLE = "can-be-taken-up"


class Finding(Value):
    """What the holder found on one criterion, and why."""

    judged: ClassVar[tuple[str, ...]] = (
        "criterion",
        "met",
    )
    criterion: Criterion
    met: bool
    reason: Text


Findings = Annotated[tuple[Finding, ...], Field(max_length=20)]


class Mode(StrEnum):
    """授权 or 委托."""

    AUTHORISED = "authorised"
    ENTRUSTED = "entrusted"


class Application(Value):
    """Why the zone needs the power, and with what staff, premises and systems it would exercise it."""

    need: Text
    staff: Text
    premises: Text
    systems: Text
    documents: Annotated[tuple[Document, ...], Field(max_length=50)] = ()


class Terms(Value):
    """How a power is handed down: mode, the instrument that says so, and the conditions."""

    mode: Mode
    instrument: Instrument
    conditions: Annotated[tuple[Text, ...], Field(max_length=50)] = ()


class Period(Value):
    """运行情况 from `start` to `end` (both included): cases, complaints, decisions reversed on review."""

    start: date
    end: date
    cases: Count
    complaints: Count
    reversed_decisions: Count
    note: Text | None = None
