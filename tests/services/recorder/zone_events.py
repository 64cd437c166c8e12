"""Events of one zone, the least that a recorder is told."""

from uuid import UUID

from eventsourcing.persistence import StoredEvent

from services.ledger.recorder import JetStreamAggregateRecorder

ZONE = UUID("7f6b1a52-3a6a-4a27-8d9c-0d7f5c0a1b2c")


def events(*versions: int, originator: UUID | str = ZONE, state: bytes = b"{}") -> list[StoredEvent]:
    return [StoredEvent(originator, version, "zone.established", state) for version in versions]


def versions(recorder: JetStreamAggregateRecorder, **bounds: int | bool | None) -> list[int]:
    """The versions of the zone that the recorder selects."""
    return [event.originator_version for event in recorder.select_events(ZONE, **bounds)]  # type: ignore[arg-type]  # by name
