"""Investment promotion that zones join: held with the leads it won, called off, left by the zone that exits. 三(四)

Every one is invented.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.promotion import Announce, Cancel, Hold, Join, LinkLeads
from domain.values import Industry
from services.scenario.cast import body, sender
from services.scenario.invention import MARK, document
from services.scenario.lead_ideas import EXITED
from services.scenario.steps import Case, Step

FAIR, ROADSHOW, FORUM = "investment-fair-2022", "industry-roadshow-2023", "park-forum-2023"
FAIR_DAY, ROADSHOW_DAY, FORUM_DAY = date(2022, 4, 22), date(2023, 12, 20), date(2023, 6, 16)
AT_THE_FAIR = ("chongqing-hightech", "chongqing-etdz", "changshou-etdz", "wanzhou-etdz", "highway-logistics-base")
ON_THE_ROAD = ("dianjiang-hightech", "yunyang-industrial-park", EXITED)
WON, WON_LATER, WON_ON_THE_ROAD = ("lead-2022-008", "lead-2022-009"), ("lead-2022-013",), ("lead-2023-032",)


def promotions() -> list[Case]:
    """What was announced, who joined, what came of it."""
    fair = _announced("commerce", FAIR, "联动创新区招商推介会", FAIR_DAY, (*AT_THE_FAIR, EXITED))
    hold = Hold(summary="现场签约意向两项（演示）", attendance=260, leads=WON, documents=(document("推介会总结"),))
    more = LinkLeads(leads=WON_LATER)
    road = _announced("liangjiang", ROADSHOW, "文旅与装备产业路演", ROADSHOW_DAY, ON_THE_ROAD)
    forum = _announced("office", FORUM, "园区运营论坛", FORUM_DAY, ("fuling-hightech",))
    off = Cancel(reason="与全市活动合并举办（演示）")
    return [
        Case(
            f"promotion/{FAIR}",
            (
                *fair,
                Step(sender("commerce"), FAIR, FAIR_DAY, hold),
                Step(sender("commerce"), FAIR, FAIR_DAY + timedelta(days=60), more),
            ),
        ),
        Case(f"promotion/{ROADSHOW}", tuple(road)),
        Case(f"promotion/{FORUM}", (*forum, Step(sender("office"), FORUM, FORUM_DAY - timedelta(days=14), off))),
    ]


def after_the_exit() -> list[Case]:
    """The roadshow is held once the exit has taken the zone out of it: announced, joined by three, left by one."""
    hold = Hold(summary="路演顺利举办（演示）", attendance=90, leads=WON_ON_THE_ROAD)
    version = 1 + len(ON_THE_ROAD) + 1
    step = Step(sender("liangjiang"), ROADSHOW, ROADSHOW_DAY, hold, after_reaction=True, expected=version)
    return [Case(f"promotion-held/{ROADSHOW}", (step,))]


def _announced(host: str, entity: str, title: str, day: date, zones: tuple[str, ...]) -> list[Step]:
    announced = day - timedelta(days=60)
    announce = Announce(
        title=f"{title}（{MARK}）",
        summary=f"{MARK}数据：{title}",
        place="重庆国际博览中心（演示）",
        day=day,
        industries=(Industry.EQUIPMENT, Industry.CULTURE_TOURISM),
    )
    joins = [
        Step(
            body(zone),
            entity,
            announced + timedelta(days=7 + turn),
            Join(zone=zone, presents="主导产业与可供地块（演示）"),
        )
        for turn, zone in enumerate(zones)
    ]
    return [Step(sender(host), entity, announced, announce), *joins]
