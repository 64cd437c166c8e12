"""The rules of extending an FTZ reform policy to a zone: 在做好风险防范的前提下. 三(一)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import PolicyMeasureFact
from domain.kernel import Refused
from domain.zone_standing import body_acts_for_its_zone, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.policy_extension import State

CLAUSE = "三(一)"


def measure(context: Context) -> PolicyMeasureFact:
    """What the policy says of itself."""
    found = context.get(PolicyMeasureFact, context.part(0))
    if found is None:
        raise Refused("unknown-entity", clause=CLAUSE, category="policy-measure", entity=context.part(0))
    return found


def zone_may_ask(context: Context) -> None:
    """The body of a zone in being asks for its own zone, and for a reform policy in force. 三(一), 四(四)"""
    zone = context.part(1)
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE)
    policy_may_be_extended(context)


def policy_may_be_extended(context: Context) -> None:
    """国家赋予自贸试验区改革政策适用联动创新区: such a policy is extended, while it is in force. 三(一)"""
    found, name = measure(context), context.part(0)
    if not found.extensible:
        raise Refused("ftz-reform-policy-only", clause=CLAUSE, measure=name)
    if found.ended:
        raise Refused("policy-ended", clause=CLAUSE, measure=name)
    if found.valid_until is not None and found.valid_until < context.effective:
        raise Refused("policy-expired", clause=CLAUSE, measure=name, until=found.valid_until.isoformat())


def department_acts(context: Context) -> None:
    """The department that answers for a policy assesses its risk, extends, suspends and ends it. 三(一)"""
    department = measure(context).department
    if context.actor.org != department:
        raise Refused(
            "policy-department-only",
            clause=CLAUSE,
            measure=context.part(0),
            department=department,
            org=context.actor.org,
        )


def may_take_effect(state: State, context: Context) -> None:
    """在做好风险防范的前提下: a policy in force, its risk accepted, is extended to a zone in being. 三(一)"""
    department_acts(context)
    zone_takes_new_business(context, context.part(1), CLAUSE)
    policy_may_be_extended(context)
    risk_is_accepted(state)


def risk_is_accepted(state: State) -> None:
    """在做好风险防范的前提下: no policy is extended, or resumed, without an accepted risk assessment. 三(一)"""
    if state.risk_accepted is None:
        raise Refused("risk-assessed-first", clause=CLAUSE)
    if not state.risk_accepted:
        raise Refused("risk-accepted", clause=CLAUSE)


def zone_is_withdrawn(context: Context) -> None:
    """Extensions end by themselves when their zone was withdrawn, and only then. 四(四)"""
    zone_has_left(context, context.part(1), "四(四)")
