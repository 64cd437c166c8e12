"""The rules of what a holder does with its lead: learn who invests, promise, sign, build, produce. 三(四), 四(二)"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.lead.rules import CLAUSE, dispute_is_ruled_first, hands_follow_in_time, holder_acts
from domain.zone_standing import zone_takes_new_business

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.lead.commands import PromiseIncentive
    from domain.lead.state import State

DECREE_783 = date(2024, 8, 1)
"""公平竞争审查条例 (State Council Decree 783) in force: the law's date, which no rulebook changes."""


def may_be_signed(state: State, zone: str, context: Context) -> None:
    """签约: by the holder, a zone in being, on a lead that nobody disputes and that is not on offer. 三(四), 四(四)"""
    holder_acts(state, zone, context)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    dispute_is_ruled_first(state)
    if state.transfer is not None:
        raise Refused("transfer-is-open", clause=CLAUSE, receiver=state.transfer.receiver)


def follows_the_step_before(state: State, zone: str, context: Context) -> None:
    """签约、落地、投产: the holder reports each on its legal date, none before the one it follows. 三(四)"""
    holder_acts(state, zone, context)
    if state.reached is not None and context.effective < state.reached:
        raise Refused(
            "milestones-in-order",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            since=state.reached.isoformat(),
        )


def may_be_disclosed(state: State, zone: str, context: Context) -> None:
    """披露投资方: by the first reporter alone, to the zone that holds the lead alone, once for each holder. 三(四)"""
    if context.actor.org != state.reporter:
        raise Refused("disclosed-by-first-reporter", clause=CLAUSE, reporter=state.reporter, org=context.actor.org)
    if zone != state.holder:
        raise Refused("disclosed-to-the-holder", clause=CLAUSE, field="data.zone", zone=zone, holder=str(state.holder))
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    hands_follow_in_time(state, context)
    if state.disclosed:
        raise Refused("disclosed-once", clause=CLAUSE, field="data.zone", zone=zone)


def may_be_promised(state: State, command: PromiseIncentive, context: Context) -> None:
    """依法给予支持: by the holder, a zone in being, after a fair-competition review. 三(四), 四(二)"""
    holder_acts(state, command.zone, context)
    zone_takes_new_business(context, command.zone, CLAUSE, "data.zone")
    competition_is_reviewed(command, context)


def competition_is_reviewed(command: PromiseIncentive, context: Context) -> None:
    """公平竞争审查: nothing is promised unreviewed since Decree 783; a review comes no later than its promise. 四(二)

    The decree does not reach back: a promise of a legal date before it needs no review; one that it has is kept.
    """
    review = command.review
    if review is None and context.effective >= DECREE_783:
        raise Refused("competition-reviewed", clause="四(二)", field="data.review", since=DECREE_783.isoformat())
    if review is not None and review.date > context.effective:
        raise Refused("review-comes-first", clause="四(二)", field="data.review.date", date=review.date.isoformat())
