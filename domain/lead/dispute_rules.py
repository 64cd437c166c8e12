"""The rules of disputes over who reported first and who negotiates (首谈争议), and of rulings on them. 三(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import OrganisationFact
from domain.kernel import MEMBERS, Refused
from domain.lead.rules import CLAUSE, hands_follow_in_time
from domain.lead.state import UNDER_CONTRACT
from domain.zone_standing import body_acts_for_its_zone, zone_is_operating

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.lead.commands import Dispute, Rule
    from domain.lead.state import State


def party_disputes(state: State, command: Dispute, context: Context) -> None:
    """首谈争议: the holder, a claimant or the first reporter states its case, once until it is ruled on. 三(四)"""
    org, zone = context.actor.org, command.zone
    if zone is None:
        first_reporter_speaks(state, org)
    else:
        zone_is_a_party(state, zone)
        body_acts_for_its_zone(context, zone, CLAUSE)
    if org in state.disputants:
        raise Refused("disputed-once", clause=CLAUSE, org=org)


def first_reporter_speaks(state: State, org: str) -> None:
    """Whoever names no zone speaks as the first reporter, and is it. 三(四)"""
    if org != state.reporter:
        raise Refused("party-names-its-zone", clause=CLAUSE, field="data.zone", org=org, reporter=state.reporter)


def zone_is_a_party(state: State, zone: str) -> None:
    """The parties are the zone that holds the lead and those that claim it. 三(四)"""
    parties = state.claimants | ({state.holder} if state.holder else set())
    if zone not in parties:
        claimants = ", ".join(sorted(parties)) or "nobody"
        raise Refused("zone-is-a-party", clause=CLAUSE, field="data.zone", zone=zone, claimants=claimants)


def may_be_ruled(state: State, command: Rule, context: Context) -> None:
    """裁定: the office rules on what is disputed, for exactly one zone or first reporter. 三(四), 四(一)"""
    if not state.disputants:
        raise Refused("dispute-is-open", clause=CLAUSE)
    if (command.zone is None) == (command.reporter is None):
        raise Refused("ruling-finds-for-one", clause=CLAUSE, field="data.zone")
    hands_follow_in_time(state, context)
    if command.zone is not None:
        found_for_a_zone(state, command.zone, context)
    if command.reporter is not None:
        found_for_a_member(command.reporter, context)


def found_for_a_zone(state: State, zone: str, context: Context) -> None:
    """A ruling upholds the holder, or gives a lead not yet signed to an operating zone that claims it. 三(四)"""
    zone_is_a_party(state, zone)
    if zone == state.holder:
        return
    if state.stage in UNDER_CONTRACT:
        raise Refused("signed-stays", clause=CLAUSE, field="data.zone", holder=str(state.holder))
    zone_is_operating(context, zone, CLAUSE, "data.zone")


def found_for_a_member(reporter: str, context: Context) -> None:
    """首报: a first reporter is a member of the mechanism, in being. 三(四)"""
    found = context.get(OrganisationFact, reporter)
    if found is None or found.dissolved or found.role not in MEMBERS:
        raise Refused("reporter-is-a-member", clause=CLAUSE, field="data.reporter", reporter=reporter)
