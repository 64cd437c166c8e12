"""How well suspected duplicates are found: precision and recall on invented pairs, and the time that a look takes.

A pair is an earlier lead and a later one. Half of them are one project shared twice, written differently as two offices
write; half are two projects that look alike: a subsidiary, a namesake elsewhere, another project of the same investor.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from opencc import OpenCC

from domain.lead_likeness import fingerprint
from domain.lead_values import Investor
from services.duplicates.index import Index
from services.scenario.invention import credit_code

PLACES = ("重庆", "成都", "深圳", "上海", "苏州", "北京", "杭州", "武汉", "西安", "广州")
SYLLABLES = "华盛恒远鑫泰嘉瑞博宏凯信达安康源鼎峰航宇凌云青禾金沙海川星河明德正和天启润泽蓝图智联新元"
TRADES = ("智能装备", "生物医药", "新能源汽车", "航空技术", "软件", "现代物流", "数字科技", "半导体", "新材料", "文旅")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
WHATS = (
    *("精密减速器", "动力电池", "抗体药物", "无人机整机", "工业软件", "冷链仓储", "跨境电商", "功率芯片"),
    *("碳纤维", "数字文旅", "车规级传感器", "体外诊断试剂", "卫星载荷", "云计算", "港口机械", "储能系统"),
)
KINDS = ("生产基地", "研发中心", "区域总部", "产业园", "检测平台", "结算中心", "示范线", "展示交易中心")
SYNONYMS = {
    "生产基地": "制造基地",
    "研发中心": "研究院",
    "产业园": "产业园区",
    "检测平台": "检验检测平台",
    "示范线": "示范生产线",
}
TYPOS = dict(zip("华恒远瑞宏达峰航泽智鑫凯", "化衡元锐弘大锋杭择志新恺", strict=True))
"""A character, and another of its sound."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What two leads are compared by."""

    investor: Investor
    project: str


@dataclass(frozen=True, slots=True)
class Company:
    """An invented company, as it is registered."""

    place: str
    brand: str
    trade: str
    form: str

    @property
    def name(self) -> str:
        """Its whole name."""
        return f"{self.place}{self.brand}{self.trade}{self.form}"


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier lead, a later one, whether they are one project, and what makes them look or not look so."""

    earlier: Lead
    later: Lead
    same: bool
    kind: str


def invented(chance: Random, pairs: int) -> list[Pair]:
    """That many pairs, every kind as often as every other, half of them the same project."""
    kinds = (SAME, OTHER)
    return [_pair(chance, list(kinds[number % 2].items()), same=number % 2 == 0) for number in range(pairs)]


def _pair(chance: Random, kinds: list[tuple[str, Callable[[Random, Company, str], Lead]]], *, same: bool) -> Pair:
    kind, another = chance.choice(kinds)
    company = Company(
        chance.choice(PLACES), "".join(chance.sample(SYLLABLES, 2)), chance.choice(TRADES), chance.choice(FORMS)
    )
    title = f"{chance.choice(WHATS)}{chance.choice(KINDS)}"
    coded = credit_code(company.name) if chance.random() < 1 / 2 else None
    earlier = Lead(Investor(name=company.name, credit_code=coded), f"{title}项目")
    return Pair(earlier, another(chance, company, title), same, kind)


def _named(name: str, title: str) -> Lead:
    return Lead(Investor(name=name), title)


def _with_code(chance: Random, company: Company, title: str) -> Lead:
    name = f"{company.brand}{company.trade}" if chance.random() < 1 / 2 else company.name
    return Lead(Investor(name=name, credit_code=credit_code(company.name)), _retitled(chance, title))


def _retitled(chance: Random, title: str) -> str:
    """The project in another office's words."""
    for word, other in SYNONYMS.items():
        if chance.random() < 1 / 2:
            title = title.replace(word, other)
    return chance.choice((f"{title}项目", title, f"新建{title}", f"{title}（一期）", f"年产10万台套{title}建设项目"))


def _other_form(chance: Random, company: Company, title: str) -> Lead:
    form = chance.choice([each for each in FORMS if each != company.form])
    return _named(f"{company.place}{company.brand}{company.trade}{form}", _retitled(chance, title))


def _without_place(chance: Random, company: Company, title: str) -> Lead:
    return _named(f"{company.brand}{company.trade}{company.form}", _retitled(chance, title))


def _place_in_brackets(chance: Random, company: Company, title: str) -> Lead:
    return _named(f"{company.brand}{company.trade}（{company.place}）{company.form}", _retitled(chance, title))


def _full_width(chance: Random, company: Company, title: str) -> Lead:
    return _named(f" {company.place}市{company.brand}　{company.trade}{company.form}", _retitled(chance, title))


def _traditional(chance: Random, company: Company, title: str) -> Lead:
    return _named(str(_traditional_characters().convert(company.name)), _retitled(chance, title))


@cache
def _traditional_characters() -> OpenCC:
    return OpenCC("s2t")


def _misspelt(chance: Random, company: Company, title: str) -> Lead:
    name = company.name
    known = [each for each in company.brand if each in TYPOS]
    wrong = chance.choice(known) if known else company.trade[0]
    right = TYPOS.get(wrong, "")  # one character is taken for another of its sound, or lost
    return _named(name.replace(wrong, right, 1), _retitled(chance, title))


def _other_project(chance: Random, company: Company, title: str) -> Lead:
    what = chance.choice([each for each in WHATS if each not in title])
    kind = chance.choice([each for each in KINDS if each not in title])
    return Lead(Investor(name=company.name, credit_code=credit_code(company.name)), f"{what}{kind}项目")


def _namesake(chance: Random, company: Company, title: str) -> Lead:
    place = chance.choice([each for each in PLACES if each != company.place])
    return _named(f"{place}{company.brand}{company.trade}{company.form}", _retitled(chance, title))


def _subsidiary(chance: Random, company: Company, title: str) -> Lead:
    trade = chance.choice([each for each in TRADES if each != company.trade])
    name = f"{company.place}{company.brand}{trade}{company.form}"
    return Lead(Investor(name=name, credit_code=credit_code(name)), _retitled(chance, title))


def _stranger(chance: Random, company: Company, title: str) -> Lead:
    brand = "".join(chance.sample([each for each in SYLLABLES if each not in company.brand], 2))
    return _named(f"{company.place}{brand}{company.trade}{company.form}", f"{title}项目")


SAME: dict[str, Callable[[Random, Company, str], Lead]] = {
    "same-code": _with_code,
    "other-form": _other_form,
    "without-place": _without_place,
    "place-in-brackets": _place_in_brackets,
    "full-width": _full_width,
    "traditional": _traditional,
    "misspelt": _misspelt,
}
OTHER: dict[str, Callable[[Random, Company, str], Lead]] = {
    "other-project": _other_project,
    "namesake-elsewhere": _namesake,
    "subsidiary": _subsidiary,
    "stranger": _stranger,
}


def measured(pairs: int, seed: int, step: Callable[[], None] = lambda: None) -> dict[str, object]:
    """One run: how many of the pairs that are one project are found, and how many of those found are.

    {pairs, seed, precision, recall, missed: {kind: n}, mistaken: {kind: n}} of each pair by itself; `crowd` {leads,
    precision, p50_ms, p99_ms} of every later lead held against all the earlier ones, where each other one is a mistake.
    """
    invention = invented(Random(seed), pairs)  # noqa: S311 - no secret is drawn
    crowd = Index()
    for number, pair in enumerate(invention):
        crowd.add(f"e{number}", pair.earlier.investor, pair.earlier.project)
    found, missed, mistaken = 0, Counter[str](), Counter[str]()
    flagged, times = 0, []
    for number, pair in enumerate(invention):
        begun = time.perf_counter()
        flags = {each.lead for each in crowd.alike(f"l{number}", pair.later.investor, pair.later.project)}
        times.append(time.perf_counter() - begun)
        flagged += len(flags)
        alike = _by_itself(pair)
        found += alike and pair.same
        missed[pair.kind] += pair.same and not alike
        mistaken[pair.kind] += alike and not pair.same
        step()
    times.sort()
    return {
        "pairs": pairs,
        "seed": seed,
        "precision": round(found / (found + mistaken.total()), 4),
        "recall": round(found / (found + missed.total()), 4),
        "missed": dict(+missed),
        "mistaken": dict(+mistaken),
        "crowd": {
            "leads": len(crowd),
            "precision": round(found / flagged, 4),
            "p50_ms": round(times[len(times) // 2] * 1000, 2),
            "p99_ms": round(times[len(times) * 99 // 100] * 1000, 2),
        },
    }


def _by_itself(pair: Pair) -> bool:
    """Whether the later lead of a pair is flagged against the earlier one, and the lead's rules bear the flag out."""
    index = Index()
    index.add("earlier", pair.earlier.investor, pair.earlier.project)
    earlier, later = fingerprint(pair.earlier.investor), fingerprint(pair.later.investor)
    alike = index.alike("later", pair.later.investor, pair.later.project)
    return any(later.bears_out(each.grounds, earlier) for each in alike)
