"""Organisations (机构): the register by name, so that every page can say who acts. 系统约定 1"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Integer, String

from domain.envelope import Recorded
from domain.organisation import (
    Dissolved,
    OfficialAppointed,
    OfficialDismissed,
    PlatformAssigned,
    Registered,
)
from projections.kernel import Changes, Delete, Patch, Projection, Put, entity, on, table, word

ORGANISATIONS = table(
    "organisations",
    Column("org", entity(), primary_key=True),
    Column("name_zh", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("role", word(), nullable=False),
    Column("parent", entity()),
    Column("registered", Date, nullable=False),
    Column("dissolved", Date),
    Column("successor", entity()),
)
"""One row an organisation, dissolved ones included."""

OFFICIALS = table(
    "organisations_officials",
    Column("org", entity(), primary_key=True),
    Column("official", String(200), primary_key=True),
    Column("post", String(200)),
    Column("since", Date, nullable=False),
)
"""The officials in office (经办人)."""

PLATFORMS = table(
    "organisations_platforms",
    Column("org", entity(), primary_key=True),
    Column("platform", entity(), primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("name", JSON, nullable=False),
    Column("kind", word(), nullable=False),
    Column("level", word(), nullable=False),
)
"""The open platforms that an organisation answers for. 二(三)1"""


def registered(event: Registered, recorded: Recorded) -> Changes:
    """The organisation enters the register with the platforms it answers for."""
    values = {
        "name_zh": event.name_zh,
        "name_en": event.name_en,
        "role": event.role.value,
        "parent": event.parent,
        "registered": recorded.effective,
    }
    yield Put(ORGANISATIONS, {"org": recorded.entity}, values)
    for each in event.platforms:
        yield from platform_assigned(PlatformAssigned(platform=each), recorded)


def platform_assigned(event: PlatformAssigned, recorded: Recorded) -> Changes:
    """The organisation answers for a further platform."""
    platform = event.platform
    values = {
        "sequence": recorded.sequence,
        "name": {"zh": platform.name_zh, "en": platform.name_en},
        "kind": platform.kind.value,
        "level": platform.level.value,
    }
    yield Put(PLATFORMS, {"org": recorded.entity, "platform": platform.id}, values)


def official_appointed(event: OfficialAppointed, recorded: Recorded) -> Changes:
    """经办人任命."""
    values = {"post": event.post, "since": recorded.effective}
    yield Put(OFFICIALS, {"org": recorded.entity, "official": event.official}, values)


def official_dismissed(event: OfficialDismissed, recorded: Recorded) -> Changes:
    """经办人免职."""
    yield Delete(OFFICIALS, {"org": recorded.entity, "official": event.official})


def dissolved(event: Dissolved, recorded: Recorded) -> Changes:
    """The row stays; nobody is in office any more."""
    values = {"dissolved": recorded.effective, "successor": event.successor}
    yield Patch(ORGANISATIONS, {"org": recorded.entity}, values)
    yield Delete(OFFICIALS, {"org": recorded.entity})


organisations = Projection(
    "organisations",
    version=2,
    tables=(ORGANISATIONS, OFFICIALS, PLATFORMS),
    handlers=(
        on(Registered, registered),
        on(PlatformAssigned, platform_assigned),
        on(OfficialAppointed, official_appointed),
        on(OfficialDismissed, official_dismissed),
        on(Dissolved, dissolved),
    ),
    public=True,
)
