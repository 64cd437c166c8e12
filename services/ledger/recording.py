"""JetStream as the recorders of the `eventsourcing` package: synchronous, for any number of threads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from services.ledger.plan import Change
from services.ledger.sequences import EVENTS
from services.ledger.session import Session, translated


class JetStreamAggregateRecorder(AggregateRecorder):
    """Events of aggregates, or another purpose's records (`snapshots`), each aggregate on a subject of its own."""

    purpose = EVENTS

    def __init__(self, session: Session, *, purpose: str = EVENTS) -> None:
        self.session = session
        self.purpose = purpose

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # noqa: ANN401  as declared by the package
        """Store all or none. Raises IntegrityError where a version is taken. Tells no positions."""
        self._insert(stored_events, kwargs.get("tracking"))
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read one aggregate's versions above `gt` up to `lte`, as the stream's leader has them."""
        sequences = self.session.sequences
        subject = sequences.subject(self.purpose, str(originator_id))
        return self.session.call(lambda: sequences.select(subject, gt, lte, desc=desc, limit=limit))

    def _insert(self, events: Sequence[StoredEvent], tracking: Tracking | None) -> list[int]:
        if not events and tracking is None:
            return []
        sequences = self.session.sequences
        return self.session.call(lambda: sequences.insert(events, space=self.purpose, tracking=tracking))


class JetStreamApplicationRecorder(JetStreamAggregateRecorder, ApplicationRecorder):
    """All events of an application in one order: a notification's id is its position in the stream."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # noqa: ANN401  as declared by the package
        """Store all or none; their positions."""
        return self._insert(stored_events, kwargs.get("tracking"))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read up to `limit` events from position `start` (or behind it) up to `stop`."""
        after = (start or 0) - (1 if inclusive_of_start else 0)
        return self.session.call(lambda: self.session.sequences.notifications(max(after, 0), stop, limit, topics))

    def max_notification_id(self) -> int | None:
        """Return the position of the last event, None before the first."""
        return self.session.call(self.session.sequences.newest_position)

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "JetStreamSubscription":
        """Iterate over the events behind position `gt` and every later one, as it comes."""
        return JetStreamSubscription(self, gt, topics)


class JetStreamTrackingRecorder(TrackingRecorder):
    """How far upstream applications have been processed; for views also rows, changed with that, or not at all."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises IntegrityError unless it is ahead of the last one of that application."""
        self.session.call(lambda: self.session.sequences.insert([], tracking=tracking))

    def insert_tracking_and_change(self, tracking: Tracking, key: str, change: Change) -> None:
        """Record a position and change a row, both or neither; `change` makes the row's new bytes of its old ones."""
        self.session.call(lambda: self.session.sequences.insert([], tracking=tracking, row=(key, change)))

    def row(self, key: str) -> bytes | None:
        """Return what a row holds, None while it holds nothing."""
        return self.session.call(lambda: self.session.sequences.row(key))[0]

    def max_tracking_id(self, application_name: str) -> int | None:
        """Return how far an application has been processed, None for not at all."""
        return self.session.call(lambda: self.session.sequences.tracked(application_name))


class JetStreamProcessRecorder(JetStreamTrackingRecorder, JetStreamApplicationRecorder, ProcessRecorder):
    """Events together with the position upstream that they answer: one atomic batch, both guarded."""


class JetStreamSubscription(Subscription[JetStreamApplicationRecorder]):
    """The events behind a position, then each that comes, in order; the server may restart meanwhile."""

    def __init__(self, recorder: JetStreamApplicationRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._feed = recorder.session.feed(recorder.session.sequences.follow(gt or 0, topics))

    def __next__(self) -> Notification:
        with translated():
            return self._feed.next()

    def stop(self) -> None:
        """End the iteration, from whatever thread."""
        super().stop()
        self._feed.end()

    def __del__(self) -> None:
        self.stop()
