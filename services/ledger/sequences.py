"""An application's sequences in one JetStream stream: its events, its snapshots, where it stands with others, its rows.

    <prefix>.events.<originator>     one stored event, one message; a notification's id is its position in the stream
    <prefix>.snapshots.<originator>  the same for any other purpose of an aggregate recorder
    <prefix>.tracking.<application>  how far an upstream application has been processed
    <prefix>.rows.<key>              what a view keeps, written in one batch with the tracking record

Whatever is inserted together is one atomic append, and every subject in it is guarded by the position last seen on it:
two writers can never both succeed, wherever they run. What is remembered of a subject is a guess that the guard proves.
"""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence

from eventsourcing.persistence import DataError, IntegrityError, Notification, StoredEvent, Tracking

from services.ledger.log import Log
from services.ledger.plan import NOWHERE, Change, Draft, Plan, Point, point_of
from services.ledger.records import Record, decode, decode_event, event_facts, originator, token
from services.ledger.wire import BATCH_LIMIT, Conflict, Stored

EVENTS = "events"
WINDOW = 1000
"""Messages looked through at once for the topics asked for."""
REMEMBERED = 10_000
"""Subjects whose last version is remembered: about 3 MB."""


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

        Raises IntegrityError where a version is taken or the tracking is not ahead. Versions in EVENTS only rise: to
        fill a gap later would hide an event from whoever has read past it. A snapshot may be of any version not taken.
        """
        draft = Draft(events, space, tracking, row)
        guessing = True
        while True:
            try:
                plan = await self._plan(draft, guessing=guessing)
                last = await self._log.append(plan.entries, plan.guards)
            except Conflict:  # our memory was old: look again, and raise IntegrityError where a version is taken by now
                self._forget(draft)
                guessing = False
                continue
            for subject, point in plan.stored(last).items():
                self._remember(subject, point)
            first = last - len(plan.entries) + 1
            return list(range(first, first + len(events)))

    async def select(
        self,
        subject: str,
        gt: int | None = None,
        lte: int | None = None,
        *,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Read one sequence: versions above `gt` up to `lte`, by version. Reads no other subject's messages."""
        if desc and limit == 1 and lte is None:
            newest = await self._newest(subject)
            if newest is None or "high" not in newest.facts:
                return within([newest] if newest else [], gt, lte)
        stored = await self._log.read(subject, self._behind(subject, gt))
        records = [decode(message.body, message.position) for message in stored]
        if stored:
            self._remember(subject, point_of(records[-1], stored[-1]))
        events = within(records, gt, lte)
        events.sort(key=lambda event: event.originator_version, reverse=desc)
        return events[:limit]

    async def notifications(
        self, after: int, until: int | None, limit: int, topics: Sequence[str] = ()
    ) -> list[Notification]:
        """Read up to `limit` events of all originators by position: behind `after`, up to `until`, of `topics`."""
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

    async def follow(self, after: int, topics: Sequence[str] = ()) -> AsyncGenerator[list[Notification], None]:
        """Read every event behind `after` and go on with each that comes, in batches, for ever."""
        ours = self._all_events.removesuffix("*")
        async for batch in self._log.pull(after, follow=True):
            if news := notified([stored for stored in batch if stored.subject.startswith(ours)], topics):
                yield news

    async def tracked(self, application: str) -> int | None:
        """How far an upstream application has been processed; None: not at all."""
        point = await self._look(self.subject("tracking", application))
        return None if point is NOWHERE else point.version

    async def row(self, key: str) -> tuple[bytes | None, int]:
        """What a row holds and its position; None and 0: nothing yet."""
        stored = await self._log.last(self.subject("rows", key))
        return (None, 0) if stored is None else (decode(stored.body, stored.position).state, stored.position)

    async def _plan(self, draft: Draft, *, guessing: bool) -> Plan:
        plan = Plan()
        for event in draft.events:
            await self._plan_event(plan, draft.space, event, guessing=guessing)
        if draft.tracking is not None:
            await self._plan_tracking(plan, draft.tracking)
        if draft.row is not None:
            key, change = draft.row
            held, position = await self.row(key)
            subject = self.subject("rows", key)
            plan.begin(subject, Point(-1, position))
            plan.add(subject, 0, {"row": key}, change(held))
        if len(plan.entries) > BATCH_LIMIT:
            raise DataError(f"{len(plan.entries)} records cannot be stored together, at most {BATCH_LIMIT} can")
        return plan

    async def _plan_event(self, plan: Plan, space: str, event: StoredEvent, *, guessing: bool) -> None:
        subject = self.subject(space, str(event.originator_id))
        version = event.originator_version
        if subject not in plan.tops:
            new = (
                guessing and version <= 1
            )  # the first event of an aggregate: most likely it is new, the guard will tell
            plan.begin(subject, self._points.get(subject) or (NOWHERE if new else await self._look(subject)))
        facts = event_facts(event)
        if version <= (high := plan.tops[subject].version):
            if space == EVENTS or (subject, version) in plan.planned or version in await self._taken(subject):
                raise IntegrityError(f"{event.originator_id} has version {high} already, {version} cannot be recorded")
            facts["high"] = high
        elif space != EVENTS:
            facts |= self._landmark(event)
        plan.add(subject, version, facts, event.state)

    async def _plan_tracking(self, plan: Plan, tracking: Tracking) -> None:
        name, reached = tracking.application_name, tracking.notification_id
        subject = self.subject("tracking", name)
        top = self._points.get(subject) or await self._look(subject)
        if reached <= top.version:
            raise IntegrityError(f"{name} has been processed up to {top.version}, {reached} cannot be recorded")
        plan.begin(subject, top)
        plan.add(subject, reached, {"application": name, "notification": reached})

    async def _taken(self, subject: str) -> set[int]:
        """Every version stored on a subject. Read after the guard was chosen: news in between break the guard."""
        return {decode(stored.body, stored.position).facts["version"] for stored in await self._log.read(subject)}

    def _behind(self, subject: str, gt: int | None) -> int:
        """Behind which position all versions above `gt` are, as far as is known; 0: read from the start."""
        point = self._points.get(subject)
        rising = subject.startswith(self._all_events.removesuffix("*"))
        return point.position if point is not None and gt is not None and point.version <= gt and rising else 0

    def _landmark(self, event: StoredEvent) -> dict[str, int]:
        """In a snapshot: where its aggregate's event is, if known. Whoever loads it reads only what came after."""
        point = self._points.get(self.subject(EVENTS, str(event.originator_id)))
        known = point is not None and point.version == event.originator_version
        return {"position": point.position} if point is not None and known else {}

    async def _look(self, subject: str) -> Point:
        """Ask the stream how far a subject has come."""
        return NOWHERE if await self._newest(subject) is None else self._points[subject]

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

    def _forget(self, draft: Draft) -> None:
        for event in draft.events:
            self._points.pop(self.subject(draft.space, str(event.originator_id)), None)
        if draft.tracking is not None:
            self._points.pop(self.subject("tracking", draft.tracking.application_name), None)

    def _remember(self, subject: str, point: Point) -> None:
        self._points[subject] = point
        self._points.move_to_end(subject)
        if len(self._points) > REMEMBERED:
            self._points.popitem(last=False)


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
