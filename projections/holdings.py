"""Holdings: what each zone has in hand (leads, powers, replications, trials): nothing is lost when it leaves. 四(四)

For the reactions to a withdrawal. `latest` is the latest legal date among the entity's events: what follows from a
withdrawal can bear no earlier date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Column, Date, String, func, select

from domain import delegation as powers
from domain import lead as leads
from domain import replication, trial
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
landed, commissioned; trial-open; or the delegation's or the replication's."""

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
LANDED, COMMISSIONED = leads.Stage.LANDED.value, leads.Stage.COMMISSIONED.value
TRIAL_OPEN = "trial-open"


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


def landed(event: leads.Landed, recorded: Recorded) -> Changes:
    """落地."""
    yield day(recorded)
    yield holds(recorded, event.zone, LANDED)


def commissioned(event: leads.Commissioned, recorded: Recorded) -> Changes:
    """投产."""
    yield day(recorded)
    yield holds(recorded, event.zone, COMMISSIONED)


def transferred(event: leads.Transferred, recorded: Recorded) -> Changes:
    """流转: out of one hand into another."""
    yield day(recorded)
    yield lets_go(recorded, event.giver)
    yield holds(recorded, event.receiver, HELD)


def ruled(event: leads.Ruled, recorded: Recorded) -> Changes:
    """首谈争议裁定: it may move the lead."""
    yield day(recorded)
    if event.zone is None or not event.moves:
        return
    if event.former is not None:
        yield lets_go(recorded, event.former)
    yield holds(recorded, event.zone, HELD)


def let_go(event: leads.ClaimWithdrawn | leads.Released | leads.ClaimLapsed, recorded: Recorded) -> Changes:
    """撤回意向, 释放, 承接失效."""
    yield day(recorded)
    yield lets_go(recorded, event.zone)


def ended(_event: Event, recorded: Recorded) -> Changes:
    """终止, 收回, 不予下放."""
    yield from over(recorded)


def delegation_at(stage: powers.Stage) -> Callable[[Event, Recorded], Changes]:
    """A handler for a delegation that is pending or in force."""

    def arrived(_event: Event, recorded: Recorded) -> Changes:
        yield day(recorded)
        yield holds(recorded, recorded.entity.split(SEPARATOR)[1], stage.value)

    return arrived


def replication_at(stage: replication.Stage) -> Callable[[Event, Recorded], Changes]:
    """A handler for a replication that is neither verified nor found inapplicable."""

    def arrived(_event: Event, recorded: Recorded) -> Changes:
        yield day(recorded)
        yield holds(recorded, recorded.entity.split(SEPARATOR)[1], stage.value)

    return arrived


def raised(event: trial.ObstacleRaised, recorded: Recorded) -> Changes:
    """提出障碍."""
    yield day(recorded)
    yield holds(recorded, event.zone, TRIAL_OPEN)


def proposed(event: trial.Proposed, recorded: Recorded) -> Changes:
    """提出试验方案: from now on it is these zones' and no other's."""
    yield Delete(HOLDINGS, {"case": case_of(recorded)})
    yield day(recorded)
    for zone in (event.zone, *event.partner_zones):
        yield holds(recorded, zone, TRIAL_OPEN)


def resumed(event: trial.Resumed, recorded: Recorded) -> Changes:
    """恢复."""
    yield day(recorded)
    yield holds(recorded, event.zone, TRIAL_OPEN)


def left(event: trial.PartnerLeft | trial.Suspended, recorded: Recorded) -> Changes:
    """A zone that was withdrawn has it in hand no longer."""
    yield day(recorded)
    if event.zone is not None:
        yield lets_go(recorded, event.zone)


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
        on(leads.Shared, noted),
        on(leads.Assessed, noted),
        on(leads.Claimed, claimed),
        on(leads.ClaimWithdrawn, let_go),
        on(leads.Awarded, awarded),
        on(leads.Progressed, noted),
        on(leads.DuplicateFlagged, noted),
        on(leads.DuplicateConfirmed, noted),
        on(leads.DuplicateDismissed, noted),
        on(leads.InvestorDisclosed, noted),
        on(leads.TransferProposed, noted),
        on(leads.TransferDeclined, noted),
        on(leads.TransferWithdrawn, noted),
        on(leads.Transferred, transferred),
        on(leads.IncentivePromised, noted),
        on(leads.Disputed, noted),
        on(leads.Ruled, ruled),
        on(leads.Released, let_go),
        on(leads.ClaimLapsed, let_go),
        on(leads.Signed, signed),
        on(leads.Landed, landed),
        on(leads.Commissioned, commissioned),
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
        on(replication.Planned, replication_at(replication.Stage.PLANNED)),
        on(replication.Implemented, replication_at(replication.Stage.IMPLEMENTED)),
        on(replication.SentBack, replication_at(replication.Stage.SENT_BACK)),
        on(replication.FoundInapplicable, replication_at(replication.Stage.FOUND_INAPPLICABLE)),
        on(replication.InapplicabilityRejected, replication_at(replication.Stage.TO_PLAN)),
        on(replication.Verified, ended),
        on(replication.InapplicabilityConfirmed, ended),
        on(replication.Ended, ended),
        on(trial.ObstacleRaised, raised),
        on(trial.Proposed, proposed),
        on(trial.Joined, noted),
        on(trial.PartnerLeft, left),
        on(trial.RiskAssessed, noted),
        on(trial.RiskReassessed, noted),
        on(trial.Approved, noted),
        on(trial.ProposalRefused, ended),
        on(trial.Started, noted),
        on(trial.ProgressReported, noted),
        on(trial.Suspended, left),
        on(trial.Resumed, resumed),
        on(trial.Lapsed, ended),
        on(trial.Concluded, ended),
        on(Established, established),
        on(Withdrawn, withdrawn),
    ),
    derived={HOLDINGS.name: {"latest": latest}},
)
