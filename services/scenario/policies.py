"""Measures of departments, and reform policies of the pilot zone extended to zones on an accepted risk. 三(一), 四(二)

Every measure is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from domain.kernel import Command
from domain.policy_extension import AssessRisk, End, Extend, Refuse, Request, Resume, Suspend
from domain.policy_measure import Amend, EndMeasure, Issue, Measure, Origin, Support
from services.scenario.cast import body, paper_of, sender
from services.scenario.invention import MARK, document, number
from services.scenario.lead_ideas import EXITED
from services.scenario.steps import Case, Step

REQUESTED = date(2022, 6, 6)
AMENDED, ENDED = date(2023, 5, 22), date(2024, 1, 15)


class Idea(NamedTuple):
    """A measure: what it is called, whence it comes, what it supports, which department answers for it, since when."""

    id: str
    title: str
    origin: Origin
    support: tuple[Support, ...]
    department: str
    issued: date


SETTLEMENT = Idea(
    "cross-border-settlement",
    "跨境贸易结算便利化试点",
    Origin.FTZ_REFORM,
    (Support.FINANCE_AND_TAX,),
    "commerce",
    date(2022, 3, 1),
)
REPAIR = Idea(
    "bonded-repair",
    "保税检测维修试点",
    Origin.FTZ_REFORM,
    (Support.INDUSTRY, Support.SUPERVISION),
    "customs",
    date(2022, 3, 15),
)
HOUSING = Idea(
    "talent-housing", "人才安居支持办法", Origin.MUNICIPAL, (Support.TALENT, Support.LAND), "treasury", date(2022, 5, 9)
)
FAST_LANE = Idea(
    "approval-fast-lane",
    "项目审批绿色通道",
    Origin.MUNICIPAL,
    (Support.APPROVAL,),
    "development-reform",
    date(2022, 4, 18),
)
IDEAS = (SETTLEMENT, REPAIR, HOUSING, FAST_LANE)


@dataclass(frozen=True, slots=True)
class Wish:
    """A zone's request for a policy: how far it goes; `refused` because its risk is not accepted."""

    measure: Idea
    zone: str
    goes_to: str = "extended"


WISHES = (
    Wish(SETTLEMENT, "chongqing-hightech"),
    Wish(SETTLEMENT, "chongqing-etdz", goes_to="resumed"),
    Wish(SETTLEMENT, "wanzhou-etdz", goes_to="refused"),
    Wish(SETTLEMENT, EXITED),
    Wish(REPAIR, "changshou-etdz"),
    Wish(REPAIR, "highway-logistics-base", goes_to="ended"),
    Wish(REPAIR, "yongchuan-hightech", goes_to="requested"),
    Wish(REPAIR, EXITED, goes_to="requested"),
)
"""The invented zone's two end in its exit: what was extended ends, what was asked for lapses."""


def measures() -> list[Case]:
    """Four measures, one stated anew later, one ended."""
    return [Case(f"measure/{idea.id}", tuple(_measure(idea))) for idea in IDEAS]


def extensions() -> list[Case]:
    """Every request with what became of it."""
    return [Case(f"extension/{wish.measure.id}/{wish.zone}", tuple(_story(wish))) for wish in WISHES]


def _measure(idea: Idea) -> list[Step]:
    department = sender(idea.department)
    stated = Issue(**dict(_text(idea, idea.issued)))
    steps = [Step(department, idea.id, idea.issued, stated)]
    if idea is HOUSING:
        anew = Amend(reason="扩大支持范围（演示）", **dict(_text(idea, AMENDED)))
        steps.append(Step(department, idea.id, AMENDED, anew))
    if idea is FAST_LANE:
        steps.append(Step(department, idea.id, ENDED, EndMeasure(reason="并入全市统一办法（演示）")))
    return steps


def _text(idea: Idea, on: date) -> Measure:
    return Measure(
        title=f"{idea.title}（{MARK}）",
        origin=idea.origin,
        support=idea.support,
        summary=f"{MARK}数据：{idea.title}的适用条件与办理流程",
        instrument=paper_of(idea.department, f"{idea.title} {on.year}", on),
        text=document(f"{idea.title}全文 {on.year}"),
    )


def _story(wish: Wish) -> list[Step]:
    entity = f"{wish.measure.id}--{wish.zone}"
    department, asked = sender(wish.measure.department), REQUESTED + timedelta(days=number(entity, 0, 30))
    steps = [Step(body(wish.zone), entity, asked, _request(wish.measure))]
    for days, command in _answers(wish, asked):
        steps.append(Step(department, entity, asked + timedelta(days=days), command))
    return steps


def _answers(wish: Wish, asked: date) -> list[tuple[int, Command]]:
    """What the department answers, and how many days after the request."""
    extend = Extend(
        instrument=paper_of(
            wish.measure.department, f"{wish.measure.title}适用 {wish.zone}", asked + timedelta(days=30)
        ),
        conditions=("按季报告适用情况（演示）",),
    )
    extended: list[tuple[int, Command]] = [(20, _risk(accepted=True)), (30, extend)]
    match wish.goes_to:
        case "requested":
            return []
        case "refused":
            return [(20, _risk(accepted=False)), (25, Refuse(reason="风险防范措施尚不完备（演示）"))]
        case "resumed":
            pause, resume = Suspend(reason="核对系统数据期间暂停（演示）"), Resume(reason="数据核对无误（演示）")
            return [*extended, (200, pause), (215, _risk(accepted=True)), (220, resume)]
        case "ended":
            return [*extended, (400, End(reason="企业改用保税区政策（演示）"))]
        case _:
            return extended


def _request(measure: Idea) -> Request:
    return Request(
        purpose=f"区内企业需要{measure.title}（{MARK}）",
        prevention="专人专户，按月核对（演示）",
        documents=(document(f"{measure.title}申请说明"),),
    )


def _risk(*, accepted: bool) -> AssessRisk:
    return AssessRisk(
        risks="数据不一致、业务真实性核验难度（演示）",
        prevention="系统比对与抽查（演示）",
        accepted=accepted,
        reason="风险总体可控（演示）" if accepted else "现有措施不足以防范风险（演示）",
    )
