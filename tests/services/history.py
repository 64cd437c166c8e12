"""What happened before a test begins: events sealed straight into the log, and the people and places of the tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from nats.aio.client import Client

from domain import lead, organisation, rulebook, zone
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.envelope import Circumstances, seal
from domain.gate import today_in_shanghai
from domain.kernel import Actor, ActorKind, Event, Payload, Role
from domain.lead_values import Audience, Investor, Visibility
from domain.values import Boundary, Document, Industry, PlatformKind, PlatformLevel
from services.commands.client import CommandClient
from services.ledger.log import Entry, Log

OFFICIAL = "王芳"
"""Acts for every organisation."""
PLAN_DAY = date(2021, 4, 13)
OFFICE, SECTION, AUDITOR = "office", "liangjiang-section", "audit-bureau"
ZONES = {"high-tech-zone": "high-tech-committee", "economic-zone": "economic-committee"}
"""Zones that operate, and the committee that runs each."""
LEAD: Payload = {
    "investor": {"name": "保密企业有限公司"},
    "project": "保密企业智能装备项目",
    "summary": "建设智能装备生产基地",
    "industry": "high-end-equipment",
    "investment": 50_000_000_000,
    "visibility": {"audience": "all-zones"},
}
MATCH: Payload = {"industry": "有配套", "land": "有净地", "energy": "可保障"}


async def happened(log: Log, category: str, entity: str, *events: Event, on: date = PLAN_DAY) -> int:
    """Let events have happened to a new entity; the position of the last one."""
    subject = f"evt.{category}.{entity}"
    around = Circumstances(uuid4(), uuid4(), Actor(OFFICE, "test", ActorKind.ROBOT), datetime.now(UTC), on, None)
    bodies = [seal(event, category, entity, number, number, around) for number, event in enumerate(events, start=1)]
    return await log.append([Entry(subject, body) for body in bodies], {subject: 0})


async def registered(log: Log, org: str, role: Role) -> None:
    """The organisation stands in the register, with its official."""
    events = (
        organisation.Registered(name_zh=org, name_en=org, role=role, parent=None, platforms=()),
        organisation.OfficialAppointed(official=OFFICIAL, post=None),
    )
    await happened(log, "organisation", org, *events)


def established(body: str, *industries: Industry) -> zone.Established:
    """A zone begins."""
    boundary = Boundary(east="东", south="南", west="西", north="北", area=Decimal(20))
    return zone.Established(
        application="some-zone--1",
        name_zh="某联动创新区",
        name_en="some zone",
        body=body,
        kind=PlatformKind.HIGH_TECH,
        level=PlatformLevel.NATIONAL,
        industries=industries or (Industry.EQUIPMENT,),
        boundary=boundary,
    )


async def world(log: Log) -> None:
    """The office, a section, an auditor, the rules, and two zones that operate."""
    await registered(log, OFFICE, Role.OFFICE)
    await registered(log, SECTION, Role.SECTION)
    await registered(log, AUDITOR, Role.AUDITOR)
    await happened(log, "rulebook", rulebook.STREAM, rulebook.RulebookPublished(rulebook=ILLUSTRATIVE))
    for each, body in ZONES.items():
        await registered(log, body, Role.COMMITTEE)
        await happened(log, "zone", each, established(body), planned())


def planned() -> zone.ConstructionPlanFiled:
    """A zone's plan is filed: it operates."""
    document = Document(name="方案.pdf", sha256="0" * 64, size=1, media_type="application/pdf")
    return zone.ConstructionPlanFiled(summary="建设方案", documents=(document,))


def shared(visibility: Visibility | None = None, industry: Industry = Industry.EQUIPMENT) -> lead.Shared:
    """A lead was shared by the section."""
    return lead.Shared(
        reporter=SECTION,
        investor=Investor(name="保密企业有限公司"),
        project="保密企业智能装备项目",
        summary="建设智能装备生产基地",
        industry=industry,
        investment=50_000_000_000,
        visibility=visibility or Visibility(audience=Audience.ALL),
    )


def new_id() -> UUID:
    """The id of a new command."""
    return uuid4()


def today() -> date:
    """The date in Shanghai."""
    return today_in_shanghai(datetime.now(UTC))


async def answering(nc: Client) -> None:
    """Wait until a command service answers."""
    client = CommandClient(nc, patience=30, timeout=1)
    await client.send_body(SECTION, "lead", "share", b"?", new_id())
