"""Applications from filing to plaque, with a correction, a recusal, one returned and filed again, one declined. 二

Only names, districts, batches, the day of the first plaques and the second batch's letter are public.
"""

from __future__ import annotations

from datetime import timedelta

from domain.application import (
    AppointPanel,
    Approve,
    CheckEligibility,
    Condition,
    Content,
    Decline,
    Deliberate,
    File,
    Finding,
    Outcome,
    PanelMember,
    Recuse,
    RequestCorrection,
    Review,
    Shortlist,
    Statement,
    Supplement,
    UnveilPlaque,
)
from domain.builtin_rulebook import ADMISSION
from domain.values import Instrument, InstrumentKind
from domain.zone import FileConstructionPlan
from services.scenario.cast import (
    GOVERNMENT,
    OFFICE,
    Site,
    first_batch,
    invented_park,
    invented_zone,
    members,
    second_batch,
    sender,
)
from services.scenario.invention import MARK, boundary, document, number, sheet
from services.scenario.places import EXPERTS
from services.scenario.steps import Case, Step
from services.scenario.timetable import FIRST, INVENTED, SECOND, Dates

CONDITIONS = {
    Condition.PLATFORM: "依托市级及以上开放平台",
    Condition.BOUNDARY: "四至范围明确，管理机构健全",
    Condition.OPENNESS: "开放程度高、带动作用大",
    Condition.REFORM: "复制推广积极，改革意愿强",
    Condition.INDUSTRY: "与自贸试验区片区有联动产业方向",
}
CONTENTS = {
    Content.PLATFORM: "平台基本情况与区位优势",
    Content.LEADERSHIP: "领导体制与工作机制",
    Content.INDUSTRY: "产业、外贸外资与联动情况",
    Content.REFORM: "复制推广与自主改革案例",
}
PANEL = 5
GOOD_SCORES, POOR_SCORES = (80, 96), (50, 62)
CORRECTED, RECUSED = "wanzhou-etdz", "yongchuan-hightech"
LETTER = "函"


def applications() -> list[Case]:
    """Every application; the invented zone's first one is returned and the invented park's declined."""
    real = [(site, FIRST) for site in first_batch()] + [(site, SECOND) for site in second_batch()]
    zone = invented_zone()
    again = (*_returned(zone, f"{zone.id}--1", FIRST), *admitted(zone, f"{zone.id}--2", INVENTED))
    return [
        *(Case(f"application/{site.id}", tuple(admitted(site, f"{site.id}--1", dates))) for site, dates in real),
        Case(f"application/{zone.id}", again),
        Case(f"application/{invented_park().id}", tuple(_declined(invented_park()))),
    ]


def plans() -> list[Case]:
    """The construction plan of every zone, once the plaque's reaction has established it. 四(一)"""
    sites = [(site, FIRST) for site in first_batch()] + [(site, SECOND) for site in second_batch()]
    return [
        Case(
            f"plan/{site.id}", (Step(sender(site.applicant), site.id, dates.planned, _plan(site), after_reaction=True),)
        )
        for site, dates in [*sites, (invented_zone(), INVENTED)]
    ]


def _plan(site: Site) -> FileConstructionPlan:
    return FileConstructionPlan(
        summary=f"{site.facts.name}联动创新区建设方案：三年任务清单（{MARK}）",
        documents=(document(f"{site.facts.name}建设方案"),),
    )


def admitted(site: Site, entity: str, dates: Dates) -> list[Step]:
    """The whole procedure of one application, from filing to plaque."""
    return [
        *_filed_and_checked(site, entity, dates),
        *_reviewed(site, entity, dates, GOOD_SCORES),
        Step(sender(OFFICE), entity, dates.shortlisted, Shortlist(reason="评审达到列入分数线（演示）")),
        *_decided(site, entity, dates),
    ]


def _declined(site: Site) -> list[Step]:
    entity = f"{site.id}--1"
    return [
        *_filed_and_checked(site, entity, FIRST),
        *_reviewed(site, entity, FIRST, POOR_SCORES),
        Step(sender(OFFICE), entity, FIRST.shortlisted, Decline(reason="评审未达到列入分数线（演示）")),
    ]


def _returned(site: Site, entity: str, dates: Dates) -> list[Step]:
    unmet = _findings(unmet=Condition.BOUNDARY)
    return [
        Step(sender(site.applicant), entity, dates.filed, _file(site)),
        Step(sender(OFFICE), entity, dates.checked, CheckEligibility(findings=unmet)),
    ]


def _filed_and_checked(site: Site, entity: str, dates: Dates) -> list[Step]:
    steps = [Step(sender(site.applicant), entity, dates.filed, _file(site))]
    if site.id == CORRECTED:
        ask = RequestCorrection(missing=("利用外资情况的佐证材料（演示）",))
        answer = Supplement(answer="已补充佐证材料（演示）", documents=(document("补正材料"),))
        steps.append(Step(sender(OFFICE), entity, dates.filed + timedelta(days=4), ask))
        steps.append(Step(sender(site.applicant), entity, dates.filed + timedelta(days=9), answer))
    return [*steps, Step(sender(OFFICE), entity, dates.checked, CheckEligibility(findings=_findings()))]


def _file(site: Site) -> File:
    setting = site.setting
    return File(
        name_zh=site.facts.name,
        name_en=site.facts.en,
        kind=site.kind,
        level=setting.level,
        district=site.facts.district,
        sections=(setting.section,),
        industries=setting.industries,
        boundary=boundary(site.facts.name, setting.longitude, setting.latitude, setting.area),
        contents=tuple(
            Statement(content=content, summary=f"{text}（{MARK}）", documents=(document(f"{site.facts.name} {text}"),))
            for content, text in CONTENTS.items()
        ),
    )


def _findings(unmet: Condition | None = None) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            condition=condition,
            met=condition is not unmet,
            reason=f"{text}：{'不符合' if condition is unmet else '符合'}（{MARK}）",
            evidence=f"申报材料第 {place} 部分（{MARK}）",
        )
        for place, (condition, text) in enumerate(CONDITIONS.items(), start=1)
    )


def _reviewed(site: Site, entity: str, dates: Dates, scores: tuple[int, int]) -> list[Step]:
    """Five experts review; where one steps down, the office names another in his place."""
    first = number(entity, 0, len(EXPERTS) - 1)
    experts = [EXPERTS[(first + turn) % len(EXPERTS)] for turn in range(PANEL + 1)]
    panel, substitute = experts[:PANEL], experts[PANEL]
    appoint = AppointPanel(members=tuple(_member(expert) for expert in panel))
    steps = [Step(sender(OFFICE), entity, dates.panel, appoint)]
    if site.id == RECUSED:
        recuse = Recuse(expert=panel[0], reason="与申报单位有课题合作（演示）", replacement=_member(substitute))
        steps.append(Step(sender(OFFICE), entity, dates.panel + timedelta(days=3), recuse))
        panel = [*panel[1:], substitute]
    for turn, expert in enumerate(panel):
        review = Review(scores=sheet(ADMISSION, f"{entity}/{expert}", *scores))
        steps.append(Step(sender(expert), entity, dates.panel + timedelta(days=7 + turn), review))
    return steps


def _member(expert: str) -> PanelMember:
    return PanelMember(expert=expert, has_interest=False, declaration="与申报单位无利益关系（演示）")


def _decided(site: Site, entity: str, dates: Dates) -> list[Step]:
    deliberate = Deliberate(
        outcome=Outcome.ENDORSED,
        meeting=f"领导小组全体会议（{MARK}）",
        minutes=document(f"会议纪要 {dates.plenary}"),
        reason="同意提请市政府批准（演示）",
    )
    approve = Approve(instrument=_approval(entity, dates), reason="同意（演示）")
    unveil = UnveilPlaque(notice=_letter(entity, dates) if site.facts.instrument == LETTER else None)
    return [
        Step(sender(OFFICE), entity, dates.plenary, deliberate),
        Step(sender(GOVERNMENT), entity, dates.approved, approve),
        Step(sender(OFFICE), entity, dates.plaque, unveil),
    ]


def _approval(entity: str, dates: Dates) -> Instrument:
    return Instrument(
        issuer=members()[GOVERNMENT].zh,
        kind=InstrumentKind.APPROVAL,
        number=f"{MARK}〔{dates.approved.year}〕{number(entity, 1, 99)}号",
        date=dates.approved,
        document=document(f"批复 {entity}"),
    )


def _letter(entity: str, dates: Dates) -> Instrument:
    """The second batch was made known by letter of the leading group office; its number and day are invented."""
    return Instrument(
        issuer=members()[OFFICE].zh,
        kind=InstrumentKind.LETTER,
        number=f"{MARK}函〔{dates.plaque.year}〕{number(entity, 1, 99)}号",
        date=dates.plaque,
        document=document(f"函 {entity}"),
    )
