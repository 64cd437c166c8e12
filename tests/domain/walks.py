"""Walks by chance through the lives of entities: whatever is asked, in whatever state, and what was accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from domain.catalogue import DECIDERS, AnyDecider, commands, event_classes
from domain.corrections import CorrectionRequest
from domain.envelope import Recorded, seal
from domain.facts import (
    ApplicationFact,
    EvaluationFact,
    ExperienceFact,
    Fact,
    LeadFact,
    OrganisationFact,
    PolicyMeasureFact,
    PowerItemFact,
    RoundFact,
    TrialFact,
    ZoneFact,
)
from domain.gate import Standing, admit
from domain.kernel import ActorKind, Command, Event, Refused, Role
from domain.lead_likeness import fingerprint
from domain.permissions import CORRECTIONS, Scope, permitted
from domain.references import Reference, references
from domain.vocabulary import filled
from tests.domain.generated import INVESTOR, drawn
from tests.domain.release import AROUND
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    DISTRICT,
    DISTRICT_PLATFORM,
    EXPERTS,
    PLAN_DAY,
    PLATFORM,
    REGISTER,
    SECTION,
    TODAY,
    Facts,
    context,
    organisation_fact,
)

SENT_OF_EACH_KIND = 1000
"""So that an aggregate with many commands is walked further than one with few."""
JOURNEYS = 8
"""At most so many: each begins anew, as one whose first steps were unlucky comes to little, and the first may do."""
FRONTIER = 8
"""Half of the commands go to where the latest new landmarks were passed."""
DAYS = (TODAY, TODAY, TODAY, TODAY - timedelta(days=40))
DAYS_OF_CLOCKS = (*DAYS, *(TODAY + timedelta(days=days) for days in (3, 20, 40)))
"""The legal dates of what is asked; a clock runs out in the course of time."""
SAMPLES = 30
"""Of each command from each role."""
OFTEN = 3
"""More of the same event is no new landmark."""
ENTITIES = {
    "organisation": COMMITTEE,
    "rulebook": "review-rules",
    "application": f"{PLATFORM}--1",
    "zone": PLATFORM,
    "power-item": "item-1",
    "delegation": f"item-1--{PLATFORM}",
    "lead": "lead-1",
    "promotion": "promotion-1",
    "linkage": f"{PLATFORM}--{SECTION}--artificial-intelligence",
    "connectivity": "project-1",
    "indicators": f"{PLATFORM}--2021-q2",
    "evaluation-round": "2021",
    "evaluation": f"2021--{PLATFORM}",
    "target": "2021",
    "experience": "experience-1",
    "replication": f"experience-1--{PLATFORM}",
    "trial": "trial-1",
    "policy-measure": "measure-1",
    "policy-extension": f"measure-1--{PLATFORM}",
    "matter": "matter-1",
    "publicity": "entry-1",
    "deadline": "feedback-clock--lead-1",
}
"""One entity of each aggregate, called as the generated commands call what they refer to."""
ALSO = {"deadline": "protection-period--lead-1"}
"""Another entity of a category, to which other things can happen; every second journey is its."""

SUCCESSOR: Facts = {
    ("organisation", DISTRICT): organisation_fact(Role.DISTRICT, DISTRICT_PLATFORM, PLATFORM),
}
"""A second organisation that answers for the zone's platform: it may take the zone over."""


def fact(category: str, chance: Random) -> Fact | None:
    """Something that an entity might say of itself; now and then it is not there.

    Chance is asked for no other fact than this: a new kind of fact must not lead the walks of others elsewhere.
    """
    usually = chance.random() < 5 / 6
    facts: dict[str, Callable[[], Fact]] = {
        "application": lambda: ApplicationFact(applicant=COMMITTEE, ended=usually, plaque=usually),
        "zone": lambda: ZoneFact(
            body=COMMITTEE,
            industries=frozenset({"artificial-intelligence"}),
            withdrawn=not usually,
            operating=usually,
            failed_rectification=chance.random() < 1 / 2,
            failed_evaluations=frozenset({f"2020--{PLATFORM}"}),
        ),
        "power-item": lambda: PowerItemFact(holder=COMMERCE, delegable=usually, retired=not usually),
        "lead": lambda: LeadFact(
            investor=fingerprint(INVESTOR), flagged=frozenset(), holder=PLATFORM if usually else None
        ),
        "evaluation-round": lambda: RoundFact(open=usually, rulebook="illustrative-1", evaluators=frozenset(EXPERTS)),
        "experience": lambda: ExperienceFact(lead_department=COMMERCE, superseded=not usually),
        "trial": lambda: TrialFact(recognised=usually),
        "evaluation": lambda: EvaluationFact(grade="unsatisfactory", failed=usually, exit_approved=usually),
        "policy-measure": lambda: PolicyMeasureFact(
            department=COMMERCE, extensible=usually, ended=not usually, valid_until=chance.choice((None, TODAY))
        ),
    }
    return facts[category]() if category in facts and chance.random() < 9 / 10 else None


@dataclass(frozen=True)
class Walk:
    """Where a walk through the life of one entity has come to; its landmarks are what happened, and how often.

    `history`: what was decided so far, as it is read from the log.
    """

    decider: AnyDecider
    entity: str
    state: Any
    landmarks: frozenset[tuple[str, int]] = frozenset()
    history: tuple[Recorded, ...] = ()

    @property
    def version(self) -> int:
        """How many events there are."""
        return len(self.history)

    def attempt(self, command: Command, by: str, on: date, facts: Facts) -> tuple[Event, ...] | Refused:
        """What comes of a command, or why nothing does."""
        kind = ActorKind.ROBOT if command.robot else ActorKind.PERSON
        around = context(
            by=by, on=on, today=max(on, TODAY), entity=self.entity, facts=facts, history=self.history, kind=kind
        )
        standing = Standing(self.version, PLAN_DAY if self.version else None)
        try:
            return tuple(admit(self.decider, command, self.state, standing, around))
        except Refused as refusal:
            return refusal

    def after(self, events: tuple[Event, ...]) -> Walk:
        """One decision further on."""
        state, passed = self.state, dict(self.landmarks)
        for event in events:
            state = self.decider.evolve(state, event)
            passed[event.name] = min(passed.get(event.name, 0) + 1, OFTEN)
        history = (*self.history, *self.recorded(events))
        return replace(self, state=state, landmarks=frozenset(passed.items()), history=history)

    def recorded(self, events: tuple[Event, ...]) -> tuple[Recorded, ...]:
        """Further events as they are read from the log, after they were written to it."""
        around = AROUND._replace(command=UUID(int=self.version))
        stored = (
            seal(event, self.decider.category, self.entity, self.version + ordinal, ordinal, around)
            for ordinal, event in enumerate(events, start=1)
        )
        return tuple(Recorded.read(self.version + place, 0, body) for place, body in enumerate(stored, start=1))


def facts_for(needed: set[Reference], chance: Random) -> Facts:
    """What the entities referred to say of themselves, besides the organisations of the world."""
    told = {(category, name): fact(category, chance) for category, name in sorted(needed) if category != "organisation"}
    return {**told, **SUCCESSOR}


def senders(command: type[Command]) -> list[str]:
    """Whoever may send it."""
    return sorted(org for org, each in REGISTER.items() if each.role in permitted(command.name))


@dataclass(frozen=True)
class Sample:
    """A command that was accepted: where the walk stood, who sent it when, among which facts, and the events."""

    walk: Walk
    command: Command
    by: str
    on: date
    facts: Facts
    events: tuple[Event, ...]

    def sent_by(self, org: str, organisation: OrganisationFact) -> tuple[Event, ...] | Refused:
        """What comes of the same command from another organisation, or from one that is something else."""
        facts = {**self.facts, ("organisation", org): organisation}
        return self.walk.attempt(self.command, org, self.on, facts)


@dataclass(frozen=True)
class Walked:
    """What the walks through one aggregate came to: the names of the events, and samples of each command accepted.

    `ends`: where they were at last.
    """

    reached: set[str] = field(default_factory=set)
    ends: list[Walk] = field(default_factory=list)
    samples: dict[str, list[Sample]] = field(default_factory=dict)

    def keep(self, sample: Sample) -> None:
        """Keep the first samples of each command from each role, which come from the most different states."""
        kept = self.samples.setdefault(sample.command.name, [])
        role = REGISTER[sample.by].role
        if sum(REGISTER[each.by].role is role for each in kept) < SAMPLES:
            kept.append(sample)

    def awaited(self, category: str) -> set[str]:
        """The commands that the office may send in any case, and has not come to send yet."""
        sent = {name for name, kept in self.samples.items() for each in kept if REGISTER[each.by].role is Role.OFFICE}
        rows = {name: permitted(name) for name in commands() if name.partition(".")[0] == category}
        return (
            {name for name, row in rows.items() if row.get(Role.OFFICE) is Scope.ANY}
            - sent
            - {f"{category}{CORRECTIONS}"}
        )


def one_step(walk: Walk, kind: type[Command], chance: Random, walked: Walked) -> tuple[Event, ...]:
    """What comes of one command drawn by chance; a refusal must be fit to be read, an event to be stored."""
    command = drawn(kind, chance)
    by = chance.choice(senders(kind))
    facts = facts_for(references(walk.decider, command, walk.entity, by, walk.state), chance)
    on = chance.choice(DAYS_OF_CLOCKS if walk.decider.dated_by_causes else DAYS)
    outcome = walk.attempt(command, by, on, facts)
    if isinstance(outcome, Refused):
        assert_speakable(outcome)
        return ()
    assert outcome, f"{kind.name} was accepted and nothing happened"
    assert_stored_and_read(walk, outcome)
    walked.keep(Sample(walk, command, by, on, facts, outcome))
    return outcome


def assert_speakable(refusal: Refused) -> None:
    """The refusal can be said in both languages, with every detail, and names its clause."""
    assert all(filled(refusal.rule, refusal.details))
    assert refusal.clause


def assert_stored_and_read(walk: Walk, events: tuple[Event, ...]) -> None:
    """What was decided can be written to the log and is read as the same events."""
    assert tuple(recorded.event for recorded in walk.recorded(events)) == events


def journey(decider: AnyDecider, entity: str, chance: Random, walked: Walked) -> None:
    """Walks through the life of one entity by chance; `walked` is told what they come to."""
    kinds = [command for name, command in commands().items() if name.partition(".")[0] == decider.category]
    kinds = [kind for kind in kinds if not issubclass(kind, CorrectionRequest)]  # they need a history
    start = Walk(decider, entity, decider.initial)
    walks = {start.landmarks: start}
    for _ in range(SENT_OF_EACH_KIND * len(kinds)):
        known = list(walks.values())
        walk = chance.choice(known[-FRONTIER:] if chance.random() < 1 / 2 else known)
        further = walk.after(one_step(walk, chance.choice(kinds), chance, walked))
        if further.landmarks not in walks or chance.random() < 1 / 4:
            walks[further.landmarks] = further
    walked.ends.extend(walks.values())
    walked.reached.update(name for walk in walks.values() for name, _ in walk.landmarks)


@cache
def walked(category: str) -> Walked:
    """Walks through an aggregate until they have come to every event; made once for all tests of a run."""
    so_far = Walked()
    for seed in range(JOURNEYS):
        entity = ALSO.get(category, ENTITIES[category]) if seed % 2 else ENTITIES[category]
        journey(DECIDERS[category], entity, Random(seed), so_far)
        if so_far.reached == set(event_classes(category)) and not so_far.awaited(category):
            break
    return so_far
