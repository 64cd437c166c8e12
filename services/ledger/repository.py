"""Entities as their deciders see them, and what a command once caused: from memory, from the index, from the stream.

Memory holds the folded states of the entities used last, and the events that are newer than the index. A cached state
may be stale when another process writes: the guard notices on append, `fresh=True` asks the stream's leader first.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from domain.corrections import Correction, in_effect, is_correction
from domain.envelope import Circumstances, Recorded, seal
from domain.kernel import Decider, Event
from services.ledger.index import Index
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Stored

CAPACITY = 10_000
"""Entities kept in memory."""

S = TypeVar("S")
Decode = Callable[[Stored], Recorded]


class Loaded(NamedTuple, Generic[S]):
    """An entity's folded state, how many events made it, where the last of them stands (0: there is no such entity).

    `opened` is the legal date of the first, `latest` the latest legal date of all, `opened_under` the rulebook version
    that the first was recorded under.
    """

    state: S
    version: int = 0
    position: int = 0
    opened: date | None = None
    latest: date | None = None
    opened_under: str | None = None


def subject_of(category: str, entity: str) -> str:
    """The subject of an entity's events."""
    return f"evt.{category}.{entity}"


def read(stored: Stored) -> Recorded:
    """Open a stored message as an event."""
    return Recorded.read(stored.position, stored.recorded, stored.body)


def further(decider: Decider[S, Any, Any], loaded: Loaded[S], tail: Iterable[Recorded]) -> Loaded[S]:
    """The entity after further events, none of which is a correction."""
    for recorded in tail:
        loaded = loaded._replace(
            state=decider.evolve(loaded.state, recorded.event),
            version=loaded.version + 1,
            position=recorded.position,
            opened=loaded.opened or recorded.effective,
            latest=max(loaded.latest or recorded.effective, recorded.effective),
            opened_under=loaded.opened_under if loaded.version else recorded.rulebook,
        )
    return loaded


def whole(decider: Decider[S, Any, Any], history: Sequence[Recorded]) -> Loaded[S]:
    """The entity that a history makes, each event as corrected last; corrections count as events of it."""
    loaded = further(decider, Loaded(decider.initial), in_effect(history))
    if not history:
        return loaded
    return loaded._replace(version=len(history), position=history[-1].position)


class Recent:
    """Events newer than the index, by the command that caused them."""

    def __init__(self) -> None:
        self._caused: dict[str, dict[int, Stored]] = {}
        self._last: dict[str, int] = {}
        self._order: deque[tuple[int, str, str]] = deque()

    def add(self, subject: str, events: Iterable[tuple[str, Stored]], indexed: int) -> None:
        """Take events of one subject in, each with the command that caused it.

        Those that the index has by now, up to position `indexed`, are forgotten.
        """
        for command, stored in events:
            self._caused.setdefault(command, {})[stored.position] = stored
            self._last[subject] = max(stored.position, self.last(subject))
            self._order.append((stored.position, command, subject))
        while self._order and self._order[0][0] <= indexed:
            position, command, subject = self._order.popleft()
            caused = self._caused.get(command, {})
            caused.pop(position, None)
            if not caused:
                self._caused.pop(command, None)
            if self.last(subject) <= position:
                self._last.pop(subject, None)

    def caused_by(self, command: str) -> tuple[Stored, ...]:
        """What is known of a command, in the order of the log."""
        caused = self._caused.get(command)
        return () if caused is None else tuple(stored for _, stored in sorted(caused.items()))

    def last(self, subject: str) -> int:
        """The last known position on a subject, 0 when the index has everything known."""
        return self._last.get(subject, 0)


class Repository:
    """Loads and appends. One object serves any number of tasks."""

    def __init__(self, events: Log, index: Index, decode: Decode = read, *, capacity: int = CAPACITY) -> None:
        """`decode` opens a stored message; `capacity` is the number of entities kept in memory."""
        self._log, self._index, self._decode, self._capacity = events, index, decode, capacity
        self._states: OrderedDict[str, Loaded[Any]] = OrderedDict()
        self._recent = Recent()
        self._doubtful: set[str] = set()

    async def load(self, decider: Decider[S, Any, Any], entity: str, *, fresh: bool = False) -> Loaded[S]:
        """The entity's state; with `fresh`, confirmed with the stream's leader.

        Raises `PoisonEvent` when its history holds an event that this version cannot read.
        """
        if not fresh and (loaded := self.at_hand(decider, entity)) is not None:
            return loaded
        subject = subject_of(decider.category, entity)
        loaded = self._states.get(subject)
        ask = fresh or subject in self._doubtful
        if loaded is None:
            return self._keep(subject, whole(decider, await self.history(decider, entity, fresh=fresh)))
        if ask or self._recent.last(subject) > loaded.position:
            tail = await self._tail(subject, loaded.position)
            if any(map(is_correction, tail)):
                loaded = whole(decider, await self.history(decider, entity, fresh=fresh))
            loaded = further(decider, loaded, (each for each in tail if each.position > loaded.position))
        return self._keep(subject, loaded)

    async def history(self, decider: Decider[S, Any, Any], entity: str, *, fresh: bool = False) -> list[Recorded]:
        """Every event of the entity, as it was recorded; with `fresh`, confirmed with the stream's leader."""
        subject = subject_of(decider.category, entity)
        found = [self._decode(stored) for stored in await self._index.events(subject)]
        position = found[-1].position if found else 0
        if fresh or subject in self._doubtful or self._recent.last(subject) > position:
            found += await self._tail(subject, position)
        return found

    async def _tail(self, subject: str, after: int) -> list[Recorded]:
        """What the stream has on a subject behind a position, as its leader sees it."""
        tail = await self._log.read(subject, after=after)
        opened = [self._decode(stored) for stored in tail]
        caused = zip((recorded.command for recorded in opened), tail, strict=True)
        self._recent.add(subject, caused, self._index.position)
        self._doubtful.discard(subject)
        return opened

    async def outcome(self, command: UUID | str) -> tuple[Recorded, ...]:
        """The events that a command once caused, in order; empty if it caused none.

        Complete for what the index has, for what this repository appended, and for what it met when loading: so after
        a conflict with another process's success of the same command, load the entity fresh and ask again. An event
        that this repository appended within the last moments has no `recorded_ns` yet (0): the log's clock comes with
        reading.
        """
        known = self._recent.caused_by(str(command))
        return self._outcome(str(command), known, await self._index.caused(str(command)))

    async def load_for(
        self, command: str, decider: Decider[S, Any, Any], entity: str, *, fresh: bool = False
    ) -> tuple[Loaded[S], tuple[Recorded, ...]]:
        """What `load` gives, and the `outcome` of the command: with one question to the index where it is asked."""
        subject = subject_of(decider.category, entity)
        if fresh or subject in self._states or subject in self._doubtful or self._recent.last(subject):
            loaded = await self.load(decider, entity, fresh=fresh)
            return loaded, await self.outcome(command)
        known = self._recent.caused_by(command)
        events, caused = await self._index.both(subject, command)
        loaded = whole(decider, list(map(self._decode, events)))
        return self._keep(subject, loaded), self._outcome(command, known, caused)

    def at_hand(self, decider: Decider[S, Any, Any], entity: str) -> Loaded[S] | None:
        """The entity's state as memory has it, where `load` would ask nobody either; else None."""
        subject = subject_of(decider.category, entity)
        loaded: Loaded[S] | None = self._states.get(subject)
        if loaded is None or subject in self._doubtful or self._recent.last(subject) > loaded.position:
            return None
        self._states.move_to_end(subject)
        return loaded

    def _outcome(self, command: str, known: Sequence[Stored], found: list[Stored]) -> tuple[Recorded, ...]:
        """What memory had of a command before the index was asked, what it has now, and what the index found.

        The index may end in the middle of what the command caused; and while it is read, memory may forget what the
        index has got only since.
        """
        if recent := (*known, *self._recent.caused_by(command)):
            together = {stored.position: stored for stored in (*recent, *found)}
            found = [together[position] for position in sorted(together)]
        return tuple(map(self._decode, found))

    async def append(
        self,
        decider: Decider[S, Any, Any],
        entity: str,
        loaded: Loaded[S],
        events: Sequence[Event],
        around: Circumstances,
    ) -> int:
        """Append the events decided on `loaded` in the circumstances `around`; the position of the last one.

        Raises as `Log.append`; after `Conflict` and `OutcomeUnknown` the next load asks the leader in any case.
        """
        subject = subject_of(decider.category, entity)
        bodies = [
            seal(event, decider.category, entity, loaded.version + ordinal, ordinal, around)
            for ordinal, event in enumerate(events, start=1)
        ]
        entries = [Entry(subject, body) for body in bodies]
        try:
            position = await self._log.append(entries, {subject: loaded.position})
        except (Conflict, OutcomeUnknown):
            self._doubtful.add(subject)
            raise
        first, command = position - len(bodies) + 1, str(around.command)
        stored = (Stored(first + number, subject, body, 0) for number, body in enumerate(bodies))
        self._recent.add(subject, ((command, each) for each in stored), self._index.position)
        if any(isinstance(event, Correction) for event in events):
            self._states.pop(subject, None)  # what the events make together has to be worked out anew
            return position
        state = loaded.state
        for event in events:
            state = decider.evolve(state, event)
        opened, latest = loaded.opened or around.effective, max(loaded.latest or around.effective, around.effective)
        under = loaded.opened_under if loaded.version else around.rulebook
        self._keep(subject, Loaded(state, loaded.version + len(events), position, opened, latest, under))
        return position

    def _keep(self, subject: str, loaded: Loaded[S]) -> Loaded[S]:
        """Remember the newer of two states of what exists; the entities used least recently are forgotten."""
        known: Loaded[S] | None = self._states.get(subject)
        if known is not None and known.position > loaded.position:
            loaded = known
        if loaded.version:
            self._states[subject] = loaded
            self._states.move_to_end(subject)
            if len(self._states) > self._capacity:
                self._states.popitem(last=False)
        return loaded
