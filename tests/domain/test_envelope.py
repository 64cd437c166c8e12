"""What stands in the log is CloudEvents 1.0, and what cannot be read stops the reader where it stands."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import JsonValue

from domain.catalogue import events
from domain.envelope import Circumstances, PoisonEvent, Recorded, seal
from domain.kernel import Actor, ActorKind, Event
from domain.organisation import Dissolved
from tests.domain.applications import FILED
from tests.domain.examples import example
from tests.domain.release import AROUND, SAMPLES

ALL = sorted(events().values(), key=lambda event: event.name)
STANDARD = {"specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype", "data"}
EXTENSION = re.compile(r"[a-z0-9]{1,20}")
"""CloudEvents 1.0, 3: names are lower-case letters and digits, and should not exceed 20 characters."""


def body(event: Event = FILED, around: Circumstances = AROUND, *, sequence: int = 1, ordinal: int = 0) -> bytes:
    return seal(event, "application", "high-tech-zone--1", sequence, ordinal, around)


def attributes(**changes: JsonValue) -> bytes:
    """A stored event with some attributes changed, or (None) taken out."""
    kept = {**json.loads(body()), **changes}
    return json.dumps({name: value for name, value in kept.items() if value is not None}).encode()


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.name)
def test_every_event_is_a_valid_cloudevent(event: type[Event]) -> None:
    category = event.name.partition(".")[0]
    stored = json.loads(seal(example(event), category, "some-entity", 3, 1, AROUND))
    assert stored["specversion"] == "1.0"
    assert all(isinstance(stored[name], str) and stored[name] for name in STANDARD - {"data"})
    assert stored["type"] == event.name
    assert stored["source"] == f"/liandong/{category}"
    assert stored["dataschema"] == f"urn:liandong:{event.name}:{event.version}"
    assert datetime.fromisoformat(stored["time"]).utcoffset() == timedelta()
    for name in set(stored) - STANDARD:
        assert EXTENSION.fullmatch(name)
        assert isinstance(stored[name], str | int)


def test_the_envelope_says_who_did_what_when_and_why() -> None:
    recorded = Recorded.read(42, 1_635_814_800_500_000_000, body(sequence=7))
    assert (recorded.position, recorded.sequence) == (42, 7)
    assert recorded.recorded == datetime(2021, 11, 2, 1, 0, 0, 500_000, tzinfo=UTC)
    assert recorded.effective == date(2021, 11, 2)
    assert (recorded.org, recorded.actor, recorded.actor_kind) == ("office", "王芳", ActorKind.PERSON)
    assert (recorded.type, recorded.category, recorded.entity) == (
        "application.filed",
        "application",
        "high-tech-zone--1",
    )
    assert (recorded.command, recorded.correlation) == (str(AROUND.command), str(AROUND.correlation))
    assert recorded.rulebook == "illustrative-1"
    assert recorded.event == FILED


def test_an_event_under_no_rulebook_says_so() -> None:
    around = Circumstances(AROUND.command, AROUND.correlation, AROUND.actor, AROUND.time, AROUND.effective, None)
    assert "rulebook" not in json.loads(body(around=around))
    assert Recorded.read(1, 0, body(around=around)).rulebook is None


def test_a_robot_is_never_recorded_as_a_person() -> None:
    robot = Actor("office", "reactor", ActorKind.ROBOT)
    around = Circumstances(AROUND.command, AROUND.correlation, robot, AROUND.time, AROUND.effective, None)
    assert Recorded.read(1, 0, body(around=around)).actor_kind is ActorKind.ROBOT


def test_a_retry_makes_the_same_ids_and_each_event_its_own() -> None:
    first, again, second = body(), body(), body(ordinal=1)
    assert first == again
    assert json.loads(first)["id"] != json.loads(second)["id"]
    other = Circumstances(uuid4(), AROUND.correlation, AROUND.actor, AROUND.time, AROUND.effective, None)
    assert json.loads(body(around=other))["id"] != json.loads(first)["id"]


def test_the_time_is_stored_in_utc_whatever_clock_it_came_from() -> None:
    morning = datetime(2021, 11, 2, 9, tzinfo=timezone(timedelta(hours=8)))
    around = Circumstances(AROUND.command, AROUND.correlation, AROUND.actor, morning, AROUND.effective, None)
    assert json.loads(body(around=around))["time"] == "2021-11-02T01:00:00Z"


@for_all(reason=st.text(min_size=1, max_size=50), number=st.integers(1, 10**6), position=st.integers(1, 2**53))
def test_any_text_that_an_event_may_hold_comes_back_unchanged(reason: str, number: int, position: int) -> None:
    try:
        event = Dissolved(reason=reason, successor=None)
    except ValueError:
        return
    stored = seal(event, "organisation", "somebody", number, 0, AROUND)
    recorded = Recorded.read(position, 0, stored)
    assert recorded.event == event
    assert recorded.sequence == number


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        (b"", "invalid"),
        (b"not json", "invalid"),
        (b"[]", "invalid"),
        (b"\xff\xfe", "invalid"),
        (b'{"type": 5}', "unknown-type"),
        (attributes(type="zone.abolished"), "unknown-type"),
        (attributes(dataschema="urn:liandong:application.filed:9"), "unknown-version"),
        (attributes(dataschema="urn:liandong:application.filed:0"), "unknown-version"),
        (attributes(dataschema="urn:liandong:application.filed:" + "9" * 5000), "unknown-version"),
        (attributes(dataschema="urn:liandong:application.filed:²"), "unknown-version"),
        (attributes(dataschema=None), "unknown-version"),
        (attributes(sequence=0), "invalid"),
        (attributes(sequence="1"), "invalid"),
        (attributes(sequence=True), "invalid"),
        (attributes(effective="2021-02-30"), "invalid"),
        (attributes(effective=None), "invalid"),
        (attributes(actorkind="spirit"), "invalid"),
        (attributes(org=None), "invalid"),
        (attributes(subject=""), "invalid"),
        (attributes(causationid=None), "invalid"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(stored: bytes, reason: str) -> None:
    with pytest.raises(PoisonEvent) as poison:
        Recorded.read(1234, 0, stored)
    assert (poison.value.position, poison.value.reason) == (1234, reason)
    assert "1234" in str(poison.value)


@pytest.mark.parametrize(
    "stored",
    [
        attributes(data=None),
        attributes(data="text"),
        attributes(data={}),
        attributes(data={**json.loads(body())["data"], "surprise": 1}),
        attributes(dataschema="urn:liandong:application.filed:1", data={}),
        attributes(dataschema="urn:liandong:application.filed:1", data={"industries": ["炼金术"], "section": "s"}),
        attributes(dataschema="urn:liandong:application.filed:1", data={"industries": "金融", "section": "s"}),
    ],
)
def test_a_payload_that_is_not_of_its_schema_is_poison_too(stored: bytes) -> None:
    recorded = Recorded.read(7, 0, stored)
    with pytest.raises(PoisonEvent) as poison:
        _ = recorded.event
    assert (poison.value.position, poison.value.reason) == (7, "invalid")


def test_a_version_from_before_goes_through_every_upcaster() -> None:
    old = (SAMPLES / "application.filed.v1.json").read_bytes()
    recorded = Recorded.read(1, 0, old)
    assert recorded.schema_version == 1
    assert recorded.event.model_dump(mode="json")["industries"] == ["artificial-intelligence", "modern-logistics"]


def test_the_ids_of_an_event_are_uuids() -> None:
    stored = json.loads(body())
    assert all(UUID(stored[name]) for name in ("id", "causationid", "correlationid"))
