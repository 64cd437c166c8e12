"""The rules of handing powers down: 依法放权、按需放权, 放得下、接得住. 三(一)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.delegation_values import Criterion
from domain.facts import PowerItemFact
from domain.kernel import Refused
from domain.zone_standing import body_acts_for_its_zone, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from domain.delegation import ReportExercise, State
    from domain.delegation_values import Findings
    from domain.kernel import Context

CLAUSE = "三(一)"


def zone_may_ask(context: Context) -> None:
    """具有较强承接意愿: a zone in being asks for itself, and for what the law lets be handed down. 三(一)"""
    zone_acts(context)
    item_is_delegable(context)


def zone_acts(context: Context) -> None:
    """The body of the zone acts, and the zone is in being. 四(一), 四(四)"""
    zone = context.part(1)
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE)


def item(context: Context) -> PowerItemFact:
    """What the power item says of itself."""
    found = context.get(PowerItemFact, context.part(0))
    if found is None:
        raise Refused("unknown-entity", clause=CLAUSE, category="power-item", entity=context.part(0))
    return found


def item_is_delegable(context: Context) -> None:
    """依法放权: what the law reserves, or what is retired from the catalogue, is not handed down. 三(一)"""
    found = item(context)
    if found.retired:
        raise Refused("item-retired", clause=CLAUSE, item=context.part(0))
    if not found.delegable:
        raise Refused("item-delegable", clause=CLAUSE, item=context.part(0))


def holder_acts(context: Context) -> None:
    """Only the department that holds a power assesses, delegates, refuses and recalls it. 三(一)"""
    holder = item(context).holder
    if context.actor.org != holder:
        raise Refused("holder-only", clause=CLAUSE, item=context.part(0), holder=holder, org=context.actor.org)


def four_findings(findings: Findings) -> None:
    """依法、按需、放得下、接得住: each of the four is found once, with its reason. 三(一)"""
    given = [finding.criterion for finding in findings]
    missing = [criterion.value for criterion in Criterion if criterion not in given]
    if missing:
        raise Refused("four-findings", clause=CLAUSE, field="data.findings", missing=", ".join(missing))
    twice = sorted({criterion.value for criterion in given if given.count(criterion) > 1})
    if twice:
        raise Refused("finding-once", clause=CLAUSE, field="data.findings", twice=", ".join(twice))


def may_be_delegated(state: State, context: Context) -> None:
    """The holder hands down what is delegable, all four findings met, to a zone in being. 三(一)"""
    holder_acts(context)
    item_is_delegable(context)
    zone_takes_new_business(context, context.part(1), CLAUSE)
    all_four_are_met(state)


def all_four_are_met(state: State) -> None:
    """Without all four findings met nothing is delegated. 三(一)"""
    if state.unmet:
        unmet = ", ".join(criterion.value for criterion in state.unmet)
        raise Refused("all-four-met", clause=CLAUSE, unmet=unmet)


def refusal_rests_on_a_finding(state: State) -> None:
    """A refusal gives its reason criterion by criterion: at least one of the four was found unmet. 系统约定 4"""
    if not state.unmet:
        raise Refused("refusal-rests-on-a-finding", clause="系统约定 4")


def zone_may_take_up(state: State, context: Context) -> None:
    """接得住: the zone takes over what was delegated to it, on the day of delegation or later. 三(一)"""
    zone_acts(context)
    comes_after_delegation(state, context)


def holder_may_change(state: State, context: Context) -> None:
    """The holder amends or recalls what it has delegated, on the day it took effect or later. 三(一)"""
    holder_acts(context)
    comes_after_delegation(state, context)


def comes_after_delegation(state: State, context: Context) -> None:
    """No step after the delegation, or after the handover, bears an earlier date than it. 系统约定 3"""
    earliest = state.handover or state.since
    if earliest is not None and context.effective < earliest:
        raise Refused(
            "not-before-delegation",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            earliest=earliest.isoformat(),
        )


def exercise_is_reportable(state: State, command: ReportExercise, context: Context) -> None:
    """运行情况: a period after the handover, ended, reported once, with no more reversals than cases. 三(一)"""
    zone_acts(context)
    earliest = state.reported_to or state.handover
    assert earliest is not None, "a power that is exercised was taken up"
    if command.start < earliest or (state.reported_to is not None and command.start == earliest):
        raise Refused("period-follows", clause=CLAUSE, field="data.start", earliest=earliest.isoformat())
    if not command.start <= command.end <= context.effective:
        raise Refused("period-ended", clause=CLAUSE, field="data.end", effective=context.effective.isoformat())
    if command.reversed_decisions > command.cases:
        raise Refused("reversals-within-cases", clause=CLAUSE, field="data.reversed_decisions", cases=command.cases)


def zone_is_withdrawn(context: Context) -> None:
    """Powers are listed for recall when their zone was withdrawn, and only then. 四(四)"""
    zone_has_left(context, context.part(1), "四(四)")
