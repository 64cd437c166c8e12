"""Values that several aggregates speak of: documents, instruments, boundaries, rubrics, rulebooks, money, industries.

Money is in integer fen (1 yuan = 100 fen), land in mu (亩), area in km²; never a float where money is meant.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import mul
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from domain.kernel import EntityId, Name, Text, Value

WEIGHTS_TOTAL = 100
FEN_PER_WAN = 1_000_000
"""Fen in one 万元 (10,000 yuan)."""

Fen = Annotated[int, Field(ge=0, le=10**17)]
"""Money in fen."""
Mu = Annotated[Decimal, Field(ge=0, le=10**7, max_digits=12, decimal_places=2)]
"""Land in mu (亩)."""
Km2 = Annotated[Decimal, Field(gt=0, le=82_403, max_digits=12, decimal_places=4)]
"""Area in square kilometres; the municipality has 82,403."""
Days = Annotated[int, Field(ge=1, le=3650)]
"""A period in days, at most about ten years."""
Score = Annotated[Decimal, Field(ge=0, le=1000, max_digits=6, decimal_places=2)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""
Key = Annotated[str, StringConstraints(pattern=r"^[AU][A-Z2-7]{55}$")]
"""A public nkey of an account (A...) or of a user (U...)."""


class Industry(StrEnum):
    """The industries that the plan names. 三(五)"""

    EQUIPMENT = "high-end-equipment"
    AI = "artificial-intelligence"
    BIOMEDICINE = "biomedicine"
    AVIATION = "civil-aviation"
    SOFTWARE = "software-and-it"
    LOGISTICS = "modern-logistics"
    FINANCE = "finance"
    DIGITAL_TRADE = "digital-trade"
    CULTURE_TOURISM = "culture-and-tourism"


class PlatformKind(StrEnum):
    """What kind of open platform or economic functional area a zone is built on. 二(一)1"""

    HIGH_TECH = "high-tech-zone"
    DEVELOPMENT = "development-zone"
    LOGISTICS = "logistics-park"
    INDUSTRIAL = "industrial-park"
    BONDED = "bonded-zone"
    FUNCTIONAL = "functional-area"


class PlatformLevel(StrEnum):
    """At which level the platform was set up; a zone needs the municipal level or above. 二(一)1"""

    NATIONAL = "national"
    MUNICIPAL = "municipal"
    DISTRICT = "district"

    @property
    def qualifies(self) -> bool:
        """依托市级及以上开放平台建设. 二(一)1"""
        return self is not PlatformLevel.DISTRICT


class Platform(Value):
    """An open platform or economic function zone (开放平台) that an organisation answers for. 二(三)1"""

    id: EntityId
    name_zh: Name
    name_en: Name
    kind: PlatformKind
    level: PlatformLevel


LARGEST_DOCUMENT = 200 * 1024 * 1024
"""Bytes."""


class Document(Value):
    """An attached document by its digest; the bytes live in an object store. 系统约定 4"""

    name: Name
    sha256: Digest
    size: Annotated[int, Field(ge=1, le=LARGEST_DOCUMENT)]
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=120)]


class InstrumentKind(StrEnum):
    """By what paper a decision is given: a written approval, a letter, minutes, an announcement, a notice."""

    APPROVAL = "approval"
    LETTER = "letter"
    MINUTES = "minutes"
    ANNOUNCEMENT = "announcement"
    NOTICE = "notice"


class Instrument(Value):
    """The paper that carries a decision: who issued it, of what kind, its number (文号) and date."""

    issuer: Name
    kind: InstrumentKind
    number: Name
    date: date
    document: Document | None = None


Position = tuple[
    Annotated[float, Field(ge=-180, le=180)],
    Annotated[float, Field(ge=-90, le=90)],
]
Ring = Annotated[tuple[Position, ...], Field(min_length=4, max_length=5000)]


class Polygon(Value):
    """A GeoJSON polygon in WGS84: rings of [longitude, latitude], the first the outer one, each closed."""

    type: Literal["Polygon"]
    coordinates: Annotated[tuple[Ring, ...], Field(min_length=1, max_length=20)]


class Boundary(Value):
    """四至范围: the four sides in words and, where there is one, the polygon; the declared area in km². 二(一)2"""

    east: Text
    south: Text
    west: Text
    north: Text
    area: Km2
    polygon: Polygon | None = None


AREA_TOLERANCE = Decimal("0.05")
"""The share of the declared area by which the polygon's may differ without remark (illustrative, 系统约定 5)."""
AREA_FACTOR = 2
"""A polygon more than so many times larger or smaller than the declared area is not the zone's (illustrative)."""
SLIVER = Decimal("0.01")
"""km², one hectare: where two boundaries overlap by less, they touch (illustrative). Borders are drawn by hand."""


class Indicator(Value):
    """One line of a rubric; a score under half of the maximum on a hard indicator is a veto."""

    code: EntityId
    name_zh: Name
    name_en: Name
    weight: Annotated[int, Field(ge=1, le=WEIGHTS_TOTAL)]
    maximum: Annotated[int, Field(ge=1, le=1000)]
    guidance_zh: Text
    guidance_en: Text
    hard: bool = False


class Rubric(Value):
    """评审指标体系: indicators whose weights sum to 100 and whose codes differ. 四(三)"""

    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def weights_sum_to_100(self) -> Rubric:
        """Weights sum to 100 and no code stands twice. 系统约定 5"""
        codes = {indicator.code for indicator in self.indicators}
        total = sum(indicator.weight for indicator in self.indicators)
        if total != WEIGHTS_TOTAL or len(codes) != len(self.indicators):
            message = "weights must sum to 100 and codes must differ"
            raise ValueError(message)
        return self


class Parameters(Value):
    """The numbers a rulebook sets; every default is illustrative (系统约定 5).

    Days are working days, but for rectification and protection, which are calendar days; so many days before they run
    out, periods of the two kinds are warned about (`warning_days`, `long_warning_days`). `annual_target`: new zones a
    year, about five by the plan; it informs and never limits (一(二)).
    """

    experts_per_panel: Annotated[int, Field(ge=1, le=50)] = 5
    minimum_reviews: Annotated[int, Field(ge=1, le=50)] = 3
    pass_mark: Score = Decimal(75)
    correction_days: Days = 10
    eligibility_days: Days = 10
    review_days: Days = 20
    plenary_days: Days = 30
    rectification_days: Days = 180
    appeal_days: Days = 10
    lead_response_days: Days = 1
    lead_assessment_days: Days = 3
    major_lead_assessment_days: Days = 7
    lead_feedback_days: Days = 5
    lead_progress_days: Days = 10
    protection_days: Days = 90
    warning_days: Days = 2
    long_warning_days: Days = 30
    major_lead_from: Fen = 500_000_000 * 100
    source_share_percent: Annotated[int, Field(ge=0, le=100)] = 30
    annual_target: Annotated[int, Field(ge=0, le=100)] = 5
    excellent_from: Score = Decimal(90)
    good_from: Score = Decimal(80)
    pass_from: Score = Decimal(60)


class Rulebook(Value):
    """One version of the 评审工作实施细则. A case keeps the version that it was filed under. 四(三)"""

    version: EntityId
    effective: date
    parameters: Parameters
    admission: Rubric
    evaluation: Rubric
    source: Document | None = None
    illustrative: bool = False


CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**i % 31 for i in range(17))
_DIGITS = {character: value for value, character in enumerate(CREDIT_CODE_ALPHABET)}
_CREDIT_CODE_LENGTH = 18


def credit_code_is_valid(code: str) -> bool:
    """统一社会信用代码: 18 characters whose last is the check digit of GB 32100-2015."""
    if len(code) != _CREDIT_CODE_LENGTH or not _DIGITS.keys() >= set(code):
        return False
    *values, check = map(_DIGITS.__getitem__, code)
    total = sum(map(mul, values, _WEIGHTS))
    return bool(check == -total % len(_DIGITS))
