"""Delegations (权限下放) by stage, and the public list of delegated powers (下放权力清单), always current. 三(一)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, String, Text, func, select

from domain.delegation import (
    Amended,
    Assessed,
    Delegated,
    ExerciseReported,
    ListedForRecall,
    Recalled,
    Requested,
    RequestLapsed,
    RequestRefused,
    Stage,
    TakenUp,
)
from domain.delegation_values import Terms
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from projections.kernel import Changes, Delete, Derivation, Patch, Projection, Put, Row, Tables, entity, on, table, word
from projections.power_items import Items

DELEGATIONS = table(
    "delegations",
    Column("item", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("requested", Date, nullable=False),
    Column("need", Text, nullable=False),
    Column("unmet", JSON),
    Column("mode", word()),
    Column("instrument", String(200)),
    Column("conditions", JSON),
    Column("delegated", Date),
    Column("handover", Date),
    Column("reason", Text),
    indexed=("zone", "stage"),
)
"""One row for each pair of item and zone, as the latest request made it; `since` is the legal date of the stage."""

EXERCISES = table(
    "delegations_exercises",
    Column("item", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, nullable=False),
    Column("cases", BigInteger, nullable=False),
    Column("complaints", BigInteger, nullable=False),
    Column("reversed_decisions", BigInteger, nullable=False),
    Column("note", Text),
)
"""运行情况, period by period."""

POWERS = table(
    "delegated_powers",
    Column("item", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("mode", word(), nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("conditions", JSON, nullable=False),
    Column("delegated", Date, nullable=False),
    Column("handover", Date),
    Column("recall_listed", Date),
    indexed=("zone",),
)
"""What stands delegated today: from 下放 to 收回, and nothing else."""

ITEMS = Items("delegations")
POWER_ITEMS = Items("delegated_powers")


def pair(recorded: Recorded) -> Row:
    """The item and the zone, from the id of the delegation."""
    item, zone = recorded.entity.split(SEPARATOR)
    return {"item": item, "zone": zone}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The delegation comes to that stage."""
    return Patch(DELEGATIONS, pair(recorded), {"stage": stage.value, "since": recorded.effective, **values})


def terms(event: Terms) -> Row:
    """Mode, instrument number and conditions."""
    return {"mode": event.mode.value, "instrument": event.instrument.number, "conditions": list(event.conditions)}


def requested(event: Requested, recorded: Recorded) -> Changes:
    """申请承接: a new request begins the row anew; what was reported of earlier times stays."""
    day = recorded.effective
    values = {"stage": Stage.REQUESTED.value, "since": day, "requested": day, "need": event.need}
    yield Put(DELEGATIONS, pair(recorded), values)


def assessed(event: Assessed, recorded: Recorded) -> Changes:
    """评估: which of the four criteria are not met."""
    yield at(Stage.ASSESSED, recorded, unmet=[each.criterion.value for each in event.findings if not each.met])


def delegated(event: Delegated, recorded: Recorded) -> Changes:
    """下放."""
    yield at(Stage.DELEGATED, recorded, delegated=event.since, **terms(event))


def refused(event: RequestRefused, recorded: Recorded) -> Changes:
    """不予下放."""
    yield at(Stage.REFUSED, recorded, reason=event.reason)


def lapsed(event: RequestLapsed, recorded: Recorded) -> Changes:
    """申请失效."""
    yield at(Stage.LAPSED, recorded, reason=event.reason)


def taken_up(event: TakenUp, recorded: Recorded) -> Changes:
    """承接."""
    yield at(Stage.TAKEN_UP, recorded, handover=event.handover)


def exercised(event: ExerciseReported, recorded: Recorded) -> Changes:
    """运行情况."""
    key = {**pair(recorded), "start": event.start}
    yield Put(EXERCISES, key, event.model_dump(include={"end", "cases", "complaints", "reversed_decisions", "note"}))


def amended(event: Amended, recorded: Recorded) -> Changes:
    """调整: the stage stays."""
    yield Patch(DELEGATIONS, pair(recorded), {**terms(event), "reason": event.reason})


def listed(event: ListedForRecall, recorded: Recorded) -> Changes:
    """列入收回清单."""
    yield at(Stage.LISTED, recorded, reason=event.reason)


def recalled(event: Recalled, recorded: Recorded) -> Changes:
    """收回."""
    yield at(Stage.RECALLED, recorded, reason=event.reason)


def power_delegated(event: Delegated, recorded: Recorded) -> Changes:
    """The power enters the public list."""
    yield Put(POWERS, pair(recorded), {**terms(event), "delegated": event.since})


def power_amended(event: Amended, recorded: Recorded) -> Changes:
    """The list says at once what changed."""
    yield Patch(POWERS, pair(recorded), terms(event))


def power_taken_up(event: TakenUp, recorded: Recorded) -> Changes:
    """From the handover on the zone exercises it."""
    yield Patch(POWERS, pair(recorded), {"handover": event.handover})


def power_listed(_event: ListedForRecall, recorded: Recorded) -> Changes:
    """The zone has left; the power is about to be recalled."""
    yield Patch(POWERS, pair(recorded), {"recall_listed": recorded.effective})


def power_recalled(_event: Recalled, recorded: Recorded) -> Changes:
    """The power leaves the public list."""
    yield Delete(POWERS, pair(recorded))


def total(column: str) -> Derivation:
    """A figure of all periods together."""

    def summed(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row, periods = tables[DELEGATIONS.name].c, tables[EXERCISES.name].c
        figure = func.max(periods.end) if column == "end" else func.coalesce(func.sum(periods[column]), 0)
        return select(figure).where(periods.item == row.item, periods.zone == row.zone).scalar_subquery()

    return summed


delegations = Projection(
    "delegations",
    version=2,
    tables=(DELEGATIONS, EXERCISES, ITEMS.table),
    handlers=(
        on(Requested, requested),
        on(Assessed, assessed),
        on(Delegated, delegated),
        on(RequestRefused, refused),
        on(RequestLapsed, lapsed),
        on(TakenUp, taken_up),
        on(ExerciseReported, exercised),
        on(Amended, amended),
        on(ListedForRecall, listed),
        on(Recalled, recalled),
        *ITEMS.handlers,
    ),
    derived={
        DELEGATIONS.name: {
            **ITEMS.columns(DELEGATIONS.name),
            "cases": total("cases"),
            "complaints": total("complaints"),
            "reversed_decisions": total("reversed_decisions"),
            "reported_to": total("end"),
        }
    },
)

delegated_powers = Projection(
    "delegated-powers",
    version=2,
    tables=(POWERS, POWER_ITEMS.table),
    handlers=(
        on(Delegated, power_delegated),
        on(Amended, power_amended),
        on(TakenUp, power_taken_up),
        on(ListedForRecall, power_listed),
        on(Recalled, power_recalled),
        *POWER_ITEMS.handlers,
    ),
    derived={POWERS.name: POWER_ITEMS.columns(POWERS.name)},
    public=True,
)
