"""The shapes every aggregate shares: events, commands, refusals, the context of a decision, and the decider of them.

`evolve` never refuses, `decide` never mutates; what comes from outside is in the `Context`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

from domain.calendar import WEEKDAYS, Calendar

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from domain.envelope import Recorded
    from domain.facts import Fact
    from domain.values import Rulebook

Payload = dict[str, JsonValue]
Upcaster = Callable[[Payload], Payload]
SEPARATOR = "--"
"""Joins the parts of a composite id (`item--zone`); a single id never holds it."""


class Role(StrEnum):
    """Who takes part (系统约定 1)."""

    OFFICE = "leading-group-office"
    LEADING_GROUP = "leading-group"
    GOVERNMENT = "municipal-government"
    DEPARTMENT = "municipal-department"
    DISTRICT = "district-government"
    COMMITTEE = "committee"
    SECTION = "ftz-section"
    EXPERT = "expert"
    AUDITOR = "auditor"
    PUBLIC = "public"


MEMBERS = frozenset({Role.OFFICE, Role.DEPARTMENT, Role.DISTRICT, Role.COMMITTEE, Role.SECTION})
"""Any member of the mechanism may share a lead. 三(四)"""
ZONE_BODIES = frozenset({Role.DISTRICT, Role.COMMITTEE})
"""The organisations that can be an applicant and the body of a zone. 二(三)1"""


class ActorKind(StrEnum):
    """A person, or a robot acting for an organisation (a reaction, an import): never confused. 系统约定 1"""

    PERSON = "person"
    ROBOT = "robot"


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of an entity of `category`: the gate checks that it exists and brings its facts."""

    category: str


EntityId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
OrgId = Annotated[EntityId, Ref("organisation")]
ZoneId = Annotated[EntityId, Ref("zone")]
ItemId = Annotated[EntityId, Ref("power-item")]
RoundId = Annotated[EntityId, Ref("evaluation-round")]
PRINTED = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=PRINTED)]
"""Free text that must say something: 1 to 4,000 characters, of the control characters only tab and line ends."""
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f]*$")
]
"""A name or title: 1 to 200 characters on one line."""


class Value(BaseModel):
    """A frozen value object of known fields; `judged` ones say what was found or reckoned: no correction changes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    judged: ClassVar[tuple[str, ...]] = ()


EVENTS: dict[str, type[Event]] = {}
"""Every event class by its stored name; filled when the aggregates are imported (see `domain.catalogue`)."""

COMMANDS: dict[str, type[Command]] = {}
"""Every command class by its wire name."""


class Event(Value):
    """Something that happened, in the past tense. Its stored name and every released schema stay for ever.

    `upcasters` maps an older version to the function that makes the next version's payload of it.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    dataschema: ClassVar[str]
    upcasters: ClassVar[Mapping[int, Upcaster]]

    def __init_subclass__(cls, *, name: str, version: int = 1, upcasters: Mapping[int, Upcaster] | None = None) -> None:
        """Register the class; two events of one name, or a gap among the upcasters, is an import error."""
        super().__init_subclass__()
        cls.name, cls.version, cls.upcasters = name, version, dict(upcasters or {})
        cls.dataschema = f"urn:liandong:{name}:{version}"
        if name in EVENTS:
            raise TypeError(f"two events are named {name}")
        if set(cls.upcasters) != set(range(1, version)):
            raise TypeError(f"{name} is at version {version} and needs an upcaster from each older version")
        EVENTS[name] = cls


class Command(Value):
    """Something that is asked for, in the imperative.

    `clause`: where the plan speaks of it. `opens`: it may begin an entity's life. `human`: it is a decision, which only
    a person may take (系统约定 1); `robot`: only the system asks for it (系统约定 10). Who may: `domain.permissions`.
    """

    name: ClassVar[str]
    clause: ClassVar[str]
    opens: ClassVar[bool]
    human: ClassVar[bool]
    robot: ClassVar[bool]

    def __init_subclass__(
        cls, *, name: str, clause: str, opens: bool = False, human: bool = False, robot: bool = False
    ) -> None:
        """Register the class; two commands of one name is an import error."""
        super().__init_subclass__()
        cls.name, cls.clause, cls.opens, cls.human, cls.robot = name, clause, opens, human, robot
        if name in COMMANDS:
            raise TypeError(f"two commands are named {name}")
        COMMANDS[name] = cls


class Refused(Exception):
    """A broken rule. The texts in both languages are the vocabulary's, under `rule`, filled from `details`.

    `field` names the part of the command at fault (`data.boundary`), where there is one. A detail that is a key of the
    vocabulary (a stage, a command's name, a role) is shown by its word in the reader's language.
    """

    def __init__(self, rule: str, *, clause: str, field: str | None = None, **details: str | int) -> None:
        """Name the rule, its clause in the plan (or 系统约定) and the details its text speaks of."""
        super().__init__(rule)
        self.rule, self.clause, self.field, self.details = rule, clause, field, details


F = TypeVar("F", bound="Fact")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an organisation through a named official, or a robot of it. 系统约定 1"""

    org: str
    name: str
    kind: ActorKind = ActorKind.PERSON


@dataclass(frozen=True, slots=True)
class Context:
    """All that a decision needs from outside its own stream of events.

    `now` is aware and in UTC, `today` the date in Shanghai, `effective` the legal date that the command states (or
    today), `rulebook` the version in force on that date (None before the first), `rulebooks` all versions by name,
    `facts` what the entities referred to say of themselves, `history` the entity's own events (for a correction),
    `calendar` the working days. By field: `flaws` of a boundary, `areas` in km², `documents` that are found wrong.
    """

    now: datetime
    today: date
    effective: date
    actor: Actor
    role: Role
    entity: str
    rulebook: Rulebook | None = None
    rulebooks: Mapping[str, Rulebook] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], Fact] = field(default_factory=dict)
    flaws: Mapping[str, str] = field(default_factory=dict)
    history: Sequence[Recorded] = ()
    areas: Mapping[str, Decimal] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    calendar: Calendar = WEEKDAYS

    def get(self, kind: type[F], entity: str) -> F | None:
        """What that entity says of itself, or None if the command did not refer to it or it does not exist."""
        fact = self.facts.get((kind.category, entity))
        return fact if isinstance(fact, kind) else None

    def part(self, index: int) -> str:
        """One part of the composite id of the entity decided about."""
        return self.entity.split(SEPARATOR)[index]


S = TypeVar("S")
C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)


def nothing(_state: object) -> None:
    """For an aggregate that no other asks about, or whose events name no rulebook version."""


def no_needs(_command: object, _entity: str, _state: object) -> frozenset[tuple[str, str]]:
    """For an aggregate that refers to others only through its commands' fields and the parts of its id."""
    return frozenset()


@dataclass(frozen=True)
class Decider(Generic[S, C, E]):
    """One aggregate: a category of event streams with its two pure functions.

    `parts`: what the parts of a composite id name: a category, `#` a number from 1 (an application's are ("platform",
    "#")), `*` the whole id of another; any other word names a plain id. `fact`: what others may know of a state.
    `case_rulebook`: the version a case keeps for life (None: the version in force). `needs`: further entities that a
    command to an entity in a state rests on, as (category, id); these may be absent. `in_order`: the commands that may
    bear no earlier legal date than what happened before. `keeps_rulebook`: a case whose events name no version keeps
    that of its first event. `dated_by_causes`: its events bear the dates of what brought them about elsewhere.
    """

    category: str
    initial: S
    evolve: Callable[[S, E], S]
    decide: Callable[[C, S, Context], list[E]]
    parts: tuple[str, ...] = ()
    fact: Callable[[S], Fact | None] = nothing
    case_rulebook: Callable[[S], str | None] = nothing
    needs: Callable[[C, str, S], frozenset[tuple[str, str]]] = no_needs
    in_order: tuple[type[Command], ...] = ()
    keeps_rulebook: bool = False
    dated_by_causes: bool = False


def out_of_turn(command: Command, stage: StrEnum) -> Refused:
    """The entity's stage does not allow the command."""
    return Refused("out-of-turn", clause=command.clause, command=command.name, stage=stage.value)
