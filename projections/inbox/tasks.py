"""Tasks (待办) as the inbox holds them: what waits, in which case, for whom, since when, and which command settles it.

For whom is said in one of three ways, so that a handler need not know more than its event tells: a role (the office,
the government), an organisation by its id (an expert), or a *party* such as `application/x--1` or `zone/x`, whose
organisation another event named (the applicant, the body).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Column, Date, String

from domain.envelope import Recorded
from domain.kernel import SEPARATOR, Command, Event, Role
from projections.kernel import Changes, Delete, Put, entity, table, word
from projections.standing import Standing

INBOX = table(
    "inbox",
    Column("case", String(200), primary_key=True),
    Column("task", String(340), primary_key=True),
    Column("command", word(), nullable=False),
    Column("category", word(), nullable=False),
    Column("entity", entity(), nullable=False),
    Column("zone", entity()),
    Column("since", Date, nullable=False),
    Column("day", Date),
    Column("role", word()),
    Column("org", entity()),
    Column("party", String(200)),
)
"""One row a task. `case` is `<category>/<id>`, or `<category>/<id>/<matter>` for what waits beside it; `zone` is given
where a case has a task for each of several zones. `day` is the one that the event itself names; `due`, derived, is the
clock's, or else that day."""

PARTIES = table(
    "inbox_parties",
    Column("party", String(200), primary_key=True),
    Column("org", entity(), nullable=False),
)
"""Which organisation a party is."""


STANDING = Standing("inbox")


class Who(NamedTuple):
    """For whom a task is; one of the three."""

    role: str | None = None
    org: str | None = None
    party: str | None = None


OFFICE = Who(role=Role.OFFICE.value)
GOVERNMENT = Who(role=Role.GOVERNMENT.value)


def case_of(recorded: Recorded, beside: str | None = None) -> str:
    """The case that an event belongs to, or a matter beside it."""
    case = f"{recorded.category}/{recorded.entity}"
    return case if beside is None else f"{case}/{beside}"


def party(category: str, entity_id: str) -> Who:
    """Whoever answers for an entity: its applicant, body, holder or first reporter."""
    return Who(party=f"{category}/{entity_id}")


def applicant(recorded: Recorded) -> Who:
    """The applicant of the application."""
    return party("application", recorded.entity)


def holder(recorded: Recorded) -> Who:
    """The holder of the power item that a delegation is of."""
    return party("power-item", recorded.entity.split(SEPARATOR)[0])


def body(recorded: Recorded) -> Who:
    """The body of the zone that a zone's, delegation's or evaluation's event is about."""
    return party("zone", recorded.entity.split(SEPARATOR)[-1])


def office(_recorded: Recorded) -> Who:
    """The leading group office."""
    return OFFICE


def government(_recorded: Recorded) -> Who:
    """The municipal government."""
    return GOVERNMENT


def is_party(recorded: Recorded, org: str) -> Put:
    """That organisation answers for the event's entity."""
    return Put(PARTIES, {"party": case_of(recorded)}, {"org": org})


def waits(
    recorded: Recorded,
    command: type[Command],
    who: Who,
    *,
    zone: str | None = None,
    due: date | None = None,
    which: str | None = None,
    beside: str | None = None,
) -> Put:
    """A command is waited for from now on; tasks of one command in one case differ by organisation, zone or `which`.

    A task *beside* its case, under a word of its own, outlasts what settles the case's other tasks.
    """
    values = {
        "command": command.name,
        "category": command.name.partition(".")[0],
        "entity": recorded.entity,
        "zone": zone,
        "since": recorded.effective,
        "day": due,
        "role": who.role,
        "org": who.org,
        "party": who.party,
    }
    return Put(INBOX, {"case": case_of(recorded, beside), "task": task(command, which or who.org or zone)}, values)


def task(command: type[Command], which: str | None = None) -> str:
    """The name of a task within its case."""
    return command.name if which is None else f"{command.name}/{which}"


def settled(
    recorded: Recorded, command: type[Command], which: str | None = None, *, beside: str | None = None
) -> Delete:
    """One task of the event's case is done."""
    return Delete(INBOX, {"case": case_of(recorded, beside), "task": task(command, which)})


def nothing_waits(recorded: Recorded, beside: str | None = None) -> Delete:
    """No task of the event's case, or of that matter beside it, is left."""
    return Delete(INBOX, {"case": case_of(recorded, beside)})


def then(command: type[Command], who: Callable[[Recorded], Who]) -> Callable[[Event, Recorded], Changes]:
    """A handler: what waited in the case is done, and this one command is waited for."""
    return lambda _event, recorded: (nothing_waits(recorded), waits(recorded, command, who(recorded)))


def the_end(_event: Event, recorded: Recorded) -> Changes:
    """A handler: the case waits for nothing any more."""
    yield nothing_waits(recorded)
