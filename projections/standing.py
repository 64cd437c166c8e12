"""Who a reader is: the role of an organisation, and the zones it is the body of. For views with limited readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, exists, select

from domain.envelope import Recorded
from domain.kernel import Role
from domain.organisation import Registered
from domain.zone import BodyReplaced, Established, Withdrawn
from projections.kernel import Changes, On, Patch, Put, Tables, entity, on, table, word

READS_EVERYTHING = (Role.OFFICE.value, Role.AUDITOR.value)
"""The office coordinates all; auditors read everything. 系统约定 1"""


class Standing:
    """Two tables of a view, `<view>_organisations` and `<view>_zones`, kept by `handlers`, and questions about them."""

    def __init__(self, view: str) -> None:
        self.organisations = table(
            f"{view}_organisations",
            Column("org", entity(), primary_key=True),
            Column("role", word(), nullable=False),
        )
        self.zones = table(
            f"{view}_zones",
            Column("zone", entity(), primary_key=True),
            Column("body", entity(), nullable=False),
            Column("withdrawn", Boolean, nullable=False),
            indexed=("body",),
        )
        self.tables = (self.organisations, self.zones)

    def registered(self, event: Registered, recorded: Recorded) -> Changes:
        """Note the role."""
        yield Put(self.organisations, {"org": recorded.entity}, {"role": event.role.value})

    def established(self, event: Established, recorded: Recorded) -> Changes:
        """Note the body."""
        yield Put(self.zones, {"zone": recorded.entity}, {"body": event.body, "withdrawn": False})

    def body_replaced(self, event: BodyReplaced, recorded: Recorded) -> Changes:
        """Whatever the zone may see, its new body sees."""
        yield Patch(self.zones, {"zone": recorded.entity}, {"body": event.body})

    def withdrawn(self, _event: Withdrawn, recorded: Recorded) -> Changes:
        """A zone that has left sees nothing new."""
        yield Patch(self.zones, {"zone": recorded.entity}, {"withdrawn": True})

    @property
    def handlers(self) -> tuple[On, ...]:
        """What keeps the tables; a view that reads these events itself calls the methods instead."""
        return (
            on(Registered, self.registered),
            on(Established, self.established),
            on(BodyReplaced, self.body_replaced),
            on(Withdrawn, self.withdrawn),
        )

    def has_role(self, tables: Tables, viewer: str, role: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a role, or a column of them
        """Whether the viewer is registered in that role."""
        organisations = tables[self.organisations.name].c
        return exists(select(1).where(organisations.org == viewer, organisations.role == role))

    def reads_everything(self, tables: Tables, viewer: str) -> ColumnElement[bool]:
        """Whether the viewer is the office, or an auditor."""
        organisations = tables[self.organisations.name].c
        return exists(select(1).where(organisations.org == viewer, organisations.role.in_(READS_EVERYTHING)))

    def runs(
        self, tables: Tables, viewer: str, which: Callable[[Any], ColumnElement[bool]], *, in_being: bool = False
    ) -> ColumnElement[bool]:
        """Whether the viewer is the body of a zone of which `which` holds; `in_being`: of one not withdrawn."""
        zones = tables[self.zones.name].c
        query = select(1).where(zones.body == viewer, which(zones))
        return exists(query.where(zones.withdrawn.is_(False)) if in_being else query)
