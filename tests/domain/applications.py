"""One application from its filing to the plaque, for whichever test needs a part of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.application import (
    Approve,
    Approved,
    CheckEligibility,
    Condition,
    Content,
    Deliberated,
    EligibilityConfirmed,
    File,
    Filed,
    Finding,
    Outcome,
    PanelAppointed,
    PanelMember,
    Reviewed,
    Shortlisted,
    Statement,
    application,
)
from domain.builtin_rulebook import ADMISSION
from domain.kernel import Event
from domain.scoring import IndicatorScore
from domain.values import Boundary, Document, Industry, Instrument, InstrumentKind, PlatformKind, PlatformLevel
from tests.domain.scenarios import COMMITTEE, EXPERTS, PLATFORM, SECTION, Given, given

DOCUMENT = Document(name="申报书.pdf", sha256="a" * 64, size=1024, media_type="application/pdf")
BOUNDARY = Boundary(east="东环路", south="南山", west="西永", north="北碚", area=Decimal("74.3"))
CONTENTS = tuple(Statement(content=content, summary="详见附件", documents=(DOCUMENT,)) for content in Content)
LETTER = Instrument(
    issuer="重庆市人民政府", kind=InstrumentKind.LETTER, number="渝府函〔2021〕1号", date=date(2021, 10, 20)
)

FILE = File(
    name_zh="重庆高新区联动创新区",
    name_en="Chongqing High-tech Linked Innovation Zone",
    kind=PlatformKind.HIGH_TECH,
    level=PlatformLevel.NATIONAL,
    sections=(SECTION,),
    industries=(Industry.AI,),
    boundary=BOUNDARY,
    contents=CONTENTS,
)
FILED = Filed(applicant=COMMITTEE, rulebook="illustrative-1", **dict(FILE))


def findings(*unmet: Condition) -> tuple[Finding, ...]:
    """All five findings, met but for the ones named."""
    return tuple(
        Finding(condition=condition, met=condition not in unmet, reason="已核实", evidence="申报书第3页")
        for condition in Condition
    )


def member(expert: str, *, has_interest: bool = False) -> PanelMember:
    """An expert with a declaration."""
    return PanelMember(expert=expert, has_interest=has_interest, declaration="与申报主体无利益关系")


def sheet(score: str = "8", **other: str) -> tuple[IndicatorScore, ...]:
    """A score for every indicator: `score`, but for the ones named (with `_` for `-`)."""
    return tuple(
        IndicatorScore(
            indicator=each.code, score=Decimal(other.get(each.code.replace("-", "_"), score)), reason="符合要求"
        )
        for each in ADMISSION.indicators
    )


def reviewed(expert: str, score: str = "8", **other: str) -> Reviewed:
    """An expert's review, with a total that is only right for even sheets."""
    return Reviewed(expert=expert, scores=sheet(score, **other), total=Decimal(score) * 10)


def minutes(outcome: Outcome) -> Deliberated:
    """The plenary's decision."""
    return Deliberated(outcome=outcome, meeting="领导小组第五次全体会议", minutes=DOCUMENT, reason="一致同意")


CONFIRMED = EligibilityConfirmed(findings=findings())
PANEL = PanelAppointed(members=tuple(member(expert) for expert in EXPERTS[:5]))
REVIEWS = tuple(reviewed(expert) for expert in EXPERTS[:3])
SHORTLISTED = Shortlisted(mean=Decimal("80.00"), spread=Decimal("0.00"), reviews=3, vetoes=(), reason="符合标准")
ENDORSED = minutes(Outcome.ENDORSED)
APPROVED = Approved(instrument=LETTER, reason="同意")
APPROVE = Approve(instrument=LETTER, reason="同意")
CHECK = CheckEligibility(findings=findings())

ENTITY = f"{PLATFORM}--1"
NOT_YET = given(application, entity=ENTITY)


def _after(*events: Event) -> Given:
    return given(application, *events, entity=ENTITY)


IN_CHECK = _after(FILED)
ELIGIBLE = _after(FILED, CONFIRMED)
IN_REVIEW = _after(FILED, CONFIRMED, PANEL)
WITH_REVIEWS = _after(FILED, CONFIRMED, PANEL, *REVIEWS)
ON_SHORTLIST = _after(FILED, CONFIRMED, PANEL, *REVIEWS, SHORTLISTED)
AFTER_PLENARY = _after(FILED, CONFIRMED, PANEL, *REVIEWS, SHORTLISTED, ENDORSED)
AFTER_APPROVAL = _after(FILED, CONFIRMED, PANEL, *REVIEWS, SHORTLISTED, ENDORSED, APPROVED)
