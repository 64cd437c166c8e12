"""Who takes part in a simulation, and what they see of it when they think of their next step. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from domain import rulebook
from domain.gate import OFFICE_ORG
from domain.kernel import Command, Role
from domain.organisation import Register
from domain.values import (
    Document,
    Industry,
    Instrument,
    InstrumentKind,
    Platform,
    PlatformKind,
    PlatformLevel,
    Rulebook,
)
from domain.zone import Status
from services.scenario.invention import MARK
from services.scenario.papers import paper

if TYPE_CHECKING:
    from services.simulation.world import World

T = TypeVar("T")

OFFICE, GOVERNMENT = OFFICE_ORG, "municipal-government"
DEPARTMENTS = tuple(f"department-{number}" for number in range(1, 8))
SECTIONS = tuple(f"section-{number}" for number in range(1, 4))
EXPERTS = tuple(f"expert-{number:02d}" for number in range(1, 13))
OFFICIAL = f"{MARK}经办人"
PAPERS = tuple(paper(f"{MARK}材料{number}.pdf") for number in range(12))
"""What is handed in at the beginning; whoever attaches something attaches one of these."""
WEST, SOUTH, STEP = 105.6, 28.8, 0.3
"""Where the platforms lie: a grid within the municipality, in degrees."""
ACROSS = 6
RECENT = 40
"""Business is mostly with what began lately."""


class Ask(NamedTuple):
    """What somebody would like to have done; `late`: so many days after the legal date."""

    org: str
    entity: str
    command: Command
    late: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """A platform that may become a zone: who applies for it, where it lies, what it works at."""

    platform: Platform
    applicant: str
    role: Role
    place: tuple[float, float]
    industries: tuple[Industry, ...]
    section: str


def sites(count: int) -> tuple[Site, ...]:
    """The first so many platforms; always the same."""
    return tuple(_site(number) for number in range(count))


def _site(number: int) -> Site:
    id, industries = f"zone-{number + 1:02d}", list(Industry)
    platform = Platform(
        id=id,
        name_zh=f"{MARK}开发区{number + 1}",
        name_en=f"Invented zone {number + 1}",
        kind=list(PlatformKind)[number % len(PlatformKind)],
        level=PlatformLevel.MUNICIPAL if number % 3 else PlatformLevel.NATIONAL,
    )
    role = Role.DISTRICT if number % 2 else Role.COMMITTEE
    place = (WEST + STEP * (number % ACROSS), SOUTH + STEP * (number // ACROSS % ACROSS))
    own = (industries[number % len(industries)], industries[(number * 2 + 1) % len(industries)])
    return Site(platform, f"body-{number + 1:02d}", role, place, tuple(dict.fromkeys(own)), SECTIONS[number % 3])


def registrations(count: int) -> list[tuple[str, Register]]:
    """Everybody with the command that enters him in the register, the office first."""
    rows = [(OFFICE, Role.OFFICE), ("leading-group", Role.LEADING_GROUP), (GOVERNMENT, Role.GOVERNMENT)]
    rows += [("auditor", Role.AUDITOR), *((each, Role.DEPARTMENT) for each in DEPARTMENTS)]
    rows += [*((each, Role.SECTION) for each in SECTIONS), *((each, Role.EXPERT) for each in EXPERTS)]
    found = [(org, _register(org, role)) for org, role in rows]
    return [*found, *((each.applicant, _register(each.applicant, each.role, each.platform)) for each in sites(count))]


def _register(org: str, role: Role, *platforms: Platform) -> Register:
    return Register(
        name_zh=f"{MARK}{org}", name_en=f"{org} (invented)", role=role, platforms=platforms, officials=(OFFICIAL,)
    )


class Town:
    """The world on one day, as actors see it, and their chance."""

    def __init__(self, world: World, chance: Random, sites: Sequence[Site], opened: date) -> None:
        """`sites` are the platforms that may become zones, `opened` is the first day of all."""
        self.world, self.chance, self.sites, self.opened = world, chance, sites, opened
        self.today = world.today

    @cached_property
    def zones(self) -> list[str]:
        """The zones that have not left."""
        standing = (each for each in self.world.ids["zone"])
        return [each for each in standing if self.state("zone", each).status is not Status.WITHDRAWN]

    def state(self, category: str, entity: str) -> Any:  # noqa: ANN401 - whichever aggregate's
        """The state of an entity."""
        return self.world.state(category, entity)

    def body(self, zone: str) -> str:
        """Who runs the zone."""
        return str(self.state("zone", zone).body)

    def book(self, version: str) -> Rulebook:
        """A version of the rulebook."""
        return rulebook.rulebooks(self.state("rulebook", rulebook.STREAM))[version]

    def some(self, category: str) -> str | None:
        """One of the entities of a category, mostly one that began lately; None where there is none."""
        ids = self.world.ids[category]
        if not ids:
            return None
        return self.chance.choice(ids[-RECENT:] if self.chance.random() < 4 / 5 else ids)

    def new(self, category: str) -> str:
        """An id that nothing has yet."""
        return f"{category}-{len(self.world.ids[category]) + 1}"

    def zone(self, *, but: str | None = None) -> str | None:
        """A zone that has not left, another than `but`; None where there is none."""
        return self.one([each for each in self.zones if each != but])

    def member(self) -> str:
        """Somebody of the mechanism: a department, a section, or a zone's body."""
        zone = self.zone()
        bodies = (self.body(zone),) * 3 if zone else ()
        members: tuple[str, ...] = (*DEPARTMENTS[:3], *SECTIONS, *bodies)
        return self.pick(members)

    def pick(self, options: Sequence[T]) -> T:
        """One of several."""
        return self.chance.choice(options)

    def one(self, options: Sequence[T]) -> T | None:
        """One of several, None of none."""
        return self.chance.choice(options) if options else None

    def maybe(self, share: float) -> bool:
        """Whether something happens that happens to this share."""
        return self.chance.random() < share

    def ahead(self, least: int, most: int) -> date:
        """A day to come."""
        return self.today + timedelta(days=self.chance.randint(least, most))

    def after(self, day: date, days: int) -> date:
        """The day so many days after another, today at the latest."""
        return min(self.today, day + timedelta(days=days))

    def days(self, least: int, most: int) -> int:
        """So many days."""
        return self.chance.randint(least, most)

    def paper(self) -> Document:
        """A document in the store."""
        return self.chance.choice(PAPERS)

    def papers(self) -> tuple[Document, ...]:
        """One document or two."""
        return tuple(self.chance.sample(PAPERS, self.chance.choice((1, 1, 2))))

    def instrument(self, issuer: str) -> Instrument:
        """A paper of today or of some days ago."""
        on = max(self.opened, self.today - timedelta(days=self.chance.choice((0, 0, 0, 3))))
        number = f"{MARK}〔{on.year}〕{self.chance.randint(1, 99)}号"
        return Instrument(issuer=issuer, kind=self.pick(list(InstrumentKind)), number=number, date=on)
