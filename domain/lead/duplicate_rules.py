"""The rules of suspected duplicates (疑似重复): flagged by the robot, judged by a person, never merged. 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import LeadFact
from domain.kernel import Refused
from domain.lead.rules import CLAUSE
from domain.lead_likeness import Suspicion, fingerprint

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.lead.state import State


def may_be_flagged(state: State, suspicion: Suspicion, context: Context) -> None:
    """疑似重复: against another lead of the same investor, once, and not the two against each other. 三(四)"""
    earlier = suspicion.earlier
    if earlier == context.entity:
        raise Refused("duplicate-of-another", clause=CLAUSE, field="data.earlier", entity=earlier)
    if earlier in state.flagged:
        raise Refused("flagged-once", clause=CLAUSE, field="data.earlier", entity=earlier)
    found = context.get(LeadFact, earlier)
    if found is None:
        raise Refused("unknown-entity", clause=CLAUSE, field="data.earlier", category="lead", entity=earlier)
    if context.entity in found.flagged:
        raise Refused("flagged-one-way", clause=CLAUSE, field="data.earlier", entity=earlier)
    can_be_the_same_investor(state, suspicion, found)


def can_be_the_same_investor(state: State, suspicion: Suspicion, found: LeadFact) -> None:
    """A duplicate is of the same investor: by the credit code, or by the name where a code is missing. 三(四)"""
    assert state.investor is not None, "a lead that stands was shared"
    if not fingerprint(state.investor).bears_out(suspicion.grounds, found.investor):
        raise Refused("same-investor", clause=CLAUSE, field="data.grounds", entity=suspicion.earlier)


def is_suspected(state: State, earlier: str) -> None:
    """A person confirms or dismisses a flag that stands. 三(四)"""
    if earlier not in state.suspected:
        raise Refused("duplicate-is-suspected", clause=CLAUSE, field="data.earlier", entity=earlier)
