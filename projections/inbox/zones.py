"""What a zone (联动创新区) and its powers (权力事项) leave to be done, and by whom. 三(一), 四(一), 四(四)"""

from __future__ import annotations

from domain import delegation as powers
from domain import zone as zones
from domain.envelope import Recorded
from domain.power_item import Item, ItemAmended, ItemPublished
from projections.inbox.tasks import (
    OFFICE,
    STANDING,
    body,
    holder,
    is_party,
    nothing_waits,
    settled,
    the_end,
    then,
    waits,
)
from projections.kernel import Changes, On, on


def established(event: zones.Established, recorded: Recorded) -> Changes:
    """The body makes its construction plan. 四(一)"""
    yield from STANDING.established(event, recorded)
    yield is_party(recorded, event.body)
    yield waits(recorded, zones.FileConstructionPlan, body(recorded))


def plan_filed(_event: zones.ConstructionPlanFiled, recorded: Recorded) -> Changes:
    """The plan is there."""
    yield settled(recorded, zones.FileConstructionPlan)


def rectification_ordered(event: zones.RectificationOrdered, recorded: Recorded) -> Changes:
    """The body puts things right by the day it is due."""
    yield waits(recorded, zones.ReportRectification, body(recorded), due=event.due)


def rectification_reported(_event: zones.RectificationReported, recorded: Recorded) -> Changes:
    """The office accepts it or not."""
    yield settled(recorded, zones.ReportRectification)
    yield waits(recorded, zones.AcceptRectification, OFFICE)


def rectification_settled(
    _event: zones.RectificationAccepted | zones.RectificationFailed | zones.RectificationLifted, recorded: Recorded
) -> Changes:
    """Whatever was reported or not, it waits no longer."""
    yield settled(recorded, zones.ReportRectification)
    yield settled(recorded, zones.AcceptRectification)


def body_replaced(event: zones.BodyReplaced, recorded: Recorded) -> Changes:
    """Whatever waits for the zone waits for its new body."""
    yield from STANDING.body_replaced(event, recorded)
    yield is_party(recorded, event.body)


def zone_withdrawn(event: zones.Withdrawn, recorded: Recorded) -> Changes:
    """A zone that has left does nothing more."""
    yield from STANDING.withdrawn(event, recorded)
    yield nothing_waits(recorded)


ZONES: tuple[On, ...] = (
    on(zones.Established, established),
    on(zones.ConstructionPlanFiled, plan_filed),
    on(zones.RectificationOrdered, rectification_ordered),
    on(zones.RectificationReported, rectification_reported),
    on(zones.RectificationAccepted, rectification_settled),
    on(zones.RectificationFailed, rectification_settled),
    on(zones.RectificationLifted, rectification_settled),
    on(zones.BodyReplaced, body_replaced),
    on(zones.Withdrawn, zone_withdrawn),
)


def item_stated(event: Item, recorded: Recorded) -> Changes:
    """Who holds the power decides on its delegation."""
    yield is_party(recorded, event.holder)


def assessed(event: powers.Assessed, recorded: Recorded) -> Changes:
    """All four findings met: the holder delegates; else it refuses."""
    met = all(finding.met for finding in event.findings)
    yield nothing_waits(recorded)
    yield waits(recorded, powers.Delegate if met else powers.Refuse, holder(recorded))


POWERS: tuple[On, ...] = (
    on(ItemPublished, item_stated),
    on(ItemAmended, item_stated),
    on(powers.Requested, then(powers.Assess, holder)),
    on(powers.Assessed, assessed),
    on(powers.Delegated, then(powers.TakeUp, body)),
    on(powers.RequestRefused, the_end),
    on(powers.RequestLapsed, the_end),
    on(powers.TakenUp, the_end),
    on(powers.ListedForRecall, then(powers.Recall, holder)),
    on(powers.Recalled, the_end),
)
