"""Power items and their delegation to zones: requests, assessments, hand-overs, reports. 三(一). All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from domain.delegation import Assess, Delegate, Refuse, ReportExercise, Request, TakeUp
from domain.delegation_values import Criterion, Finding, Mode
from domain.power_item import PowerKind, Publish
from domain.values import Instrument, InstrumentKind
from services.scenario.cast import members, sender, sites
from services.scenario.invention import MARK, document, number
from services.scenario.steps import Case, Step

PUBLISHED = date(2021, 11, 15)
REQUESTED = date(2022, 1, 10)


class Item(NamedTuple):
    """One item of the demonstration catalogue."""

    id: str
    zh: str
    en: str
    kind: PowerKind
    holder: str
    delegable: bool = True


ITEMS = (
    Item(
        "foreign-trade-filing",
        "对外贸易经营者备案",
        "Filing of foreign trade operators",
        PowerKind.CONFIRMATION,
        "commerce",
    ),
    Item("auction-licence", "拍卖企业经营许可", "Licence of auction houses", PowerKind.LICENCE, "commerce"),
    Item(
        "project-filing",
        "企业投资项目备案",
        "Filing of investment projects",
        PowerKind.CONFIRMATION,
        "development-reform",
    ),
    Item(
        "technical-renovation",
        "技术改造项目备案",
        "Filing of technical renovation",
        PowerKind.CONFIRMATION,
        "economy-it",
    ),
    Item("land-pre-examination", "建设项目用地预审", "Land pre-examination", PowerKind.LICENCE, "planning-resources"),
    Item("road-freight-licence", "道路货运经营许可", "Road freight licence", PowerKind.LICENCE, "transport"),
    Item("food-production-licence", "食品生产许可", "Food production licence", PowerKind.LICENCE, "market-regulation"),
    Item(
        "company-registration",
        "外商投资企业登记",
        "Registration of foreign-funded firms",
        PowerKind.LICENCE,
        "market-regulation",
    ),
    Item("price-penalty", "价格违法行为处罚", "Penalties for price offences", PowerKind.PENALTY, "market-regulation"),
    Item("bonded-supervision", "保税监管", "Bonded supervision", PowerKind.OTHER, "customs", delegable=False),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """One request of a zone: how far it goes, and which criterion is not met where it is refused."""

    item: str
    zone: str
    unmet: Criterion | None = None
    goes_to: str = "reported"


WISHES = (
    Wish("foreign-trade-filing", "chongqing-hightech"),
    Wish("foreign-trade-filing", "highway-logistics-base"),
    Wish("project-filing", "chongqing-etdz"),
    Wish("project-filing", "changshou-etdz"),
    Wish("project-filing", "yongchuan-hightech", goes_to="taken-up"),
    Wish("technical-renovation", "fuling-hightech"),
    Wish("technical-renovation", "wanzhou-etdz", goes_to="taken-up"),
    Wish("land-pre-examination", "dianjiang-hightech", unmet=Criterion.RELEASABLE),
    Wish("road-freight-licence", "highway-logistics-base"),
    Wish("road-freight-licence", "zhengyang-industrial-park", goes_to="delegated"),
    Wish("food-production-licence", "yunyang-industrial-park", unmet=Criterion.RECEIVABLE),
    Wish("company-registration", "chongqing-hightech", goes_to="taken-up"),
    Wish("company-registration", "wanzhou-etdz", goes_to="requested"),
    Wish("auction-licence", "chongqing-etdz", unmet=Criterion.NEEDED),
    Wish("project-filing", "demonstration-zone"),
    Wish("technical-renovation", "demonstration-zone", goes_to="delegated"),
    Wish("company-registration", "demonstration-zone", goes_to="requested"),
)
"""What is asked for. The invented zone's three end in its exit: two are listed for recall, the third lapses."""

STATIONS = ("requested", "delegated", "taken-up", "reported")
REASONS = {
    Criterion.LAWFUL: "法律、法规允许由市级以下机构实施（演示）",
    Criterion.NEEDED: "园区年办件量与企业诉求（演示）",
    Criterion.RELEASABLE: "下放后的监管衔接（演示）",
    Criterion.RECEIVABLE: "园区人员、场所与系统条件（演示）",
}


def catalogue() -> list[Case]:
    """The items, published by their holders."""
    return [
        Case(
            f"item/{item.id}",
            (
                Step(
                    sender(item.holder),
                    item.id,
                    PUBLISHED,
                    Publish(
                        code=f"{MARK}-{index:03d}",
                        name_zh=f"{item.zh}（{MARK}）",
                        name_en=f"{item.en} (demonstration)",
                        kind=item.kind,
                        legal_basis="演示数据：不代表真实的法律依据 | demonstration data, no real legal basis",
                        holder=item.holder,
                        delegable=item.delegable,
                    ),
                ),
            ),
        )
        for index, item in enumerate(ITEMS, start=1)
    ]


def delegations() -> list[Case]:
    """Every request with what became of it."""
    return [Case(f"delegation/{wish.item}/{wish.zone}", tuple(_story(wish))) for wish in WISHES]


def _story(wish: Wish) -> list[Step]:
    entity = f"{wish.item}--{wish.zone}"
    zone = sender(next(site.applicant for site in sites() if site.id == wish.zone))
    holder = sender(next(item.holder for item in ITEMS if item.id == wish.item))
    asked = REQUESTED + timedelta(days=number(entity, 0, 40))
    assessed, handed, taken = (asked + timedelta(days=days) for days in (15, 30, 45))
    steps = [Step(zone, entity, asked, _request())]
    if wish.goes_to == "requested":
        return steps
    steps.append(Step(holder, entity, assessed, Assess(findings=_findings(wish.unmet))))
    if wish.unmet is not None:
        return [*steps, Step(holder, entity, handed, Refuse(reason=f"{REASONS[wish.unmet]}：条件暂不具备"))]
    steps.append(Step(holder, entity, handed, _delegate(holder.org, entity, handed)))
    if STATIONS.index(wish.goes_to) >= STATIONS.index("taken-up"):
        steps.append(Step(zone, entity, taken, TakeUp(note="已完成交接与培训（演示）")))
    if wish.goes_to == "reported":
        steps += _reports(zone.org, entity, taken)
    return steps


def _request() -> Request:
    return Request(
        need="企业办事就近化的需要（演示）",
        staff="专职人员 4 名，已完成业务培训（演示）",
        premises="政务服务大厅专窗 2 个（演示）",
        systems="已接入市级审批系统（演示）",
        documents=(document("承接能力说明"),),
    )


def _findings(unmet: Criterion | None) -> tuple[Finding, ...]:
    return tuple(
        Finding(criterion=criterion, met=criterion is not unmet, reason=reason) for criterion, reason in REASONS.items()
    )


def _delegate(holder: str, entity: str, on: date) -> Delegate:
    return Delegate(
        mode=Mode.ENTRUSTED if number(entity, 0, 1) else Mode.AUTHORISED,
        instrument=Instrument(
            issuer=members()[holder].zh,
            kind=InstrumentKind.NOTICE,
            number=f"{MARK}〔{on.year}〕{number(entity, 1, 99)}号",
            date=on,
            document=document(f"下放通知 {entity}"),
        ),
        conditions=("按季报送运行情况（演示）",),
        training="跟班培训两周（演示）",
    )


def _reports(zone: str, entity: str, taken: date) -> list[Step]:
    """Two quarters of exercise."""
    steps = []
    for quarter in range(2):
        start = taken + timedelta(days=91 * quarter)
        end = start + timedelta(days=90)
        cases = number(f"{entity}/{quarter}", 12, 240)
        command = ReportExercise(
            start=start, end=end, cases=cases, complaints=cases // 90, reversed_decisions=cases // 200, note="演示数据"
        )
        steps.append(Step(sender(zone), entity, end + timedelta(days=5), command))
    return steps
