"""The test cases that the `eventsourcing` package ships for the authors of recorders, on JetStream: all of them."""

import ast
import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar
from unittest import TestCase
from uuid import uuid4

import eventsourcing
import pytest
from eventsourcing.dcb import tests as dcb
from eventsourcing.persistence import Tracking
from eventsourcing.tests import application, persistence, projection
from eventsourcing.utils import Environment, get_topic

from services.broker.embedded import Server
from services.ledger.connection import connect
from services.ledger.recorder import (
    JetStreamAggregateRecorder,
    JetStreamApplicationRecorder,
    JetStreamFactory,
    JetStreamProcessRecorder,
    JetStreamTrackingRecorder,
)

# The package looks at a deprecation of its own with a list of warnings, which an error would leave empty.
pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning")

NOT_RUN = {
    "RecorderTestCase": "has no tests: what the cases for recorders have in common",
    **{
        f"TranscoderTestCase.{test}": "for the authors of transcoders; there is none here, the package's own is used"
        for test in vars(persistence.TranscoderTestCase)
        if test.startswith("test")
    },
}
"""What the package ships and is not run here, with the reason."""


class EventCounters(JetStreamTrackingRecorder, projection.EventCountersView):
    """A view on JetStream: two counters, each a row changed together with the tracking record."""

    def get_created_event_counter(self) -> int:
        return int(self.row("created") or 0)

    def get_subsequent_event_counter(self) -> int:
        return int(self.row("subsequent") or 0)

    def incr_created_event_counter(self, tracking: Tracking) -> None:
        self.insert_tracking_and_change(tracking, "created", one_more)

    def incr_subsequent_event_counter(self, tracking: Tracking) -> None:
        self.insert_tracking_and_change(tracking, "subsequent", one_more)


def one_more(count: bytes | None) -> bytes:
    return b"%d" % (int(count or 0) + 1)


@pytest.fixture(autouse=True)
def environment(nats_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every application of a test runs on JetStream, on a stream that no other test has."""
    stream = f"CASE_{uuid4().hex}"
    monkeypatch.setenv("PERSISTENCE_MODULE", "services.ledger.recorder")
    monkeypatch.setenv("NATS_URL", nats_server.url)
    monkeypatch.setenv("NATS_STREAM", stream)
    yield
    asyncio.run(forget(nats_server.url, stream))


async def forget(url: str, stream: str) -> None:
    """Delete a test's stream, if the test made one."""
    async with await connect(url) as nc:
        if stream in [info.config.name for info in await nc.jsm().streams_info()]:
            await nc.jsm().delete_stream(stream)


class OnJetStream(TestCase):
    """A test with a factory of its own."""

    def setUp(self) -> None:
        super().setUp()
        self.jetstream = JetStreamFactory(Environment(env=os.environ))
        self.addCleanup(self.jetstream.close)


class TestAggregateRecorder(OnJetStream, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> JetStreamAggregateRecorder:
        return self.jetstream.aggregate_recorder()


class TestSnapshotRecorder(OnJetStream, persistence.AggregateRecorderTestCase):
    def create_recorder(self) -> JetStreamAggregateRecorder:
        return self.jetstream.aggregate_recorder(purpose="snapshots")


class TestTextAggregateRecorder(TestAggregateRecorder):
    def new_originator_id(self) -> str:
        return f"区县 {uuid4()}.*>"


class TestApplicationRecorder(OnJetStream, persistence.ApplicationRecorderTestCase[JetStreamApplicationRecorder]):
    def create_recorder(self) -> JetStreamApplicationRecorder:
        return self.jetstream.application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestTextApplicationRecorder(TestApplicationRecorder):
    def new_originator_id(self) -> str:
        return f"区县 {uuid4()}.*>"


class TestProcessRecorderAsApplicationRecorder(TestApplicationRecorder):
    def create_recorder(self) -> JetStreamApplicationRecorder:
        return self.jetstream.process_recorder()


class TestNonInterleavingNotificationIDs(OnJetStream, persistence.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> JetStreamApplicationRecorder:
        return self.jetstream.application_recorder()


class TestTrackingRecorder(OnJetStream, persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> JetStreamTrackingRecorder:
        return self.jetstream.tracking_recorder()


class TestProcessRecorder(OnJetStream, persistence.ProcessRecorderTestCase):
    def create_recorder(self) -> JetStreamProcessRecorder:
        return self.jetstream.process_recorder()


class TestProcessRecorderAsTrackingRecorder(TestTrackingRecorder):
    def create_recorder(self) -> JetStreamTrackingRecorder:
        return self.jetstream.process_recorder()


class TestFactory(persistence.InfrastructureFactoryTestCase[JetStreamFactory]):
    def setUp(self) -> None:
        self.env = Environment(env=os.environ)
        super().setUp()

    def expected_factory_class(self) -> type[JetStreamFactory]:
        return JetStreamFactory

    def expected_aggregate_recorder_class(self) -> type[JetStreamAggregateRecorder]:
        return JetStreamAggregateRecorder

    def expected_application_recorder_class(self) -> type[JetStreamApplicationRecorder]:
        return JetStreamApplicationRecorder

    def expected_tracking_recorder_class(self) -> type[JetStreamTrackingRecorder]:
        return JetStreamTrackingRecorder

    def tracking_recorder_subclass(self) -> type[JetStreamTrackingRecorder]:
        return EventCounters

    def expected_process_recorder_class(self) -> type[JetStreamProcessRecorder]:
        return JetStreamProcessRecorder


class TestExampleApplication(application.ExampleApplicationTestCase):
    expected_factory_topic = get_topic(JetStreamFactory)


class TestApplication(application.ApplicationTestCase):
    pass


class TestEventCountersView(OnJetStream, projection.EventCountersViewTestCase):
    def construct_event_counters_view(self) -> projection.EventCountersView:
        return EventCounters(self.jetstream.tracking_recorder().session)


class TestAggregateEventCountersProjection(projection.AggregateEventCountersProjectionTestCase):
    view_class: type[projection.EventCountersView] = EventCounters


class TestTaggedDecisionCountersProjection(projection.TaggedDecisionCountersProjectionTestCase):
    view_class: type[projection.EventCountersView] = EventCounters
    env: ClassVar = {"MAPPER_TOPIC": "eventsourcing.dcb.msgpack:MessagePackMapper"}


class TestEventSourcedProjection(projection.EventSourcedProjectionTestCase):
    pass


class TestDCBRecorder(OnJetStream, dcb.DCBRecorderTestCase):
    def test_append_read(self) -> None:
        self._test_append_read(self.jetstream.dcb_recorder())

    def test_append_subscribe(self) -> None:
        self._test_append_subscribe(self.jetstream.dcb_recorder())


def test_every_test_case_that_the_package_ships_is_run_or_listed_with_its_reason() -> None:
    assert {case for case in shipped() if not is_run(*case.split("."))} == set(NOT_RUN)
    assert all(NOT_RUN.values())


def shipped() -> set[str]:
    """Every test of every test case in the installed package, as `TestCase.test`; a case without tests by its name."""
    cases = {"TestCase"}
    found: dict[str, set[str]] = {}
    classes = [
        node
        for path in sorted(Path(eventsourcing.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while new := [node for node in classes if node.name not in cases and parents(node) & cases]:
        cases |= {node.name for node in new}
        found |= {node.name: {f"{node.name}.{test}" for test in offered_by(node)} or {node.name} for node in new}
    return {test for tests in found.values() for test in tests}


def parents(node: ast.ClassDef) -> set[str]:
    return {name.id for base in node.bases for name in ast.walk(base) if isinstance(name, ast.Name)}


def offered_by(node: ast.ClassDef) -> list[str]:
    """The tests of a class; some are for its user to call (`optional_test_...`, `_test_...`)."""
    names = [member.name for member in node.body if isinstance(member, ast.FunctionDef)]
    return [name for name in names if name.startswith(("test", "optional_test", "_test"))]


def is_run(case: str, test: str = "") -> bool:
    """Whether a class of this module runs that test under its own name, as pytest collects them."""
    mine = [kind for name, kind in globals().items() if name.startswith("Test") and isinstance(kind, type)]
    wanted = test.removeprefix("optional_").removeprefix("_")
    return any(case in {base.__name__ for base in kind.__mro__} and hasattr(kind, wanted) for kind in mine if test)
