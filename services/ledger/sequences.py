"""An application's sequences in one JetStream stream: its events, its snapshots, where it stands with others, its rows.

    <prefix>.events.<originator>     one stored event, one message; a notification's id is its position in the stream
    <prefix>.snapshots.<originator>  the same for any other purpose of an aggregate recorder
    <prefix>.tracking.<application>  how far an upstream application has been processed
    <prefix>.rows.<key>              what a view keeps, written in one batch with the tracking record

Whatever is inserted together is one atomic append, and every subject in it is guarded by the position last seen on it: two
writers can never both succeed, wherever they run. What is remembered of a subject is only a guess that the guard proves.
"""

import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent, Tracking

from services.ledger.log import Log
from services.ledger.records import Record, decode, decode_event, encode, encode_event, originator, token
from services.ledger.wire import Conflict, Entry, Stored

EVENTS = "events"
WINDOW = 1000
"""Messages looked through at once for the topics asked for."""
REMEMBERED = 10_000
"""Subjects whose last version is remembered: about 3 MB."""

Change = Callable[[bytes | None], bytes]
"""From what a row holds (None: nothing yet) to what it shall hold."""


class Point(NamedTuple):
    """A place on one subject: the highest version (for tracking: notification id) up to a position in the stream."""

    version: int
    position: int


NOWHERE = Point(-1, 0)


class Draft(NamedTuple):
    """What one insert asks for, all of it or nothing. `write` tells one insert from every other."""

    events: Sequence[StoredEvent]
    space: str
    tracking: Tracking | None
    row: tuple[str, Change] | None
    write: str


class Plan:
    """What a draft becomes on the wire: the messages, the guard of each subject, and where each subject will stand."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.guards: dict[str, int] = {}
        self.tops: dict[str, Point] = {}
        self.taken: dict[str, set[int]] = {}

    def add(self, subject: str, body: bytes, version: int) -> None:
        """Add a message. The position in its point counts within the plan, from 0."""
        high = max(version, self.tops[subject].version)
        self.tops[subject] = Point(high, len(self.entries))
        self.taken.setdefault(subject, set()).add(version)
        self.entries.append(Entry(subject, body))


class Sequences:
    """Guarded inserts and reads. All methods run on the loop of the log's connection."""

    def __init__(self, log: Log, prefix: str) -> None:
        self._log = log
        self._prefix = prefix
        self._all_events = f"{prefix}.{EVENTS}.*"
        self._points: OrderedDict[str, Point] = OrderedDict()

    def subject(self, space: str, name: str) -> str:
        """Where the messages of one sequence are."""
        return f"{self._prefix}.{space}.{token(name)}"

    async def insert(
        self,
        events: Sequence[StoredEvent],
        *,
        space: str = EVENTS,
        tracking: Tracking | None = None,
        row: tuple[str, Change] | None = None,
    ) -> list[int]:
        """Append events, a tracking record and a row's change, all or none; the positions of the events, contiguous.

        Raises IntegrityError where a version is taken or the tracking is not ahead. Versions in EVENTS only rise (filling a
        gap later would hide an event from whoever has read past it); a snapshot may be taken of any version not taken yet.
        """
        draft = Draft(events, space, tracking, row, secrets.token_urlsafe(16))
        plan = await self._plan(draft, guessing=True)
        while plan.entries:
            try:
                last = await self._log.append(plan.entries, plan.guards)
            except Conflict:  # our memory was old: look again, which raises IntegrityError where a version is taken by now
                for subject in plan.guards:
                    self._points.pop(subject, None)
                plan = await self._plan(draft, guessing=False)
                continue
            first = last - len(plan.entries) + 1
            for subject, point in plan.tops.items():
                self._remember(subject, Point(point.version, first + point.position))
            return list(range(first, first + len(events)))
        return []

    async def select(  # noqa: PLR0913  the package's own arguments
        self, originator_id: UUID | str, space: str, *, gt: int | None, lte: int | None, desc: bool, limit: int | None
    ) -> list[StoredEvent]:
        """Read one sequence: versions above `gt` up to `lte`, by version. Reads no other subject's messages."""
        subject = self.subject(space, str(originator_id))
        if desc and limit == 1 and lte is None:
            newest = await self._newest(subject)
            if newest is None or "high" not in newest.facts:
                return within([newest] if newest else [], gt, lte)
        point = self._points.get(subject, NOWHERE)
        after = point.position if gt is not None and point.version <= gt and space == EVENTS else 0
        stored = await self._log.read(subject, after)
        records = [decode(message.body, message.position) for message in stored]
        if stored:
            self._remember(subject, point_of(records[-1], stored[-1]))
        events = within(records, gt, lte)
        events.sort(key=lambda event: event.originator_version, reverse=desc)
        return events[:limit]

    async def notifications(
        self, after: int, until: int | None, limit: int, topics: Sequence[str] = ()
    ) -> list[Notification]:
        """Read up to `limit` events of all originators, by position: above `after`, up to `until`, of `topics` if given."""
        selected: list[Notification] = []
        while len(selected) < limit:
            window = await self._log.read(self._all_events, after, WINDOW if topics else limit - len(selected))
            inside = [stored for stored in window if until is None or stored.position <= until]
            selected += notified(inside, topics)
            if not inside or len(inside) < len(window):
                break
            after = inside[-1].position
        return selected[:limit]

    async def newest_position(self) -> int | None:
        """The position of the last event, None before the first."""
        newest = await self._log.last(self._all_events)
        return None if newest is None else newest.position

    async def follow(self, after: int, topics: Sequence[str] = ()) -> AsyncIterator[list[Notification]]:
        """Read every event behind `after` and go on with each that comes, in batches, for ever."""
        ours = self._all_events.removesuffix("*")
        async for batch in self._log.pull(after, follow=True):
            if news := notified([stored for stored in batch if stored.subject.startswith(ours)], topics):
                yield news

    async def tracked(self, application: str) -> int | None:
        """How far an upstream application has been processed; None: not at all."""
        point = await self._look(self.subject("tracking", application))
        return None if point is NOWHERE else point.version

    async def row(self, key: str) -> bytes | None:
        """What a row holds; None: nothing yet."""
        stored = await self._log.last(self.subject("rows", key))
        return None if stored is None else decode(stored.body, stored.position).state

    async def _plan(self, draft: Draft, *, guessing: bool) -> Plan:
        plan = Plan()
        for event in draft.events:
            await self._plan_event(plan, draft, event, guessing=guessing)
        if draft.tracking is not None:
            await self._plan_tracking(plan, draft, draft.tracking)
        if draft.row is not None:
            await self._plan_row(plan, draft, *draft.row)
        return plan

    async def _plan_event(self, plan: Plan, draft: Draft, event: StoredEvent, *, guessing: bool) -> None:
        subject = self.subject(draft.space, str(event.originator_id))
        version = event.originator_version
        if subject not in plan.tops:
            fresh = guessing and version <= 1  # the first event of an aggregate: most likely it is new, the guard will tell
            self._start(plan, subject, self._points.get(subject) or (NOWHERE if fresh else await self._look(subject)))
        facts: dict[str, str | int] = {"write": draft.write}
        if version <= (high := plan.tops[subject].version):
            if draft.space == EVENTS or version in await self._taken(plan, subject):
                raise IntegrityError(f"{event.originator_id} has version {high} already; {version} cannot be recorded")
            facts["high"] = high
        elif draft.space != EVENTS:
            facts |= self._landmark(event)
        plan.add(subject, encode_event(event, **facts), version)

    async def _plan_tracking(self, plan: Plan, draft: Draft, tracking: Tracking) -> None:
        subject = self.subject("tracking", tracking.application_name)
        top = self._points.get(subject) or await self._look(subject)
        if tracking.notification_id <= top.version:
            raise IntegrityError(
                f"{tracking.application_name} has been processed up to {top.version}, "
                f"{tracking.notification_id} cannot be recorded again"
            )
        self._start(plan, subject, top)
        facts = {"application": tracking.application_name, "notification": tracking.notification_id, "write": draft.write}
        plan.add(subject, encode(facts, b""), tracking.notification_id)

    async def _plan_row(self, plan: Plan, draft: Draft, key: str, change: Change) -> None:
        subject = self.subject("rows", key)
        stored = await self._log.last(subject)
        held = None if stored is None else decode(stored.body, stored.position).state
        self._start(plan, subject, Point(-1, 0 if stored is None else stored.position))
        plan.add(subject, encode({"row": key, "write": draft.write}, change(held)), 0)

    def _start(self, plan: Plan, subject: str, top: Point) -> None:
        """The plan's first message on a subject: it stands behind `top`."""
        plan.tops[subject] = top
        plan.guards.setdefault(subject, top.position)

    async def _taken(self, plan: Plan, subject: str) -> set[int]:
        """Every version on a subject. What is read here is what the guard then stands for."""
        if subject not in plan.taken:
            stored = await self._log.read(subject)
            plan.taken[subject] = {decode(message.body, message.position).facts["version"] for message in stored}
            plan.guards[subject] = stored[-1].position if stored else 0
        return plan.taken[subject]

    def _landmark(self, event: StoredEvent) -> dict[str, int]:
        """In a snapshot: where the events behind it begin, if that is known. It spares whoever loads it the older events."""
        point = self._points.get(self.subject(EVENTS, str(event.originator_id)))
        known = point is not None and point.version == event.originator_version
        return {"position": point.position} if known else {}

    async def _newest(self, subject: str) -> Record | None:
        """Read the last message on a subject; a snapshot's landmark is remembered for the load that follows."""
        stored = await self._log.last(subject)
        if stored is None:
            return None
        record = decode(stored.body, stored.position)
        self._remember(subject, point_of(record, stored))
        if "position" in record.facts:
            events = self.subject(EVENTS, str(originator(record.facts)))
            self._remember(events, Point(record.facts["version"], record.facts["position"]))
        return record

    async def _look(self, subject: str) -> Point:
        """Ask the stream how far a subject has come."""
        return NOWHERE if await self._newest(subject) is None else self._points[subject]

    def _remember(self, subject: str, point: Point) -> None:
        self._points[subject] = point
        self._points.move_to_end(subject)
        if len(self._points) > REMEMBERED:
            self._points.popitem(last=False)


def point_of(record: Record, stored: Stored) -> Point:
    """Where a subject stands with this message: `high` is there where a lower version was recorded late."""
    facts = record.facts
    return Point(int(facts.get("high", facts.get("version", facts.get("notification")))), stored.position)


def within(records: Sequence[Record], gt: int | None, lte: int | None) -> list[StoredEvent]:
    """Return the events with versions above `gt`, up to `lte`."""
    return [
        decode_event(record)
        for record in records
        if (gt is None or record.facts["version"] > gt) and (lte is None or record.facts["version"] <= lte)
    ]


def notified(messages: Sequence[Stored], topics: Sequence[str]) -> list[Notification]:
    """Return the messages that are events of the topics (none given: of all) as notifications."""
    records = [(message.position, decode(message.body, message.position)) for message in messages]
    return [
        Notification(
            id=position,
            originator_id=originator(record.facts),
            originator_version=record.facts["version"],
            topic=record.facts["topic"],
            state=record.state,
        )
        for position, record in records
        if not topics or record.facts["topic"] in topics
    ]
