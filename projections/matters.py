"""Matters (协调事项): who raised what, who is to answer by when, how far it went, what came of it. 四(一)"""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Date, String, Text, or_

from domain.envelope import Recorded
from domain.matter import Answered, Assigned, Escalated, HandedOver, Raised, Reopened, Resolved, Stage
from projections.kernel import Changes, Patch, Projection, Put, Tables, entity, on, table, word
from projections.standing import Standing

MATTERS = table(
    "matters",
    Column("matter", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("question", Text, nullable=False),
    Column("raiser", entity(), nullable=False),
    Column("zone", entity()),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("raised", Date, nullable=False),
    Column("assignee", entity()),
    Column("due", Date),
    Column("reply", Text),
    Column("answered", Date),
    Column("escalation", word()),
    Column("escalated", Date),
    Column("outcome", Text),
    Column("resolved", Date),
    Column("reason", Text),
    indexed=("stage", "zone"),
)
"""One row a matter. `due` is given while an answer is waited for; `reply`, `escalation`, `reason` are the latest."""

STANDING = Standing("matters")


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The matter comes to that stage."""
    return Patch(MATTERS, {"matter": recorded.entity}, {"stage": stage.value, "since": recorded.effective, **values})


def raised(event: Raised, recorded: Recorded) -> Changes:
    """提出."""
    day = recorded.effective
    values = event.model_dump(include={"title", "question", "raiser", "zone"})
    yield Put(
        MATTERS, {"matter": recorded.entity}, {**values, "stage": Stage.RAISED.value, "since": day, "raised": day}
    )


def assigned(event: Assigned, recorded: Recorded) -> Changes:
    """交办."""
    yield at(Stage.ASSIGNED, recorded, assignee=event.assignee, due=event.due)


def answered(event: Answered, recorded: Recorded) -> Changes:
    """答复."""
    yield at(Stage.ANSWERED, recorded, reply=event.reply, answered=recorded.effective, due=None)


def escalated(event: Escalated, recorded: Recorded) -> Changes:
    """提级协调: an answer that is due stays due."""
    yield at(Stage.ESCALATED, recorded, escalation=event.reason.value, escalated=recorded.effective, reason=event.note)


def resolved(event: Resolved, recorded: Recorded) -> Changes:
    """办结."""
    yield at(Stage.RESOLVED, recorded, outcome=event.outcome, resolved=recorded.effective, due=None)


def reopened(event: Reopened, recorded: Recorded) -> Changes:
    """重新办理: what came of it before stands in its timeline."""
    yield at(Stage.REOPENED, recorded, reason=event.reason, outcome=None, resolved=None)


def handed_over(event: HandedOver, recorded: Recorded) -> Changes:
    """移交: where somebody goes on to answer, the stage stays."""
    told = {"raiser": event.raiser, "reason": event.reason}
    if event.assignee is None:
        yield at(Stage.HANDED_OVER, recorded, assignee=None, due=None, **told)
    else:
        yield Patch(MATTERS, {"matter": recorded.entity}, told)


def may_see(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """Whoever raised it, is to answer it or runs its zone; the office and auditors see all."""
    row = tables[MATTERS.name].c
    return or_(
        row.raiser == viewer,
        row.assignee == viewer,
        STANDING.reads_everything(tables, viewer),
        STANDING.runs(tables, viewer, lambda zone: zone.zone == row.zone),
    )


matters = Projection(
    "matters",
    version=1,
    tables=(MATTERS, *STANDING.tables),
    handlers=(
        on(Raised, raised),
        on(Assigned, assigned),
        on(Answered, answered),
        on(Escalated, escalated),
        on(Resolved, resolved),
        on(Reopened, reopened),
        on(HandedOver, handed_over),
        *STANDING.handlers,
    ),
    seen_by=may_see,
)
