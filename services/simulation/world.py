"""Everything that was recorded, in memory: what the log, the command service and the reactor are to a running system.

Decisions go through the real gate and deciders, events through their stored form, what follows through the real
reactions. Only the servers are missing; a test plays a simulated history to them and gets the same log.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain import rulebook
from domain.catalogue import DECIDERS, AnyDecider
from domain.corrections import SUFFIX, Correction, CorrectionRequest, in_effect
from domain.envelope import Circumstances, Recorded, seal
from domain.facts import Fact, OrganisationFact
from domain.gate import Standing, actor_role, admit, decided_under, today_in_shanghai
from domain.holdings import InHand
from domain.kernel import Actor, Command, Context, Event, Refused
from domain.parts import parts
from domain.references import references
from domain.values import Document
from domain.zone import Withdrawn
from services.commands.survey import surveyed
from services.documents.door import flaws_of
from services.documents.held import Held
from services.ledger.log import Stored
from services.ledger.repository import Loaded, further, subject_of, whole
from services.simulation.orders import Order, Outcome
from services.simulation.reactor import Reactor
from services.working_days import CHINESE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Key = tuple[str, str]
"""(category, id) of an entity."""
NOTHING: Loaded[Any] = Loaded(None)
MORNING = timedelta(hours=1)
"""Business begins at nine in Shanghai."""
NANOSECONDS = 1_000_000_000


class World:
    """A log and what it has come to. `deciders` are those of the catalogue, unless a test wants to see one fail."""

    def __init__(self, deciders: Mapping[str, AnyDecider] | None = None) -> None:
        """Begin with an empty log."""
        self.deciders = DECIDERS if deciders is None else deciders
        self.log: list[Recorded] = []
        self.stored: list[Stored] = []
        self.by_type: dict[str, list[Recorded]] = {}
        self.histories: dict[Key, list[Recorded]] = {}
        self.ids: dict[str, list[str]] = {category: [] for category in self.deciders}
        """The entities of each category, in the order in which they began."""
        self.in_hand = InHand()
        self.withdrawn_at: dict[str, int] = {}
        """The position at which each zone that has left was withdrawn."""
        self.held: dict[str, Held] = {}
        self.now = datetime(2021, 4, 13, 1, tzinfo=UTC)
        self.witness: Callable[[Sequence[Recorded]], None] = lambda _: None
        """Is told of the events of each decision as soon as they stand in the log."""
        self._loaded: dict[Key, Loaded[Any]] = {}
        self._facts: dict[Key, tuple[object, Fact | None]] = {}
        self._caused: dict[UUID, list[Recorded]] = {}
        self.reactor = Reactor(self)

    @property
    def today(self) -> date:
        """The date in Shanghai."""
        return today_in_shanghai(self.now)

    @property
    def caught_up(self) -> bool:
        """Whether the reactor has reacted to every event."""
        return self.reactor.caught_up

    def wait_until(self, day: date) -> None:
        """Let time pass up to the morning of a day; it never runs back."""
        morning = datetime(day.year, day.month, day.day, tzinfo=UTC) + MORNING
        if self.caught_up:
            self.reactor.heed(morning)
        self.now = max(self.now, morning)

    def hand_in(self, document: Document) -> None:
        """Put a document into the store."""
        media, digest = (document.media_type,), document.sha256
        self.held[digest] = Held(digest, document.size, media, document.name, chunks=1, upload=1)

    def play(self, order: Order) -> Outcome:
        """Carry one order out on its day; then the reactor reacts, unless it is asleep. Raises what is no refusal."""
        self.wait_until(order.day)
        actor = Actor(order.org, order.official)
        outcome = self.send(actor, order.command, order.entity, order.id, order.effective)
        if not order.asleep:
            self.react()
        return outcome

    def react(self) -> None:
        """Let the reactor, and its bell, do all that is due."""
        self.reactor.catch_up()
        self.reactor.heed(self.now)

    def send(
        self, actor: Actor, command: Command, entity: str, id: UUID, effective: date, correlation: UUID | None = None
    ) -> Outcome:
        """Decide one command and record its events. What was sent before under its id is answered as it was then."""
        if before := self._caused.get(id):
            return Outcome(tuple(before), repeated=True)
        self.now += timedelta(seconds=1)
        decider = self.deciders[command.name.partition(".")[0]]
        loaded = self.loaded((decider.category, entity))
        try:
            context = self._context(actor, command, entity, loaded, effective)
            standing = Standing(loaded.version, loaded.opened, loaded.latest)
            events = admit(decider, command, loaded.state, standing, context)
        except Refused as refusal:
            return Outcome((), refusal)
        under = decided_under(decider, loaded.state, events, context)
        around = Circumstances(id, correlation or id, actor, self.now, effective, under)
        return Outcome(self._record(decider, entity, loaded, events, around))

    def loaded(self, key: Key) -> Loaded[Any]:
        """An entity as the command service has it."""
        found = self._loaded.get(key)
        return Loaded(self.deciders[key[0]].initial) if found is None else found

    def state(self, category: str, entity: str) -> Any:  # noqa: ANN401 - whichever aggregate's
        """The state of one entity."""
        return self.loaded((category, entity)).state

    def in_effect(self, category: str, entity: str) -> Sequence[Recorded]:
        """An entity's history as it is to be read, each event as corrected last."""
        history = self.histories[category, entity]
        return in_effect(history) if f"{category}{SUFFIX}" in self.by_type else history

    def fact(self, key: Key) -> Fact | None:
        """What an entity says of itself, worked out once for each of its states."""
        loaded = self._loaded.get(key)
        if loaded is None:
            return None
        known = self._facts.get(key)
        if known is None or known[0] is not loaded.state:
            known = self._facts[key] = (loaded.state, self.deciders[key[0]].fact(loaded.state))
        return known[1]

    def _record(
        self, decider: AnyDecider, entity: str, loaded: Loaded[Any], events: list[Event], around: Circumstances
    ) -> tuple[Recorded, ...]:
        key = (decider.category, entity)
        if key not in self.histories:
            self.histories[key] = []
            self.ids[decider.category].append(entity)
        recorded = []
        for ordinal, event in enumerate(events, start=1):
            body = seal(event, decider.category, entity, loaded.version + ordinal, ordinal, around)
            position, taken = len(self.log) + 1, int(around.time.timestamp()) * NANOSECONDS
            self.stored.append(Stored(position, subject_of(*key), body, taken))
            recorded.append(Recorded.read(position, taken, body))
            self.log.append(recorded[-1])
            self.by_type.setdefault(event.name, []).append(recorded[-1])
            self.histories[key].append(recorded[-1])
            self.in_hand.apply(recorded[-1])
            if isinstance(event, Withdrawn):
                self.withdrawn_at[entity] = position
        corrected = any(isinstance(event, Correction) for event in events)
        self._loaded[key] = whole(decider, self.histories[key]) if corrected else further(decider, loaded, recorded)
        self._caused[around.command] = recorded
        self.reactor.sees(recorded)
        self.witness(recorded)
        return tuple(recorded)

    def _context(self, actor: Actor, command: Command, entity: str, loaded: Loaded[Any], effective: date) -> Context:
        decider = self.deciders[command.name.partition(".")[0]]
        wanted = references(decider, command, entity, actor.org, loaded.state)
        facts = {each: fact for each in wanted if (fact := self.fact(each)) is not None}
        organisation = facts.get(("organisation", actor.org))
        assert organisation is None or isinstance(organisation, OrganisationFact)
        rules, survey = self.state("rulebook", rulebook.STREAM), surveyed(command)
        history = self.histories.get((decider.category, entity), ())
        return Context(
            now=self.now,
            today=self.today,
            effective=effective,
            actor=actor,
            role=actor_role(actor, organisation, command.name),
            entity=entity,
            rulebook=rulebook.in_force_for(decider, rules, effective, loaded.opened_under),
            rulebooks=rulebook.rulebooks(rules),
            facts=facts,
            history=history if isinstance(command, CorrectionRequest) else (),
            flaws=survey.flaws,
            areas=survey.areas,
            documents=flaws_of(parts(command, Document), self.held),
            calendar=CHINESE,
        )
