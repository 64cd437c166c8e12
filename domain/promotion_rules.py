"""The rules of joint investment promotion: 支持联动创新区参与自贸试验区相关招商推介活动. 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import Refused, Role
from domain.zone_standing import body_acts_for_its_zone, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from domain.kernel import Context
    from domain.promotion import State

CLAUSE = "三(四)"


def day_lies_ahead(day: date, context: Context) -> None:
    """预告在先: a promotion is announced before it is held, or on the day, so that zones can join it. 三(四)"""
    if day < context.effective:
        raise Refused(
            "promotion-lies-ahead",
            clause=CLAUSE,
            field="data.day",
            day=day.isoformat(),
            date=context.effective.isoformat(),
        )


def zone_may_join(state: State, zone: str, context: Context) -> None:
    """支持联动创新区参与: the body of a zone in being joins for its own zone, once. 三(四), 四(四)"""
    body_acts_for_its_zone(context, zone, CLAUSE)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    if zone in state.joined:
        raise Refused("joined-once", clause=CLAUSE, field="data.zone", zone=zone)


def zone_may_leave(state: State, zone: str, context: Context) -> None:
    """The body of a zone gives up its place, not before it took it; the office does so for a withdrawn zone. 四(四)"""
    if zone not in state.joined:
        joined = ", ".join(sorted(state.joined)) or "nobody"
        raise Refused("has-joined", clause=CLAUSE, field="data.zone", zone=zone, zones=joined)
    if context.role is Role.OFFICE:
        zone_has_left(context, zone, "四(四)")
        return
    body_acts_for_its_zone(context, zone, CLAUSE)
    since = state.joined[zone]
    if context.effective < since:
        raise Refused(
            "leaves-after-joining",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            since=since.isoformat(),
        )


def host_acts(state: State, context: Context) -> None:
    """Whoever announced a promotion holds it, says what came of it, or cancels it. 三(四)"""
    if context.actor.org != state.host:
        raise Refused("host-only", clause=CLAUSE, host=state.host, org=context.actor.org)


def leads_are_linked_once(state: State, leads: Collection[str]) -> None:
    """A lead is won once: the promotion names no lead twice. 三(四)"""
    named = sorted(leads)
    twice = sorted({lead for lead in named if named.count(lead) > 1 or lead in state.leads})
    if twice:
        raise Refused("lead-linked-once", clause=CLAUSE, field="data.leads", lead=", ".join(twice))
