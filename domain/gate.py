"""The gate: the rules that hold for every command, whichever aggregate decides it; then the decider's own.

Pure like every decider. `admit` is the one way from a command to its events.
"""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.corrections import Correction, CorrectionRequest, correct
from domain.facts import OrganisationFact
from domain.ids import entity_id_fits
from domain.kernel import Actor, ActorKind, Command, Context, Decider, Event, Refused, Role, nothing
from domain.parts import parts
from domain.permissions import permitted
from domain.references import field_references, part_references
from domain.values import AREA_FACTOR, Boundary, Instrument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one offset without summer time since 1991."""

MISSING_DOCUMENT = "flaw.document-missing"
"""What the store says of a document whose bytes it does not hold."""

OFFICE_ORG = "office"
"""The leading group office; it registers itself first, and everybody else."""


class Standing(NamedTuple):
    """Where the entity stands when the command arrives: its version (0: none yet), and the dates of its events.

    `opened` is the legal date of the first, `latest` the latest legal date of all.
    """

    version: int
    opened: date | None
    latest: date | None = None


def today_in_shanghai(now: datetime) -> date:
    """The date in Shanghai at an aware instant."""
    return now.astimezone(SHANGHAI).date()


def admit(
    decider: Decider[Any, Any, Any], command: Command, state: object, standing: Standing, context: Context
) -> list[Event]:
    """The events a command makes. Raises `Refused` for a broken rule of the gate or of the aggregate."""
    entity_id_fits(decider, context.entity)
    role_may(command, context)
    a_person_decides(command, context)
    the_system_itself_asks(command, context)
    official_is_in_office(context)
    entity_exists(decider, command, standing, context)
    references_exist(decider, command, context)
    date_is_possible(decider, standing, context)
    steps_follow_in_time(decider, command, standing, context)
    instruments_come_first(command, context)
    boundaries_are_valid(context)
    areas_are_as_declared(command, context)
    documents_are_there(context)
    if isinstance(command, CorrectionRequest):
        return correct(decider, command, context)
    events: list[Event] = decider.decide(command, state, context)
    return events


def decided_under(
    decider: Decider[Any, Any, Any], state: object, events: Sequence[Event], context: Context
) -> str | None:
    """The rulebook version to record with a decision: the case's own, which these events may give it. 系统约定 4

    Where the case keeps none, the one in force on the legal date.
    """
    in_force = context.rulebook.version if context.rulebook else None
    if decider.case_rulebook is nothing:
        return in_force
    for event in events:
        state = state if isinstance(event, Correction) else decider.evolve(state, event)
    return decider.case_rulebook(state) or in_force


def actor_role(actor: Actor, organisation: OrganisationFact | None, command: str) -> Role:
    """The role the actor speaks in: the register's; the office speaks before it stands in the register. 系统约定 1"""
    if organisation is not None and not organisation.dissolved:
        return organisation.role
    if organisation is None and actor.org == OFFICE_ORG and command == "organisation.register":
        return Role.OFFICE
    raise Refused("unknown-organisation", clause="系统约定 1", org=actor.org)


def role_may(command: Command, context: Context) -> None:
    """Each command is for the roles that its row of the table names. 系统约定 6"""
    row = permitted(command.name)
    if context.role not in row:
        by = ", ".join(sorted(role.value for role in row))
        raise Refused("role-may-not", clause=command.clause, role=context.role.value, command=command.name, by=by)


def a_person_decides(command: Command, context: Context) -> None:
    """A decision is a named person's, never a robot's: a robot asks, reports and follows. 系统约定 1"""
    if command.human and context.actor.kind is ActorKind.ROBOT:
        raise Refused("decided-by-a-person", clause="系统约定 1", field="kind", command=command.name)


def the_system_itself_asks(command: Command, context: Context) -> None:
    """Clocks follow from what was recorded: nobody sets, stops or hides one by hand. 系统约定 10"""
    if command.robot and context.actor.kind is ActorKind.PERSON:
        raise Refused("asked-by-the-system", clause="系统约定 10", field="kind", command=command.name)


def official_is_in_office(context: Context) -> None:
    """An organisation acts through named officials in office; a robot says that it is one. 系统约定 1"""
    organisation = context.get(OrganisationFact, context.actor.org)
    if organisation is None or context.actor.kind is ActorKind.ROBOT:
        return
    if context.actor.name not in organisation.officials:
        raise Refused(
            "unknown-official",
            clause="系统约定 1",
            field="official",
            official=context.actor.name,
            org=context.actor.org,
        )


def entity_exists(decider: Decider[Any, Any, Any], command: Command, standing: Standing, context: Context) -> None:
    """Only an opening command may speak of an entity that does not exist yet."""
    if standing.version == 0 and not command.opens:
        raise Refused(
            "unknown-entity",
            clause=command.clause,
            field="entity",
            category=decider.category,
            entity=context.entity,
        )


def references_exist(decider: Decider[Any, Any, Any], command: Command, context: Context) -> None:
    """Whatever a command refers to must stand in the log: the parts of its id, and every id among its fields."""
    wanted = part_references(decider, context.entity) | field_references(command)
    if missing := wanted - context.facts.keys():
        category, entity = min(missing)
        raise Refused("unknown-entity", clause=command.clause, category=category, entity=entity)


def date_is_possible(decider: Decider[Any, Any, Any], standing: Standing, context: Context) -> None:
    """A legal date lies neither in the future nor before the case began. 系统约定 3"""
    if context.effective > context.today:
        raise Refused(
            "date-not-in-future",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            today=context.today.isoformat(),
        )
    if decider.dated_by_causes or standing.opened is None:
        return
    if context.effective < standing.opened:
        raise Refused(
            "date-not-before-opening",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            opened=standing.opened.isoformat(),
        )


def steps_follow_in_time(
    decider: Decider[Any, Any, Any], command: Command, standing: Standing, context: Context
) -> None:
    """A step rests on the steps before it and bears no earlier legal date than any of them. 系统约定 3"""
    latest = standing.latest
    if isinstance(command, decider.in_order) and latest is not None and context.effective < latest:
        raise Refused(
            "date-not-before-latest",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            latest=latest.isoformat(),
        )


def instruments_come_first(command: Command, context: Context) -> None:
    """A decision rests on a paper of its own date or of an earlier one, never on one of the future. 系统约定 3"""
    for where, instrument in parts(command, Instrument):
        if instrument.date > context.today:
            raise Refused(
                "instrument-not-in-future",
                clause="系统约定 3",
                field=f"{where}.date",
                number=instrument.number,
                date=instrument.date.isoformat(),
            )
        if instrument.date > context.effective:
            raise Refused(
                "instrument-before-effect",
                clause="系统约定 3",
                field=f"{where}.date",
                date=instrument.date.isoformat(),
                effective=context.effective.isoformat(),
            )


def boundaries_are_valid(context: Context) -> None:
    """四至范围明确: a boundary is closed, does not cross itself and lies within the municipality. 二(一)2"""
    for where, flaw in context.flaws.items():
        raise Refused("boundary-valid", clause="二(一)2", field=where, flaw=flaw)


def areas_are_as_declared(command: Command, context: Context) -> None:
    """四至范围明确: what the polygon encloses and the area declared differ by less than a factor. 二(一)2

    A smaller difference is for the checker to judge (`services/survey`): borders are drawn with some freedom.
    """
    for where, boundary in parts(command, Boundary) if context.areas else ():
        measured = context.areas.get(where, boundary.area)
        if not boundary.area / AREA_FACTOR <= measured <= boundary.area * AREA_FACTOR:
            raise Refused(
                "area-as-declared",
                clause="二(一)2",
                field=f"{where}.area",
                declared=f"{boundary.area.normalize():f}",
                measured=str(measured),
                factor=AREA_FACTOR,
            )


def documents_are_there(context: Context) -> None:
    """材料以 SHA-256 摘要附列: whoever names a document has handed in its bytes, of that size and type. 系统约定 4"""
    for where, flaw in context.documents.items():
        if flaw == MISSING_DOCUMENT:
            raise Refused("document-stored-first", clause="系统约定 4", field=where)
        raise Refused("document-as-stored", clause="系统约定 4", field=where, flaw=flaw)
