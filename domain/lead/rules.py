"""The rules of the lead exchange: first report, one holder, protection (首谈保护). 三(四)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.calendar import working_days_after
from domain.kernel import Refused, Role
from domain.lead_values import Audience, LapseReason, ReleaseReason, may_see
from domain.values import credit_code_is_valid
from domain.zone_standing import (
    body_acts_for_its_zone,
    standing,
    zone_has_left,
    zone_is_operating,
    zone_takes_new_business,
)

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.lead.commands import Assess, Release, Share
    from domain.lead.state import State
    from domain.lead_values import Visibility
    from domain.values import Parameters

CLAUSE = "三(四)"


def may_be_shared(command: Share, context: Context) -> None:
    """招商信息互通共享: what is shared is in order, and the zones that may see it take new business. 三(四)"""
    is_in_order(command)
    for zone in command.visibility.zones:
        zone_takes_new_business(context, zone, CLAUSE, "data.visibility.zones")


def is_in_order(command: Share) -> None:
    """What is shared names its investor truly and says who may see it, whatever stands in the log. 三(四)"""
    code = command.investor.credit_code
    if code is not None and not credit_code_is_valid(code):
        raise Refused("credit-code", clause=CLAUSE, field="data.investor.credit_code", code=code)
    named_zones_are_named(command.visibility)


def named_zones_are_named(visibility: Visibility) -> None:
    """Zones are named where the lead is for named zones, and only there. 三(四)"""
    if bool(visibility.zones) != (visibility.audience is Audience.ZONES):
        raise Refused("visibility-names-zones", clause=CLAUSE, field="data.visibility")


def office_or_first_reporter(state: State, context: Context) -> None:
    """首报: whoever reported the lead first, or the office, assesses and awards it. 三(四)"""
    if context.role is not Role.OFFICE and context.actor.org != state.reporter:
        raise Refused("office-or-first-reporter", clause=CLAUSE, reporter=state.reporter, org=context.actor.org)


def parameters(context: Context) -> Parameters:
    """The numbers of the rulebook in force on the legal date. 四(三)"""
    if context.rulebook is None:
        raise Refused("no-rulebook-in-force", clause="四(三)", date=context.effective.isoformat())
    return context.rulebook.parameters


def major_by_amount(state: State, command: Assess, context: Context) -> None:
    """重大线索: from the rulebook's amount on, a lead is a major one. 系统约定 5"""
    least = parameters(context).major_lead_from
    if state.investment >= least and not command.major:
        wan = least // 1_000_000
        raise Refused("major-by-amount", clause="系统约定 5", field="data.major", wan=wan)


def zone_may_claim(state: State, zone: str, context: Context) -> None:
    """意向承接: the body of a zone claims for its own zone a lead that the zone may see, once. 三(四)"""
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    zone_may_see(state, zone, context, "data.zone")
    if zone in state.claimants:
        raise Refused("claimed-once", clause=CLAUSE, field="data.zone", zone=zone)


def zone_may_see(state: State, zone: str, context: Context, field: str) -> None:
    """可见范围: a lead goes only to zones that its first reporter opened it to. 三(四)"""
    assert state.visibility is not None, "a lead that stands was shared"
    if not may_see(state.visibility, state.industry, zone, standing(context, zone, CLAUSE).industries):
        raise Refused("lead-visible-to-zone", clause=CLAUSE, field=field, zone=zone)


def may_be_awarded(state: State, zone: str, context: Context) -> date:
    """确定承接: to exactly one operating zone among the claimants. Returns the last day of protection. 三(四)

    The rulebook's days of protection are calendar days.
    """
    office_or_first_reporter(state, context)
    if zone not in state.claimants:
        claimants = ", ".join(sorted(state.claimants)) or "nobody"
        raise Refused("award-among-claimants", clause=CLAUSE, field="data.zone", zone=zone, claimants=claimants)
    zone_is_operating(context, zone, CLAUSE, "data.zone")
    dispute_is_ruled_first(state)
    no_duplicate_is_awarded(state)
    hands_follow_in_time(state, context)
    return context.effective + timedelta(days=parameters(context).protection_days)


def no_duplicate_is_awarded(state: State) -> None:
    """首报: what was found to be a duplicate is awarded to nobody; the earlier lead keeps first place. 三(四)"""
    if state.confirmed:
        earlier = ", ".join(sorted(state.confirmed))
        raise Refused("duplicate-not-awarded", clause=CLAUSE, entity=earlier)


def dispute_is_ruled_first(state: State) -> None:
    """首谈争议: while a dispute waits for its ruling the lead goes into no other hand and comes to no end. 三(四)"""
    if state.disputants:
        raise Refused("dispute-ruled-first", clause=CLAUSE, org=", ".join(sorted(state.disputants)))


def held_already(state: State) -> Refused:
    """首谈保护: while one zone holds a lead nobody else may negotiate; says who holds it and until when. 三(四)"""
    assert state.holder is not None, "an awarded lead has a holder"
    assert state.protected_until is not None, "an award opens a protection window"
    return Refused("held-already", clause=CLAUSE, holder=state.holder, until=state.protected_until.isoformat())


def is_the_holder(state: State, zone: str) -> None:
    """Only the zone that holds the lead follows it up, signs and gives it back. 三(四)"""
    if zone != state.holder:
        raise Refused("not-the-holder", clause=CLAUSE, field="data.zone", zone=zone, holder=state.holder or "nobody")


def holder_acts(state: State, zone: str, context: Context) -> None:
    """The body of the holding zone acts, on the day of the award or later. 三(四)"""
    is_the_holder(state, zone)
    body_acts_for_its_zone(context, zone, CLAUSE)
    hands_follow_in_time(state, context)


def hands_follow_in_time(state: State, context: Context) -> None:
    """At every moment one holder, by the legal dates too: no step bears a date before the latest award or release."""
    if state.since is not None and context.effective < state.since:
        raise Refused(
            "hands-in-order",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            since=state.since.isoformat(),
        )


def hold_ends(state: State, zone: str, context: Context) -> date:
    """The holder gives the lead back; the office takes it back when the zone was withdrawn. Returns the legal date.

    A withdrawal may bear an earlier date than the award that it undoes; the hold then ends on the day it began.
    """
    if context.role is Role.OFFICE:
        zone_has_left(context, zone, "四(四)")
        return max(context.effective, state.since or context.effective)
    holder_acts(state, zone, context)
    return context.effective


def hold_has_lapsed(state: State, zone: str, context: Context) -> tuple[date, LapseReason]:
    """承接失效: once protection is over, or a report is overdue by the rulebook's working days. 三(四), 系统约定 5

    Returns the last day on which the hold stood, of whichever came first. Judged on the lapse's legal date, which is
    today or before: so nobody loses a lead by a date that has not come. A clock stands still while a dispute is open;
    where the day of the latest report is unknown, only the end of protection counts.
    """
    is_the_holder(state, zone)
    dispute_is_ruled_first(state)
    assert state.protected_until is not None, "an award opens a protection window"
    clocks = [(state.protected_until, LapseReason.PROTECTION_ENDED)]
    if state.heard is not None:
        due = working_days_after(context.calendar, state.heard, parameters(context).lead_progress_days)
        clocks.append((due, LapseReason.NOTHING_REPORTED))
    first = min(clocks)
    if context.effective <= first[0]:
        raise Refused("hold-stands", clause=CLAUSE, zone=zone, until=first[0].isoformat())
    return first


def release_is_for_its_reason(state: State, command: Release, context: Context) -> None:
    """Provable in every hand: nobody gives back for a withdrawal, or for an end of protection, that was not. 三(四)"""
    withdrawn = command.reason is ReleaseReason.ZONE_WITHDRAWN
    if (context.role is Role.OFFICE) != withdrawn:
        raise Refused("release-for-its-reason", clause=CLAUSE, field="data.reason", reason=command.reason.value)
    until = state.protected_until if command.zone == state.holder else None
    if command.reason is ReleaseReason.PROTECTION_ENDED and (until is None or context.effective <= until):
        raise Refused("release-for-its-reason", clause=CLAUSE, field="data.reason", reason=command.reason.value)


def claim_ends(state: State, zone: str, context: Context) -> None:
    """A claimant takes its claim back; the office does so when the zone was withdrawn. 三(四)"""
    if zone not in state.claimants:
        is_the_holder(state, zone)
    if context.role is Role.OFFICE:
        zone_has_left(context, zone, "四(四)")
    else:
        body_acts_for_its_zone(context, zone, CLAUSE)


def may_be_closed(state: State, zone: str | None, context: Context) -> None:
    """终止: the office, or the holder, ends a lead that nobody disputes; a holder names its zone. 三(四)"""
    dispute_is_ruled_first(state)
    if zone is None and context.role is Role.OFFICE:
        return
    if zone is None:
        raise Refused("holder-names-its-zone", clause=CLAUSE, field="data.zone")
    holder_acts(state, zone, context)
