"""The reactor and its bell in memory: what follows from events, for cases and for clocks, and what alarms ask for.

Which follows from which, and when an alarm goes off, is the real reactions' and the real reactor's to say.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from domain.corrections import is_correction
from domain.envelope import Recorded
from domain.holdings import Holding
from domain.kernel import EVENTS, Actor, ActorKind, Refused
from domain.reactions import CAUSES, ORGANISATION, Reaction, clocks_after, clocks_corrected, react
from domain.reactions.clocks import MOOT
from services.reactor.clocks import Alarm, Alarms
from services.reactor.duplicates import Duplicates

if TYPE_CHECKING:
    from services.simulation.world import World

ROBOT = Actor(ORGANISATION, "reactor", ActorKind.ROBOT)


class Schedule:
    """The alarms that are set, one of a name; the latest counts."""

    def __init__(self) -> None:
        """Begin without an alarm."""
        self._set: dict[str, tuple[datetime, bytes]] = {}

    async def at(self, name: str, instant: datetime, body: bytes) -> None:
        """Set an alarm."""
        self._set[name] = (instant, body)

    def rings(self, until: datetime) -> Iterator[tuple[datetime, Alarm]]:
        """The alarms that go off up to an instant, the earliest first; each is gone with that."""
        while due := [(instant, name) for name, (instant, _) in self._set.items() if instant <= until]:
            instant, name = min(due)
            yield instant, Alarm.read(self._set.pop(name)[1])


class Reactor:
    """Reacts to a world's events in their order, a batch at a time, and heeds alarms."""

    def __init__(self, world: World) -> None:
        """React in `world`."""
        self._world = world
        self._waiting: list[Recorded] = []
        self._duplicates, self.schedule = Duplicates(), Schedule()
        self._alarms = Alarms(self.schedule)
        self.asked: set[UUID] = set()
        """The ids of all that was sent."""
        self.refused: list[tuple[Reaction, Refused]] = []
        """What was sent and refused for another reason than that it was moot."""

    @property
    def caught_up(self) -> bool:
        """Whether every event was reacted to."""
        return not self._waiting

    def sees(self, recorded: Sequence[Recorded]) -> None:
        """Further events stand in the log."""
        self._waiting.extend(recorded)

    def catch_up(self) -> None:
        """Carry out what follows from what was not reacted to, and what follows from that."""
        while batch := self._waiting:
            self._waiting = []
            chains: dict[str, list[tuple[Recorded, Reaction]]] = {}
            for recorded in batch:
                for reaction in self.told(recorded):
                    chains.setdefault(reaction.entity, []).append((recorded, reaction))
                for reaction in (*self.follows(recorded), *self._duplicates.follows(recorded)):
                    self._obey(recorded, reaction)
                for instant, alarm in self._alarms.asked((recorded,)).get(recorded.entity, ()):
                    _at_once(self.schedule.at(alarm.name, instant, alarm.written()))
            for chain in chains.values():
                for recorded, reaction in chain:
                    self._obey(recorded, reaction)

    def told(self, recorded: Recorded) -> list[Reaction]:
        """What an event, or a correction of one, means for the clocks of its case."""
        if not is_correction(recorded):
            return clocks_after(recorded)
        return clocks_corrected(recorded, self._world.histories[recorded.category, recorded.entity])

    def heed(self, until: datetime) -> None:
        """Heed every alarm up to an instant, at its own; the world's clock goes with them."""
        for instant, alarm in self.schedule.rings(until):
            world = self._world
            world.now = max(world.now, instant)
            self.asked.add(alarm.command_id)
            outcome = world.send(
                ROBOT,
                alarm.command,
                alarm.deadline,
                alarm.command_id,
                alarm.effective or world.today,
                UUID(alarm.correlation),
            )
            assert outcome.refusal is None or outcome.refusal.rule in MOOT, "an alarm that goes off in time is heeded"
            self.catch_up()

    def follows(self, recorded: Recorded) -> list[Reaction]:
        """What is asked for because of an event, whenever it is delivered."""
        return react(recorded, AsOf(self._world, recorded.position)) if EVENTS[recorded.type] in CAUSES else []

    def _obey(self, cause: Recorded, reaction: Reaction) -> None:
        self.asked.add(reaction.command_id)
        asked = (reaction.command, reaction.entity, reaction.command_id, reaction.effective)
        outcome = self._world.send(ROBOT, *asked, UUID(cause.correlation))
        if outcome.refusal is not None and outcome.refusal.rule not in reaction.moot:
            self.refused.append((reaction, outcome.refusal))


class AsOf:
    """What the reactor knows at an event: what zones have in hand now, and whether a zone had left by then."""

    def __init__(self, world: World, position: int) -> None:
        """For the event at `position`."""
        self._world, self._position = world, position

    def of(self, category: str, zone_id: str) -> Sequence[Holding]:
        """What the zone has in hand of one kind."""
        return self._world.in_hand.of(category, zone_id)

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn before the event."""
        return self._world.withdrawn_at.get(zone_id, self._position + 1) <= self._position


def _at_once(work: Coroutine[None, None, None]) -> None:
    """Run what waits for nobody, as setting an alarm in memory does not."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise RuntimeError("it waits for somebody")
