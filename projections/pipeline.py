"""Application pipeline (申报进度): where each application stands, since when, what the experts made of it. 二(三)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Date, Integer, String, Text, func, select

from domain.application.events import (
    Approved,
    CorrectionRequested,
    Declined,
    Deliberated,
    EligibilityConfirmed,
    ExpertAppointed,
    ExpertRecused,
    Filed,
    PanelAppointed,
    PlaqueUnveiled,
    Rejected,
    Returned,
    Reviewed,
    Shortlisted,
    Supplemented,
    Withdrawn,
)
from domain.application.state import AFTER_PLENARY, ENDED, Stage
from domain.envelope import Recorded
from domain.kernel import SEPARATOR, Event
from domain.values import Boundary
from projections.kernel import Changes, Delete, Fixed, Patch, Projection, Put, Tables, entity, on, table, word

STEPS = {
    Stage.INITIAL_CHECK: 1,
    Stage.CORRECTION: 1,
    Stage.RETURNED: 1,
    Stage.ELIGIBLE: 2,
    Stage.REVIEW: 2,
    Stage.DECLINED: 2,
    Stage.SHORTLISTED: 3,
    Stage.NOT_ENDORSED: 3,
    Stage.ENDORSED: 4,
    Stage.REJECTED: 4,
    Stage.APPROVED: 5,
    Stage.PLAQUE: 6,
}
"""The step of 二(三) a stage is in: check, review, plenary, government, plaque, done; a withdrawn one keeps it."""

PIPELINE = table(
    "pipeline",
    Column("application", entity(), primary_key=True),
    Column("platform", entity(), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("applicant", entity(), nullable=False),
    Column("kind", word(), nullable=False),
    Column("level", word(), nullable=False),
    Column("district", String(200)),
    Column("sections", JSON, nullable=False),
    Column("industries", JSON, nullable=False),
    Column("area", Fixed(4), nullable=False),
    Column("boundary", JSON, nullable=False),
    Column("rulebook", entity(), nullable=False),
    Column("filed", Date, nullable=False),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("step", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("due", Date),
    Column("mean", Fixed(2)),
    Column("spread", Fixed(2)),
    Column("vetoes", JSON),
    Column("reason", Text),
    indexed=("stage", "applicant"),
)
"""One row an application. `since` is the legal date of the stage, `due` that of an open correction (补正)."""

EXPERTS = table(
    "pipeline_experts",
    Column("application", entity(), primary_key=True),
    Column("expert", entity(), primary_key=True),
    Column("total", Fixed(2)),
)
"""The panel as it sits, and the totals of the sheets that count; a recused expert leaves both."""


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The application comes to that stage; a date that was due is due no longer."""
    arrived = {"stage": stage.value, "since": recorded.effective, "ended": stage in ENDED, "due": None}
    step = {"step": STEPS[stage]} if stage in STEPS else {}
    return Patch(PIPELINE, {"application": recorded.entity}, {**arrived, **step, **values})


def moves_to(stage: Stage) -> Callable[[Event, Recorded], Changes]:
    """A handler for an event of which the pipeline shows the stage alone."""
    return lambda _event, recorded: (at(stage, recorded),)


def filed(event: Filed, recorded: Recorded) -> Changes:
    """提交申报."""
    values = {
        "platform": recorded.entity.split(SEPARATOR)[0],
        "name_zh": event.name_zh,
        "name_en": event.name_en,
        "applicant": event.applicant,
        "kind": event.kind.value,
        "level": event.level.value,
        "district": event.district,
        "sections": list(event.sections),
        "industries": [each.value for each in event.industries],
        **bounds(event.boundary),
        "rulebook": event.rulebook,
        "filed": recorded.effective,
        "stage": Stage.INITIAL_CHECK.value,
        "since": recorded.effective,
        "step": STEPS[Stage.INITIAL_CHECK],
        "ended": False,
    }
    yield Put(PIPELINE, {"application": recorded.entity}, values)


def bounds(boundary: Boundary) -> dict[str, object]:
    """The boundary as filed, and the area declared in it."""
    return {"area": boundary.area, "boundary": boundary.model_dump(mode="json")}


def correction_requested(event: CorrectionRequested, recorded: Recorded) -> Changes:
    """要求补正."""
    yield at(Stage.CORRECTION, recorded, due=event.due)


def supplemented(event: Supplemented, recorded: Recorded) -> Changes:
    """补正: back to the check, with the boundary that was supplied anew."""
    yield at(Stage.INITIAL_CHECK, recorded, **({} if event.boundary is None else bounds(event.boundary)))


def panel_appointed(event: PanelAppointed, recorded: Recorded) -> Changes:
    """组建专家组."""
    yield at(Stage.REVIEW, recorded)
    for member in event.members:
        yield Put(EXPERTS, {"application": recorded.entity, "expert": member.expert}, {})


def expert_appointed(event: ExpertAppointed, recorded: Recorded) -> Changes:
    """增补专家."""
    yield Put(EXPERTS, {"application": recorded.entity, "expert": event.member.expert}, {})


def expert_recused(event: ExpertRecused, recorded: Recorded) -> Changes:
    """回避."""
    yield Delete(EXPERTS, {"application": recorded.entity, "expert": event.expert})


def reviewed(event: Reviewed, recorded: Recorded) -> Changes:
    """专家评审."""
    yield Patch(EXPERTS, {"application": recorded.entity, "expert": event.expert}, {"total": event.total})


def weighed(event: Shortlisted | Declined, recorded: Recorded) -> Changes:
    """列入 / 不列入建议名单: the panel's mean and spread are settled."""
    stage = Stage.SHORTLISTED if isinstance(event, Shortlisted) else Stage.DECLINED
    yield at(stage, recorded, mean=event.mean, spread=event.spread, vetoes=list(event.vetoes), reason=event.reason)


def deliberated(event: Deliberated, recorded: Recorded) -> Changes:
    """全体会议审议; a deferred one stays where it is, since the day it was deferred."""
    yield at(AFTER_PLENARY[event.outcome], recorded, reason=event.reason)


def with_reason(stage: Stage) -> Callable[[Approved | Rejected | Withdrawn, Recorded], Changes]:
    """A handler for an event of which the pipeline shows the stage and the reason."""
    return lambda event, recorded: (at(stage, recorded, reason=event.reason),)


def of_experts(counted: Callable[[Any], ColumnElement[Any]], tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """A count over the panel of the application."""
    experts = tables[EXPERTS.name].c
    query = select(func.count(counted(experts))).where(experts.application == tables[PIPELINE.name].c.application)
    return query.scalar_subquery()


pipeline = Projection(
    "pipeline",
    version=2,
    tables=(PIPELINE, EXPERTS),
    handlers=(
        on(Filed, filed),
        on(CorrectionRequested, correction_requested),
        on(Supplemented, supplemented),
        on(EligibilityConfirmed, moves_to(Stage.ELIGIBLE)),
        on(Returned, moves_to(Stage.RETURNED)),
        on(PanelAppointed, panel_appointed),
        on(ExpertAppointed, expert_appointed),
        on(ExpertRecused, expert_recused),
        on(Reviewed, reviewed),
        on(Shortlisted, weighed),
        on(Declined, weighed),
        on(Deliberated, deliberated),
        on(Approved, with_reason(Stage.APPROVED)),
        on(Rejected, with_reason(Stage.REJECTED)),
        on(PlaqueUnveiled, moves_to(Stage.PLAQUE)),
        on(Withdrawn, with_reason(Stage.WITHDRAWN)),
    ),
    derived={
        PIPELINE.name: {
            "panel": lambda tables: of_experts(lambda experts: experts.expert, tables),
            "reviews": lambda tables: of_experts(lambda experts: experts.total, tables),
        }
    },
)
