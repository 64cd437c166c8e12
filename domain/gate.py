"""The gate: the rules that hold for every command, whichever aggregate decides it; then the decider's own.

Pure like every decider. `admit` is the one way from a command to its events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from domain.facts import OrganisationFact
from domain.kernel import SEPARATOR, Actor, ActorKind, Command, Context, Decider, Event, Ref, Refused, Role
from domain.values import Instrument

if TYPE_CHECKING:
    from datetime import date, datetime

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one offset without summer time since 1991."""

OFFICE_ORG = "office"
"""The leading group office; it registers itself first, and everybody else."""

SINGLE_ID = re.compile(r"^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$")
NUMBER = re.compile(r"^[1-9][0-9]{0,5}$")

Reference = tuple[str, str]
"""(category, id)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the entity stands when the command arrives: its version (0: none yet), the date of its first event."""

    version: int
    opened: date | None


def today_in_shanghai(now: datetime) -> date:
    """The date in Shanghai at an aware instant."""
    return now.astimezone(SHANGHAI).date()


def admit(
    decider: Decider[Any, Any, Any], command: Command, state: object, standing: Standing, context: Context
) -> list[Event]:
    """The events a command makes. Raises `Refused` for a broken rule of the gate or of the aggregate."""
    entity_id_fits(decider, context.entity)
    role_may(command, context)
    official_is_in_office(context)
    entity_exists(decider, command, standing, context)
    references_exist(decider, command, context)
    date_is_possible(standing, context)
    instruments_are_of_the_past(command, context)
    boundaries_are_valid(context)
    events: list[Event] = decider.decide(command, state, context)
    return events


def actor_role(actor: Actor, organisation: OrganisationFact | None, command: str) -> Role:
    """The role the actor speaks in: the register's; the office speaks before it stands in the register. domain.md 1"""
    if organisation is not None and not organisation.dissolved:
        return organisation.role
    if organisation is None and actor.org == OFFICE_ORG and command == "organisation.register":
        return Role.OFFICE
    raise Refused("unknown-organisation", clause="domain.md 1", org=actor.org)


def role_may(command: Command, context: Context) -> None:
    """Each command is for the roles that the domain names. domain.md 4"""
    if context.role not in command.by:
        by = ", ".join(sorted(role.value for role in command.by))
        raise Refused("role-may-not", clause=command.clause, role=context.role.value, command=command.name, by=by)


def official_is_in_office(context: Context) -> None:
    """An organisation acts through named officials in office; a robot says that it is one. domain.md 1"""
    organisation = context.get(OrganisationFact, context.actor.org)
    if organisation is None or context.actor.kind is ActorKind.ROBOT:
        return
    if context.actor.name not in organisation.officials:
        raise Refused(
            "unknown-official",
            clause="domain.md 1",
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
    for category, entity in sorted(part_references(decider, context.entity) | field_references(command)):
        if (category, entity) not in context.facts:
            raise Refused("unknown-entity", clause=command.clause, category=category, entity=entity)


def date_is_possible(standing: Standing, context: Context) -> None:
    """A legal date lies neither in the future nor before the case began. domain.md 2.2"""
    if context.effective > context.today:
        raise Refused(
            "date-not-in-future",
            clause="domain.md 2.2",
            field="effective",
            date=context.effective.isoformat(),
            today=context.today.isoformat(),
        )
    if standing.opened is not None and context.effective < standing.opened:
        raise Refused(
            "date-not-before-opening",
            clause="domain.md 2.2",
            field="effective",
            date=context.effective.isoformat(),
            opened=standing.opened.isoformat(),
        )


def instruments_are_of_the_past(command: Command, context: Context) -> None:
    """No decision rests on a paper that is dated later than today. domain.md 2.2"""
    for name, value in command:
        if isinstance(value, Instrument) and value.date > context.today:
            raise Refused(
                "instrument-not-in-future",
                clause="domain.md 2.2",
                field=f"data.{name}.date",
                number=value.number,
                date=value.date.isoformat(),
            )


def boundaries_are_valid(context: Context) -> None:
    """四至范围明确: a boundary is closed, does not cross itself and lies within the municipality. 二(一)2"""
    for where, flaw in context.flaws.items():
        raise Refused("boundary-valid", clause="二(一)2", field=where, flaw=flaw)


def entity_id_fits(decider: Decider[Any, Any, Any], entity: str) -> None:
    """An id has the form of its category: a single id, or parts of which `#` is a number from 1."""
    parts = decider.parts or (decider.category,)
    given = entity.split(SEPARATOR)
    fits = len(given) == len(parts) and all(
        (NUMBER if part == "#" else SINGLE_ID).fullmatch(value) for part, value in zip(parts, given, strict=True)
    )
    if not fits:
        shape = SEPARATOR.join(f"<{part}>" for part in parts)
        raise Refused(
            "entity-id-shape",
            clause="domain.md 4",
            field="entity",
            entity=entity[:140],
            category=decider.category,
            shape=shape,
        )


def references(decider: Decider[Any, Any, Any], command: Command, entity: str, org: str) -> set[Reference]:
    """Every entity that a decision rests on: the actor's organisation, parts of the id, fields, further needs."""
    further: frozenset[Reference] = decider.needs(command, entity)
    return {("organisation", org)} | part_references(decider, entity) | field_references(command) | further


def part_references(decider: Decider[Any, Any, Any], entity: str) -> set[Reference]:
    """The entities that the parts of a composite id name."""
    values = entity.split(SEPARATOR)
    return {
        (part, value) for part, value in zip(decider.parts, values, strict=False) if part in CATEGORIES_NAMED_BY_PARTS
    }


CATEGORIES_NAMED_BY_PARTS = frozenset({"zone", "power-item", "evaluation-round", "organisation"})


def field_references(value: BaseModel) -> set[Reference]:
    """The ids among the fields of a command, however deep, as (category, id)."""
    found: set[Reference] = set()
    for name, hint in _hints(type(value)).items():
        _collect(hint, getattr(value, name), found)
    return found


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _collect(hint: Any, value: object, found: set[Reference]) -> None:  # noqa: ANN401 - a type hint has no narrower type
    if value is None:
        return
    if isinstance(value, BaseModel):
        found |= field_references(value)
    elif isinstance(value, tuple):
        inner = [argument for argument in get_args(_bare(hint)) if argument is not ...]
        for index, item in enumerate(value):
            _collect(inner[min(index, len(inner) - 1)], item, found)
    elif isinstance(value, str):
        found |= {(mark.category, value) for mark in _marks(hint)}


def _bare(hint: Any) -> Any:  # noqa: ANN401 - a type hint has no narrower type
    """The hint without its annotations and without `| None`."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    options = [option for option in get_args(hint) if option is not type(None)]
    if get_origin(hint) is tuple or len(options) != 1:
        return hint
    return _bare(options[0])


def _marks(hint: Any) -> list[Ref]:  # noqa: ANN401 - a type hint has no narrower type
    """The category marks on a hint, through `Annotated` and unions."""
    if get_origin(hint) is Annotated:
        inner, *extras = get_args(hint)
        return [mark for mark in extras if isinstance(mark, Ref)] + _marks(inner)
    if get_origin(hint) is tuple:
        return []
    return [mark for option in get_args(hint) for mark in _marks(option)]
