"""Holdings: what each zone has in hand, so that nothing is lost when it leaves. 四(四)

For the reactions to a withdrawal. `latest` is the latest legal date among the entity's events: what follows from a
withdrawal can bear no earlier date. What moves an entity from hand to hand stands in `domain.holdings.kinds`; here, how
far it has come in a hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, Date, String, func, select

from domain import delegation as powers
from domain import lead as leads
from domain import linkage, matter, promotion, replication, trial
from domain import policy_extension as policies
from domain.envelope import Recorded
from domain.holdings.kinds import STEPS
from domain.holdings.steps import Choice, Step, its_zone, last_part
from domain.kernel import Event
from domain.zone import Established, Withdrawn
from projections.kernel import Changes, Delete, Handler, On, Patch, Projection, Put, Tables, entity, on, table, word

HOLDINGS = table(
    "holdings",
    Column("case", String(200), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("category", word(), nullable=False),
    Column("entity", entity(), nullable=False),
    Column("stage", word(), nullable=False),
    indexed=("zone",),
)
"""One row for each entity and zone that has it in hand; `case` is `<category>/<id>`; stages: claimed, held, signed,
landed, commissioned; trial-open, matter-open, joined; or the delegation's, replication's, extension's, linkage's."""

DAYS = table(
    "holdings_days",
    Column("case", String(200), primary_key=True),
    Column("day", Date, primary_key=True),
)
"""The legal dates among the events of every living entity of those kinds."""

ZONES = table(
    "holdings_zones",
    Column("zone", entity(), primary_key=True),
    Column("withdrawn", Boolean, nullable=False),
)
"""Which zones there are, and which have left."""

CLAIMED, HELD, SIGNED = "claimed", "held", "signed"
TRIAL_OPEN, MATTER_OPEN, JOINED = "trial-open", "matter-open", "joined"
LANDED, COMMISSIONED = leads.Stage.LANDED.value, leads.Stage.COMMISSIONED.value
LISTED = powers.Stage.LISTED.value

STAYS = frozenset({SIGNED, LANDED, COMMISSIONED, LISTED})
"""Stages that are to be seen, and that a withdrawal leaves as they are: there is nothing to give back any more."""

ARRIVES_AT: Mapping[type[Event], str] = {
    leads.Claimed: CLAIMED,
    leads.Awarded: HELD,
    leads.Transferred: HELD,
    leads.Ruled: HELD,
    powers.Requested: powers.Stage.REQUESTED.value,
    powers.Delegated: powers.Stage.DELEGATED.value,
    replication.Planned: replication.Stage.PLANNED.value,
    replication.FoundInapplicable: replication.Stage.FOUND_INAPPLICABLE.value,
    replication.SentBack: replication.Stage.SENT_BACK.value,
    trial.ObstacleRaised: TRIAL_OPEN,
    trial.Proposed: TRIAL_OPEN,
    trial.Resumed: TRIAL_OPEN,
    policies.ExtensionRequested: policies.Stage.REQUESTED.value,
    policies.Extended: policies.Stage.EXTENDED.value,
    matter.Raised: MATTER_OPEN,
    matter.Reopened: MATTER_OPEN,
    promotion.ZoneJoined: JOINED,
    linkage.Proposed: linkage.Stage.PROPOSED.value,
    linkage.Agreed: linkage.Stage.AGREED.value,
}
"""The stage at which each event that brings something into a zone's hand brings it there."""


class Reached(NamedTuple):
    """In the hand of these zones the entity is at this stage from the event on."""

    zones: Choice
    stage: str


REACHES: Mapping[type[Event], Reached] = {
    leads.Signed: Reached(its_zone, SIGNED),
    leads.Landed: Reached(its_zone, LANDED),
    leads.Commissioned: Reached(its_zone, COMMISSIONED),
    powers.Assessed: Reached(last_part, powers.Stage.ASSESSED.value),
    powers.TakenUp: Reached(last_part, powers.Stage.TAKEN_UP.value),
    powers.ListedForRecall: Reached(last_part, LISTED),
    replication.Implemented: Reached(last_part, replication.Stage.IMPLEMENTED.value),
    replication.InapplicabilityRejected: Reached(last_part, replication.Stage.TO_PLAN.value),
    policies.Suspended: Reached(last_part, policies.Stage.SUSPENDED.value),
    policies.Resumed: Reached(last_part, policies.Stage.EXTENDED.value),
}
"""The events that bring it further in the hand it is in, or leave it there to be seen where nothing is to be done."""


def case_of(recorded: Recorded) -> str:
    """The entity, with its category."""
    return f"{recorded.category}/{recorded.entity}"


def day(recorded: Recorded) -> Put:
    """The legal date of the event."""
    return Put(DAYS, {"case": case_of(recorded), "day": recorded.effective}, {})


def holds(recorded: Recorded, zone: str, stage: str) -> Put:
    """The zone has the entity in hand."""
    values = {"category": recorded.category, "entity": recorded.entity, "stage": stage}
    return Put(HOLDINGS, {"case": case_of(recorded), "zone": zone}, values)


def ended(_event: Event, recorded: Recorded) -> Changes:
    """Nobody has it in hand, and nothing follows from it any more."""
    case = {"case": case_of(recorded)}
    yield Delete(HOLDINGS, case)
    yield Delete(DAYS, case)


def reaches(reached: Reached) -> Handler:
    """A handler for what comes further in the hand it is in."""

    def came_further(event: Event, recorded: Recorded) -> Changes:
        yield day(recorded)
        for zone in reached.zones(event, recorded.entity):
            yield holds(recorded, zone, reached.stage)

    return came_further


def moves(step: Step) -> Handler:
    """A handler for what arrives in hands, leaves them, or stays where it is."""
    stage = ARRIVES_AT[step.kind] if step.arrives else ""

    def moved(event: Event, recorded: Recorded) -> Changes:
        case = {"case": case_of(recorded)}
        if step.afresh:
            yield Delete(HOLDINGS, case)
        yield day(recorded)
        for zone in step.out_of(event, recorded.entity):
            yield Delete(HOLDINGS, {**case, "zone": zone})
        for zone in step.into(event, recorded.entity):
            yield holds(recorded, zone, stage)

    return moved


def handler(step: Step) -> Handler:
    """What the view does on the event of a step."""
    if step.kind in REACHES:
        return reaches(REACHES[step.kind])
    return ended if step.over else moves(step)


def established(_event: Established, recorded: Recorded) -> Changes:
    """There is such a zone."""
    yield Put(ZONES, {"zone": recorded.entity}, {"withdrawn": False})


def withdrawn(_event: Withdrawn, recorded: Recorded) -> Changes:
    """It has left."""
    yield Patch(ZONES, {"zone": recorded.entity}, {"withdrawn": True})


def latest(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """The latest legal date among the entity's events."""
    days, row = tables[DAYS.name].c, tables[HOLDINGS.name].c
    return select(func.max(days.day)).where(days.case == row.case).scalar_subquery()


holdings = Projection(
    "holdings",
    version=2,
    tables=(HOLDINGS, DAYS, ZONES),
    handlers=(
        *(On(kind, handler(step)) for kind, (_, step) in STEPS.items()),
        on(Established, established),
        on(Withdrawn, withdrawn),
    ),
    derived={HOLDINGS.name: {"latest": latest}},
)
