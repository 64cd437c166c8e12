"""The rules of handing a lead on (流转) for a share of its benefit (利益分享). 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.lead.rules import (
    CLAUSE,
    dispute_is_ruled_first,
    hands_follow_in_time,
    holder_acts,
    zone_may_see,
)
from domain.zone_standing import body_acts_for_its_zone, zone_is_operating, zone_takes_new_business

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.lead.commands import AcceptTransfer
    from domain.lead.events import TransferProposed
    from domain.lead.state import State


def may_be_proposed(state: State, zone: str, receiver: str, context: Context) -> None:
    """流转: the holder, a zone in being, offers the lead to one other zone at a time. 三(四), 四(四)"""
    holder_acts(state, zone, context)
    zone_takes_new_business(context, zone, CLAUSE, "data.zone")
    dispute_is_ruled_first(state)
    if state.transfer is not None:
        raise Refused("transfer-is-open", clause=CLAUSE, receiver=state.transfer.receiver)
    receiver_may_take_it(state, receiver, context)


def receiver_may_take_it(state: State, receiver: str, context: Context) -> None:
    """优势互补: the receiver is another zone, in operation, which the first reporter opened the lead to. 三(四)"""
    if receiver == state.holder:
        raise Refused("transfer-to-another", clause=CLAUSE, field="data.receiver", zone=receiver)
    zone_is_operating(context, receiver, CLAUSE, "data.receiver")
    zone_may_see(state, receiver, context, "data.receiver")


def receiver_answers(state: State, zone: str, context: Context) -> TransferProposed:
    """Only the zone that the lead is offered to accepts or declines, through its own body. 三(四)"""
    offer = state.transfer
    if offer is None or offer.receiver != zone:
        receiver = "nobody" if offer is None else offer.receiver
        raise Refused("transfer-is-offered", clause=CLAUSE, field="data.zone", zone=zone, holder=receiver)
    body_acts_for_its_zone(context, zone, CLAUSE)
    return offer


def source_withdraws(state: State, zone: str, context: Context) -> TransferProposed:
    """Whoever proposed a transfer may take it back until it is accepted. 三(四)"""
    holder_acts(state, zone, context)
    if state.transfer is None:
        raise Refused("transfer-is-offered", clause=CLAUSE, field="data.zone", zone=zone, holder="nobody")
    return state.transfer


def may_be_accepted(state: State, command: AcceptTransfer, context: Context) -> TransferProposed:
    """承接: by a zone in operation from a zone in being, on the split that was proposed, and while nobody disputes it.

    A lead of a withdrawn zone goes back to the exchange and not to whom that zone would have it. 三(四), 四(四)
    """
    offer = receiver_answers(state, command.zone, context)
    zone_is_operating(context, command.zone, CLAUSE, "data.zone")
    zone_takes_new_business(context, offer.giver, CLAUSE)
    dispute_is_ruled_first(state)
    split_is_signed_by_both(offer, command)
    hands_follow_in_time(state, context)
    return offer


def split_is_signed_by_both(offer: TransferProposed, command: AcceptTransfer) -> None:
    """利益分享: the receiver signs the very split that the source proposed, or that none was. 三(四)"""
    if command.source_percent != offer.source_percent:
        proposed = "none" if offer.source_percent is None else str(offer.source_percent)
        raise Refused("split-as-proposed", clause=CLAUSE, field="data.source_percent", proposed=proposed)
