"""A log in memory with every aggregate on it, so that a test can follow a matter from one aggregate to the next.

It keeps the log's one promise to reactions: a command id is answered for ever with what it caused the first time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.catalogue import DECIDERS
from domain.corrections import in_effect, is_correction
from domain.envelope import Circumstances, Recorded, seal
from domain.facts import Fact
from domain.gate import Standing, admit
from domain.holdings import InHand
from domain.kernel import Actor, ActorKind, Command, Event, Refused
from domain.reactions import ORGANISATION, Reaction, clocks_after, clocks_corrected, react
from domain.references import references
from tests.domain.scenarios import OFFICE, OFFICIAL, context

TODAY = date(2023, 12, 31)
OPENED = datetime(2021, 11, 2, 1, tzinfo=UTC)
FIRST_DAY = date(2021, 11, 2)
NOTHING_BEFORE = UUID(int=0)


@dataclass
class Journal:
    """Events in order; what each entity has come to; what zones have in hand; what each command caused."""

    entries: list[Recorded] = field(default_factory=list)
    caused: dict[UUID, list[Recorded]] = field(default_factory=dict)
    holdings: InHand = field(default_factory=InHand)

    def seed(self, category: str, entity: str, *events: Event, on: date = FIRST_DAY) -> list[Recorded]:
        """Write events down as if they had been decided."""
        command = uuid5(NOTHING_BEFORE, str(len(self.entries)))
        return self._write(category, entity, list(events), command, on, Actor(OFFICE, OFFICIAL))

    def send(self, category: str, entity: str, command: Command, *, by: str = OFFICE, on: date) -> list[Recorded]:
        """Decide a person's command. Raises `Refused`."""
        command_id = uuid5(NOTHING_BEFORE, f"{len(self.entries)} {command.name}")
        events = self._decide(category, entity, command, Actor(by, OFFICIAL), on)
        return self._write(category, entity, events, command_id, on, Actor(by, OFFICIAL))

    def deliver(self, recorded: Recorded) -> list[Recorded]:
        """Deliver an event to the reactions; returns the events that are in the log because of it, all told."""
        return [event for reaction in react(recorded, self.holdings) for event in self._obey(reaction)]

    def tell_clocks(self, recorded: Recorded) -> list[Recorded]:
        """Deliver an event to the clocks of its case; returns as `deliver`."""
        history = self.of(recorded.category, recorded.entity)
        meant = clocks_corrected(recorded, history) if is_correction(recorded) else clocks_after(recorded)
        return [event for reaction in meant for event in self._obey(reaction)]

    def _obey(self, reaction: Reaction) -> list[Recorded]:
        known = self.caused.get(reaction.command_id)
        if known is not None:
            return known
        robot = Actor(ORGANISATION, "reactor", ActorKind.ROBOT)
        try:
            events = self._decide(reaction.category, reaction.entity, reaction.command, robot, reaction.effective)
        except Refused as refusal:
            if refusal.rule in reaction.moot:
                return []
            raise
        return self._write(reaction.category, reaction.entity, events, reaction.command_id, reaction.effective, robot)

    def _decide(self, category: str, entity: str, command: Command, actor: Actor, on: date) -> list[Event]:
        decider = DECIDERS[category]
        others = references(decider, command, entity, actor.org, self.state(category, entity))
        facts = {key: self.fact(*key) for key in others if key[0] != "organisation"}
        around = context(
            by=actor.org, entity=entity, official=actor.name, kind=actor.kind, on=on, today=TODAY, facts=facts
        )
        history = self.of(category, entity)
        dates = [recorded.effective for recorded in history]
        standing = Standing(len(history), dates[0] if dates else None, max(dates, default=None))
        return admit(decider, command, self.state(category, entity), standing, around)

    def _write(
        self, category: str, entity: str, events: list[Event], command: UUID, on: date, actor: Actor
    ) -> list[Recorded]:
        version = len(self.of(category, entity))
        around = Circumstances(command, command, actor, OPENED + timedelta(seconds=len(self.entries)), on, None)
        written = [
            Recorded.read(
                len(self.entries) + 1 + ordinal,
                int(around.time.timestamp()) * 10**9,
                seal(event, category, entity, version + 1 + ordinal, ordinal, around),
            )
            for ordinal, event in enumerate(events)
        ]
        for recorded in written:
            self.holdings.apply(recorded)
        self.entries += written
        self.caused[command] = written
        return written

    def of(self, category: str, entity: str) -> list[Recorded]:
        """One entity's events."""
        return [each for each in self.entries if (each.category, each.entity) == (category, entity)]

    def state(self, category: str, entity: str) -> Any:  # noqa: ANN401 - whichever aggregate's
        """What an entity has come to."""
        decider = DECIDERS[category]
        state = decider.initial
        for recorded in in_effect(self.of(category, entity)):
            state = decider.evolve(state, recorded.event)
        return state

    def fact(self, category: str, entity: str) -> Fact | None:
        """What an entity says of itself."""
        return DECIDERS[category].fact(self.state(category, entity))
