"""Industries that zones and FTZ sections develop together: agreed, declined, reviewed, ended. 三(五). All invented."""

from __future__ import annotations

from datetime import date, timedelta

from domain.kernel import SEPARATOR
from domain.linkage import Agree, Decline, End, LinkProject, Propose, Review
from domain.linkage_values import EndReason, Trade, TradeForm
from domain.values import FEN_PER_WAN, Industry
from services.scenario.cast import Site, body, first_batch, invented_zone, paper_of, second_batch, sender
from services.scenario.invention import MARK, document, number
from services.scenario.steps import Case, Sender, Step

PROPOSED, PROPOSED_TO_THE_SECOND = date(2022, 3, 7), date(2023, 5, 8)
LINKED, REVIEWED, ACHIEVED = date(2024, 3, 11), date(2024, 1, 22), date(2024, 2, 19)
YEAR_END = date(2023, 12, 31)
FORMS = (TradeForm.GENERAL, TradeForm.SERVICES)

PROJECTS = {
    "chongqing-hightech": ("lead-2022-002", "工业视觉检测研发中心"),
    "changshou-etdz": ("lead-2022-001", "新能源汽车零部件产线"),
    "highway-logistics-base": ("lead-2022-003", "跨境电商仓配中心"),
    "dazu-hightech": ("lead-2023-018", "五金机电智能工厂"),
}
"""Leads that their zones have signed, each in the industry of its zone's linkage."""
DECLINED = ("chongqing-etdz", Industry.DIGITAL_TRADE)
ENDED = ("yongchuan-hightech", Industry.SOFTWARE)
OTHER_SECTION = "xiyong"
"""Proposes a linkage to the invented zone, which has not answered when it exits."""


def linkages() -> list[Case]:
    """Each zone with its section in its first industry, and three that go another way."""
    sites = (*first_batch(), *second_batch())
    cases = [_case(site, site.setting.industries[0], _agreed(site)) for site in sites]
    of_id = {site.id: site for site in sites}
    declined, ended = of_id[DECLINED[0]], of_id[ENDED[0]]
    return [
        *cases,
        _case(declined, DECLINED[1], _declined(declined)),
        _case(ended, ENDED[1], _achieved(ended)),
        *_of_the_invented_zone(),
    ]


def _of_the_invented_zone() -> list[Case]:
    """One agreed and one proposed, both of which end in the exit."""
    site = invented_zone()
    industry = site.setting.industries[0]
    entity = SEPARATOR.join((site.id, OTHER_SECTION, industry.value))
    proposal = Step(sender(OTHER_SECTION), entity, date(2023, 10, 9), _proposal(industry))
    return [
        Case(f"linkage/{site.id}/{industry.value}", tuple(_agreement(site, industry, PROPOSED))),
        Case(f"linkage/{site.id}/{OTHER_SECTION}", (proposal,)),
    ]


def _case(site: Site, industry: Industry, steps: list[Step]) -> Case:
    return Case(f"linkage/{site.id}/{industry.value}", tuple(steps))


def _sides(site: Site) -> tuple[Sender, Sender]:
    """Who proposes, and who answers."""
    zone, section = body(site.id), sender(site.setting.section)
    return (zone, section) if number(site.id, 0, 1) else (section, zone)


def _entity(site: Site, industry: Industry) -> str:
    return SEPARATOR.join((site.id, site.setting.section, industry.value))


def _proposal(industry: Industry) -> Propose:
    return Propose(goals=f"共建{industry.value}产业链（{MARK}）", trade_forms=FORMS)


def _agreement(site: Site, industry: Industry, begin: date) -> list[Step]:
    entity = _entity(site, industry)
    proposed = begin + timedelta(days=number(entity, 0, 20))
    agreed = proposed + timedelta(days=21)
    proposer, other = _sides(site)
    paper = paper_of(site.setting.section, f"联动协议 {entity}", agreed)
    return [
        Step(proposer, entity, proposed, _proposal(industry)),
        Step(other, entity, agreed, Agree(instrument=paper)),
    ]


def _agreed(site: Site) -> list[Step]:
    """Agreed, a signed project linked where there is one, and the year reviewed."""
    industry = site.setting.industries[0]
    begin = PROPOSED if site in first_batch() else PROPOSED_TO_THE_SECOND
    steps, entity = _agreement(site, industry, begin), _entity(site, industry)
    agreed = steps[-1].effective
    assert agreed is not None, "an agreement bears its date"
    if site.id in PROJECTS:
        lead, project = PROJECTS[site.id]
        link = LinkProject(project=f"{project}（{MARK}）", role="关键环节（演示）", lead=lead)
        steps.append(Step(body(site.id), entity, LINKED, link))
    volume = number(entity, 800, 90_000) * FEN_PER_WAN
    review = Review(
        start=max(agreed, date(YEAR_END.year, 1, 1)),
        end=YEAR_END,
        summary="按协议推进（演示）",
        trade=tuple(Trade(form=form, volume=volume // (1 + turn)) for turn, form in enumerate(FORMS)),
        documents=(document(f"联动评估 {entity}"),),
    )
    return [*steps, Step(sender(site.setting.section), entity, REVIEWED, review)]


def _declined(site: Site) -> list[Step]:
    propose, answer = _agreement(site, DECLINED[1], PROPOSED)
    no = Decline(reason="片区该产业已满负荷（演示）")
    return [propose, Step(answer.sender, answer.entity, answer.effective, no)]


def _achieved(site: Site) -> list[Step]:
    steps = _agreement(site, ENDED[1], PROPOSED)
    end = End(reason=EndReason.ACHIEVED, note="目标已实现（演示）")
    return [*steps, Step(body(site.id), steps[0].entity, ACHIEVED, end)]
