"""Given, when, then: the one way the domain's tests speak, and the people and places they speak of.

    given(organisation, *events, entity="liangjiang").when(Dissolve(reason="merged"), by=OFFICE).then(Dissolved(...))
    given(...).when(...).refused("own-organisation")

Every command goes through the gate, so that its rules are always in play; `WORLD` is who stands in the register.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Self

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.calendar import WEEKDAYS, Calendar
from domain.envelope import Recorded
from domain.facts import Fact, OrganisationFact
from domain.gate import SHANGHAI, Standing, admit
from domain.kernel import Actor, ActorKind, Command, Context, Decider, Event, Refused, Role
from domain.values import Rulebook
from domain.vocabulary import filled

Facts = Mapping[tuple[str, str], Fact | None]
"""What entities say of themselves; None: the entity is not there."""

OFFICIAL = "王芳"
"""Every organisation of the scenarios acts through her."""

OFFICE = "office"
GOVERNMENT = "municipal-government"
COMMERCE = "commerce-commission"
CUSTOMS = "chongqing-customs"
COMMITTEE = "high-tech-committee"
OTHER_COMMITTEE = "economic-committee"
DISTRICT = "changshou-district"
SECTION = "liangjiang-section"
OTHER_SECTION = "xiyong-section"
EXPERTS = tuple(f"expert-{n}" for n in range(1, 8))
AUDITOR = "audit-bureau"

PLATFORM = "high-tech-zone"
"""COMMITTEE answers for it, and for DISTRICT_LEVEL_PLATFORM."""
OTHER_PLATFORM = "economic-zone"
DISTRICT_PLATFORM = "changshou-zone"
DISTRICT_LEVEL_PLATFORM = "village-park"

PLAN_DAY = date(2021, 4, 13)
"""The plan was issued, and the illustrative rulebook takes effect."""
TODAY = date(2021, 11, 2)
"""The first batch of zones was announced."""


def fact(entity: str, of: Fact) -> Facts:
    """One entity's fact, as a context holds it."""
    return {(of.category, entity): of}


def organisation_fact(
    role: Role, *platforms: str, parent: str | None = None, dissolved: bool = False
) -> OrganisationFact:
    """What a registered organisation says of itself; a platform called village-park is of district level."""
    return OrganisationFact(
        role=role,
        name_zh=role.value,
        name_en=role.value,
        platforms=frozenset(platforms),
        officials=frozenset({OFFICIAL}),
        dissolved=dissolved,
        qualified=frozenset(platforms) - {DISTRICT_LEVEL_PLATFORM},
        parent=parent,
    )


REGISTER: Mapping[str, OrganisationFact] = {
    OFFICE: organisation_fact(Role.OFFICE),
    GOVERNMENT: organisation_fact(Role.GOVERNMENT),
    COMMERCE: organisation_fact(Role.DEPARTMENT),
    CUSTOMS: organisation_fact(Role.DEPARTMENT),
    COMMITTEE: organisation_fact(Role.COMMITTEE, PLATFORM, DISTRICT_LEVEL_PLATFORM),
    OTHER_COMMITTEE: organisation_fact(Role.COMMITTEE, OTHER_PLATFORM),
    DISTRICT: organisation_fact(Role.DISTRICT, DISTRICT_PLATFORM),
    SECTION: organisation_fact(Role.SECTION),
    OTHER_SECTION: organisation_fact(Role.SECTION),
    AUDITOR: organisation_fact(Role.AUDITOR),
    "leading-group": organisation_fact(Role.LEADING_GROUP),
    "the-public": organisation_fact(Role.PUBLIC),
    **{expert: organisation_fact(Role.EXPERT) for expert in EXPERTS},
}

WORLD: Facts = {("organisation", org): each for org, each in REGISTER.items()}

BY_ROLE: Mapping[Role, str] = {each.role: org for org, each in reversed(list(REGISTER.items()))}
"""One organisation of each role."""


def context(
    *,
    by: str = OFFICE,
    entity: str = "somebody",
    official: str = OFFICIAL,
    kind: ActorKind = ActorKind.PERSON,
    on: date | None = None,
    today: date = TODAY,
    facts: Facts | None = None,
    rulebook: Rulebook | None = ILLUSTRATIVE,
    flaws: Mapping[str, str] | None = None,
    history: Sequence[Recorded] = (),
    areas: Mapping[str, Decimal] | None = None,
    documents: Mapping[str, str] | None = None,
    calendar: Calendar = WEEKDAYS,
) -> Context:
    """The circumstances of a decision: `by` acts on the legal date `on` (today), in WORLD and further `facts`."""
    world = {key: each for key, each in {**WORLD, **(facts or {})}.items() if each is not None}
    actor = world.get(("organisation", by))
    return Context(
        now=datetime.combine(today, time(9), SHANGHAI).astimezone(UTC),
        today=today,
        effective=on or today,
        actor=Actor(by, official, kind),
        role=actor.role if isinstance(actor, OrganisationFact) else Role.OFFICE,
        entity=entity,
        rulebook=rulebook,
        rulebooks={} if rulebook is None else {each.version: each for each in (ILLUSTRATIVE, rulebook)},
        facts=world,
        flaws=flaws or {},
        history=history,
        areas=areas or {},
        documents=documents or {},
        calendar=calendar,
    )


@dataclass(frozen=True)
class Given:
    """An aggregate with its history; `with_facts` is what others say of themselves at the time."""

    decider: Decider[Any, Any, Any]
    events: tuple[Event, ...]
    entity: str
    opened: date | None
    facts: Facts = field(default_factory=dict)
    latest: date | None = None

    @property
    def state(self) -> Any:  # noqa: ANN401 - whichever aggregate's
        """The state after the history."""
        state = self.decider.initial
        for event in self.events:
            state = self.decider.evolve(state, event)
        return state

    def when(self, command: Command, **circumstances: Any) -> Outcome:  # noqa: ANN401 - as context()
        """What comes of a command; `circumstances` are those of `context()` (by, on, today, facts, ...)."""
        facts = {**self.facts, **circumstances.pop("facts", {})}
        around = context(entity=self.entity, facts=facts, **circumstances)
        standing = Standing(len(self.events), *((self.opened, self.latest) if self.events else (None, None)))
        try:
            events = admit(self.decider, command, self.state, standing, around)
        except Refused as refusal:
            return Outcome(self, (), refusal)
        return Outcome(self, tuple(events), None)


@dataclass(frozen=True)
class Outcome:
    """What came of a command: events, or a refusal."""

    before: Given
    events: tuple[Event, ...]
    refusal: Refused | None

    def then(self, *expected: Event) -> Given:
        """The command made exactly these events; returns the history with them, to go on from."""
        after = self.accepted()
        assert self.events == expected
        return after

    def accepted(self) -> Given:
        """The command was accepted, whatever events it made; returns the history with them."""
        if self.refusal is not None:
            raise AssertionError(f"refused: {self.refusal.rule} {self.refusal.details}")
        state = self.before
        after = replace(state, events=(*state.events, *self.events))
        assert after.state is not None
        return after

    def refused(self, rule: str, **details: str | int) -> Self:
        """The command broke this rule; `details` are some of what the refusal speaks of. Its text is complete."""
        assert self.refusal is not None, f"accepted: {self.events}"
        assert self.refusal.rule == rule, f"{self.refusal.rule} {self.refusal.details}"
        assert {name: self.refusal.details.get(name) for name in details} == details
        assert all(filled(rule, self.refusal.details))
        assert self.refusal.clause
        return self


def given(
    decider: Decider[Any, Any, Any],
    *events: Event,
    entity: str,
    opened: date | None = None,
    latest: date | None = None,
    facts: Facts | None = None,
) -> Given:
    """An aggregate of id `entity` with a history; `facts` stay in the world for every command that follows.

    `opened` and `latest` are the first and the latest legal date of the history.
    """
    return Given(decider, events, entity, opened, facts or {}, latest)
