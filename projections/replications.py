"""The catalogue of experience and how far each zone is with it, as the views of replication hold them. 三(二)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, select
from sqlalchemy import Date as Day
from sqlalchemy import Text as LongText

from domain import replication as steps
from domain.envelope import Recorded
from domain.experience import Amended, Catalogued, Superseded
from domain.experience_values import Entry
from domain.kernel import SEPARATOR, Event
from domain.replication import Stage
from projections.kernel import Changes, Derivation, On, Patch, Put, Row, Tables, entity, on, table, word


def pair(recorded: Recorded) -> Row:
    """The experience and the zone, from the id of the replication."""
    experience, zone = recorded.entity.split(SEPARATOR)
    return {"experience": experience, "zone": zone}


class Experiences:
    """A view's table `<view>_experiences`, kept by `handlers`; `columns` show it on rows that have an `experience`."""

    def __init__(self, view: str) -> None:
        self.table = table(
            f"{view}_experiences",
            Column("experience", entity(), primary_key=True),
            Column("level", word(), nullable=False),
            Column("batch", Integer),
            Column("domain", word(), nullable=False),
            Column("title_zh", String(200), nullable=False),
            Column("title_en", String(200), nullable=False),
            Column("lead_department", entity(), nullable=False),
            Column("superseded", Boolean, nullable=False),
            indexed=("domain",),
        )
        self.handlers: tuple[On, ...] = (
            on(Catalogued, self.stated),
            on(Amended, self.stated),
            on(Superseded, self.superseded),
        )

    def stated(self, event: Entry, recorded: Recorded) -> Changes:
        """列入目录, 目录调整: the entry as it stands from now on; one that is superseded is not amended."""
        values = {
            "level": event.level.value,
            "batch": event.batch,
            "domain": event.domain.value,
            "title_zh": event.title_zh,
            "title_en": event.title_en,
            "lead_department": event.lead_department,
            "superseded": False,
        }
        yield Put(self.table, {"experience": recorded.entity}, values)

    def superseded(self, _event: Superseded, recorded: Recorded) -> Changes:
        """停止推广."""
        yield Patch(self.table, {"experience": recorded.entity}, {"superseded": True})

    def columns(self, of: str) -> dict[str, Derivation]:
        """Derived columns of the table `of` that show its row's experience."""
        shown = ("level", "batch", "domain", "title_zh", "title_en", "lead_department", "superseded")
        return {column: self._column(column, of) for column in shown}

    def _column(self, column: str, of: str) -> Derivation:
        def shown(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
            entries = tables[self.table.name].c
            return select(entries[column]).where(entries.experience == tables[of].c.experience).scalar_subquery()

        return shown


STAGES: tuple[tuple[type[Event], Stage], ...] = (
    (steps.Planned, Stage.PLANNED),
    (steps.Implemented, Stage.IMPLEMENTED),
    (steps.Verified, Stage.VERIFIED),
    (steps.SentBack, Stage.SENT_BACK),
    (steps.FoundInapplicable, Stage.FOUND_INAPPLICABLE),
    (steps.InapplicabilityConfirmed, Stage.INAPPLICABLE),
    (steps.InapplicabilityRejected, Stage.TO_PLAN),
    (steps.Ended, Stage.ENDED),
)
"""To which stage each event brings a replication."""


class Cells:
    """A table `name` of one row for each pair of experience and zone that was begun: its stage, since when, and why.

    A pair without a row is one that the zone has not begun.
    """

    def __init__(self, name: str) -> None:
        self.table = table(
            name,
            Column("experience", entity(), primary_key=True),
            Column("zone", entity(), primary_key=True),
            Column("stage", word(), nullable=False),
            Column("since", Day, nullable=False),
            Column("reason", LongText),
            indexed=("zone", "stage"),
        )
        self.by_event = dict(STAGES)

    def arrived(self, event: Event, recorded: Recorded) -> Changes:
        """The pair comes to that stage, for the reason that the event gives."""
        stage, reason = self.by_event[type(event)], getattr(event, "reason", None)
        yield Put(self.table, pair(recorded), {"stage": stage.value, "since": recorded.effective, "reason": reason})

    @property
    def handlers(self) -> tuple[On, ...]:
        """What keeps the table; a view that reads these events for more calls `arrived` itself."""
        return tuple(on(kind, self.arrived) for kind, _ in STAGES)
