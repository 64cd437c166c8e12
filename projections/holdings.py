"""Holdings: what each zone has in hand, so that nothing is lost when it leaves. 四(四)

Leads, delegations, places in announced promotions, linkages.

For the reactions to a withdrawal. `latest` is the latest legal date among the entity's events: what follows from a
withdrawal can bear no earlier date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Column, Date, String, func, select

from domain import delegation as powers
from domain import lead as leads
from domain import linkage as linkages
from domain import promotion as promotions
from domain.envelope import Recorded
from domain.kernel import SEPARATOR, Event
from domain.zone import Established, Withdrawn
from projections.kernel import Change, Changes, Delete, Patch, Projection, Put, Tables, entity, on, table, word

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
joined; or the delegation's or linkage's."""

DAYS = table(
    "holdings_days",
    Column("case", String(200), primary_key=True),
    Column("day", Date, primary_key=True),
)
"""The legal dates among the events of every living entity of these kinds."""

ZONES = table(
    "holdings_zones",
    Column("zone", entity(), primary_key=True),
    Column("withdrawn", Boolean, nullable=False),
)
"""Which zones there are, and which have left."""

CLAIMED, HELD, SIGNED, JOINED = "claimed", "held", "signed", "joined"


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


def lets_go(recorded: Recorded, zone: str) -> Delete:
    """The zone has it in hand no longer."""
    return Delete(HOLDINGS, {"case": case_of(recorded), "zone": zone})


def over(recorded: Recorded) -> tuple[Change, ...]:
    """Nobody has it in hand, and nothing follows from it any more."""
    case = {"case": case_of(recorded)}
    return Delete(HOLDINGS, case), Delete(DAYS, case)


def noted(_event: Event, recorded: Recorded) -> Changes:
    """Nothing changes hands."""
    yield day(recorded)


def claimed(event: leads.Claimed, recorded: Recorded) -> Changes:
    """意向承接."""
    yield day(recorded)
    yield holds(recorded, event.zone, CLAIMED)


def awarded(event: leads.Awarded, recorded: Recorded) -> Changes:
    """确定承接."""
    yield day(recorded)
    yield holds(recorded, event.zone, HELD)


def signed(event: leads.Signed, recorded: Recorded) -> Changes:
    """签约: what is signed stays where it is."""
    yield day(recorded)
    yield holds(recorded, event.zone, SIGNED)


def let_go(event: leads.ClaimWithdrawn | leads.Released | promotions.ZoneLeft, recorded: Recorded) -> Changes:
    """撤回意向, 释放, 退出推介."""
    yield day(recorded)
    yield lets_go(recorded, event.zone)


def ended(_event: Event, recorded: Recorded) -> Changes:
    """终止, 收回, 不予下放, 举办, 取消."""
    yield from over(recorded)


def delegation_at(stage: powers.Stage) -> Callable[[Event, Recorded], Changes]:
    """A handler for a delegation that is pending or in force."""

    def arrived(_event: Event, recorded: Recorded) -> Changes:
        yield day(recorded)
        yield holds(recorded, recorded.entity.split(SEPARATOR)[1], stage.value)

    return arrived


def joined(event: promotions.ZoneJoined, recorded: Recorded) -> Changes:
    """参加推介."""
    yield day(recorded)
    yield holds(recorded, event.zone, JOINED)


def linkage_at(stage: linkages.Stage) -> Callable[[Event, Recorded], Changes]:
    """A handler for a linkage that is proposed or agreed."""

    def arrived(_event: Event, recorded: Recorded) -> Changes:
        yield day(recorded)
        yield holds(recorded, recorded.entity.partition(SEPARATOR)[0], stage.value)

    return arrived


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
    version=1,
    tables=(HOLDINGS, DAYS, ZONES),
    handlers=(
        on(leads.Shared, noted),
        on(leads.Assessed, noted),
        on(leads.Claimed, claimed),
        on(leads.ClaimWithdrawn, let_go),
        on(leads.Awarded, awarded),
        on(leads.Progressed, noted),
        on(leads.Released, let_go),
        on(leads.Signed, signed),
        on(leads.Closed, ended),
        on(powers.Requested, delegation_at(powers.Stage.REQUESTED)),
        on(powers.Assessed, delegation_at(powers.Stage.ASSESSED)),
        on(powers.Delegated, delegation_at(powers.Stage.DELEGATED)),
        on(powers.TakenUp, delegation_at(powers.Stage.TAKEN_UP)),
        on(powers.ExerciseReported, noted),
        on(powers.Amended, noted),
        on(powers.ListedForRecall, delegation_at(powers.Stage.LISTED)),
        on(powers.RequestRefused, ended),
        on(powers.RequestLapsed, ended),
        on(powers.Recalled, ended),
        on(promotions.Announced, noted),
        on(promotions.ZoneJoined, joined),
        on(promotions.ZoneLeft, let_go),
        on(promotions.Held, ended),
        on(promotions.Cancelled, ended),
        on(linkages.Proposed, linkage_at(linkages.Stage.PROPOSED)),
        on(linkages.Agreed, linkage_at(linkages.Stage.AGREED)),
        on(linkages.ProjectLinked, noted),
        on(linkages.Reviewed, noted),
        on(linkages.Declined, ended),
        on(linkages.Ended, ended),
        on(Established, established),
        on(Withdrawn, withdrawn),
    ),
    derived={HOLDINGS.name: {"latest": latest}},
)
