"""What must be so of every entity after every step: each a rule of the plan, read off the events, not off the deciders.

An invariant takes the world and the id of an entity and says what is wrong, or None. What a zone that has left may hold
stands in `services.simulation.departure`, what must be so of the views in `services.simulation.views`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from domain import application as a
from domain import delegation as d
from domain import evaluation as v
from domain import lead as l
from domain import policy_extension as x
from domain import trial as t
from domain import zone as z
from domain.application.state import ENDED
from domain.delegation_values import Criterion
from domain.evaluation_values import Grade, Outcome
from domain.gate import SHANGHAI
from domain.kernel import SEPARATOR, Event
from domain.rulebook import STREAM, rulebooks

if TYPE_CHECKING:
    from domain.envelope import Recorded
    from services.simulation.world import World

Check = Callable[["World", str], "str | None"]


class Invariant(NamedTuple):
    """A check and the aggregate whose entities it looks at; its name is the check's."""

    category: str
    check: Check

    @property
    def name(self) -> str:
        """What must be so; `invariant.<name>` is its word."""
        return self.check.__name__.replace("_", "-")


def events(world: World, category: str, entity: str) -> list[Event]:
    """An entity's events as they are to be read."""
    return [each.event for each in world.in_effect(category, entity)]


def a_lead_has_one_owner(world: World, entity: str) -> str | None:
    """线索在任一时刻有且只有一个归属: the exchange or exactly one zone, and the events alone prove which. 三(四)"""
    holder: str | None = None
    for event in events(world, "lead", entity):
        match event:
            case l.Awarded(zone=zone) if holder is not None:
                return f"awarded to {zone} while {holder} holds it"
            case l.Awarded(zone=zone):
                holder = zone
            case l.Released(zone=zone) | l.ClaimLapsed(zone=zone) if holder != zone:
                return f"given back by {zone} while {holder} holds it"
            case l.Released() | l.ClaimLapsed():
                holder = None
            case l.Transferred(giver=giver, receiver=receiver) if holder != giver or giver == receiver:
                return f"handed from {giver} to {receiver} while {holder} holds it"
            case l.Transferred(receiver=receiver):
                holder = receiver
            case l.Ruled(zone=zone):
                holder = zone or holder
            case l.Signed(zone=zone) | l.Landed(zone=zone) | l.Commissioned(zone=zone) if holder != zone:
                return f"{type(event).__name__} by {zone} while {holder} holds it"
    state = world.state("lead", entity)
    in_a_hand = state.stage in {l.Stage.AWARDED, l.Stage.SIGNED, l.Stage.LANDED, l.Stage.COMMISSIONED}
    if state.holder != holder or (in_a_hand and holder is None) or holder in state.claimants:
        return f"held by {state.holder} at {state.stage} by its state, by {holder} by its events"
    return None


def no_power_is_delegated_without_four_findings(world: World, entity: str) -> str | None:
    """依法放权、按需放权, 放得下、接得住: delegated only on four findings since the request, all of them met. 三(一)"""
    met: set[Criterion] = set()
    for event in events(world, "delegation", entity):
        match event:
            case d.Requested():
                met = set()
            case d.Assessed(findings=findings):
                met = {each.criterion for each in findings if each.met}
            case d.Delegated() if met != set(Criterion):
                return f"delegated on {sorted(met)}"
    return None


def nobody_becomes_a_zone_but_by_the_whole_procedure(world: World, entity: str) -> str | None:
    """条件、评审、审议、批准: five findings met, enough reviews at the mark, endorsed, approved, then the plaque. 二"""
    seen: set[type[Event]] = set()
    for event in events(world, "application", entity):
        match event:
            case a.EligibilityConfirmed(findings=findings):
                if {each.condition for each in findings if each.met} != set(a.Condition):
                    return "confirmed without five findings met"
            case a.Shortlisted(mean=mean, reviews=reviews, vetoes=vetoes):
                rules = rulebooks(world.state("rulebook", STREAM))
                numbers = rules[world.state("application", entity).case.rulebook].parameters
                if reviews < numbers.minimum_reviews or mean < numbers.pass_mark or vetoes:
                    return f"shortlisted on {reviews} reviews of {mean}"
            case a.Approved() if not {a.EligibilityConfirmed, a.Shortlisted, a.Deliberated} <= seen:
                return "approved before its time"
            case a.PlaqueUnveiled() if a.Approved not in seen:
                return "a plaque without approval"
        if not (isinstance(event, a.Deliberated) and event.outcome is not a.Outcome.ENDORSED):
            seen.add(type(event))
    return None


def a_platform_has_one_living_application(world: World, entity: str) -> str | None:
    """每个平台同时只有一件申报: no application stands beside another of the same platform. 二(三)1"""
    platform = entity.partition(SEPARATOR)[0]
    ids = (each for each in world.ids["application"] if each.partition(SEPARATOR)[0] == platform)
    living = [each for each in ids if world.state("application", each).stage not in ENDED]
    return f"beside each other: {living}" if len(living) > 1 else None


def no_zone_leaves_unevaluated_unheard_or_unapproved(world: World, entity: str) -> str | None:
    """实施退出: withdrawn only after 不合格, a hearing, the leading group's word and the government's. 四(四)"""
    for event in events(world, "zone", entity):
        if isinstance(event, z.Withdrawn):
            found = {type(each): each for each in events(world, "evaluation", event.evaluation)}
            last = world.state("evaluation", event.evaluation).grade
            deliberated = found.get(v.ExitDeliberated)
            endorsed = isinstance(deliberated, v.ExitDeliberated) and deliberated.outcome is Outcome.ENDORSED
            if last is not Grade.UNSATISFACTORY or not endorsed or not {v.Heard, v.ExitApproved} <= found.keys():
                return f"withdrawn on {event.evaluation}, graded {last}"
    return None


def no_trial_runs_on_a_risk_out_of_control(world: World, entity: str) -> str | None:
    """在风险可控的前提下: started, and resumed, only on a latest assessment that finds it controllable. 三(三)"""
    controllable = False
    for event in events(world, "trial", entity):
        match event:
            case t.Proposed() | t.Suspended():
                controllable = False
            case t.RiskAssessed() | t.RiskReassessed():
                controllable = event.controllable
            case t.Approved() | t.Started() | t.Resumed() if not controllable:
                return f"{type(event).__name__} on a risk not found controllable"
    state = world.state("trial", entity)
    return "running out of control" if state.stage is t.Stage.RUNNING and not controllable else None


def no_policy_applies_without_an_accepted_risk(world: World, entity: str) -> str | None:
    """在做好风险防范的前提下: extended, and resumed, only on an accepted assessment since it was asked for. 三(一)"""
    accepted = False
    for event in events(world, "policy-extension", entity):
        match event:
            case x.ExtensionRequested() | x.Suspended():
                accepted = False
            case x.RiskAssessed():
                accepted = event.accepted
            case x.Extended() | x.Resumed() if not accepted:
                return f"{type(event).__name__} on a risk not accepted"
    return None


def a_history_counts_from_one_in_the_order_of_the_log(world: World, category: str, entity: str) -> str | None:
    """只增不改: no event of an entity is missing, none stands twice, none was changed. 系统约定 2"""
    history = world.histories[category, entity]
    if [each.sequence for each in history] != list(range(1, len(history) + 1)):
        return f"numbered {[each.sequence for each in history]}"
    if any(before.position >= after.position for before, after in pairwise(history)):
        return "out of the log's order"
    return None


def no_legal_date_lies_in_the_future(world: World, category: str, entity: str) -> str | None:
    """生效日期不晚于记录之日，不早于事项起始: neither future nor before the case began. 系统约定 3

    A clock's events bear the dates of what moved it, in whatever order that was entered.
    """
    history: Sequence[Recorded] = world.histories[category, entity]
    for each in history:
        if each.effective > each.recorded.astimezone(SHANGHAI).date():
            return f"{each.type} of {each.effective} was recorded on {each.recorded}"
    if world.deciders[category].dated_by_causes:
        return None
    read = world.in_effect(category, entity)
    early = [each.type for each in read if each.effective < read[0].effective]
    return f"{early} before {read[0].effective}" if early else None


def a_state_is_what_its_history_says(world: World, category: str, entity: str) -> str | None:
    """任何状态可由记录重现: folded from its first event, an entity is what decisions rest on. 系统约定 3"""
    decider = world.deciders[category]
    state = decider.initial
    for event in events(world, category, entity):
        state = decider.evolve(state, event)
    return None if state == world.state(category, entity) else f"{world.state(category, entity)} is not {state}"


OF_ANY = (
    a_history_counts_from_one_in_the_order_of_the_log,
    no_legal_date_lies_in_the_future,
    a_state_is_what_its_history_says,
)
"""Of every entity of every aggregate, a new one among them."""

OF_ONE: Sequence[Invariant] = (
    Invariant("lead", a_lead_has_one_owner),
    Invariant("delegation", no_power_is_delegated_without_four_findings),
    Invariant("application", nobody_becomes_a_zone_but_by_the_whole_procedure),
    Invariant("application", a_platform_has_one_living_application),
    Invariant("zone", no_zone_leaves_unevaluated_unheard_or_unapproved),
    Invariant("trial", no_trial_runs_on_a_risk_out_of_control),
    Invariant("policy-extension", no_policy_applies_without_an_accepted_risk),
)
