"""What any aggregate asks of a zone before it does business with it. 三, 四(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import ZoneFact
from domain.kernel import Refused

if TYPE_CHECKING:
    from domain.kernel import Context


def standing(context: Context, zone: str, clause: str) -> ZoneFact:
    """What the zone says of itself. Refuses for a zone that does not exist."""
    found = context.get(ZoneFact, zone)
    if found is None:
        raise Refused("unknown-entity", clause=clause, category="zone", entity=zone)
    return found


def body_acts_for_its_zone(context: Context, zone: str, clause: str) -> None:
    """责任主体: only the organisation that runs a zone acts for it. 四(一)"""
    body = standing(context, zone, clause).body
    if context.actor.org != body:
        raise Refused("own-zone", clause=clause, zone=zone, body=body, org=context.actor.org)


def zone_takes_new_business(context: Context, zone: str, clause: str, field: str | None = None) -> None:
    """A withdrawn zone takes no new business; its history stays. 四(四)"""
    if standing(context, zone, clause).withdrawn:
        raise Refused("zone-withdrawn", clause=clause, field=field, zone=zone)


def zone_is_operating(context: Context, zone: str, clause: str, field: str | None = None) -> None:
    """A lead is given only to a zone in operation: construction plan filed, nothing being put right. 四(一)"""
    zone_takes_new_business(context, zone, clause, field)
    if not standing(context, zone, clause).operating:
        raise Refused("zone-operating", clause=clause, field=field, zone=zone)


def zone_has_left(context: Context, zone: str, clause: str) -> None:
    """What follows from a withdrawal waits for the withdrawal. 四(四)"""
    if not standing(context, zone, clause).withdrawn:
        raise Refused("zone-not-withdrawn", clause=clause, zone=zone)
