"""What is told of the zones: a typical case, a briefing made public, exchanges of experience, one taken back. 四(五)

Every one is invented.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.publicity import HoldBriefing, HoldExchange, Publish, PublishCase, Retract, Story
from services.scenario.cast import OFFICE, body, sender
from services.scenario.invention import MARK, document
from services.scenario.steps import Case, Step

CASE, BRIEFING, EXCHANGE, MISTAKEN = (
    "case-bonded-research",
    "briefing-settlement-2022",
    "exchange-replication-2023",
    "exchange-logistics-2023",
)
TOLD = date(2023, 4, 10)


def publicity() -> list[Case]:
    """Four entries."""
    office, trade, section = sender(OFFICE), sender("commerce"), sender("xiyong")
    carrier, held, briefed = "highway-logistics-base", date(2023, 7, 12), date(2022, 7, 21)
    zones = ("chongqing-hightech", "yongchuan-hightech")
    case = PublishCase(**dict(_story("研发用保税料件跨片区流转", zones)))
    briefing = HoldBriefing(**dict(_story("结算便利化政策", zones)), place="重庆（演示）", attendees="外贸企业（演示）")
    exchange = HoldExchange(
        **dict(_story("复制推广做法", zones)), place="西永片区（演示）", attendees="各区经办人（演示）"
    )
    mistaken = HoldExchange(
        **dict(_story("物流组织经验", (carrier,))), place="巴南区（演示）", attendees="物流企业（演示）"
    )
    shown = Publish(**dict(_story("结算便利化政策解读", zones)))
    back = Retract(reason="内容有误，另行发布（演示）")
    return [
        Case(f"publicity/{CASE}", (Step(office, CASE, TOLD, case),)),
        Case(
            f"publicity/{BRIEFING}",
            (Step(trade, BRIEFING, briefed, briefing), Step(office, BRIEFING, briefed + timedelta(days=8), shown)),
        ),
        Case(f"publicity/{EXCHANGE}", (Step(section, EXCHANGE, held, exchange),)),
        Case(
            f"publicity/{MISTAKEN}",
            (
                Step(body(carrier), MISTAKEN, held, mistaken),
                Step(body(carrier), MISTAKEN, held + timedelta(days=5), back),
            ),
        ),
    ]


def _story(title: str, zones: tuple[str, ...]) -> Story:
    return Story(
        title=f"{title}（{MARK}）",
        summary=f"{MARK}数据：{title}",
        zones=zones,
        documents=(document(f"宣传稿 {title}"),),
    )
