"""The local index: quick, disposable, and never of another log. On SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from eventsourcing.persistence import OperationalError
from nats.aio.client import Client
from pydantic_core import to_json

from services.ledger import index as following
from services.ledger.index import Index, shelf_at
from services.ledger.log import Entry, Gap, Log, Stored
from services.ledger.sqlite_shelf import SqliteShelf
from services.ledger.streams import ensure
from tests.services.conftest import forget_streams

Place = Path | str


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where the index is kept."""
    if request.param == "sqlite":
        return tmp_path / "index" / "commands.sqlite"
    url: str = request.getfixturevalue("postgresql_database")
    return url


def body(command: str, number: int = 1) -> bytes:
    return to_json({"type": "zone.established", "causationid": command, "data": {"number": number}})


async def caused(log: Log, subject: str, command: str, number: int = 1, after: int = 0) -> int:
    """Let a command have caused so many events of one entity."""
    entries = [Entry(subject, body(command, k)) for k in range(number)]
    return await log.append(entries, {subject: after})


async def test_it_knows_the_events_of_an_entity_and_of_a_command_and_nothing_of_others(
    ledger: Log, place: Place
) -> None:
    filing, approval = str(uuid4()), str(uuid4())
    await caused(ledger, "evt.zone.a", filing, 2)
    await caused(ledger, "evt.zone.b", str(uuid4()))
    last = await caused(ledger, "evt.zone.a", approval, 3, after=2)
    index = await Index.open(ledger, place)
    assert index.position == last
    assert await index.events("evt.zone.a") == await ledger.read("evt.zone.a")
    assert await index.events("evt.zone.a", after=2) == await ledger.read("evt.zone.a", after=2)
    assert await index.caused(filing) == await ledger.read("evt.zone.a", after=0, limit=2)
    assert await index.caused(approval) == await ledger.read("evt.zone.a", after=2)
    assert await index.caused(str(uuid4())) == await index.events("evt.zone.nobody") == []
    await index.close()


async def test_it_follows_what_is_appended_while_it_is_open(ledger: Log, place: Place) -> None:
    index = await Index.open(ledger, place)
    command = str(uuid4())
    await index.reach(await caused(ledger, "evt.zone.a", command, 5))
    assert len(await index.caused(command)) == 5
    await index.close()


async def test_a_command_that_caused_events_of_two_entities_finds_both(ledger: Log, place: Place) -> None:
    command = str(uuid4())
    two = [Entry("evt.zone.a", body(command)), Entry("evt.lead.b", body(command))]
    await ledger.append(two, {"evt.zone.a": 0, "evt.lead.b": 0})
    index = await Index.open(ledger, place)
    assert [one.subject for one in await index.caused(command)] == ["evt.zone.a", "evt.lead.b"]
    await index.close()


async def test_opened_again_it_goes_on_where_it_was(ledger: Log, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await caused(ledger, "evt.zone.a", str(uuid4()), 3)
    await (await Index.open(ledger, place)).close()
    second = str(uuid4())
    await caused(ledger, "evt.zone.a", second, 2, after=3)
    asked: list[int] = []
    pull = ledger.pull

    def watched(after: int = 0, *, until: int | None = None, follow: bool = False) -> AsyncIterator[list[Stored]]:
        asked.append(after)
        return pull(after, until=until, follow=follow)

    monkeypatch.setattr(ledger, "pull", watched)
    index = await Index.open(ledger, place)
    assert asked[0] == 3
    assert len(await index.events("evt.zone.a")) == 5
    assert len(await index.caused(second)) == 2
    await index.close()


async def test_of_a_stream_created_anew_it_keeps_nothing_of_the_old_one(streams: Client, place: Place) -> None:
    old = await Log.open(streams)
    command = str(uuid4())
    await caused(old, "evt.zone.a", command, 7)
    await (await Index.open(old, place)).close()
    await old.close()
    await forget_streams(streams)
    await ensure(streams)
    new = await Log.open(streams)
    await caused(new, "evt.zone.a", str(uuid4()))
    index = await Index.open(new, place)
    assert await index.caused(command) == []
    assert await index.events("evt.zone.a") == await new.read("evt.zone.a")
    await index.close()
    await new.close()


async def test_an_index_that_is_ahead_of_the_log_is_made_anew(ledger: Log, place: Place) -> None:
    await caused(ledger, "evt.zone.a", str(uuid4()))
    shelf = shelf_at(place)
    ahead = (await ledger.read("evt.zone.a"))[0]._replace(position=50, subject="evt.zone.ghost")
    shelf.adopt(ledger.incarnation, 50)
    shelf.keep([ahead], ledger.incarnation)
    shelf.close()
    index = await Index.open(ledger, place)
    assert index.position == 1
    assert await index.events("evt.zone.ghost") == []
    await index.close()


async def test_a_crash_between_events_and_position_leaves_neither(
    ledger: Log, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    await caused(ledger, "evt.zone.a", str(uuid4()), 100)
    events = await ledger.read("evt.zone.a")
    shelf = shelf_at(place)
    shelf.adopt(ledger.incarnation, 100)
    shelf.keep(events[:10], ledger.incarnation)
    recorder = shelf._recorder  # type: ignore[attr-defined]  # both shelves have one

    def crash(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    table = "_insert_stored_events" if hasattr(recorder, "_insert_stored_events") else "_insert_tracking"
    with monkeypatch.context() as patch:
        patch.setattr(recorder, table, crash)
        with pytest.raises(KeyboardInterrupt):
            shelf.keep(events[10:], ledger.incarnation)
    assert shelf.adopt(ledger.incarnation, 100) == 10
    assert shelf.events("evt.zone.a", 0) == events[:10]
    shelf.close()
    index = await Index.open(ledger, place)
    assert await index.events("evt.zone.a") == events
    await index.close()


async def test_two_services_that_share_it_or_race_for_it_keep_each_event_once(ledger: Log, place: Place) -> None:
    first, second = await Index.open(ledger, place), await Index.open(ledger, place)
    last = 0
    for _ in range(5):
        last = await caused(ledger, "evt.zone.a", str(uuid4()), 40, after=last)
        await first.reach(last)
        await second.reach(last)
    assert await first.events("evt.zone.a") == await second.events("evt.zone.a") == await ledger.read("evt.zone.a")
    await first.close()
    await second.close()


async def test_what_is_no_event_is_kept_without_a_command(ledger: Log, place: Place) -> None:
    odd = [b"\xff not json", b"[1,2]", b'"text"', b"{}"]
    await ledger.append([Entry("evt.zone.a", each) for each in odd], {"evt.zone.a": 0})
    index = await Index.open(ledger, place)
    assert [one.body for one in await index.events("evt.zone.a")] == odd
    await index.close()


async def test_a_deleted_index_is_filled_from_the_log(ledger: Log, tmp_path: Path) -> None:
    command = str(uuid4())
    await caused(ledger, "evt.zone.a", command, 300)
    file = tmp_path / "index.sqlite"
    await (await Index.open(ledger, file)).close()
    for each in tmp_path.glob("index.sqlite*"):
        each.unlink()
    index = await Index.open(ledger, file)
    assert len(await index.caused(command)) == 300
    await index.close()


async def test_a_file_that_is_no_database_is_replaced(ledger: Log, tmp_path: Path) -> None:
    command = str(uuid4())
    await caused(ledger, "evt.zone.a", command)
    file = tmp_path / "index.sqlite"
    file.write_bytes(b"something else entirely, and long enough to be looked at " * 100)
    index = await Index.open(ledger, file)
    assert len(await index.caused(command)) == 1
    await index.close()


async def test_the_index_commits_events_and_position_in_one_transaction_that_waits_for_no_disk(tmp_path: Path) -> None:
    shelf = SqliteShelf(tmp_path / "index.sqlite")
    with shelf._recorder.datastore.get_connection(commit=True) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 1
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        shelf._reading.execute("DELETE FROM stored_events")
    shelf.close()


async def test_a_database_that_fails_is_tried_again_until_it_works(
    ledger: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AGAIN_AFTER", 0.01)
    index = await Index.open(ledger, tmp_path / "index.sqlite")
    keep: Callable[..., None] = index._shelf.keep
    failures = [OperationalError("disk full"), OperationalError("disk full")]

    def failing(*arguments: object) -> None:
        if failures:
            raise failures.pop()
        keep(*arguments)

    monkeypatch.setattr(index._shelf, "keep", failing)
    await index.reach(await caused(ledger, "evt.zone.a", str(uuid4()), 3))
    assert len(await index.events("evt.zone.a")) == 3
    await index.close()


async def test_an_index_that_cannot_follow_the_log_answers_nothing_any_more(streams: Client, tmp_path: Path) -> None:
    log = await Log.open(streams)
    last = await caused(log, "evt.zone.a", str(uuid4()))
    index = await Index.open(log, tmp_path / "index.sqlite")
    index.position = last + 5
    assert index._following is not None
    index._following.cancel()
    index._following = asyncio.create_task(index._follow())
    with pytest.raises(Gap):
        await index.reach(last + 6)
    with pytest.raises(Gap):
        await index.events("evt.zone.a")
    await index.close()
    await log.close()
