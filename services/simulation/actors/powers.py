"""Powers handed down, policies extended: departments and zones. 三(一), 四(二)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain import delegation as d
from domain import policy_extension as x
from domain import policy_measure as m
from domain import power_item as i
from domain.delegation_values import Criterion, Finding, Mode
from domain.kernel import SEPARATOR, Command
from services.scenario.invention import MARK
from services.simulation.town import DEPARTMENTS, OFFICE, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town

ITEMS, MEASURES = 25, 20
"""How many are published, more or less."""
MONTH = 30
"""Days; nothing shorter is reported on."""


def power_item(town: Town) -> Ask | None:
    """The catalogue grows, and changes now and then."""
    entity = town.some("power-item")
    if entity is None or town.maybe(1 - len(town.world.ids["power-item"]) / ITEMS):
        holder = town.pick(DEPARTMENTS)
        return Ask(town.pick((holder, OFFICE)), town.new("power-item"), i.Publish(**item(holder, town)))
    holder = town.state("power-item", entity).holder
    if town.maybe(1 / 6):
        return Ask(holder, entity, i.Retire(reason="机构改革"))
    if town.maybe(1 / 3):
        return Ask(holder, entity, i.Amend(**item(town.pick((holder, town.pick(DEPARTMENTS))), town), reason="调整"))
    return None


def item(holder: str, town: Town) -> dict[str, Any]:
    """What is said of an item."""
    names = {"code": f"{MARK}{town.days(1, 999)}", "name_zh": "许可事项", "name_en": "A licence"}
    kind = town.pick(list(i.PowerKind))
    return {**names, "kind": kind, "legal_basis": "条例", "holder": holder, "delegable": town.maybe(7 / 8)}


def delegation(town: Town) -> Ask | None:
    """A power is asked for, or the next step of its delegation."""
    entity = None if town.maybe(1 / 4) else town.some("delegation")
    if entity is None:
        power, zone = town.some("power-item"), town.zone()
        if power is None or zone is None:
            return None
        entity = f"{power}{SEPARATOR}{zone}"
    state = town.state("delegation", entity)
    power, _, zone = entity.partition(SEPARATOR)
    holder, body = town.state("power-item", power).holder, town.body(zone)
    command: Command
    match state.stage:
        case d.Stage.NEW | d.Stage.REFUSED | d.Stage.LAPSED | d.Stage.RECALLED:
            asked = {"need": "企业需要", "staff": "已配备", "premises": "已落实", "systems": "已接入"}
            return Ask(body, entity, d.Request(**asked, documents=town.papers()))
        case d.Stage.REQUESTED:
            unmet = town.pick(list(Criterion)) if town.maybe(1 / 5) else None
            command = d.Assess(
                findings=tuple(Finding(criterion=c, met=c is not unmet, reason="评估") for c in Criterion)
            )
        case d.Stage.ASSESSED if state.unmet and town.maybe(3 / 4):
            command = d.Refuse(reason="暂不具备条件")
        case d.Stage.ASSESSED:
            command = d.Delegate(**terms(holder, town), training="已培训")
        case d.Stage.DELEGATED:
            return Ask(body, entity, d.TakeUp())
        case d.Stage.TAKEN_UP:
            return exercised(entity, state, holder, body, town)
        case d.Stage.LISTED:
            command = d.Recall(reason="退出收回", instrument=town.instrument(holder))
        case _:
            return None
    return Ask(holder, entity, command)


def terms(holder: str, town: Town) -> dict[str, Any]:
    """How a power, or a policy, is handed down."""
    return {"mode": town.pick(list(Mode)), "instrument": town.instrument(holder), "conditions": ("依法行使",)}


def exercised(entity: str, state: Any, holder: str, body: str, town: Town) -> Ask | None:  # noqa: ANN401 - a delegation's state
    """A report on the exercise, another mode, or the recall."""
    if town.maybe(0.05):
        return Ask(holder, entity, d.Recall(reason="运行不佳"))
    if town.maybe(0.1):
        return Ask(holder, entity, d.Amend(**terms(holder, town), reason="调整条件"))
    start = state.reported_to or state.handover
    if (town.today - start).days < MONTH:
        return None
    cases = town.days(0, 200)
    counts: dict[str, Any] = {
        "cases": cases,
        "complaints": town.days(0, 3),
        "reversed_decisions": min(cases, town.days(0, 2)),
    }
    return Ask(body, entity, d.ReportExercise(start=town.after(start, 1), end=town.today, **counts))


def policy_measure(town: Town) -> Ask | None:
    """A measure is issued, amended or ended."""
    entity = town.some("policy-measure")
    if entity is None or town.maybe(1 - len(town.world.ids["policy-measure"]) / MEASURES):
        department = town.pick(DEPARTMENTS)
        return Ask(department, town.new("policy-measure"), m.Issue(**measure(town.pick(list(m.Origin)), town)))
    state = town.state("policy-measure", entity)
    if town.maybe(1 / 8):
        return Ask(state.department, entity, m.EndMeasure(reason="已到期"))
    if town.maybe(1 / 3) and state.origin is not None:
        return Ask(state.department, entity, m.Amend(**measure(state.origin, town), reason="修订"))
    return None


def measure(origin: m.Origin, town: Town) -> dict[str, Any]:
    """What is said of a measure."""
    support = tuple(town.chance.sample(list(m.Support), 2))
    said = {"title": f"{MARK}政策举措", "origin": origin, "support": support, "summary": "支持发展"}
    until = town.pick((None, None, town.ahead(200, 1500)))
    return {**said, "instrument": town.instrument("市级部门"), "text": town.paper(), "valid_until": until}


def policy_extension(town: Town) -> Ask | None:
    """A reform policy is asked for, or the next step of its extension."""
    entity = None if town.maybe(1 / 4) else town.some("policy-extension")
    if entity is None:
        policy, zone = town.some("policy-measure"), town.zone()
        if policy is None or zone is None:
            return None
        entity = f"{policy}{SEPARATOR}{zone}"
    state = town.state("policy-extension", entity)
    policy, _, zone = entity.partition(SEPARATOR)
    department = town.state("policy-measure", policy).department
    command: Command | None = None
    match state.stage:
        case x.Stage.NEW | x.Stage.REFUSED | x.Stage.LAPSED | x.Stage.ENDED:
            return Ask(town.body(zone), entity, x.Request(purpose="先行先试", prevention="风险防范"))
        case x.Stage.REQUESTED | x.Stage.SUSPENDED if state.risk_accepted is None:
            accepted = town.maybe(4 / 5)
            command = x.AssessRisk(risks="可控", prevention="台账", accepted=accepted, reason="评估")
        case x.Stage.REQUESTED if state.risk_accepted:
            command = x.Extend(instrument=town.instrument(department), conditions=("备案",))
        case x.Stage.REQUESTED:
            command = x.Refuse(reason="风险未消除")
        case x.Stage.SUSPENDED:
            command = x.Resume(reason="已整改") if state.risk_accepted else x.End(reason="风险未消除")
        case x.Stage.EXTENDED if town.maybe(1 / 4):
            command = town.pick((x.Suspend, x.Suspend, x.End))(reason="出现风险")
        case x.Stage.EXTENDED if town.maybe(1 / 4):
            command = x.AssessRisk(risks="可控", prevention="台账", accepted=town.maybe(4 / 5), reason="复评")
    return None if command is None else Ask(department, entity, command)
