"""Refusals: what a recorder cannot do it says, in the package's own exceptions, and it leaves nothing behind."""

import gc
import os
import threading

import pytest
from eventsourcing.persistence import DataError, OperationalError
from eventsourcing.utils import Environment
from nats.js.api import StreamConfig

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.recorder import JetStreamFactory
from tests.services.recorder.zone_events import events


def construct(**more: str) -> JetStreamFactory:
    return JetStreamFactory(Environment("zones", {**os.environ, **more}))


def test_more_than_a_batch_holds_is_refused_whole(factory: JetStreamFactory) -> None:
    recorder = factory.application_recorder()
    with pytest.raises(DataError, match="1001"):
        recorder.insert_events(events(*range(1001)))
    with pytest.raises(DataError):
        recorder.insert_events(events(1, state=b"x" * (9 << 20)))
    assert recorder.max_notification_id() is None


async def test_a_foreign_message_among_the_events_is_named_by_its_position(
    factory: JetStreamFactory, nats_server: Server
) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events(events(1))
    async with await connect(nats_server.url) as nc:
        await nc.jetstream().publish(f"{factory.place.prefix}.events.stranger", b"hello")
    with pytest.raises(DataError, match="position 2"):
        recorder.select_notifications(None, 10)


async def test_a_stream_that_may_lose_events_is_refused(nats_server: Server) -> None:
    stream = os.environ["NATS_STREAM"]
    async with await connect(nats_server.url) as nc:
        await nc.jsm().add_stream(StreamConfig(name=stream, subjects=[f"{stream.lower()}.>"], max_msgs=5))
    factory = construct()
    with pytest.raises(OperationalError, match="max_msgs"):
        factory.application_recorder()
    factory.close()


def test_a_stream_that_has_to_be_there_is_not_made() -> None:
    factory = construct(CREATE_TABLE="no")
    with pytest.raises(OperationalError, match="not found"):
        factory.application_recorder()
    factory.close()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NATS_URL", ""),
        ("NATS_REPLICAS", "three"),
        ("NATS_PATIENCE", "-1"),
    ],
)
def test_an_environment_that_says_nothing_useful_is_refused(variable: str, value: str) -> None:
    with pytest.raises(OSError, match=variable):
        construct(**{variable: value})


def test_a_server_that_is_not_there_is_said_so() -> None:
    factory = construct(NATS_URL="nats://127.0.0.1:1", NATS_PATIENCE="0.2")
    with pytest.raises(OperationalError):
        factory.application_recorder()
    factory.close()


def test_a_closed_recorder_says_so(factory: JetStreamFactory) -> None:
    recorder = factory.application_recorder()
    subscription = recorder.subscribe()
    factory.close()
    factory.close()
    with pytest.raises(OperationalError, match="closed"):
        recorder.max_notification_id()
    with pytest.raises(OperationalError, match="closed"):
        next(subscription)


def test_what_is_dropped_without_close_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    recorder = construct().application_recorder()
    recorder.insert_events(events(1))
    del recorder
    gc.collect()
    assert threading.active_count() == before
