"""The stories of the leads: shared, assessed, claimed by several, awarded to one, followed up, signed or ended. 三(四)

Every investor and every project is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from domain.lead import (
    Assess,
    Award,
    BreakGround,
    Claim,
    Close,
    Commission,
    DiscloseInvestor,
    PromiseIncentive,
    Release,
    ReportProgress,
    Share,
    Sign,
)
from domain.lead_values import (
    Audience,
    CloseReason,
    FairCompetitionReview,
    IncentiveKind,
    Investor,
    Match,
    ReleaseReason,
    ReviewConclusion,
    Visibility,
)
from domain.values import FEN_PER_WAN, Parameters
from services.scenario.cast import OFFICE, body, members, sender
from services.scenario.invention import MARK, credit_code, document, number
from services.scenario.lead_ideas import EXITED, LEADS, End, Lead
from services.scenario.lead_ideas_2023 import LATER
from services.scenario.steps import Case, Step

MAJOR_FROM = Parameters().major_lead_from

CLOSE_REASONS = (CloseReason.ABANDONED, CloseReason.ELSEWHERE)


def leads() -> list[Case]:
    """Every lead's story up to the exit of the invented zone."""
    return [Case(f"lead/{lead.id}", tuple(_story(lead))) for lead in (*LEADS, *LATER)]


def after_the_exit(on: date) -> list[Case]:
    """A lead that the exited zone gave up goes to another zone that claims it, once the reaction has released it."""
    return [
        Case(f"lead-again/{lead.id}", tuple(_again(lead, on, after_reaction=True)))
        for lead in LEADS
        if lead.winner == EXITED and lead.successor
    ]


def opened(lead: Lead) -> list[Step]:
    """Shared, assessed and claimed by each zone that would have it."""
    claims = [claim(lead, zone, lead.shared + timedelta(days=4 + turn)) for turn, zone in enumerate(lead.claims)]
    return [Step(body(lead.idea.reporter), lead.id, lead.shared, share(lead)), assessed(lead), *claims]


def _story(lead: Lead) -> list[Step]:
    steps = opened(lead)
    if lead.winner is None:
        return steps
    awarded = lead.shared + timedelta(days=9)
    steps += [award(lead, lead.winner, awarded), *progress(lead, lead.winner, awarded, lead.progress)]
    ended = awarded + timedelta(days=14 * lead.progress + 5)
    match lead.end:
        case End.SIGNED:
            steps.append(sign(lead, lead.winner, ended))
        case End.LANDED | End.COMMISSIONED:
            steps += _built(lead, lead.winner, awarded, ended)
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


def _built(lead: Lead, zone: str, awarded: date, ended: date) -> list[Step]:
    """The investor disclosed, an incentive promised after its review, the contract, the site, in time production."""
    disclose = DiscloseInvestor(zone=zone, note="已告知投资方（演示）")
    ground = BreakGround(zone=zone, evidence=(document(f"开工备案 {lead.id}"),))
    steps = [
        Step(body(lead.idea.reporter), lead.id, awarded + timedelta(days=1), disclose),
        Step(body(zone), lead.id, ended - timedelta(days=2), _promise(lead, zone, ended - timedelta(days=10))),
        sign(lead, zone, ended),
        Step(body(zone), lead.id, ended + timedelta(days=120), ground),
    ]
    if lead.end is End.COMMISSIONED:
        production = Commission(zone=zone, evidence=(document(f"投产证明 {lead.id}"),))
        steps.append(Step(body(zone), lead.id, ended + timedelta(days=400), production))
    return steps


def _promise(lead: Lead, zone: str, reviewed: date) -> PromiseIncentive:
    return PromiseIncentive(
        zone=zone,
        kind=IncentiveKind.INDUSTRY,
        promise="按普惠标准给予设备补助（演示）",
        amount=lead.idea.wan * FEN_PER_WAN // 50,
        review=FairCompetitionReview(
            reviewer=members()["market-regulation"].zh,
            number=f"{MARK}〔{reviewed.year}〕公平竞争审查 {lead.number} 号",
            date=reviewed,
            verdict=ReviewConclusion.UNRESTRICTIVE,
            document=document(f"公平竞争审查 {lead.id}"),
        ),
    )


def _again(lead: Lead, on: date, *, after_reaction: bool = False) -> Sequence[Step]:
    zone = lead.successor
    assert zone is not None
    awarded = on + timedelta(days=12)
    again = replace(award(lead, zone, awarded), after_reaction=after_reaction)
    standing = [] if zone in lead.claims else [claim(lead, zone, on + timedelta(days=6))]
    return [*standing, again, *progress(lead, zone, awarded, 1)]


def share(lead: Lead) -> Share:
    """What is shared: the investor, with a credit code or without, and the project."""
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


def assessed(lead: Lead) -> Step:
    """The office's assessment, two days after."""
    follow = lead.end is not End.SHELVED
    reason = "产业方向匹配，建议跟进（演示）" if follow else "能耗与环境容量不匹配（演示）"
    command = Assess(follow_up=follow, major=lead.idea.wan * FEN_PER_WAN >= MAJOR_FROM, reason=reason)
    return Step(sender(OFFICE), lead.id, lead.shared + timedelta(days=2), command)


def claim(lead: Lead, zone: str, on: date) -> Step:
    """A zone would have it."""
    match = Match(
        industry="与本区主导产业一致（演示）",
        land=f"可供净地 {lead.idea.mu + number(zone, 10, 90)} 亩（演示）",
        energy="能耗指标可保障（演示）",
    )
    return Step(body(zone), lead.id, on, Claim(zone=zone, match=match))


def award(lead: Lead, zone: str, on: date) -> Step:
    """The office gives it to a zone."""
    return Step(sender(OFFICE), lead.id, on, Award(zone=zone, reason="产业、用地与要素保障匹配度最高（演示）"))


def progress(lead: Lead, zone: str, awarded: date, times: int) -> list[Step]:
    """The holder reports every two weeks."""
    return [
        Step(
            body(zone),
            lead.id,
            awarded + timedelta(days=14 * turn),
            ReportProgress(zone=zone, summary=f"第 {turn} 次洽谈（演示）", next_step="细化投资协议（演示）"),
        )
        for turn in range(1, times + 1)
    ]


def sign(lead: Lead, zone: str, on: date) -> Step:
    """The holder signs for all of the investment."""
    command = Sign(zone=zone, amount=lead.idea.wan * FEN_PER_WAN, evidence=(document(f"投资协议 {lead.id}"),))
    return Step(body(zone), lead.id, on, command)
