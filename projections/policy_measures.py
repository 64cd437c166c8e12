"""Policy measures (政策举措清单): what departments have issued, and to how many zones a policy is extended. 四(二)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, String, Text, func, select

from domain.envelope import Recorded
from domain.policy_extension import Ended, Extended, Resumed, Suspended
from domain.policy_measure import Measure, MeasureAmended, MeasureEnded, MeasureIssued, Stage
from projections.kernel import Changes, Delete, Patch, Projection, Put, Row, Tables, entity, on, table, word
from projections.policy_extensions import pair

MEASURES = table(
    "policy_measures",
    Column("measure", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("origin", word(), nullable=False),
    Column("support", JSON, nullable=False),
    Column("summary", Text, nullable=False),
    Column("department", entity(), nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("valid_until", Date),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("issued", Date, nullable=False),
    Column("reason", Text),
    indexed=("stage",),
)
"""One row for each measure, ended ones included; `sha256` is the digest of its text."""

EXTENSIONS = table(
    "policy_measures_extensions",
    Column("measure", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
)
"""Where each policy is in force today."""


def stated(event: Measure) -> Row:
    """The measure as it stands from now on."""
    return {
        "title": event.title,
        "origin": event.origin.value,
        "support": [each.value for each in event.support],
        "summary": event.summary,
        "instrument": event.instrument.number,
        "sha256": event.text.sha256,
        "valid_until": event.valid_until,
    }


def issued(event: MeasureIssued, recorded: Recorded) -> Changes:
    """出台."""
    day = recorded.effective
    values = {"department": event.department, "stage": Stage.ISSUED.value, "since": day, "issued": day}
    yield Put(MEASURES, {"measure": recorded.entity}, {**stated(event), **values})


def amended(event: MeasureAmended, recorded: Recorded) -> Changes:
    """政策调整: the stage stays."""
    yield Patch(MEASURES, {"measure": recorded.entity}, {**stated(event), "reason": event.reason})


def ended(event: MeasureEnded, recorded: Recorded) -> Changes:
    """政策终止."""
    values = {"stage": Stage.ENDED.value, "since": recorded.effective, "reason": event.reason}
    yield Patch(MEASURES, {"measure": recorded.entity}, values)


def in_force(_event: Extended | Resumed, recorded: Recorded) -> Changes:
    """适用, 恢复适用."""
    yield Put(EXTENSIONS, pair(recorded), {})


def no_longer(_event: Suspended | Ended, recorded: Recorded) -> Changes:
    """暂停适用, 终止适用."""
    yield Delete(EXTENSIONS, pair(recorded))


def zones_in_force(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """In how many zones the policy is in force."""
    extensions = tables[EXTENSIONS.name].c
    of_measure = extensions.measure == tables[MEASURES.name].c.measure
    return select(func.count(extensions.zone)).where(of_measure).scalar_subquery()


policy_measures = Projection(
    "policy-measures",
    version=1,
    tables=(MEASURES, EXTENSIONS),
    handlers=(
        on(MeasureIssued, issued),
        on(MeasureAmended, amended),
        on(MeasureEnded, ended),
        on(Extended, in_force),
        on(Resumed, in_force),
        on(Suspended, no_longer),
        on(Ended, no_longer),
    ),
    derived={MEASURES.name: {"zones_in_force": zones_in_force}},
    public=True,
)
