"""JetStream as the recorder of dynamic consistency boundaries: tagged events in one order, appended under conditions.

All of them are on one subject, `<prefix>.decisions`, in the order of their positions. A condition ("fail if events
match") is looked up in what came behind its `after`, and the append is guarded by the last position looked at: whatever
somebody else appends in between makes it fail and look again, at the news alone. Conditions are arbitrary, so this
order is the only guard that holds for all of them; appends of one process take turns, not to be in each other's way.

What a query reads, it reads from behind its `after`: give one where there is one.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from secrets import token_urlsafe

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.persistence import DataError, IntegrityError, ProgrammingError

from services.ledger.log import Log
from services.ledger.records import decode, encode
from services.ledger.session import Session, translated
from services.ledger.wire import BATCH_LIMIT, Conflict, Entry, Stored


class Decisions:
    """The tagged events of one application. All methods run on the loop of the log's connection."""

    def __init__(self, log: Log, prefix: str) -> None:
        self._log = log
        self._subject = f"{prefix}.decisions"
        self._turn = asyncio.Lock()
        self._last: int | None = None

    async def read(self, query: DCBQuery, after: int, limit: int | None) -> "JetStreamDCBReadResponse":
        """Read what matches behind position `after`, up to `limit`."""
        stored = await self._log.read(self._subject, after)
        matching = list(matches(stored, query))[:limit]
        if limit is not None:
            return JetStreamDCBReadResponse(matching, matching[-1].position if matching else None)
        newest = stored[-1] if stored else await self._log.last(self._subject)
        return JetStreamDCBReadResponse(matching, newest.position if newest else None)

    async def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None) -> int:
        """Append all or none; the position of the last. Raises IntegrityError where the condition does not hold."""
        write = token_urlsafe(16)
        entries = [
            Entry(self._subject, encode({"type": event.type, "tags": event.tags, "write": write}, event.data))
            for event in events
        ]
        async with self._turn:
            after = 0 if condition is None else condition.after or 0
            while True:
                guard = await self._guard() if condition is None else await self._looked(condition, after)
                try:
                    self._last = await self._log.append(entries, {self._subject: guard})
                except Conflict:
                    self._last, after = None, max(after, guard)
                else:
                    return self._last

    async def follow(self, query: DCBQuery, after: int) -> AsyncGenerator[list[DCBSequencedEvent], None]:
        """Read what matches behind `after`, and go on with what comes, for ever."""
        async for batch in self._log.pull(after, follow=True):
            if news := list(matches([stored for stored in batch if stored.subject == self._subject], query)):
                yield news

    async def _looked(self, condition: DCBAppendCondition, after: int) -> int:
        """Look at what is behind `after`; if nothing of it matches, the last position on the subject."""
        stored = await self._log.read(self._subject, after)
        if next(matches(stored, condition.fail_if_events_match), None) is not None:
            raise IntegrityError(f"the condition does not hold: {condition}")
        return stored[-1].position if stored else await self._newest()

    async def _guard(self) -> int:
        return await self._newest() if self._last is None else self._last

    async def _newest(self) -> int:
        newest = await self._log.last(self._subject)
        return 0 if newest is None else newest.position


def matches(messages: Iterable[Stored], query: DCBQuery) -> Iterator[DCBSequencedEvent]:
    """Go through the events that match at least one item of the query; a query without items matches all."""
    for stored in messages:
        facts, data = decode(stored.body, stored.position)
        if not query.items or any(
            (not item.types or facts["type"] in item.types) and set(item.tags) <= set(facts["tags"])
            for item in query.items
        ):
            yield DCBSequencedEvent(DCBEvent(type=facts["type"], data=data, tags=facts["tags"]), stored.position)


class JetStreamDCBReadResponse(DCBReadResponse):
    """What was read, and up to which position of all tagged events it holds."""

    def __init__(self, events: Iterable[DCBSequencedEvent], head: int | None) -> None:
        self._events = iter(events)
        self._head = head

    @property
    def head(self) -> int | None:
        """The last position looked at; with a limit, that of the last event read."""
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        return next(self._events)


class JetStreamDCBRecorder(DCBRecorder):
    """Tagged events in one order, appended under conditions; synchronous, for any number of threads."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.decisions = Decisions(session.log, session.place.prefix)

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> JetStreamDCBReadResponse:
        """Read what matches the query behind `after`, up to `limit`."""
        return self.session.call(lambda: self.decisions.read(query or DCBQuery(), after or 0, limit))

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """Append all or none; the position of the last. Raises IntegrityError where the condition does not hold."""
        if not events:
            raise ProgrammingError("there is nothing to append")
        if len(events) > BATCH_LIMIT:
            raise DataError(f"{len(events)} events cannot be appended together, at most {BATCH_LIMIT} can")
        return self.session.call(lambda: self.decisions.append(events, condition))

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> "JetStreamDCBSubscription":
        """Iterate over what matches behind `after`, and every later match as it comes."""
        return JetStreamDCBSubscription(self, query, after)


class JetStreamDCBSubscription(DCBSubscription[JetStreamDCBRecorder]):
    """The tagged events behind a position, then each that comes."""

    def __init__(self, recorder: JetStreamDCBRecorder, query: DCBQuery | None, after: int | None) -> None:
        super().__init__(recorder, query, after)
        self._feed = recorder.session.feed(recorder.decisions.follow(query or DCBQuery(), after or 0))

    def __next__(self) -> DCBSequencedEvent:
        with translated():
            return self._feed.next()

    def stop(self) -> None:
        """End the iteration, from whatever thread."""
        super().stop()
        self._feed.end()

    def __del__(self) -> None:
        self.stop()
