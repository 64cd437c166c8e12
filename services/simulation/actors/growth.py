"""Industries linked, corridors opened, figures reported: zones and sections. 三(五), 三(六), 四(四)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain import connectivity as c
from domain import indicators as n
from domain import linkage as k
from domain.connectivity_values import Channel, Milestone, ProjectKind, TransportMode
from domain.indicators_values import Figure, StatisticalIndicator, units_of
from domain.kernel import SEPARATOR, Command
from domain.linkage_values import EndReason, Side, Trade, TradeForm
from services.scenario.invention import MARK
from services.simulation.town import DEPARTMENTS, OFFICE, SECTIONS, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town


def linkage(town: Town) -> Ask | None:
    """A linkage is proposed, or the next step of one."""
    entity = None if town.maybe(1 / 4) else town.some("linkage")
    if entity is None:
        if (zone := town.zone()) is None:
            return None
        industry = town.pick(sorted(town.state("zone", zone).industries))
        entity = SEPARATOR.join((zone, town.pick(SECTIONS), industry))
    state = town.state("linkage", entity)
    zone, section, _ = entity.split(SEPARATOR)
    sides = {Side.ZONE: town.body(zone), Side.SECTION: section}
    match state.stage:
        case k.Stage.NEW | k.Stage.DECLINED | k.Stage.ENDED:
            forms = tuple(town.chance.sample(list(TradeForm), 2))
            return Ask(town.pick(list(sides.values())), entity, k.Propose(goals="共建产业链", trade_forms=forms))
        case k.Stage.PROPOSED if town.maybe(1 / 8):
            return Ask(sides[state.proposed_by], entity, k.End(reason=EndReason.TAKEN_BACK))
        case k.Stage.PROPOSED:
            answer = k.Decline(reason="条件未成熟") if town.maybe(1 / 5) else k.Agree()
            return Ask(sides[state.proposed_by.other], entity, answer)
        case _:
            return Ask(town.pick(list(sides.values())), entity, linked(zone, state, town))


def linked(zone: str, state: Any, town: Town) -> Command:  # noqa: ANN401 - a linkage's state
    """A project, a review, or the end."""
    if town.maybe(0.1):
        return k.End(reason=town.pick((EndReason.ACHIEVED, EndReason.REDIRECTED, EndReason.OTHER)))
    if town.maybe(1 / 2):
        lead = town.some("lead") if town.maybe(1 / 3) else None
        own = lead if lead and town.state("lead", lead).holder == zone else None
        return k.LinkProject(project=f"{MARK}项目{town.days(1, 500)}", role="零部件配套", lead=own)
    start = state.since if state.reviewed_to is None else state.reviewed_to + timedelta(days=1)
    trade = (Trade(form=TradeForm.GENERAL, volume=town.days(1, 99) * 10**9),)
    return k.Review(start=town.after(start, 0), end=town.today, summary="运行良好", trade=trade)


def connectivity(town: Town) -> Ask | None:
    """A project is registered, or what is reported of one."""
    entity = town.some("connectivity")
    if entity is None or town.maybe(1 / 8):
        zone = town.zone()
        registrant = town.pick((*DEPARTMENTS[:2], *((town.body(zone),) * 2 if zone else ())))
        return Ask(registrant, town.new("connectivity"), project(zone, town))
    state = town.state("connectivity", entity)
    command: Command
    match town.days(0, 4):
        case 0:
            command = c.ReachMilestone(milestone=town.pick(list(Milestone)), summary="已达成")
        case 1:
            way = {"title": f"{MARK}班列", "departure": "重庆", "destination": "钦州"}
            service = f"service-{town.days(1, 5)}"
            command = c.OpenService(service=service, modes=(min(state.modes),), **way)
        case 2 if state.services:
            command = c.CloseService(service=min(state.services), reason="停开")
        case 3 if state.reported:
            start, end = town.pick(state.reported)
            command = c.CorrectThroughput(**throughput(start, end, town), reason="核对后更正")
        case _:
            first = town.today - timedelta(days=30) if not state.reported else state.reported[-1][1] + timedelta(days=1)
            command = c.ReportThroughput(**throughput(town.after(first, 0), town.today, town))
    return Ask(state.registrant, entity, command)


def project(zone: str | None, town: Town) -> c.RegisterProject:
    """A hub or a corridor."""
    return c.RegisterProject(
        title=f"{MARK}通道项目",
        kind=town.pick(list(ProjectKind)),
        modes=tuple(town.chance.sample(list(TransportMode), 2)),
        channels=(town.pick(list(Channel)),),
        zones=(zone,) if zone else (),
        place="重庆",
        summary="互联互通",
    )


def throughput(start: date, end: date, town: Town) -> dict[str, Any]:
    """What passed through."""
    return {"start": start, "end": end, "teu": town.days(1, 9999), "data_source": "统计"}


def indicators(town: Town) -> Ask | None:
    """The last quarter is reported, questioned, answered, corrected, verified."""
    zone = town.zone()
    if zone is None or town.maybe(1 / 3):
        entity = town.some("indicators")
        return None if entity is None else examined(entity, town)
    last = date(town.today.year, 3 * ((town.today.month - 1) // 3) + 1, 1) - timedelta(days=1)
    entity = f"{zone}{SEPARATOR}{last.year}-q{(last.month + 2) // 3}"
    known = town.state("indicators", entity).figures
    missing = [each for each in StatisticalIndicator if each not in known]
    if not missing:
        return examined(entity, town)
    chosen = missing if town.maybe(1 / 2) else missing[:3]
    return Ask(town.body(zone), entity, n.Report(figures=tuple(figure(each, town) for each in chosen)))


def figure(indicator: StatisticalIndicator, town: Town) -> Figure:
    """A figure of a quarter."""
    value, unit = town.days(0, 10**6), min(units_of(indicator))
    return Figure(indicator=indicator, value=value, unit=unit, data_source="统计", confidential=town.maybe(0.1))


def examined(entity: str, town: Town) -> Ask | None:
    """What others make of the figures, and the zone of that."""
    state, body = town.state("indicators", entity), town.body(entity.partition(SEPARATOR)[0])
    if not state.figures:
        return None
    named = tuple(town.chance.sample(sorted(state.figures), town.days(1, min(3, len(state.figures)))))
    if state.questioned and town.maybe(2 / 3):
        asked = tuple(sorted(state.questioned))
        if town.maybe(1 / 2):
            return Ask(body, entity, n.Answer(indicators=asked, explanation="口径一致"))
        return Ask(body, entity, n.Correct(figures=tuple(figure(each, town) for each in asked), reason="更正"))
    verifier = town.pick((OFFICE, *DEPARTMENTS[:2]))
    if town.maybe(1 / 3):
        return Ask(verifier, entity, n.Question(indicators=named, query="请核实"))
    return Ask(verifier, entity, n.Verify(indicators=named))
