"""Policy extensions by stage (政策适用台账), and the public list of what applies where, always current. 三(一)"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, String, Text

from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from domain.policy_extension import (
    Ended,
    Extended,
    ExtensionRefused,
    ExtensionRequested,
    RequestLapsed,
    Resumed,
    RiskAssessed,
    Stage,
    Suspended,
)
from projections.kernel import Changes, Delete, Patch, Projection, Put, Row, entity, on, table, word
from projections.measures import Measures

CASES = table(
    "extension_cases",
    Column("measure", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("requested", Date, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("risks", Text),
    Column("prevention", Text, nullable=False),
    Column("accepted", Boolean),
    Column("assessed", Date),
    Column("instrument", String(200)),
    Column("conditions", JSON),
    Column("applied", Date),
    Column("reason", Text),
    indexed=("zone", "stage"),
)
"""One row for each pair of policy and zone, as the latest request made it; `since` is the legal date of the stage.

`prevention` is what the zone proposed, and from the latest assessment on what the department found.
"""

EXTENSIONS = table(
    "policy_extensions",
    Column("measure", entity(), primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("conditions", JSON, nullable=False),
    Column("applied", Date, nullable=False),
    indexed=("zone",),
)
"""What applies today, or is suspended: from 适用 to 终止, and nothing else."""

OF_CASES, OF_EXTENSIONS = Measures("extension_cases"), Measures("policy_extensions")


def pair(recorded: Recorded) -> Row:
    """The policy and the zone, from the id of the extension."""
    measure, zone = recorded.entity.split(SEPARATOR)
    return {"measure": measure, "zone": zone}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The case comes to that stage."""
    return Patch(CASES, pair(recorded), {"stage": stage.value, "since": recorded.effective, **values})


def stands(stage: Stage, recorded: Recorded) -> Patch:
    """The public list says so."""
    return Patch(EXTENSIONS, pair(recorded), {"stage": stage.value, "since": recorded.effective})


def terms(event: Extended, recorded: Recorded) -> Row:
    """The instrument, the conditions, and the day from which the policy applies."""
    return {
        "instrument": event.instrument.number,
        "conditions": list(event.conditions),
        "applied": recorded.effective,
    }


def requested(event: ExtensionRequested, recorded: Recorded) -> Changes:
    """申请适用: a new request begins the row anew."""
    day = recorded.effective
    values = {"stage": Stage.REQUESTED.value, "since": day, "requested": day}
    yield Put(CASES, pair(recorded), {**values, "purpose": event.purpose, "prevention": event.prevention})


def assessed(event: RiskAssessed, recorded: Recorded) -> Changes:
    """风险评估: of a request, or again of what applies or is suspended; `assessed` tells, the stage is the case's."""
    values = event.model_dump(include={"risks", "prevention", "accepted", "reason"})
    yield Patch(CASES, pair(recorded), {**values, "assessed": recorded.effective})


def extended(event: Extended, recorded: Recorded) -> Changes:
    """适用."""
    yield at(Stage.EXTENDED, recorded, **terms(event, recorded))


def refused(event: ExtensionRefused, recorded: Recorded) -> Changes:
    """不予适用."""
    yield at(Stage.REFUSED, recorded, reason=event.reason)


def lapsed(event: RequestLapsed, recorded: Recorded) -> Changes:
    """申请失效."""
    yield at(Stage.LAPSED, recorded, reason=event.reason)


def suspended(event: Suspended, recorded: Recorded) -> Changes:
    """暂停适用: what was assessed before counts no more."""
    yield at(Stage.SUSPENDED, recorded, reason=event.reason, accepted=None, assessed=None)


def resumed(event: Resumed, recorded: Recorded) -> Changes:
    """恢复适用."""
    yield at(Stage.EXTENDED, recorded, reason=event.reason)


def ended(event: Ended, recorded: Recorded) -> Changes:
    """终止适用."""
    yield at(Stage.ENDED, recorded, reason=event.reason)


def list_extended(event: Extended, recorded: Recorded) -> Changes:
    """The policy enters the public list."""
    values = {"stage": Stage.EXTENDED.value, "since": recorded.effective, **terms(event, recorded)}
    yield Put(EXTENSIONS, pair(recorded), values)


def list_suspended(_event: Suspended, recorded: Recorded) -> Changes:
    """The list says at once that it is suspended."""
    yield stands(Stage.SUSPENDED, recorded)


def list_resumed(_event: Resumed, recorded: Recorded) -> Changes:
    """It applies again."""
    yield stands(Stage.EXTENDED, recorded)


def list_ended(_event: Ended, recorded: Recorded) -> Changes:
    """The policy leaves the public list."""
    yield Delete(EXTENSIONS, pair(recorded))


extension_cases = Projection(
    "extension-cases",
    version=1,
    tables=(CASES, OF_CASES.table),
    handlers=(
        on(ExtensionRequested, requested),
        on(RiskAssessed, assessed),
        on(Extended, extended),
        on(ExtensionRefused, refused),
        on(RequestLapsed, lapsed),
        on(Suspended, suspended),
        on(Resumed, resumed),
        on(Ended, ended),
        *OF_CASES.handlers,
    ),
    derived={CASES.name: OF_CASES.columns(CASES.name)},
)

policy_extensions = Projection(
    "policy-extensions",
    version=1,
    tables=(EXTENSIONS, OF_EXTENSIONS.table),
    handlers=(
        on(Extended, list_extended),
        on(Suspended, list_suspended),
        on(Resumed, list_resumed),
        on(Ended, list_ended),
        *OF_EXTENSIONS.handlers,
    ),
    derived={EXTENSIONS.name: OF_EXTENSIONS.columns(EXTENSIONS.name)},
    public=True,
)
