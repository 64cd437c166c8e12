"""Trials of zones with FTZ sections: one brings a recognised innovation, one is stopped by its risk. 三(三)

Two more are of the zone that does not exist, for its exit to find. All are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.experience_values import ReformDomain
from domain.trial import (
    Approve,
    AssessRisk,
    Conclude,
    Join,
    Propose,
    RaiseObstacle,
    RecogniseInnovation,
    ReportProgress,
    Start,
)
from domain.trial.values import Crossing, Result
from services.scenario.cast import OFFICE, body, paper_of, sender
from services.scenario.invention import MARK, document
from services.scenario.lead_ideas import EXITED
from services.scenario.steps import Case, Step

TERM = timedelta(days=540)


class End(StrEnum):
    """Where a trial's story ends, before any exit."""

    RAISED = "raised"
    RUNNING = "running"
    OUT_OF_CONTROL = "out-of-control"
    RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: whose obstacle, with which section and further zones, under which department, from when, to what end."""

    id: str
    title: str
    zone: str
    section: str
    department: str
    raised: date
    end: End
    partners: tuple[str, ...] = ()


TRIALS = (
    Trial(
        "bonded-research-materials",
        "研发用保税料件跨片区流转",
        "chongqing-hightech",
        "xiyong",
        "customs",
        date(2022, 2, 21),
        End.RECOGNISED,
        ("yongchuan-hightech",),
    ),
    Trial(
        "shared-cold-chain-release",
        "冷链货物分送集报",
        "highway-logistics-base",
        "liangjiang",
        "transport",
        date(2022, 4, 11),
        End.OUT_OF_CONTROL,
        (EXITED,),
    ),
    Trial(
        "tourist-tax-refund",
        "境外旅客即买即退",
        EXITED,
        "liangjiang",
        "taxation",
        date(2022, 9, 5),
        End.RUNNING,
        ("dianjiang-hightech",),
    ),
    Trial(
        "village-stay-licence", "乡村民宿一照多址", EXITED, "xiyong", "market-regulation", date(2023, 3, 13), End.RAISED
    ),
)
"""At its exit the invented zone leaves the second, stops the third, and lets the fourth lapse."""

RECOGNISED = tuple(trial.id for trial in TRIALS if trial.end is End.RECOGNISED)
"""Each comes into the catalogue of experience under its own id, by reaction."""


def trials() -> list[Case]:
    """Every trial's story up to the exit of the invented zone."""
    return [Case(f"trial/{trial.id}", tuple(_story(trial))) for trial in TRIALS]


def _story(trial: Trial) -> list[Step]:
    obstacle = RaiseObstacle(
        zone=trial.zone,
        title=f"{trial.title}（{MARK}）",
        obstacle=f"现行规定未考虑{trial.title}（{MARK}）",
        documents=(document(f"{trial.title}障碍说明"),),
    )
    steps = [Step(body(trial.zone), trial.id, trial.raised, obstacle)]
    if trial.end is End.RAISED:
        return steps
    steps += [*_agreed(trial), *_under_way(trial)]
    last = steps[-1].effective
    assert last is not None, "every step of a trial bears its date"
    return [*steps, *_ended(trial, last)]


def _agreed(trial: Trial) -> list[Step]:
    """The proposal, the partners' consent, the risk under control."""
    proposed = trial.raised + timedelta(days=30)
    consent, assessed = proposed + timedelta(days=10), proposed + timedelta(days=21)
    return [
        Step(body(trial.zone), trial.id, proposed, _proposal(trial)),
        Step(sender(trial.section), trial.id, consent, Join()),
        *(Step(body(partner), trial.id, consent, Join(zone=partner)) for partner in trial.partners),
        Step(sender(trial.department), trial.id, assessed, _risk(controllable=True)),
    ]


def _under_way(trial: Trial) -> list[Step]:
    """The plenary's approval, the start on one day in section and zone, a report from each of the two."""
    approved = trial.raised + timedelta(days=75)
    started = approved + timedelta(days=14)
    approve = Approve(
        meeting=f"领导小组全体会议（{MARK}）",
        minutes=document(f"会议纪要 {trial.title}"),
        reason="风险可控，同意开展（演示）",
        until=approved + TERM,
    )
    report = ReportProgress(summary="首批企业已参与试验（演示）", documents=(document(f"{trial.title}进展"),))
    return [
        Step(sender(OFFICE), trial.id, approved, approve),
        Step(body(trial.zone), trial.id, started, Start(in_section=started, in_zone=started)),
        Step(body(trial.zone), trial.id, started + timedelta(days=90), report),
        Step(sender(trial.section), trial.id, started + timedelta(days=120), report),
    ]


def _ended(trial: Trial, last: date) -> list[Step]:
    match trial.end:
        case End.RECOGNISED:
            concluded, recognised = last + timedelta(days=60), last + timedelta(days=100)
            conclude = Conclude(
                result=Result.SUCCEEDED, summary="试验达到预期（演示）", documents=(document(f"{trial.title}总结"),)
            )
            return [
                Step(body(trial.zone), trial.id, concluded, conclude),
                Step(sender(OFFICE), trial.id, recognised, _innovation(trial, recognised)),
            ]
        case End.OUT_OF_CONTROL:
            return [Step(sender(trial.department), trial.id, last + timedelta(days=30), _risk(controllable=False))]
        case End.RAISED | End.RUNNING:
            return []


def _proposal(trial: Trial) -> Propose:
    return Propose(
        proposal=f"在片区与联动创新区同步试行{trial.title}（{MARK}）",
        rule_varied="演示规定：不代表真实的法律依据",
        sections=(trial.section,),
        partner_zones=trial.partners,
        lead_department=trial.department,
        departments=("commerce",),
        crossing=(Crossing.REGION, Crossing.DEPARTMENT),
        documents=(document(f"{trial.title}试验方案"),),
    )


def _risk(*, controllable: bool) -> AssessRisk:
    if not controllable:
        return AssessRisk(controllable=False, reason="抽查发现货物追溯数据缺失，触发停止条件（演示）")
    return AssessRisk(
        controllable=True,
        measures=("全程数据留痕（演示）",),
        stop_conditions=("追溯数据缺失超过百分之一（演示）",),
        reason="风险可控（演示）",
    )


def _innovation(trial: Trial, on: date) -> RecogniseInnovation:
    return RecogniseInnovation(
        title_zh=f"{trial.title}（{MARK}）",
        title_en="Bonded research materials moved between sections (demonstration)",
        summary=f"{MARK}数据：{trial.title}的做法与成效",
        domain=ReformDomain.TRADE,
        source=paper_of(OFFICE, f"{trial.title}认定", on),
        lead_department=trial.department,
    )
