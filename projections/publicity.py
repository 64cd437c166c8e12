"""Publicity (宣传引导): what the public may read, and nothing else; beside it, for members, what was held. 四(五)"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, String, Text

from domain.envelope import Recorded
from domain.kernel import Event
from domain.publicity import Activity, BriefingHeld, CasePublished, ExchangeHeld, Published, Retracted, Stage, Story
from projections.kernel import Changes, Delete, Patch, Projection, Put, Row, entity, on, table, word

PUBLICITY = table(
    "publicity",
    Column("entry", entity(), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("zones", JSON, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("made_public", Date, nullable=False),
)
"""One row for each entry from the day it was made public; what was retracted is gone. `documents`: name, digest."""

ACTIVITIES = table(
    "activities",
    Column("entry", entity(), primary_key=True),
    Column("kind", word(), nullable=False),
    Column("title", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("zones", JSON, nullable=False),
    Column("organiser", entity()),
    Column("place", String(200)),
    Column("attendees", Text),
    Column("day", Date, nullable=False),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("reason", Text),
    indexed=("stage",),
)
"""One row for each case, briefing and exchange, `kind` being the event that began it; retracted ones included."""


def told(event: Story) -> Row:
    """Title, text and zones."""
    return {"title": event.title, "summary": event.summary, "zones": list(event.zones)}


def made_public(event: CasePublished | Published, recorded: Recorded) -> Changes:
    """发布典型案例, 公开: in the words that the office published."""
    documents = [{"name": each.name, "sha256": each.sha256} for each in event.documents]
    values = {**told(event), "documents": documents, "made_public": recorded.effective}
    yield Put(PUBLICITY, {"entry": recorded.entity}, values)


def gone(_event: Retracted, recorded: Recorded) -> Changes:
    """撤回: the public reads it no longer."""
    yield Delete(PUBLICITY, {"entry": recorded.entity})


def begun(event: Story, recorded: Recorded, stage: Stage, **values: object) -> Put:
    """An entry begins."""
    day = recorded.effective
    row = {**told(event), "kind": recorded.type, "day": day, "stage": stage.value, "since": day}
    return Put(ACTIVITIES, {"entry": recorded.entity}, {**row, **values})


def case_published(event: CasePublished, recorded: Recorded) -> Changes:
    """发布典型案例: it is the office's."""
    yield begun(event, recorded, Stage.PUBLISHED)


def held(event: BriefingHeld | ExchangeHeld, recorded: Recorded) -> Changes:
    """专题推介会, 经验交流: as the organiser entered it."""
    yield begun(event, recorded, Stage.HELD, organiser=event.organiser, **where_and_for_whom(event))


def where_and_for_whom(event: Activity) -> dict[str, str]:
    """The place and those who came."""
    return {"place": event.place, "attendees": event.attendees}


def stands(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The entry comes to that stage; the organiser's words stay."""
    return Patch(ACTIVITIES, {"entry": recorded.entity}, {"stage": stage.value, "since": recorded.effective, **values})


def published(_event: Event, recorded: Recorded) -> Changes:
    """公开."""
    yield stands(Stage.PUBLISHED, recorded)


def retracted(event: Retracted, recorded: Recorded) -> Changes:
    """撤回: its history stays."""
    yield stands(Stage.RETRACTED, recorded, reason=event.reason)


publicity = Projection(
    "publicity",
    version=1,
    tables=(PUBLICITY,),
    handlers=(on(CasePublished, made_public), on(Published, made_public), on(Retracted, gone)),
    public=True,
)

activities = Projection(
    "activities",
    version=1,
    tables=(ACTIVITIES,),
    handlers=(
        on(CasePublished, case_published),
        on(BriefingHeld, held),
        on(ExchangeHeld, held),
        on(Published, published),
        on(Retracted, retracted),
    ),
)
