"""The replication of experience by zones: planned, put in place, verified, sent back, found inapplicable. 三(二)

Every one is invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from domain.replication import (
    ConfirmInapplicability,
    FindInapplicable,
    Implement,
    Plan,
    RejectInapplicability,
    ReportEffect,
    SendBack,
    Verify,
)
from domain.values import FEN_PER_WAN
from services.scenario import experiences
from services.scenario.cast import OFFICE, body, first_batch, invented_zone, second_batch, sender
from services.scenario.invention import document, number
from services.scenario.lead_ideas import EXITED
from services.scenario.steps import Case, Step
from services.scenario.trials import RECOGNISED, TRIALS

AFTER = {1: date(2022, 3, 14), 2: date(2023, 4, 24)}
"""When zones begin with a batch."""
OF_CHONGQING, OF_TRIALS = date(2023, 9, 4), date(2023, 3, 20)


class End(StrEnum):
    """Where a replication's story ends, before any exit."""

    PLANNED = "planned"
    IMPLEMENTED = "implemented"
    SENT_BACK = "sent-back"
    VERIFIED = "verified"
    REPORTED = "reported"
    INAPPLICABLE = "inapplicable"
    TO_PLAN = "to-plan"


OF_THE_SECOND_BATCH = (End.VERIFIED, End.REPORTED, End.IMPLEMENTED, End.PLANNED)
"""Among these each zone's own figure chooses: the first batch is verified everywhere, the second is under way."""
PARTICULAR = {
    ("returns-warehouse", "yunyang-industrial-park"): End.INAPPLICABLE,
    ("returns-warehouse", "dianjiang-hightech"): End.TO_PLAN,
    ("graded-supervision", "zhengyang-industrial-park"): End.SENT_BACK,
    ("company-start-one-door", EXITED): End.VERIFIED,
    ("investment-by-promise", EXITED): End.PLANNED,
    ("two-step-declaration", EXITED): End.SENT_BACK,
}
"""What goes another way. Of the invented zone's three the exit ends two; what was verified stays."""
OF_THE_CITY = (
    ("rail-bill-credit", "highway-logistics-base"),
    ("rail-document-finance", "highway-logistics-base"),
    ("one-document", "wanzhou-etdz"),
    ("one-document", "changshou-etdz"),
)


def replications() -> list[Case]:
    """Both batches in every zone of the first and the second batch, and what is public in those that trade by rail."""
    real = [site.id for site in (*first_batch(), *second_batch())]
    cases = [
        _case(idea.id, zone, AFTER[idea.batch], _end(idea, zone))
        for idea in experiences.IDEAS
        for zone in (*real, invented_zone().id)
        if zone in real or (idea.id, zone) in PARTICULAR
    ]
    return cases + [_case(experience, zone, OF_CHONGQING, End.VERIFIED) for experience, zone in OF_THE_CITY]


def of_trials() -> list[Case]:
    """What a trial brought goes on to another zone, once the reaction has put it into the catalogue."""
    return [
        _case(trial.id, partner, OF_TRIALS, End.IMPLEMENTED)
        for trial in TRIALS
        if trial.id in RECOGNISED
        for partner in trial.partners
    ]


def _end(idea: experiences.Idea, zone: str) -> End:
    ordinary = End.REPORTED if idea.batch == 1 else OF_THE_SECOND_BATCH[number(f"{idea.id}/{zone}", 0, 3)]
    return PARTICULAR.get((idea.id, zone), ordinary)


def _case(experience: str, zone: str, begin: date, end: End) -> Case:
    return Case(f"replication/{experience}/{zone}", tuple(_story(experience, zone, begin, end)))


def _story(experience: str, zone: str, begin: date, end: End) -> list[Step]:
    entity, zone_s = f"{experience}--{zone}", body(zone)
    planned = begin + timedelta(days=number(entity, 0, 21))
    implemented, judged = planned + timedelta(days=60), planned + timedelta(days=75)
    if end in {End.INAPPLICABLE, End.TO_PLAN}:
        return _inapplicable(entity, zone, planned, end)
    plan = Plan(actions="对照清单落实到岗（演示）", due=planned + timedelta(days=90))
    steps = [Step(zone_s, entity, planned, plan, after_reaction=experience in RECOGNISED)]
    if end is End.PLANNED:
        return steps
    steps.append(Step(zone_s, entity, implemented, _implementation(entity)))
    if end is End.IMPLEMENTED:
        return steps
    department = sender(experiences.departments()[experience])
    if end is End.SENT_BACK:
        return [*steps, Step(department, entity, judged, SendBack(reason="佐证材料不足（演示）"))]
    steps.append(Step(department, entity, judged, Verify(reason="现场核实已落实（演示）")))
    if end is End.REPORTED:
        steps.append(Step(zone_s, entity, implemented + timedelta(days=200), _effect(entity, implemented)))
    return steps


def _inapplicable(entity: str, zone: str, found: date, end: End) -> list[Step]:
    find = FindInapplicable(reason="本区无跨境电商退货业务（演示）", documents=(document(f"不适用说明 {entity}"),))
    confirm = ConfirmInapplicability(reason="确无对应业务（演示）")
    reject = RejectInapplicability(reason="业务已有企业开展，应予推广（演示）")
    judgement = confirm if end is End.INAPPLICABLE else reject
    return [
        Step(body(zone), entity, found, find),
        Step(sender(OFFICE), entity, found + timedelta(days=14), judgement),
    ]


def _implementation(entity: str) -> Implement:
    return Implement(summary="制度、系统与窗口均已到位（演示）", evidence=(document(f"落实佐证 {entity}"),))


def _effect(entity: str, since: date) -> ReportEffect:
    """Half a year of it."""
    firms = number(entity, 20, 400)
    return ReportEffect(
        start=since,
        end=since + timedelta(days=181),
        firms_served=firms,
        hours_saved=firms * number(f"{entity}/hours", 2, 9),
        cost_saved=firms * FEN_PER_WAN // 20,
        note="演示数据",
    )
