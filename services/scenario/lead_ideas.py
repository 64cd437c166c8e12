"""Twenty-two invented leads: what, from whom, who claims it, who wins it, where its story ends. 三(四)

Names of zones stand for their bodies; every investor and every project is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.lead_values import Audience
from domain.values import Industry
from services.scenario.invention import MARK

EXITED = "demonstration-zone"
"""The zone that exits; it exists nowhere but here."""


class Idea(NamedTuple):
    """A project: what, in which industry, who reports it first, how much in 万元, on how much land in 亩."""

    project: str
    industry: Industry
    reporter: str
    wan: int
    mu: int


class End(StrEnum):
    """Where a lead's story ends, before any exit."""

    OPEN = "open"
    SHELVED = "shelved"
    AWARDED = "awarded"
    SIGNED = "signed"
    LANDED = "landed"
    COMMISSIONED = "commissioned"
    CLOSED = "closed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Lead:
    """An idea and its story: which zones claim it, which of them wins, where it ends."""

    number: int
    idea: Idea
    claims: tuple[str, ...] = ()
    winner: str | None = None
    end: End = End.OPEN
    progress: int = 2
    successor: str | None = None
    audience: Audience = Audience.ALL
    year: int = 2022

    @property
    def id(self) -> str:
        """The lead's id."""
        return f"lead-{self.year}-{self.number:03d}"

    @property
    def investor(self) -> str:
        """An invented firm."""
        return f"{MARK}{'甲乙丙丁戊己庚辛壬癸'[self.number % 10]}{'东南西北中'[self.number // 10]}投资有限公司"

    @property
    def shared(self) -> date:
        """When it was shared."""
        return date(self.year, 2, 8) + timedelta(days=9 * self.number)


LEADS = (
    Lead(
        1,
        Idea("新能源汽车零部件产线", Industry.EQUIPMENT, "economy-it", 82_000, 210),
        ("changshou-etdz", "fuling-hightech", "yongchuan-hightech"),
        "changshou-etdz",
        End.SIGNED,
        4,
    ),
    Lead(
        2,
        Idea("工业视觉检测研发中心", Industry.AI, "liangjiang", 12_000, 20),
        ("chongqing-hightech", "chongqing-etdz"),
        "chongqing-hightech",
        End.SIGNED,
        3,
    ),
    Lead(
        3,
        Idea("跨境电商仓配中心", Industry.LOGISTICS, "commerce", 35_000, 120),
        ("highway-logistics-base", "wanzhou-etdz"),
        "highway-logistics-base",
        End.SIGNED,
        3,
    ),
    Lead(
        4,
        Idea("单克隆抗体制剂基地", Industry.BIOMEDICINE, "xiyong", 68_000, 150),
        ("chongqing-hightech", "fuling-hightech", "changshou-etdz"),
        "fuling-hightech",
        End.AWARDED,
        3,
    ),
    Lead(
        5,
        Idea("通用航空维修基地", Industry.AVIATION, "development-reform", 54_000, 260),
        ("dianjiang-hightech", "yunyang-industrial-park"),
        "dianjiang-hightech",
        End.CLOSED,
        2,
    ),
    Lead(
        6,
        Idea("工业软件研发总部", Industry.SOFTWARE, "chongqing-etdz-committee", 9_000, 15),
        ("yongchuan-hightech", "chongqing-hightech"),
        "yongchuan-hightech",
        End.RELEASED,
        2,
        "chongqing-hightech",
    ),
    Lead(
        7,
        Idea("冷链多式联运枢纽", Industry.LOGISTICS, "guoyuan", 41_000, 180),
        ("wanzhou-etdz", "highway-logistics-base"),
        "wanzhou-etdz",
        End.AWARDED,
        4,
        audience=Audience.INDUSTRY,
    ),
    Lead(
        8,
        Idea("数字贸易服务平台", Industry.DIGITAL_TRADE, "commerce", 6_000, 8),
        ("chongqing-etdz", "highway-logistics-base", "yongchuan-hightech"),
        audience=Audience.INDUSTRY,
    ),
    Lead(
        9,
        Idea("智能装备关键部件", Industry.EQUIPMENT, "yunyang", 23_000, 90),
        ("yunyang-industrial-park", "zhengyang-industrial-park"),
        "zhengyang-industrial-park",
        End.SIGNED,
        3,
    ),
    Lead(
        10,
        Idea("康养文旅综合体", Industry.CULTURE_TOURISM, "dianjiang-hightech-committee", 15_000, 300),
        ("dianjiang-hightech", EXITED),
        EXITED,
        End.AWARDED,
        2,
        "dianjiang-hightech",
    ),
    Lead(
        11,
        Idea("古镇数字文旅项目", Industry.CULTURE_TOURISM, "liangjiang", 8_000, 60),
        (EXITED, "yunyang-industrial-park"),
        EXITED,
        End.AWARDED,
        1,
    ),
    Lead(
        12,
        Idea("文创产品出口基地", Industry.CULTURE_TOURISM, "commerce", 5_000, 25),
        (EXITED, "yunyang-industrial-park"),
    ),
    Lead(13, Idea("供应链金融服务中心", Industry.FINANCE, "treasury", 20_000, 5), ("chongqing-hightech",)),
    Lead(
        14,
        Idea("保税研发与检测维修", Industry.EQUIPMENT, "customs", 18_000, 40),
        ("chongqing-hightech", "changshou-etdz"),
        "chongqing-hightech",
        End.AWARDED,
        2,
    ),
    Lead(
        15,
        Idea("页岩气装备制造", Industry.EQUIPMENT, "fuling-hightech-committee", 47_000, 220),
        ("fuling-hightech", "wanzhou-etdz"),
        "fuling-hightech",
        End.CLOSED,
        3,
    ),
    Lead(16, Idea("高耗能电解产线", Industry.EQUIPMENT, "zhengyang-industrial-park", 30_000, 200), end=End.SHELVED),
    Lead(
        17,
        Idea("智能网联汽车测试场", Industry.AI, "economy-it", 76_000, 400),
        ("chongqing-hightech", "dazu-hightech", "chongqing-etdz"),
        "dazu-hightech",
        End.AWARDED,
        3,
        year=2023,
    ),
    Lead(
        18,
        Idea("五金机电智能工厂", Industry.EQUIPMENT, "dazu-hightech-committee", 16_000, 70),
        ("dazu-hightech", "yongchuan-hightech"),
        "dazu-hightech",
        End.SIGNED,
        2,
        year=2023,
    ),
    Lead(
        19,
        Idea("创新药中试平台", Industry.BIOMEDICINE, "office", 58_000, 85),
        ("chongqing-hightech", "changshou-etdz"),
        audience=Audience.ZONES,
    ),
    Lead(
        20,
        Idea("长江航运服务集聚区", Industry.LOGISTICS, "transport", 26_000, 45),
        ("wanzhou-etdz", "highway-logistics-base"),
        "wanzhou-etdz",
        End.RELEASED,
        1,
    ),
    Lead(21, Idea("低空装备总装线", Industry.AVIATION, "xiyong", 95_000, 350)),
    Lead(
        22,
        Idea("云计算数据标注基地", Industry.SOFTWARE, "qianjiang", 4_500, 12),
        ("zhengyang-industrial-park", "yongchuan-hightech"),
        "yongchuan-hightech",
        End.SIGNED,
        2,
    ),
)
"""Twenty-two leads. Whoever does not stand among `members()` is a zone's id, meaning its body."""
