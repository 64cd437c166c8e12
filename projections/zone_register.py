"""Zone register (联动创新区名录): every zone with its body, boundary, plans, status and approval. 二, 三"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Date, Integer, String, Text, case, func, select

from domain.application.events import Approved
from domain.envelope import Recorded
from domain.zone import (
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    Established,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    Status,
    Withdrawn,
)
from domain.zone_values import Rectification
from projections.kernel import Changes, Fixed, Patch, Projection, Put, Tables, entity, on, table, word

REGISTER = table(
    "zone_register",
    Column("zone", entity(), primary_key=True),
    Column("name_zh", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("body", entity(), nullable=False),
    Column("kind", word(), nullable=False),
    Column("level", word(), nullable=False),
    Column("district", String(200)),
    Column("sections", JSON, nullable=False),
    Column("industries", JSON, nullable=False),
    Column("area", Fixed(4), nullable=False),
    Column("boundary", JSON, nullable=False),
    Column("application", entity(), nullable=False),
    Column("established", Date, nullable=False),
    Column("rectification", word(), nullable=False),
    Column("rectification_since", Date),
    Column("rectification_due", Date),
    Column("requirements", Text),
    Column("accepted", Date),
    Column("withdrawn", Date),
    indexed=("body",),
)
"""One row a zone, withdrawn ones included. `area` is in km²; `accepted` is the day a rectification was accepted."""

PLANS = table(
    "zone_register_plans",
    Column("zone", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("filed", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("documents", JSON, nullable=False),
)
"""Every edition of every construction plan (建设方案). 四(一)"""

ADJUSTMENTS = table(
    "zone_register_adjustments",
    Column("zone", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("what", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("body", entity()),
    Column("area", Fixed(4)),
    Column("boundary", JSON),
    Column("instrument", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Every adjustment of a boundary or a body; `what` is the name of its event."""

APPROVALS = table(
    "zone_register_approvals",
    Column("application", entity(), primary_key=True),
    Column("issuer", String(200), nullable=False),
    Column("kind", word(), nullable=False),
    Column("number", String(200), nullable=False),
    Column("date", Date, nullable=False),
)
"""The instrument that approved each application. 二(三)3"""

RECTIFYING = (Rectification.ORDERED.value, Rectification.REPORTED.value, Rectification.FAILED.value)


def approved(event: Approved, recorded: Recorded) -> Changes:
    """The approval and its instrument are separate things from the zone. 二(三)3"""
    paper = event.instrument
    values = {"issuer": paper.issuer, "kind": paper.kind.value, "number": paper.number, "date": paper.date}
    yield Put(APPROVALS, {"application": recorded.entity}, values)


def established(event: Established, recorded: Recorded) -> Changes:
    """The zone enters the register."""
    values = {
        "name_zh": event.name_zh,
        "name_en": event.name_en,
        "body": event.body,
        "kind": event.kind.value,
        "level": event.level.value,
        "district": event.district,
        "sections": list(event.sections),
        "industries": [each.value for each in event.industries],
        "area": event.boundary.area,
        "boundary": event.boundary.model_dump(mode="json"),
        "application": event.application,
        "established": recorded.effective,
        "rectification": Rectification.NONE.value,
    }
    yield Put(REGISTER, {"zone": recorded.entity}, values)


def plan_filed(event: ConstructionPlanFiled, recorded: Recorded) -> Changes:
    """建设方案, or a new edition of it. 四(一)"""
    key = {"zone": recorded.entity, "sequence": recorded.sequence}
    documents = [each.model_dump(mode="json") for each in event.documents]
    yield Put(PLANS, key, {"filed": recorded.effective, "summary": event.summary, "documents": documents})


def rectification_ordered(event: RectificationOrdered, recorded: Recorded) -> Changes:
    """限期整改. 四(四)"""
    values = {
        "rectification": Rectification.ORDERED.value,
        "rectification_since": recorded.effective,
        "rectification_due": event.due,
        "requirements": event.requirements,
        "accepted": None,
    }
    yield Patch(REGISTER, {"zone": recorded.entity}, values)


def rectification_reported(_event: RectificationReported, recorded: Recorded) -> Changes:
    """整改报告."""
    yield Patch(REGISTER, {"zone": recorded.entity}, {"rectification": Rectification.REPORTED.value})


def rectification_accepted(_event: RectificationAccepted, recorded: Recorded) -> Changes:
    """整改通过: the zone is again what it was."""
    values = {"rectification": Rectification.ACCEPTED.value, "rectification_due": None, "accepted": recorded.effective}
    yield Patch(REGISTER, {"zone": recorded.entity}, values)


def rectification_failed(_event: RectificationFailed, recorded: Recorded) -> Changes:
    """整改不通过."""
    values = {"rectification": Rectification.FAILED.value, "rectification_due": None}
    yield Patch(REGISTER, {"zone": recorded.entity}, values)


def rectification_lifted(_event: RectificationLifted, recorded: Recorded) -> Changes:
    """撤销整改: the zone is again what it was, since that day."""
    values = {"rectification": Rectification.LIFTED.value, "rectification_due": None, "accepted": recorded.effective}
    yield Patch(REGISTER, {"zone": recorded.entity}, values)


def adjusted(event: BoundaryAdjusted | BodyReplaced, recorded: Recorded, **values: object) -> Changes:
    """The zone has it from now on; the paper that says so is kept with what it said."""
    key = {"zone": recorded.entity}
    around = {"what": event.name, "since": event.since, "reason": event.reason}
    paper = event.instrument.model_dump(mode="json")
    yield Patch(REGISTER, key, values)
    yield Put(ADJUSTMENTS, {**key, "sequence": recorded.sequence}, {**around, "instrument": paper, **values})


def boundary_adjusted(event: BoundaryAdjusted, recorded: Recorded) -> Changes:
    """四至范围调整."""
    boundary = event.boundary.model_dump(mode="json")
    return adjusted(event, recorded, area=event.boundary.area, boundary=boundary)


def body_replaced(event: BodyReplaced, recorded: Recorded) -> Changes:
    """管理机构调整."""
    return adjusted(event, recorded, body=event.body)


def withdrawn(_event: Withdrawn, recorded: Recorded) -> Changes:
    """退出: the row stays. 四(四)"""
    yield Patch(REGISTER, {"zone": recorded.entity}, {"withdrawn": recorded.effective, "rectification_due": None})


def plan(which: str, tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """The first day on which a plan was filed (`first`), or the newest edition's summary (`newest`)."""
    plans, zone = tables[PLANS.name].c, tables[REGISTER.name].c.zone
    if which == "first":
        return select(func.min(plans.filed)).where(plans.zone == zone).scalar_subquery()
    newest = select(plans.summary).where(plans.zone == zone).order_by(plans.sequence.desc()).limit(1)
    return newest.scalar_subquery()


def status(tables: Tables) -> ColumnElement[str]:
    """获批 -> 运行 (once a plan is filed) -> 整改 -> 运行 or 退出. 四(四)"""
    row = tables[REGISTER.name].c
    return case(
        (row.withdrawn.is_not(None), Status.WITHDRAWN.value),
        (row.rectification.in_(RECTIFYING), Status.RECTIFYING.value),
        (plan("first", tables).is_not(None), Status.OPERATING.value),
        else_=Status.ESTABLISHED.value,
    )


def since(tables: Tables) -> ColumnElement[Any]:
    """The legal date since which the zone has its status."""
    row, first = tables[REGISTER.name].c, plan("first", tables)
    return case(
        (row.withdrawn.is_not(None), row.withdrawn),
        (row.rectification.in_(RECTIFYING), row.rectification_since),
        (row.accepted > func.coalesce(first, row.established), row.accepted),
        else_=func.coalesce(first, row.established),
    )


def approval(column: str, tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """One fact of the instrument that approved the zone's application."""
    approvals, row = tables[APPROVALS.name].c, tables[REGISTER.name].c
    return select(approvals[column]).where(approvals.application == row.application).scalar_subquery()


zone_register = Projection(
    "zone-register",
    version=2,
    tables=(REGISTER, PLANS, ADJUSTMENTS, APPROVALS),
    handlers=(
        on(Approved, approved),
        on(Established, established),
        on(ConstructionPlanFiled, plan_filed),
        on(RectificationOrdered, rectification_ordered),
        on(RectificationReported, rectification_reported),
        on(RectificationAccepted, rectification_accepted),
        on(RectificationFailed, rectification_failed),
        on(RectificationLifted, rectification_lifted),
        on(BoundaryAdjusted, boundary_adjusted),
        on(BodyReplaced, body_replaced),
        on(Withdrawn, withdrawn),
    ),
    derived={
        REGISTER.name: {
            "status": status,
            "since": since,
            "plan": lambda tables: plan("newest", tables),
            "plan_filed": lambda tables: plan("first", tables),
            "approval_kind": lambda tables: approval("kind", tables),
            "approval_number": lambda tables: approval("number", tables),
            "approval_date": lambda tables: approval("date", tables),
        }
    },
    public=True,
)
