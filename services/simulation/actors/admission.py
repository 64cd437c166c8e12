"""From the application to the zone's life: applicants, the office, experts, the government. 二, 四(一), 四(四)"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from domain import application as a
from domain import zone as z
from domain.application.state import ENDED
from domain.kernel import SEPARATOR, Command
from domain.organisation import AssignPlatform
from domain.scoring import IndicatorScore, Scores
from domain.values import Boundary
from domain.zone_values import Rectification
from services.scenario.invention import boundary
from services.simulation.town import EXPERTS, GOVERNMENT, OFFICE, Ask

if TYPE_CHECKING:
    from domain.values import Rubric
    from services.simulation.town import Site, Town

ADMITTED_WITHIN = 3 * 365
"""Days within which all the platforms may apply: about as many a year as the plan says."""
PANEL = 5
"""Experts on a panel, by the illustrative rulebook."""
WEAK = 1 / 5
"""The share of applications, and of zones in most years, that are not good enough."""


def application(town: Town) -> Ask | None:
    """The next step of some platform's application."""
    age = (town.today - town.opened).days
    allowed = min(len(town.sites), 2 + len(town.sites) * age // ADMITTED_WITHIN)
    site = town.pick(town.sites[:allowed])
    number = sum(each.startswith(f"{site.platform.id}{SEPARATOR}") for each in town.world.ids["application"])
    if not number:
        return Ask(site.applicant, f"{site.platform.id}{SEPARATOR}1", filing(site, town))
    entity = f"{site.platform.id}{SEPARATOR}{number}"
    state = town.state("application", entity)
    if state.stage is a.Stage.PLAQUE:
        return None
    if state.stage in ENDED:
        return Ask(site.applicant, f"{site.platform.id}{SEPARATOR}{number + 1}", filing(site, town))
    if town.maybe(0.01):
        return Ask(site.applicant, entity, a.Withdraw(reason="条件变化"))
    return examined(entity, site, state, town) or decided(entity, state, town)


def filing(site: Site, town: Town) -> a.File:
    """What the applicant files."""
    platform = site.platform
    contents = tuple(a.Statement(content=each, summary="申报内容", documents=town.papers()) for each in a.Content)
    return a.File(
        name_zh=platform.name_zh,
        name_en=platform.name_en,
        kind=platform.kind,
        level=platform.level,
        sections=(site.section,),
        industries=site.industries,
        boundary=bounds(site, 20),
        contents=contents,
    )


def bounds(site: Site, area: float) -> Boundary:
    """A boundary of so many km²."""
    return boundary(site.platform.name_zh, *site.place, area)


def examined(entity: str, site: Site, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - an application's state
    """What comes before the leading group: the office checks, experts review."""
    match state.stage:
        case a.Stage.INITIAL_CHECK if town.maybe(1 / 6):
            return Ask(OFFICE, entity, a.RequestCorrection(missing=("佐证材料",)))
        case a.Stage.CORRECTION if town.today <= state.correction_due:
            moved = bounds(site, 22) if town.maybe(1 / 4) else None
            return Ask(site.applicant, entity, a.Supplement(answer="已补充", documents=town.papers(), boundary=moved))
        case a.Stage.INITIAL_CHECK | a.Stage.CORRECTION:
            unmet = state.stage is a.Stage.CORRECTION or town.maybe(WEAK)
            findings = tuple(finding(each, met=not (unmet and each is a.Condition.BOUNDARY)) for each in a.Condition)
            return Ask(OFFICE, entity, a.CheckEligibility(findings=findings))
        case a.Stage.ELIGIBLE:
            members = tuple(map(member, town.chance.sample(EXPERTS, PANEL)))
            return Ask(OFFICE, entity, a.AppointPanel(members=members))
        case a.Stage.REVIEW:
            return reviewing(entity, state, town)
        case _:
            return None


def finding(condition: a.Condition, *, met: bool) -> a.Finding:
    """What the office found."""
    return a.Finding(condition=condition, met=met, reason="经核查", evidence="申报材料")


def member(expert: str) -> a.PanelMember:
    """An expert without an interest."""
    return a.PanelMember(expert=expert, has_interest=False, declaration="无利益关系")


def reviewing(entity: str, state: Any, town: Town) -> Ask:  # noqa: ANN401 - as above
    """One review, a recusal, or what the reviews come to."""
    weak = Random(entity).random() < WEAK
    sitting, awaited = sorted(state.panel), sorted(state.panel - state.sheets.keys())
    if town.maybe(0.05):
        expert = town.pick(sitting)
        fresh = town.one(sorted(set(EXPERTS) - state.panel - state.recused))
        replacement = member(fresh) if fresh and town.maybe(1 / 2) else None
        return Ask(OFFICE, entity, a.Recuse(expert=expert, reason="回避", replacement=replacement))
    if (
        len(sitting) < PANEL
        and town.maybe(3 / 4)
        and (fresh := town.one(sorted(set(EXPERTS) - state.panel - state.recused)))
    ):
        return Ask(OFFICE, entity, a.AppointExpert(member=member(fresh)))
    if awaited:
        book = town.book(state.case.rulebook)
        return Ask(awaited[0], entity, a.Review(scores=sheet(book.admission, town, weak=weak)))
    decline = weak or town.maybe(0.05)
    return Ask(OFFICE, entity, (a.Decline if decline else a.Shortlist)(reason="依评审结果"))


def sheet(rubric: Rubric, town: Town, *, weak: bool) -> Scores:
    """A score for every indicator, good or not."""
    low, high = (3, 6) if weak else (8, 10)
    scores = (Decimal(town.chance.randint(low, high)) * each.maximum / 10 for each in rubric.indicators)
    lines = zip(rubric.indicators, scores, strict=True)
    return tuple(IndicatorScore(indicator=line.code, score=round(score, 2), reason="符合") for line, score in lines)


def decided(entity: str, state: Any, town: Town) -> Ask | None:  # noqa: ANN401 - as above
    """The leading group, the government, the plaque."""
    command: Command
    match state.stage:
        case a.Stage.SHORTLISTED:
            outcome = town.pick((a.Outcome.ENDORSED,) * 8 + (a.Outcome.REJECTED, a.Outcome.DEFERRED))
            command = a.Deliberate(outcome=outcome, meeting="全体会议", minutes=town.paper(), reason="审议")
            return Ask(OFFICE, entity, command)
        case a.Stage.ENDORSED if town.maybe(1 / 12):
            return Ask(GOVERNMENT, entity, a.Reject(reason="暂缓", instrument=town.instrument("市政府")))
        case a.Stage.ENDORSED:
            return Ask(GOVERNMENT, entity, a.Approve(reason="同意", instrument=town.instrument("市政府")))
        case a.Stage.APPROVED:
            notice = town.instrument("领导小组办公室") if town.maybe(1 / 2) else None
            return Ask(OFFICE, entity, a.UnveilPlaque(notice=notice))
        case _:
            return None


def zone(town: Town) -> Ask | None:
    """The next step in a zone's own life."""
    id = town.zone()
    if id is None:
        return None
    state = town.state("zone", id)
    command: Command
    match state.status, state.rectification:
        case z.Status.ESTABLISHED, _:
            command = z.FileConstructionPlan(summary="建设方案", documents=town.papers())
        case z.Status.RECTIFYING, Rectification.ORDERED if town.maybe(2 / 3):
            command = z.ReportRectification(summary="整改情况", documents=town.papers())
        case z.Status.RECTIFYING, Rectification.ORDERED if town.today > state.due:
            return Ask(OFFICE, id, z.FailRectification(reason="逾期未报"))
        case z.Status.RECTIFYING, Rectification.REPORTED:
            judge = z.FailRectification if town.maybe(1 / 2) else z.AcceptRectification
            return Ask(OFFICE, id, judge(reason="经核查"))
        case z.Status.OPERATING, _ if town.maybe(1 / 3):
            command = z.FileConstructionPlan(summary="建设方案（修订）", documents=town.papers())
        case z.Status.OPERATING, _:
            return adjusted(id, town)
        case _:
            return None
    return Ask(state.body, id, command)


def adjusted(zone: str, town: Town) -> Ask:
    """Another boundary, or another body, which has the platform assigned to it first."""
    site = next(each for each in town.sites if each.platform.id == zone)
    paper = town.instrument("市政府")
    if town.maybe(1 / 2):
        return Ask(OFFICE, zone, z.AdjustBoundary(boundary=bounds(site, 25), instrument=paper, reason="扩区"))
    successor = town.pick([each.applicant for each in town.sites])
    platforms = {each.id for each in town.state("organisation", successor).platforms}
    if zone not in platforms:
        return Ask(OFFICE, successor, AssignPlatform(platform=site.platform))
    return Ask(OFFICE, zone, z.ReplaceBody(body=successor, instrument=paper, reason="机构改革"))
