"""Experiences (改革试点经验目录): what there is to replicate, for everybody to read; how many zones have it. 三(二)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Date, Integer, String, Text, func, select

from domain.envelope import Recorded
from domain.experience import Amended, Catalogued, Superseded
from domain.experience_values import Entry
from domain.replication import Stage
from projections.kernel import Changes, Derivation, Patch, Projection, Put, Row, Tables, entity, on, table, word
from projections.replications import Cells

EXPERIENCES = table(
    "experiences",
    Column("experience", entity(), primary_key=True),
    Column("level", word(), nullable=False),
    Column("batch", Integer),
    Column("domain", word(), nullable=False),
    Column("title_zh", String(200), nullable=False),
    Column("title_en", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("issuer", String(200), nullable=False),
    Column("number", String(200), nullable=False),
    Column("date", Date, nullable=False),
    Column("lead_department", entity(), nullable=False),
    Column("trial", entity()),
    Column("catalogued", Date, nullable=False),
    Column("superseded", Date),
    Column("superseded_by", entity()),
    indexed=("domain", "level"),
)
"""One row an experience, superseded ones included; `issuer`, `number` and `date` are those of its source document."""

CELLS = Cells("experiences_cells")


def entry(event: Entry) -> Row:
    """The columns that an entry of the catalogue states."""
    return {
        "level": event.level.value,
        "batch": event.batch,
        "domain": event.domain.value,
        "title_zh": event.title_zh,
        "title_en": event.title_en,
        "summary": event.summary,
        "issuer": event.source.issuer,
        "number": event.source.number,
        "date": event.source.date,
        "lead_department": event.lead_department,
    }


def catalogued(event: Catalogued, recorded: Recorded) -> Changes:
    """列入目录."""
    values = {**entry(event), "trial": event.trial, "catalogued": recorded.effective}
    yield Put(EXPERIENCES, {"experience": recorded.entity}, values)


def amended(event: Amended, recorded: Recorded) -> Changes:
    """目录调整."""
    yield Patch(EXPERIENCES, {"experience": recorded.entity}, entry(event))


def superseded(event: Superseded, recorded: Recorded) -> Changes:
    """停止推广: the entry stays to be read."""
    values = {"superseded": recorded.effective, "superseded_by": event.superseded_by}
    yield Patch(EXPERIENCES, {"experience": recorded.entity}, values)


def zones_at(stage: Stage) -> Derivation:
    """How many zones have come to that stage with the experience."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        cells = tables[CELLS.table.name].c
        of_row = cells.experience == tables[EXPERIENCES.name].c.experience
        return select(func.count(cells.zone)).where(of_row, cells.stage == stage.value).scalar_subquery()

    return count


experiences = Projection(
    "experiences",
    version=1,
    tables=(EXPERIENCES, CELLS.table),
    handlers=(
        on(Catalogued, catalogued),
        on(Amended, amended),
        on(Superseded, superseded),
        *CELLS.handlers,
    ),
    derived={
        EXPERIENCES.name: {"verified": zones_at(Stage.VERIFIED), "inapplicable": zones_at(Stage.INAPPLICABLE)},
    },
    public=True,
)
