"""One experience of the seventh national batch, one of Chongqing's own, and their replication in the zone."""

from __future__ import annotations

from datetime import date

from domain.experience import Catalogued
from domain.experience_values import Entry, Level, ReformDomain
from domain.facts import ExperienceFact
from domain.kernel import Event
from domain.replication import Implemented, Planned, replication
from tests.domain.scenarios import COMMERCE, Facts, Given, fact, given
from tests.domain.zones import MINUTES, NOV_2, NOV_3, ZONE, instrument, zone

EXPERIENCE = "bonded-repair"
PAIR = f"{EXPERIENCE}--{ZONE}"
SPRING = date(2022, 3, 31)

ENTRY = Entry(
    level=Level.NATIONAL_BATCH,
    batch=7,
    domain=ReformDomain.TRADE,
    title_zh="保税维修监管模式",
    title_en="Supervision of bonded repair",
    summary="按维修账册管理",
    source=instrument(),
    lead_department=COMMERCE,
)
CATALOGUED = Catalogued(trial=None, **dict(ENTRY))
PLANNED = Planned(actions="建立维修账册", due=SPRING)
IMPLEMENTED = Implemented(summary="账册已启用", evidence=(MINUTES,), since=NOV_3)


def experience_of(entity: str = EXPERIENCE, *, lead: str = COMMERCE, superseded: bool = False) -> Facts:
    """The experience as a context holds it."""
    return fact(entity, ExperienceFact(lead_department=lead, superseded=superseded))


def a_replication(*events: Event, facts: Facts | None = None) -> Given:
    """The replication of the experience in the zone, begun on 2 November 2021."""
    world = {**zone(), **experience_of(), **(facts or {})}
    return given(replication, *events, entity=PAIR, opened=NOV_2, facts=world)
