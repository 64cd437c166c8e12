"""The exchange of leads and joint promotion: reporters, claimants, holders, receivers, the office. 三(四)"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from domain import lead as l
from domain import promotion as p
from domain.kernel import Command
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
from domain.values import Industry
from services.scenario.invention import MARK, credit_code
from services.simulation.town import OFFICE, RECENT, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town

FIRMS = 200
"""Investors: few enough for two members to report the same one now and then."""
PROJECTS = ("整车零部件产线", "集成电路封测基地", "抗体药物基地", "跨境电商仓配中心", "工业软件研发总部", "冷链物流园")
AT_WORK = (l.Stage.AWARDED, l.Stage.SIGNED, l.Stage.LANDED)
HELD = (l.Stage.AWARDED, l.Stage.SIGNED, l.Stage.LANDED, l.Stage.COMMISSIONED)


def lead(town: Town) -> Ask | None:
    """A new lead, or the next step of one."""
    entity = (town.one(in_hand(town)) if town.maybe(1 / 2) else None) or town.some("lead")
    if entity is None or town.maybe(1 / 14):
        return Ask(town.member(), town.new("lead"), sharing(town))
    state = town.state("lead", entity)
    if state.suspected and town.maybe(1 / 2):
        judge = l.ConfirmDuplicate if town.maybe(1 / 3) else l.DismissDuplicate
        return Ask(OFFICE, entity, judge(earlier=min(state.suspected), reason="经核对"))
    if state.disputants and town.maybe(1 / 2):
        return ruling(entity, state, town)
    if state.stage in (l.Stage.OPEN, l.Stage.SHELVED):
        return in_the_exchange(entity, state, town)
    return held(entity, state, town) if state.stage in HELD else None


def in_hand(town: Town) -> list[str]:
    """The leads of late that a zone is at work on: what is not followed up lapses within weeks."""
    return [each for each in town.world.ids["lead"][-RECENT:] if town.state("lead", each).stage in AT_WORK]


def sharing(town: Town) -> l.Share:
    """A project of an invented firm."""
    number = town.days(1, FIRMS)
    firm = f"{MARK}{number:02d}号投资有限公司"
    named = tuple(town.chance.sample(town.zones, min(2, len(town.zones))))
    audience = town.pick((Audience.ALL, Audience.ALL, Audience.INDUSTRY, Audience.ZONES if named else Audience.ALL))
    return l.Share(
        investor=Investor(name=firm, credit_code=credit_code(firm) if town.maybe(1 / 2) else None),
        project=town.pick(PROJECTS),
        summary="拟在渝投资",
        industry=town.pick(list(Industry)),
        investment=town.days(1, 1000) * 10**8,
        land=Decimal(town.days(1, 500)),
        visibility=Visibility(audience=audience, zones=named if audience is Audience.ZONES else ()),
    )


def in_the_exchange(entity: str, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - a lead's state
    """It is assessed, claimed, awarded, or ended."""
    zone, claimant = town.zone(), town.one(sorted(state.claimants))
    if state.stage is l.Stage.SHELVED or town.maybe(1 / 6):
        follow_up, major = town.maybe(4 / 5), state.investment >= 5 * 10**10
        assess = l.Assess(follow_up=follow_up, major=major or town.maybe(1 / 4), reason="研判")
        return Ask(town.pick((OFFICE, state.reporter)), entity, assess)
    if claimant and town.maybe(0.05):
        return Ask(town.body(claimant), entity, l.Release(zone=claimant, reason=ReleaseReason.NO_FIT))
    if claimant and town.maybe(0.03):
        dispute = l.Dispute(zone=claimant, statement="我区首谈", evidence=town.papers())
        return Ask(town.body(claimant), entity, dispute)
    if town.maybe(0.03):
        return Ask(OFFICE, entity, l.Close(reason=town.pick(list(CloseReason)), note="终止"))
    if claimant and town.maybe(1 / 2):
        return Ask(town.pick((OFFICE, state.reporter)), entity, l.Award(zone=claimant, reason="条件最优"))
    if zone is None:
        return None
    return Ask(town.body(zone), entity, l.Claim(zone=zone, match=Match(industry="契合", land="净地", energy="可保障")))


def held(entity: str, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - as above
    """What the holder does with it, and what the office does when the holder does nothing."""
    zone = state.holder
    body, late = town.body(zone), town.pick((0, 0, 0, 2))
    command: Command
    if state.stage is l.Stage.AWARDED and town.today > state.protected_until:
        return Ask(OFFICE, entity, l.Lapse(zone=zone))
    if state.transfer is not None:
        return offered(entity, state, town)
    if not state.disclosed and town.maybe(1 / 2):
        return Ask(state.reporter, entity, l.DiscloseInvestor(zone=zone))
    other = town.zone(but=zone)
    match town.days(0, 9):
        case 0 | 7 if other is not None and state.stage is l.Stage.AWARDED:
            split = town.pick((None, 30, 50))
            command = l.ProposeTransfer(zone=zone, receiver=other, source_percent=split, reason="用地不匹配")
        case 1:
            command = incentive(zone, town)
        case 2 if town.maybe(1 / 2):
            command = l.Dispute(zone=zone, statement="我区首谈", evidence=town.papers())
        case 3 if state.stage is l.Stage.AWARDED:
            command = l.Release(zone=zone, reason=town.pick((ReleaseReason.DECLINED, ReleaseReason.OTHER)))
        case 4 if town.maybe(1 / 3):
            command = l.Close(zone=zone, reason=town.pick(list(CloseReason)), note="终止")
        case 5 | 6 | 8:
            command = step(state.stage, zone, town)
        case _:
            command = l.ReportProgress(zone=zone, summary="持续洽谈")
    return Ask(body, entity, command, late)


def step(stage: l.Stage, zone: str, town: Town) -> Command:
    """Contract, ground, production; nothing is left to be done of what produces."""
    if stage is l.Stage.AWARDED:
        return l.Sign(zone=zone, amount=town.days(1, 900) * 10**8, evidence=town.papers())
    return (l.BreakGround if stage is l.Stage.SIGNED else l.Commission)(zone=zone, evidence=town.papers())


def incentive(zone: str, town: Town) -> l.PromiseIncentive:
    """A promise, mostly reviewed."""
    review = FairCompetitionReview(
        reviewer="公平竞争审查", number="1号", date=town.today, verdict=ReviewConclusion.UNRESTRICTIVE
    )
    reviewed = review if town.maybe(3 / 4) else None
    return l.PromiseIncentive(zone=zone, kind=town.pick(list(IncentiveKind)), promise="标准厂房", review=reviewed)


def offered(entity: str, state: Any, town: Town) -> Ask:  # noqa: ANN401 - as above
    """The receiver answers, or the holder takes its offer back."""
    offer = state.transfer
    if town.maybe(1 / 6):
        return Ask(town.body(offer.giver), entity, l.WithdrawTransfer(zone=offer.giver, reason="另议"))
    if town.maybe(1 / 4):
        return Ask(town.body(offer.receiver), entity, l.DeclineTransfer(zone=offer.receiver, reason="不符"))
    accept = l.AcceptTransfer(zone=offer.receiver, source_percent=offer.source_percent)
    return Ask(town.body(offer.receiver), entity, accept)


def ruling(entity: str, state: Any, town: Town) -> Ask:  # noqa: ANN401 - as above
    """The office finds for one of the parties, or for a first reporter."""
    party = town.one(sorted(state.claimants | ({state.holder} if state.holder else set())))
    zone = party if party and town.maybe(4 / 5) else None
    reporter = None if zone else state.reporter
    return Ask(OFFICE, entity, l.Rule(zone=zone, reporter=reporter, reason="查明", documents=town.papers()))


def promotion(town: Town) -> Ask | None:
    """A promotion, or the next step of one."""
    entity = town.some("promotion")
    if entity is None or town.maybe(1 / 5):
        host, industries = town.member(), (town.pick(list(Industry)),)
        programme = {"title": f"{MARK}推介会", "summary": "推介", "place": "重庆", "industries": industries}
        return Ask(host, town.new("promotion"), p.Announce(day=town.ahead(5, 60), **programme))  # type: ignore[arg-type] # of its fields
    state, zone = town.state("promotion", entity), town.zone()
    won = town.some("lead")
    if state.stage is p.Stage.HELD:
        return Ask(state.host, entity, p.LinkLeads(leads=(won,))) if won else None
    if state.stage is p.Stage.CANCELLED or zone is None:
        return None
    if zone in state.joined:
        return Ask(town.body(zone), entity, p.Leave(zone=zone, reason="日程冲突")) if town.maybe(1 / 3) else None
    if town.maybe(1 / 4):
        hold = p.Hold(summary="举办", attendance=town.days(10, 500), leads=(won,) if won else ())
        return Ask(state.host, entity, p.Cancel(reason="改期") if town.maybe(1 / 6) else hold)
    return Ask(town.body(zone), entity, p.Join(zone=zone, presents="产业园区"))
