"""Twelve more invented leads, of the second year, some of them built and in production by now. 三(四)"""

from __future__ import annotations

from domain.lead_values import Audience
from domain.values import Industry
from services.scenario.lead_ideas import EXITED, End, Idea, Lead

YEAR = 2023

LATER = (
    Lead(
        23,
        Idea("氢燃料电池电堆产线", Industry.EQUIPMENT, "liangjiang", 61_000, 160),
        ("changshou-etdz", "fuling-hightech"),
        "changshou-etdz",
        End.COMMISSIONED,
        3,
        year=YEAR,
    ),
    Lead(
        24,
        Idea("医疗影像辅助诊断软件", Industry.AI, "xiyong", 7_000, 10),
        ("chongqing-hightech", "dazu-hightech"),
        "chongqing-hightech",
        End.COMMISSIONED,
        2,
        year=YEAR,
    ),
    Lead(
        25,
        Idea("中欧班列集货分拨中心", Industry.LOGISTICS, "transport", 29_000, 140),
        ("highway-logistics-base", "wanzhou-etdz"),
        "highway-logistics-base",
        End.LANDED,
        2,
        year=YEAR,
    ),
    Lead(
        26,
        Idea("中药饮片智能工厂", Industry.BIOMEDICINE, "fuling-hightech-committee", 13_000, 75),
        ("fuling-hightech",),
        "fuling-hightech",
        End.LANDED,
        2,
        year=YEAR,
    ),
    Lead(
        27,
        Idea("绿色铝材精深加工", Industry.EQUIPMENT, "economy-it", 38_000, 190),
        ("wanzhou-etdz", "zhengyang-industrial-park"),
        "wanzhou-etdz",
        End.SIGNED,
        2,
        year=YEAR,
    ),
    Lead(
        28,
        Idea("跨境结算技术服务中心", Industry.FINANCE, "treasury", 9_500, 6),
        ("chongqing-etdz", "chongqing-hightech"),
        audience=Audience.ALL,
        year=YEAR,
    ),
    Lead(
        29,
        Idea("数字内容出口基地", Industry.DIGITAL_TRADE, "commerce", 11_000, 18),
        ("yongchuan-hightech", "chongqing-etdz"),
        "yongchuan-hightech",
        End.SIGNED,
        2,
        year=YEAR,
    ),
    Lead(
        30,
        Idea("无人机航测服务基地", Industry.AVIATION, "guoyuan", 14_500, 55),
        ("dianjiang-hightech", EXITED),
        "dianjiang-hightech",
        End.RELEASED,
        1,
        "yunyang-industrial-park",
        year=YEAR,
    ),
    Lead(
        31,
        Idea("汽车零部件再制造", Industry.EQUIPMENT, "customs", 21_000, 95),
        ("dazu-hightech", "yongchuan-hightech"),
        "dazu-hightech",
        End.SIGNED,
        2,
        year=YEAR,
    ),
    Lead(
        32,
        Idea("三峡库区研学营地", Industry.CULTURE_TOURISM, "yunyang", 3_200, 40),
        ("yunyang-industrial-park",),
        year=YEAR,
    ),
    Lead(33, Idea("存储芯片封装测试", Industry.EQUIPMENT, "xiyong", 120_000, 260), ("chongqing-hightech",), year=YEAR),
    Lead(
        34,
        Idea("高耗水印染产线", Industry.EQUIPMENT, "dianjiang-hightech-committee", 18_500, 110),
        end=End.SHELVED,
        year=YEAR,
    ),
)
"""Whoever does not stand among `members()` is a zone's id, meaning its body."""
