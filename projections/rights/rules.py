"""What rights are made of: who asks, rules on rows, and what they come to on a table of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    String,
    Table,
    and_,
    bindparam,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    union_all,
)

from domain.kernel import Role
from projections.conditions import holds
from projections.kernel import Projection, Tables


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, as the register has it today: its role, the zones it is the body of, and those of them withdrawn."""

    org: str
    role: Role
    zones: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()

    @property
    def every_zone(self) -> frozenset[str]:
        """The zones it runs, and those it ran when they were withdrawn: their history stays theirs."""
        return self.zones | self.withdrawn


Rule = Callable[[Tables, Reader], ColumnElement[bool]]
"""Which rows of a table, as it stands in a query, that reader sees."""
WITH_ITS_ROW = "with-its-row"
"""A row of another table is seen by whoever sees the view's own row that it belongs to."""
SEES_EVERYTHING = frozenset({Role.OFFICE, Role.AUDITOR})
OVERSEES = frozenset({Role.LEADING_GROUP, Role.GOVERNMENT})
"""They deliberate and approve: they see every case, but no business secrets of leads and firms."""
ORGANISATIONS = frozenset(Role) - {Role.PUBLIC}


@dataclass(frozen=True, slots=True)
class Right:
    """Of one view: `rows` of its own table by role, its other tables, and columns that only some of its readers see."""

    rows: Mapping[Role, Rule]
    tables: Mapping[str, Rule | str] = field(default_factory=dict)
    withheld: Mapping[str, Mapping[str, Rule]] = field(default_factory=dict)
    everything: frozenset[Role] = SEES_EVERYTHING


def everything(_tables: Tables, _reader: Reader) -> ColumnElement[bool]:
    """Every row."""
    return true()


def zone_in(table: str, column: str = "zone") -> Rule:
    """Rows of a zone that the reader is the body of."""
    return lambda tables, reader: tables[table].c[column].in_(sorted(reader.every_zone))


def org_in(table: str, column: str) -> Rule:
    """Rows that name the reader in that column."""
    return lambda tables, reader: tables[table].c[column] == reader.org


def listed_in(table: str, column: str) -> Rule:
    """Rows that name the reader, or a zone it is the body of, in a list."""
    return lambda tables, reader: or_(
        *(holds(tables[table].c[column], each) for each in sorted({reader.org, *reader.every_zone}))
    )


def where(table: str, other: str, key: str, rule: Rule) -> Rule:
    """Rows for which there is one of the other table, of the same key, that the rule is true of."""

    def rows(tables: Tables, reader: Reader) -> ColumnElement[bool]:
        there = tables[other]
        same = there.c[key] == tables[table].c[key]
        return exists(select(1).where(same, rule(tables, reader)).correlate_except(there))

    return rows


def one_of(*rules: Rule) -> Rule:
    """Rows that any of the rules is true of."""
    return lambda tables, reader: or_(*(rule(tables, reader) for rule in rules))


def by_role(*cells: tuple[Iterable[Role], Rule]) -> dict[Role, Rule]:
    """A right's rows, put together of roles and their rule."""
    return {role: rule for roles, rule in cells for role in roles}


def as_standing(projection: Projection, tables: Tables, reader: Reader) -> Tables:
    """The tables with the reader's standing of today in place of what the view itself has noted of organisations."""
    prefix = projection.tables[0].name
    own = {f"{prefix}_organisations": _organisation(reader), f"{prefix}_zones": _zones(reader)}
    noted = {name: there for name, there in own.items() if name in tables and _is_standing(tables[name])}
    return {**tables, **noted}


def _is_standing(table: FromClause) -> bool:
    return "role" in table.c or {"body", "withdrawn"} <= set(table.c.keys())


def _organisation(reader: Reader) -> FromClause:
    return select(_text(reader.org).label("org"), _text(reader.role.value).label("role")).subquery("organisation")


def _zones(reader: Reader) -> FromClause:
    runs = [(zone, False) for zone in sorted(reader.zones)] + [(zone, True) for zone in sorted(reader.withdrawn)]
    rows = [
        select(
            _text(zone).label("zone"),
            _text(reader.org).label("body"),
            literal(withdrawn, Boolean()).label("withdrawn"),
        )
        for zone, withdrawn in runs
    ]
    nothing = select(
        _text("").label("zone"), _text("").label("body"), literal(value=True, type_=Boolean()).label("withdrawn")
    ).where(false())
    return union_all(*(rows or [nothing])).subquery("zones_of_the_reader")


def _text(value: str) -> ColumnElement[str]:
    return bindparam(None, value, String())


def seen(
    projection: Projection, right: Right, table: str, tables: Mapping[str, Table], reader: Reader
) -> ColumnElement[bool]:
    """Which rows of one of the view's tables the reader sees."""
    if reader.role in right.everything:
        return true()
    own = projection.tables[0].name
    rule = right.rows.get(reader.role)
    if rule is None:
        return false()
    standing = as_standing(projection, tables, reader)
    if table == own:
        return rule(standing, reader)
    of_table = right.tables.get(table)
    if of_table is None:
        return false()
    if callable(of_table):
        return of_table(standing, reader)
    return belongs(tables[table], tables[own], rule(standing, reader))


def belongs(table: FromClause, own: Table, sees: ColumnElement[bool]) -> ColumnElement[bool]:
    """A row of another table is seen by whoever sees the row of the view that it belongs to."""
    joined = [own.c[column.name] == table.c[column.name] for column in own.primary_key if column.name in table.c]
    return exists(select(1).select_from(own).where(and_(*joined), sees).correlate_except(own)) if joined else false()


def told(
    projection: Projection, right: Right, table: str, tables: Mapping[str, Table], reader: Reader
) -> Mapping[str, ColumnElement[bool]]:
    """Columns of the table that the reader sees in some rows only, and in which."""
    if reader.role in right.everything:
        return {}
    standing = as_standing(projection, tables, reader)
    return {column: rule(standing, reader) for column, rule in right.withheld.get(table, {}).items()}


def as_the_view_says(projection: Projection) -> Rule:
    """The rule that the view brings with it, which decides on events of its own."""
    outlook = projection.seen_by
    assert outlook is not None, f"the view {projection.name} says nothing of its readers"
    return lambda tables, reader: outlook(tables, reader.org)


def public(**tables: Any) -> Right:  # noqa: ANN401 - a rule, or WITH_ITS_ROW
    """Anybody sees the list; its other tables are for organisations."""
    return Right(by_role((Role, everything)), {name: _for_organisations(rule) for name, rule in tables.items()})


def _for_organisations(rule: Rule | str) -> Rule:
    inner = rule if callable(rule) else everything
    return lambda tables, reader: false() if reader.role is Role.PUBLIC else inner(tables, reader)


def for_roles(roles: Iterable[Role], rule: Rule = everything) -> Rule:
    """A rule that holds for readers of these roles alone."""
    allowed = frozenset(roles)
    return lambda tables, reader: rule(tables, reader) if reader.role in allowed else false()
