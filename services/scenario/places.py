"""Names and places: ids and English names for the public names, and what the scenario adds to each zone (invented)."""

from __future__ import annotations

from typing import NamedTuple

from domain.values import Industry, PlatformKind, PlatformLevel
from services.scenario.facts import ZoneFacts

KINDS = {
    "高新区": PlatformKind.HIGH_TECH,
    "经开区": PlatformKind.DEVELOPMENT,
    "物流园区": PlatformKind.LOGISTICS,
    "工业园区": PlatformKind.INDUSTRIAL,
}
WITH_COMMITTEE = frozenset({PlatformKind.HIGH_TECH, PlatformKind.DEVELOPMENT})
"""For these the scenario lets the committee apply, for the others the district; the plan allows both. 二(三)1"""

DEPARTMENTS = {
    "市商务委": ("commerce", "Municipal Commission of Commerce"),
    "市发展改革委": ("development-reform", "Municipal Development and Reform Commission"),
    "市经济信息委": ("economy-it", "Municipal Commission of Economy and Information Technology"),
    "市财政局": ("treasury", "Municipal Finance Bureau"),
    "市规划自然资源局": ("planning-resources", "Municipal Planning and Natural Resources Bureau"),
    "市交通局": ("transport", "Municipal Transport Bureau"),
    "市市场监管局": ("market-regulation", "Municipal Administration for Market Regulation"),
    "重庆海关": ("customs", "Chongqing Customs"),
    "市税务局": ("taxation", "Municipal Tax Service"),
}
SECTIONS = {
    "两江片区": ("liangjiang", "Liangjiang Section"),
    "西永片区": ("xiyong", "Xiyong Section"),
    "果园港片区": ("guoyuan", "Guoyuan Port Section"),
}
DISTRICTS = {
    "长寿区": ("changshou", "Changshou District"),
    "万州区": ("wanzhou", "Wanzhou District"),
    "永川区": ("yongchuan", "Yongchuan District"),
    "涪陵区": ("fuling", "Fuling District"),
    "巴南区": ("banan", "Banan District"),
    "黔江区": ("qianjiang", "Qianjiang District"),
    "垫江县": ("dianjiang", "Dianjiang County"),
    "云阳县": ("yunyang", "Yunyang County"),
    "大足区": ("dazu", "Dazu District"),
}
EXPERTS = tuple(f"expert-{number}" for number in range(1, 9))
EXPERT_NUMERALS = "一二三四五六七八"


class Setting(NamedTuple):
    """What the scenario adds to a zone's public facts: id, level, rough place, size in km², section, industries."""

    id: str
    level: PlatformLevel
    longitude: float
    latitude: float
    area: float
    section: str
    industries: tuple[Industry, ...]


_NATIONAL, _MUNICIPAL = PlatformLevel.NATIONAL, PlatformLevel.MUNICIPAL
_I = Industry
SETTINGS = {
    "重庆高新技术产业开发区": Setting(
        "chongqing-hightech", _NATIONAL, 106.36, 29.55, 74.3, "xiyong", (_I.AI, _I.BIOMEDICINE, _I.SOFTWARE)
    ),
    "重庆经济技术开发区": Setting(
        "chongqing-etdz", _NATIONAL, 106.62, 29.53, 9.6, "liangjiang", (_I.SOFTWARE, _I.AI, _I.DIGITAL_TRADE)
    ),
    "长寿经济技术开发区": Setting(
        "changshou-etdz", _NATIONAL, 107.05, 29.81, 73.6, "guoyuan", (_I.EQUIPMENT, _I.BIOMEDICINE)
    ),
    "万州经济技术开发区": Setting(
        "wanzhou-etdz", _NATIONAL, 108.41, 30.78, 60.1, "guoyuan", (_I.EQUIPMENT, _I.LOGISTICS)
    ),
    "永川高新技术产业开发区": Setting(
        "yongchuan-hightech", _NATIONAL, 105.93, 29.36, 48.2, "xiyong", (_I.EQUIPMENT, _I.SOFTWARE, _I.DIGITAL_TRADE)
    ),
    "涪陵高新技术产业开发区": Setting(
        "fuling-hightech", _MUNICIPAL, 107.30, 29.66, 38.5, "guoyuan", (_I.EQUIPMENT, _I.BIOMEDICINE)
    ),
    "重庆公路物流基地": Setting(
        "highway-logistics-base", _MUNICIPAL, 106.66, 29.33, 18.4, "liangjiang", (_I.LOGISTICS, _I.DIGITAL_TRADE)
    ),
    "黔江正阳工业园区": Setting(
        "zhengyang-industrial-park", _MUNICIPAL, 108.76, 29.47, 21.7, "liangjiang", (_I.EQUIPMENT, _I.LOGISTICS)
    ),
    "垫江高新技术产业开发区": Setting(
        "dianjiang-hightech", _MUNICIPAL, 107.36, 30.32, 16.9, "liangjiang", (_I.EQUIPMENT, _I.CULTURE_TOURISM)
    ),
    "云阳工业园区": Setting(
        "yunyang-industrial-park", _MUNICIPAL, 108.69, 30.94, 12.8, "guoyuan", (_I.EQUIPMENT, _I.CULTURE_TOURISM)
    ),
    "大足高新技术产业开发区": Setting(
        "dazu-hightech", _MUNICIPAL, 105.74, 29.65, 27.6, "xiyong", (_I.EQUIPMENT, _I.AI)
    ),
    "演示联动创新区": Setting(
        "demonstration-zone", _MUNICIPAL, 106.95, 29.05, 8.8, "liangjiang", (_I.CULTURE_TOURISM,)
    ),
    "演示工业园": Setting("demonstration-park", _MUNICIPAL, 107.75, 29.25, 3.2, "xiyong", (_I.EQUIPMENT,)),
}
"""The zones of the public file, and two places that do not exist: whatever goes wrong goes wrong there."""

INVENTED_ZONE = ZoneFacts(
    name="演示联动创新区", en="Demonstration Zone (invented)", platform_kind="工业园区", district="演示区"
)
INVENTED_PARK = ZoneFacts(
    name="演示工业园", en="Demonstration Park (invented)", platform_kind="高新区", district="演示区"
)
INVENTED_DISTRICT = ("demonstration-district", "Demonstration District (invented)")
