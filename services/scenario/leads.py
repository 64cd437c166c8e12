"""The stories of the leads: shared, assessed, claimed by several, awarded to one, followed up, signed or ended. 三(四)

Every investor and every project is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from domain.lead import Assess, Award, Claim, Close, Release, ReportProgress, Share, Sign
from domain.lead_values import Audience, CloseReason, Investor, Match, ReleaseReason, Visibility
from domain.values import FEN_PER_WAN, Parameters
from services.scenario.cast import OFFICE, body, sender
from services.scenario.invention import MARK, credit_code, document, number
from services.scenario.lead_ideas import EXITED, LEADS, End, Lead
from services.scenario.steps import Case, Step

MAJOR_FROM = Parameters().major_lead_from

CLOSE_REASONS = (CloseReason.ABANDONED, CloseReason.ELSEWHERE)


def leads() -> list[Case]:
    """Every lead's story up to the exit of the invented zone."""
    return [Case(f"lead/{lead.id}", tuple(_story(lead))) for lead in LEADS]


def after_the_exit(on: date) -> list[Case]:
    """A lead that the exited zone gave up goes to another zone that claims it, once the reaction has released it."""
    return [
        Case(f"lead-again/{lead.id}", tuple(_again(lead, on, after_reaction=True)))
        for lead in LEADS
        if lead.winner == EXITED and lead.successor
    ]


def _story(lead: Lead) -> list[Step]:
    steps = [Step(body(lead.idea.reporter), lead.id, lead.shared, _share(lead)), _assessed(lead)]
    for index, zone in enumerate(lead.claims):
        steps.append(_claim(lead, zone, lead.shared + timedelta(days=4 + index)))
    if lead.winner is None:
        return steps
    awarded = lead.shared + timedelta(days=9)
    steps += [_award(lead, lead.winner, awarded), *_progress(lead, lead.winner, awarded, lead.progress)]
    ended = awarded + timedelta(days=14 * lead.progress + 5)
    match lead.end:
        case End.SIGNED:
            steps.append(Step(body(lead.winner), lead.id, ended, _sign(lead, lead.winner)))
        case End.CLOSED:
            reason = CLOSE_REASONS[lead.number % len(CLOSE_REASONS)]
            command = Close(zone=lead.winner, reason=reason, note="投资方调整计划（演示）")
            steps.append(Step(body(lead.winner), lead.id, ended, command))
        case End.RELEASED:
            give_back = Release(zone=lead.winner, reason=ReleaseReason.NO_FIT, note="地块条件不匹配（演示）")
            steps.append(Step(body(lead.winner), lead.id, ended, give_back))
            steps += _again(lead, ended) if lead.successor else []
        case End.OPEN | End.SHELVED | End.AWARDED:
            pass
    return steps


def _again(lead: Lead, on: date, *, after_reaction: bool = False) -> Sequence[Step]:
    zone = lead.successor
    assert zone is not None
    awarded = on + timedelta(days=12)
    award = _award(lead, zone, awarded)
    again = Step(award.sender, award.entity, award.effective, award.command, after_reaction=after_reaction)
    standing = [] if zone in lead.claims else [_claim(lead, zone, on + timedelta(days=6))]
    return [*standing, again, *_progress(lead, zone, awarded, 1)]


def _share(lead: Lead) -> Share:
    idea = lead.idea
    named = tuple(zone for zone in lead.claims) if lead.audience is Audience.ZONES else ()
    return Share(
        investor=Investor(name=lead.investor, credit_code=credit_code(lead.investor) if lead.number % 4 else None),
        project=f"{idea.project}（{MARK}）",
        summary=f"演示数据：{idea.project}，拟投资 {idea.wan} 万元。",
        industry=idea.industry,
        investment=idea.wan * FEN_PER_WAN,
        land=Decimal(idea.mu),
        energy=Decimal(number(lead.id, 200, 9000)),
        environment="无特殊环境容量要求（演示）",
        output=idea.wan * 2 * FEN_PER_WAN,
        tax=idea.wan // 10 * FEN_PER_WAN,
        location="重庆市内（演示）",
        help="标准厂房与人才公寓（演示）",
        visibility=Visibility(audience=lead.audience, zones=named),
    )


def _assessed(lead: Lead) -> Step:
    follow = lead.end is not End.SHELVED
    reason = "产业方向匹配，建议跟进（演示）" if follow else "能耗与环境容量不匹配（演示）"
    command = Assess(follow_up=follow, major=lead.idea.wan * FEN_PER_WAN >= MAJOR_FROM, reason=reason)
    return Step(sender(OFFICE), lead.id, lead.shared + timedelta(days=2), command)


def _claim(lead: Lead, zone: str, on: date) -> Step:
    match = Match(
        industry="与本区主导产业一致（演示）",
        land=f"可供净地 {lead.idea.mu + number(zone, 10, 90)} 亩（演示）",
        energy="能耗指标可保障（演示）",
    )
    return Step(body(zone), lead.id, on, Claim(zone=zone, match=match))


def _award(lead: Lead, zone: str, on: date) -> Step:
    return Step(sender(OFFICE), lead.id, on, Award(zone=zone, reason="产业、用地与要素保障匹配度最高（演示）"))


def _progress(lead: Lead, zone: str, awarded: date, times: int) -> list[Step]:
    return [
        Step(
            body(zone),
            lead.id,
            awarded + timedelta(days=14 * turn),
            ReportProgress(zone=zone, summary=f"第 {turn} 次洽谈（演示）", next_step="细化投资协议（演示）"),
        )
        for turn in range(1, times + 1)
    ]


def _sign(lead: Lead, zone: str) -> Sign:
    return Sign(zone=zone, amount=lead.idea.wan * FEN_PER_WAN, evidence=(document(f"投资协议 {lead.id}"),))
