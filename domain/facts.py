"""What one aggregate may know of another: small frozen facts, so that aggregates never import each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.kernel import Role
    from domain.lead_likeness import Fingerprint
    from domain.values import PlatformKind, PlatformLevel


@dataclass(frozen=True, slots=True)
class Fact:
    """What an entity says of itself to others; `category` is the aggregate it comes from."""

    category: ClassVar[str]


@dataclass(frozen=True, slots=True)
class OrganisationFact(Fact):
    """A registered organisation: its role, the open platforms it answers for, its officials in office.

    `qualified`: those of its platforms of municipal level or above (二(一)1); `parent`: the organisation above it;
    `registered`: the kind and level under which each of its platforms stands in the register.
    """

    category: ClassVar[str] = "organisation"
    role: Role
    name_zh: str
    name_en: str
    platforms: frozenset[str]
    officials: frozenset[str]
    dissolved: bool
    qualified: frozenset[str] = frozenset()
    parent: str | None = None
    registered: Mapping[str, tuple[PlatformKind, PlatformLevel]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApplicationFact(Fact):
    """An application: whether it has ended (a new one may be filed), has its plaque, and by whom it was filed.

    `foundation`: what its zone begins with, by the names of the fields of `zone_values.Foundation`.
    """

    category: ClassVar[str] = "application"
    applicant: str
    ended: bool
    plaque: bool
    foundation: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZoneFact(Fact):
    """A zone: the organisation that runs it, whether it may take new business, and how its evaluations went.

    `operating`: its construction plan is filed and nothing is being put right; `failed_evaluations`: the ids of those
    graded 不合格; `failed_rectification`: the latest rectification was not good enough, or came too late. 四(四)
    """

    category: ClassVar[str] = "zone"
    body: str
    industries: frozenset[str]
    withdrawn: bool
    operating: bool = False
    rectifying: bool = False
    failed_rectification: bool = False
    failed_evaluations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PowerItemFact(Fact):
    """A power item: who holds it, whether the law lets it be delegated, whether it is retired."""

    category: ClassVar[str] = "power-item"
    holder: str
    delegable: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class RoundFact(Fact):
    """An evaluation round of a year: whether it is open, under which rulebook, and who evaluates."""

    category: ClassVar[str] = "evaluation-round"
    open: bool
    rulebook: str
    evaluators: frozenset[str]


@dataclass(frozen=True, slots=True)
class EvaluationFact(Fact):
    """One zone's evaluation in a year: its grade once graded, whether that is 不合格, whether the exit was approved."""

    category: ClassVar[str] = "evaluation"
    grade: str | None
    failed: bool
    exit_approved: bool


@dataclass(frozen=True, slots=True)
class LeadFact(Fact):
    """A lead: its investor without saying who it is; the earlier leads that it was flagged as a duplicate of; its zone.

    `holder`: the zone that holds it, None while it is the exchange's; `claimants`: the zones that claim it.
    """

    category: ClassVar[str] = "lead"
    investor: Fingerprint
    flagged: frozenset[str]
    holder: str | None = None
    reporter: str | None = None
    claimants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExperienceFact(Fact):
    """An experience of the catalogue: which department leads its replication, whether it is superseded."""

    category: ClassVar[str] = "experience"
    lead_department: str
    superseded: bool


@dataclass(frozen=True, slots=True)
class TrialFact(Fact):
    """A trial: whether its innovation was recognised. 三(三)"""

    category: ClassVar[str] = "trial"
    recognised: bool


@dataclass(frozen=True, slots=True)
class PolicyMeasureFact(Fact):
    """A policy measure: who answers for it, whether it may be extended to a zone, whether and when it runs out."""

    category: ClassVar[str] = "policy-measure"
    department: str
    extensible: bool
    ended: bool
    valid_until: date | None
