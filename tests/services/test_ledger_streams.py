"""A stream that somebody loosened is not written to, and the refusal says what and why."""

from __future__ import annotations

from typing import Any

import pytest
from nats.aio.client import Client

from services.ledger.log import Log, Unavailable, UnsafeStream
from services.ledger.streams import (
    DOCUMENTS,
    EVENTS,
    LEADS,
    REQUIRED,
    Setting,
    configuration,
    differences,
    ensure,
    verify,
)
from services.ledger.wire import Wire

LOOSENED: dict[str, Any] = {
    "storage": "memory",
    "retention": "interest",
    "discard": "old",
    "discard_new_per_subject": True,
    "max_msgs": 1000,
    "max_msgs_per_subject": 10,
    "max_bytes": 1_000_000,
    "max_age": 86_400_000_000_000,
    "max_msg_size": 1000,
    "max_consumers": 3,
    "deny_delete": False,
    "deny_purge": False,
    "allow_rollup_hdrs": True,
    "allow_msg_ttl": True,
    "subject_delete_marker_ttl": 1_000_000_000,
    "allow_msg_schedules": True,
    "allow_msg_counter": True,
    "allow_batched": True,
    "allow_atomic": False,
    "allow_direct": False,
    "persist_mode": "async",
    "no_ack": True,
    "sealed": True,
    "mirror": {"name": "OTHER"},
    "sources": [{"name": "OTHER"}],
    "subject_transform": {"src": "evt.>", "dest": "evt.other.>"},
    "republish": {"src": "evt.>", "dest": "copy.>"},
    "first_seq": 100,
}
"""One unsafe value for each setting."""

NEEDS: dict[str, dict[str, Any]] = {
    "discard_new_per_subject": {"max_msgs_per_subject": 10},
    "subject_delete_marker_ttl": {"allow_msg_ttl": True, "allow_rollup_hdrs": True, "deny_purge": False},
    "allow_msg_schedules": {"allow_rollup_hdrs": True, "deny_purge": False, "discard": "old"},
    "allow_rollup_hdrs": {"deny_purge": False},
    "allow_msg_counter": {"discard": "old"},
    "persist_mode": {"allow_atomic": False},
    "mirror": {"subjects": None, "allow_atomic": False, "first_seq": 0},
}
"""What the server asks for beside a setting."""

NOT_TAKEN = {"sealed": "a stream cannot be created sealed"}


async def make(nc: Client, **changes: Setting | dict[str, str] | list[dict[str, str]]) -> None:
    """Create EVENTS with settings that are not as they have to be."""
    wire = Wire(nc, "EVENTS")
    wanted = {**configuration(EVENTS), **changes}
    answer = await wire.ask_api(
        "STREAM.CREATE.EVENTS", {key: value for key, value in wanted.items() if value is not None}
    )
    await wire.close()
    assert isinstance(answer, dict), answer


def test_every_setting_that_is_required_has_an_unsafe_value_to_be_tested_with() -> None:
    assert set(LOOSENED) == set(REQUIRED)


@pytest.mark.parametrize("setting", sorted(set(LOOSENED) - set(NOT_TAKEN)))
async def test_a_stream_with_one_setting_loosened_is_refused_by_name(nc: Client, setting: str) -> None:
    await make(nc, **NEEDS.get(setting, {}), **{setting: LOOSENED[setting]})
    with pytest.raises(UnsafeStream) as refused:
        await Log.open(nc)
    found = {difference.setting: difference for difference in refused.value.differences}
    assert found[setting].why
    assert f"{setting} is " in str(refused.value)
    assert found.keys() >= {setting}
    assert found.keys() <= {setting, *NEEDS.get(setting, {})}


async def test_all_that_was_loosened_is_told_at_once(nc: Client) -> None:
    await make(nc, deny_delete=False, max_age=LOOSENED["max_age"], max_msgs=5)
    with pytest.raises(UnsafeStream) as refused:
        await Log.open(nc)
    assert {one.setting for one in refused.value.differences} == {"deny_delete", "max_age", "max_msgs"}


async def test_a_stream_loosened_while_it_lives_is_noticed_at_the_next_start(streams: Client) -> None:
    log = await Log.open(streams)
    await log.close()
    changed = {**configuration(EVENTS), "max_msgs": 1000}
    wire = Wire(streams, "EVENTS")
    await wire.api("STREAM.UPDATE.EVENTS", changed)
    await wire.close()
    with pytest.raises(UnsafeStream, match="max_msgs is 1000, must be -1"):
        await Log.open(streams)


async def test_a_sealed_stream_is_refused(streams: Client) -> None:
    wire = Wire(streams, "EVENTS")
    await wire.api("STREAM.UPDATE.EVENTS", {**configuration(EVENTS), "sealed": True})
    await wire.close()
    with pytest.raises(UnsafeStream, match="sealed is True"):
        await Log.open(streams)


@pytest.mark.parametrize("subjects", [["evt.zone.>"], ["evt.>", "else.>"]])
async def test_a_stream_that_takes_other_subjects_is_refused(nc: Client, subjects: list[str]) -> None:
    await make(nc, subjects=subjects)
    with pytest.raises(UnsafeStream, match="subjects"):
        await Log.open(nc)


def test_fewer_copies_than_wanted_are_a_difference() -> None:
    found = differences(configuration(EVENTS, 1), EVENTS, replicas=3)
    assert [(one.setting, one.wanted, one.found) for one in found] == [("num_replicas", 3, 1)]


async def test_what_ensure_creates_is_safe_and_a_second_time_changes_nothing(nc: Client) -> None:
    await ensure(nc)
    assert await verify(nc, EVENTS) == []
    assert await verify(nc, LEADS) == []
    assert await verify(nc, DOCUMENTS) == []
    log = await Log.open(nc)
    before = log.incarnation
    await log.close()
    await ensure(nc)
    log = await Log.open(nc)
    assert log.incarnation == before
    await log.close()


async def test_ensure_leaves_a_loosened_stream_as_it_is_for_the_check_to_find(nc: Client) -> None:
    await make(nc, deny_purge=False)
    await ensure(nc)
    assert [one.setting for one in await verify(nc, EVENTS)] == ["deny_purge"]


async def test_a_stream_that_does_not_exist_is_refused_with_the_servers_word(nc: Client) -> None:
    with pytest.raises(Unavailable, match="EVENTS: stream not found"):
        await Log.open(nc)


async def test_more_copies_than_there_are_servers_are_refused_with_the_servers_word(nc: Client) -> None:
    with pytest.raises(Unavailable, match="replicas"):
        await ensure(nc, 3)


async def test_a_safe_stream_deletes_nothing_on_request(streams: Client) -> None:
    log, wire = await Log.open(streams), Wire(streams, "EVENTS")
    await streams.jetstream().publish("evt.zone.a", b"stays")
    for verb, request in (("STREAM.MSG.DELETE.EVENTS", {"seq": 1}), ("STREAM.PURGE.EVENTS", {})):
        with pytest.raises(Unavailable):
            await wire.api(verb, request)
    assert await log.head() == 1
    assert await log.last("evt.zone.a") is not None
    await wire.close()
    await log.close()
