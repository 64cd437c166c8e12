"""Replication coverage (复制推广覆盖率): how much of the catalogue is in place, the zones' first task. 首要任务, 三(二)

Covered is what the lead department has verified; it is held against what is in force in the catalogue, less what the
office has confirmed not to fit. By zone, by zone and domain, and by domain over all zones in being.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Integer, String, and_, func, select, type_coerce

from domain.envelope import Recorded
from domain.experience import Amended, Catalogued, Superseded
from domain.experience_values import Entry, ReformDomain
from domain.replication import UNFINISHED, Stage
from domain.zone import Established, Withdrawn
from projections.kernel import Changes, Derivation, Fixed, Patch, Projection, Put, Tables, entity, on, table, word
from projections.replications import Cells, Experiences

ZONES = table(
    "replication_coverage",
    Column("zone", entity(), primary_key=True),
    Column("name_zh", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)
"""One row a zone; one that has left keeps what it had."""

BY_DOMAIN = table(
    "replication_coverage_zone_domains",
    Column("zone", entity(), primary_key=True),
    Column("domain", word(), primary_key=True),
)
"""Every zone in each of the five domains."""

DOMAINS = table("replication_coverage_domains", Column("domain", word(), primary_key=True))
"""Every domain of which there is an experience, over all zones in being."""

EXPERIENCES = Experiences("replication_coverage")
CELLS = Cells("replication_coverage_cells")


def established(event: Established, recorded: Recorded) -> Changes:
    """From its plaque on a zone is to replicate."""
    names = {"name_zh": event.name_zh, "name_en": event.name_en, "withdrawn": False}
    yield Put(ZONES, {"zone": recorded.entity}, names)
    for domain in ReformDomain:
        yield Put(BY_DOMAIN, {"zone": recorded.entity, "domain": domain.value}, {})


def withdrawn(_event: Withdrawn, recorded: Recorded) -> Changes:
    """It counts for no domain any more."""
    yield Patch(ZONES, {"zone": recorded.entity}, {"withdrawn": True})


def stated(event: Entry, recorded: Recorded) -> Changes:
    """列入目录, 目录调整."""
    yield from EXPERIENCES.stated(event, recorded)
    yield Put(DOMAINS, {"domain": event.domain.value}, {})


Which = Callable[[Tables], ColumnElement[bool]]


def in_force(tables: Tables) -> ColumnElement[bool]:
    """What is still to be replicated."""
    superseded: ColumnElement[bool] = tables[EXPERIENCES.table.name].c.superseded
    return superseded.is_(False)


def entries(*which: Which) -> Derivation:
    """How many experiences are in force, or of those that are."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        found = tables[EXPERIENCES.table.name].c
        wanted = (in_force(tables), *(each(tables) for each in which))
        return select(func.count(found.experience)).where(*wanted).scalar_subquery()

    return count


def zones_in_being(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many zones there are that have not left."""
    zones = tables[ZONES.name].c
    return select(func.count(zones.zone)).where(zones.withdrawn.is_(False)).scalar_subquery()


def cells(which: Which, stages: Iterable[Stage] = Stage) -> Derivation:
    """How many pairs of what is in force are at one of those stages, of those."""

    def count(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        pairs, found = tables[CELLS.table.name].c, tables[EXPERIENCES.table.name].c
        wanted = (pairs.experience == found.experience, in_force(tables), which(tables))
        at_stage = pairs.stage.in_([stage.value for stage in stages])
        return select(func.count(pairs.zone)).where(*wanted, at_stage).scalar_subquery()

    return count


def coverage(total: Derivation, which: Which) -> Mapping[str, Derivation]:
    """The figures of one row: the base, how far its pairs are, and the share in place, in percent with one place."""
    verified, inapplicable = cells(which, [Stage.VERIFIED]), cells(which, [Stage.INAPPLICABLE])
    begun = cells(which)

    def share(tables: Tables) -> ColumnElement[Any]:
        base = func.nullif(total(tables) - inapplicable(tables), 0, type_=Integer)
        return type_coerce(verified(tables) * 1000 // base, Fixed(1))

    return {
        "experiences": total,
        "inapplicable": inapplicable,
        "verified": verified,
        "under_way": cells(which, UNFINISHED),
        "not_begun": lambda tables: total(tables) - begun(tables),
        "coverage": share,
    }


def of_zone(tables: Tables) -> ColumnElement[bool]:
    """The pairs of the row's zone."""
    same: ColumnElement[bool] = tables[CELLS.table.name].c.zone == tables[ZONES.name].c.zone
    return same


def of_zone_and_domain(tables: Tables) -> ColumnElement[bool]:
    """The pairs of the row's zone in the row's domain."""
    row = tables[BY_DOMAIN.name].c
    return and_(tables[CELLS.table.name].c.zone == row.zone, in_domain(BY_DOMAIN.name)(tables))


def of_domain(tables: Tables) -> ColumnElement[bool]:
    """The pairs in the row's domain of zones that have not left."""
    zones, pairs = tables[ZONES.name].c, tables[CELLS.table.name].c
    living = select(zones.zone).where(zones.withdrawn.is_(False))
    return and_(pairs.zone.in_(living), in_domain(DOMAINS.name)(tables))


def in_domain(of: str) -> Which:
    """The experiences of the domain of a row of the table `of`."""
    return lambda tables: tables[EXPERIENCES.table.name].c.domain == tables[of].c.domain


def over_zones(tables: Tables) -> ColumnElement[Any]:
    """Every experience of the domain in every zone in being."""
    pairs: ColumnElement[Any] = entries(in_domain(DOMAINS.name))(tables) * zones_in_being(tables)
    return pairs


replication_coverage = Projection(
    "replication-coverage",
    version=1,
    tables=(ZONES, BY_DOMAIN, DOMAINS, EXPERIENCES.table, CELLS.table),
    handlers=(
        on(Established, established),
        on(Withdrawn, withdrawn),
        on(Catalogued, stated),
        on(Amended, stated),
        on(Superseded, EXPERIENCES.superseded),
        *CELLS.handlers,
    ),
    derived={
        ZONES.name: coverage(entries(), of_zone),
        BY_DOMAIN.name: coverage(entries(in_domain(BY_DOMAIN.name)), of_zone_and_domain),
        DOMAINS.name: coverage(over_zones, of_domain),
    },
)
