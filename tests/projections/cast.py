"""The people, places and papers that the specs of the views speak of; whatever does not matter is an example's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from domain.application import events as filings
from domain.delegation_values import Criterion, Finding
from domain.kernel import Event, Role
from domain.lead import Awarded, Claimed, Released, Ruled, Shared, TransferProposed, Transferred
from domain.lead_values import Audience, Investor, ReleaseReason, Visibility
from domain.organisation import Registered
from domain.power_item import ItemPublished, PowerKind
from domain.values import Boundary, Industry, Instrument, InstrumentKind
from domain.zone import Established
from tests.domain.examples import example
from tests.projections.story import Story

E = TypeVar("E", bound=Event)

APRIL_20, MAY_6, JULY_1, NOV_2, DEC_1 = (
    date(2021, 4, 20),
    date(2021, 5, 6),
    date(2021, 7, 1),
    date(2021, 11, 2),
    date(2021, 12, 1),
)
ZONE, OTHER_ZONE = "high-tech-zone", "economic-zone"
BODY, OTHER_BODY = "high-tech-committee", "economic-committee"
SECTION, AUDITOR, GOVERNMENT, HOLDER = (
    "liangjiang-section",
    "audit-bureau",
    "municipal-government",
    "commerce-commission",
)
CASE = f"{ZONE}--1"
BOUNDARY = Boundary(east="东", south="南", west="西", north="北", area=Decimal("74.3"))
INSTRUMENT = Instrument(issuer="市政府", kind=InstrumentKind.APPROVAL, number="渝府〔2021〕1号", date=NOV_2)


def made(kind: type[E], /, **fields: object) -> E:
    """An event of that kind: an example with these fields."""
    return kind.model_validate({**example(kind).model_dump(), **fields})


FILED = made(
    filings.Filed,
    applicant=BODY,
    name_zh="高新技术产业开发区",
    name_en="High-tech Zone",
    rulebook="illustrative-1",
    sections=(SECTION,),
    industries=(Industry.AI,),
    boundary=BOUNDARY,
)
ESTABLISHED = made(
    Established,
    application=CASE,
    name_zh="高新技术产业开发区",
    name_en="High-tech Zone",
    body=BODY,
    sections=(SECTION,),
    industries=(Industry.AI,),
    boundary=BOUNDARY,
)
OTHER_ESTABLISHED = made(
    Established, body=OTHER_BODY, application=f"{OTHER_ZONE}--1", industries=(Industry.FINANCE,), boundary=BOUNDARY
)
ITEM = "import-licence"
POWER = ItemPublished(
    code="A-01",
    name_zh="进口许可",
    name_en="Import licence",
    kind=PowerKind.LICENCE,
    legal_basis="对外贸易法",
    holder=HOLDER,
    delegable=True,
)
LEAD = "lead-1"
SHARED = made(
    Shared,
    reporter=SECTION,
    investor=Investor(name="甲公司"),
    project="智能网联项目",
    industry=Industry.AI,
    investment=600_000_000_00,
    visibility=Visibility(audience=Audience.ALL),
)
CLAIMED = made(Claimed, zone=ZONE)
AWARDED = Awarded(zone=ZONE, reason="匹配", since=DEC_1, protected_until=date(2022, 3, 1))
RELEASED = Released(zone=ZONE, reason=ReleaseReason.NO_FIT, note=None, since=date(2022, 1, 5))
PROPOSED = TransferProposed(giver=ZONE, receiver=OTHER_ZONE, source_percent=40, reason="不匹配")
TRANSFERRED = Transferred(
    giver=ZONE,
    receiver=OTHER_ZONE,
    source_percent=40,
    agreed=True,
    since=date(2022, 1, 5),
    protected_until=date(2022, 4, 5),
)
RULED = made(
    Ruled, zone=OTHER_ZONE, reporter=None, former=ZONE, since=date(2022, 1, 5), protected_until=date(2022, 4, 5)
)

ROLES = {
    "office": Role.OFFICE,
    GOVERNMENT: Role.GOVERNMENT,
    HOLDER: Role.DEPARTMENT,
    SECTION: Role.SECTION,
    BODY: Role.COMMITTEE,
    OTHER_BODY: Role.COMMITTEE,
    AUDITOR: Role.AUDITOR,
    "expert-1": Role.EXPERT,
}


def findings(*, met: bool) -> tuple[Finding, ...]:
    """Four findings, the last met or not."""
    return tuple(
        Finding(criterion=each, met=met or each is not Criterion.RECEIVABLE, reason="理由") for each in Criterion
    )


def everybody_is_registered(story: Story) -> None:
    """The register of organisations."""
    for org, role in ROLES.items():
        story.tell("organisation", org, made(Registered, role=role), on=APRIL_20)


def two_zones(story: Story) -> None:
    """Two zones, one in artificial intelligence and one in finance."""
    story.tell("zone", ZONE, ESTABLISHED)
    story.tell("zone", OTHER_ZONE, OTHER_ESTABLISHED)
