"""What is said of a zone: what it begins with, reports with their documents, how a rectification stands. 三, 四(四)"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.kernel import EntityId, Name, OrgId, Ref, Text, Value
from domain.values import Boundary, Document, Industry, Instrument, PlatformKind, PlatformLevel

COMPOSITE = StringConstraints(pattern=r"^[a-z0-9]+(-{1,2}[a-z0-9]+)*$", max_length=140)
ApplicationId = Annotated[str, COMPOSITE, Ref("application")]
EvaluationId = Annotated[str, COMPOSITE, Ref("evaluation")]


class Foundation(Value):
    """What a zone begins with: its platform (of the same id), who runs it, where it lies and what it works at."""

    application: ApplicationId
    name_zh: Name
    name_en: Name
    body: OrgId
    kind: PlatformKind
    level: PlatformLevel
    district: Name | None = None
    sections: Annotated[tuple[EntityId, ...], Field(max_length=20)] = ()
    industries: Annotated[tuple[Industry, ...], Field(min_length=1, max_length=len(Industry))]
    boundary: Boundary


class Report(Value):
    """A text with the documents that carry it."""

    summary: Text
    documents: Annotated[tuple[Document, ...], Field(min_length=1, max_length=50)]


class Adjustment(Value):
    """By what paper something of a zone is adjusted, and why."""

    instrument: Instrument
    reason: Text


class Rectification(StrEnum):
    """How the latest rectification stands."""

    NONE = "no-rectification"
    ORDERED = "rectification-ordered"
    REPORTED = "rectification-reported"
    ACCEPTED = "rectification-accepted"
    FAILED = "rectification-failed"
    LIFTED = "rectification-lifted"
