"""Reading: in order, only what is asked for, as it was written."""

import hashlib
import threading
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent, Tracking
from hypothesis import given
from hypothesis import strategies as st

from services.ledger.recorder import JetStreamApplicationRecorder, JetStreamFactory
from services.ledger.records import decode, decode_event, encode, event_facts, token
from tests.services.recorder.zone_events import ZONE, events, versions


def test_notifications_skip_what_is_no_event_and_keep_the_order(factory: JetStreamFactory) -> None:
    recorder = factory.process_recorder()
    recorder.insert_events(events(1), tracking=Tracking("leads", 1))
    factory.aggregate_recorder("snapshots").insert_events(events(1))
    recorder.insert_events(events(2, 3))
    assert [(n.id, n.originator_version) for n in recorder.select_notifications(None, 10)] == [(1, 1), (4, 2), (5, 3)]
    assert [n.id for n in recorder.select_notifications(2, 1)] == [4]
    with recorder.subscribe(gt=1) as subscription:
        assert [next(subscription).id for _ in range(2)] == [4, 5]


def test_a_subscription_ends_while_it_waits(factory: JetStreamFactory) -> None:
    subscription = factory.application_recorder().subscribe()
    waiting = threading.Thread(target=lambda: list(subscription))
    waiting.start()
    subscription.stop()
    waiting.join(10)
    assert not waiting.is_alive()


def test_loading_an_aggregate_reads_its_own_events_only(factory: JetStreamFactory, rival: JetStreamFactory) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events([event for _ in range(300) for event in events(1, originator=uuid4())])
    recorder.insert_events(events(*range(1, 6)))
    cold = rival.application_recorder()
    before = received(cold)
    assert versions(cold) == [1, 2, 3, 4, 5]
    assert received(cold) - before < 10


def test_a_snapshot_spares_whoever_loads_it_the_older_events(
    factory: JetStreamFactory, rival: JetStreamFactory
) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events(events(*range(1, 301)))
    factory.aggregate_recorder("snapshots").insert_events(events(300))
    recorder.insert_events(events(301, 302))
    cold, snapshots = rival.application_recorder(), rival.aggregate_recorder("snapshots")
    before = received(cold)
    assert versions(snapshots, desc=True, limit=1) == [300]
    assert versions(cold, gt=300) == [301, 302]
    assert received(cold) - before < 10
    assert versions(cold) == list(range(1, 303))


def received(recorder: JetStreamApplicationRecorder) -> int:
    """How many messages the recorder's connection has received so far."""
    return recorder.session._there()[0].stats["in_msgs"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_two_originators_share_a_subject(one: str, other: str) -> None:
    assert (token(one) == token(other)) == (one == other)
    assert 0 < len(token(one)) <= 120
    assert not set(token(one)) & set(" .*>\t\r\n")


def test_a_long_originator_is_named_by_its_digest_and_no_other_originator_is() -> None:
    long = "联动创新区" * 60
    digest = hashlib.sha256(long.encode()).hexdigest()
    assert digest in token(long)
    assert token(digest) != token(long) != token(token(long))


@given(st.text() | st.uuids(), st.integers(0, 2**53), st.text(), st.binary())
def test_a_record_is_read_as_it_was_written(originator: UUID | str, version: int, topic: str, state: bytes) -> None:
    event = StoredEvent(originator, version, topic, state)
    assert decode_event(decode(encode(event_facts(event), event.state), 1)) == event


def test_a_text_that_looks_like_a_uuid_stays_a_text(factory: JetStreamFactory) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events(events(1, originator=str(ZONE)))
    assert recorder.select_events(ZONE)[0].originator_id == str(ZONE)
    with pytest.raises(IntegrityError):
        recorder.insert_events(events(1, originator=ZONE))
