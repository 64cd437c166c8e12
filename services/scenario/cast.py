"""Who takes part: the real organisations by their public names; officials and some members are invented (演示)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.kernel import Role
from domain.values import Instrument, InstrumentKind, Platform, PlatformKind
from services.scenario.facts import ZoneFacts, facts
from services.scenario.invention import MARK, document, number
from services.scenario.places import (
    DEPARTMENTS,
    DISTRICTS,
    EXPERT_NUMERALS,
    EXPERTS,
    INVENTED_DISTRICT,
    INVENTED_PARK,
    INVENTED_ZONE,
    KINDS,
    SECTIONS,
    SETTINGS,
    WITH_COMMITTEE,
    Setting,
)
from services.scenario.steps import Sender

OFFICE = "office"
GOVERNMENT = "municipal-government"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the register."""

    id: str
    zh: str
    en: str
    role: Role
    official: str
    parent: str | None = None
    platforms: tuple[Platform, ...] = ()

    @property
    def deputy(self) -> str:
        """Its second official."""
        return f"{self.official}（副）"

    @property
    def sender(self) -> Sender:
        """Its official, sending for it."""
        return Sender(self.id, self.official)


@dataclass(frozen=True, slots=True)
class Site:
    """A zone-to-be: the public facts, what the scenario adds, and who applies for it."""

    facts: ZoneFacts
    setting: Setting
    applicant: str

    @property
    def id(self) -> str:
        """The platform's id, and later the zone's."""
        return self.setting.id

    @property
    def kind(self) -> PlatformKind:
        """The kind of its platform."""
        return KINDS[self.facts.platform_kind]

    @property
    def platform(self) -> Platform:
        """The open platform that the zone is built on."""
        return Platform(
            id=self.id, name_zh=self.facts.name, name_en=self.facts.en, kind=self.kind, level=self.setting.level
        )


def _site(zone: ZoneFacts) -> Site:
    setting = SETTINGS[zone.name]
    if KINDS[zone.platform_kind] in WITH_COMMITTEE or zone.district is None:
        return Site(zone, setting, f"{setting.id}-committee")
    return Site(zone, setting, _district(zone.district)[0])


def _district(name: str) -> tuple[str, str]:
    return DISTRICTS.get(name, INVENTED_DISTRICT)


@cache
def first_batch() -> tuple[Site, ...]:
    """The ten zones of the first batch."""
    return tuple(_site(zone) for zone in facts().batch(1).zones)


@cache
def second_batch() -> tuple[Site, ...]:
    """The one zone of the second batch that the public file knows."""
    return tuple(_site(zone) for zone in facts().batch(2).zones)


@cache
def invented_zone() -> Site:
    """The zone that does not exist; it is the one that exits."""
    return _site(INVENTED_ZONE)


@cache
def invented_park() -> Site:
    """The platform that does not exist; its application is declined."""
    return _site(INVENTED_PARK)


@cache
def members() -> dict[str, Member]:
    """Everybody by id, the office first."""
    rows = [*_leaders(), *_departments(), *_sections(), *_districts(), *_committees(), *_experts()]
    return {member.id: member for member in rows}


def sender(org: str) -> Sender:
    """The official who sends for an organisation. KeyError for one that does not take part."""
    return members()[org].sender


def body(zone_or_org: str) -> Sender:
    """The official who sends for a zone, by its body, or for an organisation."""
    return sender(next((site.applicant for site in sites() if site.id == zone_or_org), zone_or_org))


def zones() -> tuple[str, ...]:
    """Every place that becomes a zone, by id: the first batch, the second, the one that does not exist."""
    return tuple(site.id for site in (*first_batch(), *second_batch(), invented_zone()))


def official(place: int) -> str:
    """An invented official's name."""
    return f"{MARK}经办人{SURNAMES[place % len(SURNAMES)]}某"


def paper_of(org: str, title: str, on: date, kind: InstrumentKind = InstrumentKind.NOTICE) -> Instrument:
    """An invented paper that an organisation issues, numbered as a demonstration."""
    numbered = f"{MARK}〔{on.year}〕{number(title, 1, 99)}号"
    return Instrument(issuer=members()[org].zh, kind=kind, number=numbered, date=on, document=document(title))


def _leaders() -> list[Member]:
    return [
        Member(
            OFFICE, "中国（重庆）自由贸易试验区工作领导小组办公室", "Leading Group Office", Role.OFFICE, official(0)
        ),
        Member(
            "leading-group", "中国（重庆）自由贸易试验区工作领导小组", "Leading Group", Role.LEADING_GROUP, official(1)
        ),
        Member(GOVERNMENT, "重庆市人民政府", "Chongqing Municipal Government", Role.GOVERNMENT, official(2)),
        Member("auditor", "审计监督（演示）", "Audit (demonstration)", Role.AUDITOR, official(3)),
    ]


def _departments() -> list[Member]:
    return [
        Member(*_named(DEPARTMENTS, name), Role.DEPARTMENT, official(4 + index))
        for index, name in enumerate(facts().departments)
    ]


def _sections() -> list[Member]:
    return [
        Member(*_named(SECTIONS, name), Role.SECTION, official(13 + index))
        for index, name in enumerate(facts().free_trade_zone.sections)
    ]


def _named(names: dict[str, tuple[str, str]], zh: str) -> tuple[str, str, str]:
    org, en = names[zh]
    return org, zh, en


def sites() -> tuple[Site, ...]:
    """Every place that applies, the invented ones last."""
    return (*first_batch(), *second_batch(), invented_zone(), invented_park())


def _districts() -> list[Member]:
    names = dict.fromkeys(site.facts.district for site in sites() if site.facts.district)
    return [
        Member(
            _district(name)[0],
            f"{name}人民政府",
            f"{_district(name)[1]} Government",
            Role.DISTRICT,
            official(16 + index),
            platforms=tuple(site.platform for site in sites() if site.applicant == _district(name)[0]),
        )
        for index, name in enumerate(names)
    ]


def _committees() -> list[Member]:
    return [
        Member(
            site.applicant,
            f"{site.facts.name}管理委员会",
            f"Administrative Committee of {site.facts.en}",
            Role.COMMITTEE,
            official(26 + index),
            parent=_district(site.facts.district)[0] if site.facts.district else None,
            platforms=(site.platform,),
        )
        for index, site in enumerate(sites())
        if site.applicant.endswith("-committee")
    ]


def _experts() -> list[Member]:
    return [
        Member(expert, f"{MARK}专家{numeral}", f"Demonstration expert {number}", Role.EXPERT, f"{MARK}专家{numeral}")
        for number, (expert, numeral) in enumerate(zip(EXPERTS, EXPERT_NUMERALS, strict=True), start=1)
    ]
