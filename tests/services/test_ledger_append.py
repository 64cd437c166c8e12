"""Appending: guards, batches, and who sees a conflict."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from nats.aio.client import Client

from services.broker.embedded import Server
from services.ledger import commit
from services.ledger.connection import connect
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Stored, TooLarge, Unavailable
from services.ledger.streams import ensure


def entry(subject: str, body: str) -> Entry:
    return Entry(f"evt.{subject}", body.encode())


async def append(log: Log, subject: str, body: str, after: int = 0) -> int:
    return await log.append([entry(subject, body)], {f"evt.{subject}": after})


async def everything(log: Log) -> list[Stored]:
    return [stored async for batch in log.pull() for stored in batch]


async def bodies(log: Log) -> list[str]:
    return [stored.body.decode() for stored in await everything(log)]


async def test_the_first_event_takes_position_one_and_the_next_goes_behind_it(ledger: Log) -> None:
    assert await append(ledger, "zone.a", "first") == 1
    assert await append(ledger, "zone.a", "second", after=1) == 2
    assert await bodies(ledger) == ["first", "second"]


async def test_who_did_not_see_the_last_event_conflicts_and_stores_nothing(ledger: Log) -> None:
    await append(ledger, "zone.a", "first")
    with pytest.raises(Conflict) as conflict:
        await append(ledger, "zone.a", "blind")
    assert conflict.value.subject == "evt.zone.a"
    assert await bodies(ledger) == ["first"]


async def test_who_expects_an_event_that_is_not_there_conflicts(ledger: Log) -> None:
    with pytest.raises(Conflict):
        await append(ledger, "zone.a", "too far", after=7)
    assert await ledger.head() == 0


async def test_other_entities_do_not_disturb_a_guard(ledger: Log) -> None:
    await append(ledger, "zone.a", "first")
    await append(ledger, "zone.b", "elsewhere")
    assert await append(ledger, "zone.a", "second", after=1) == 3


async def test_several_events_of_one_decision_are_stored_together_and_without_a_gap(ledger: Log) -> None:
    await append(ledger, "zone.z", "before")
    three = [entry("zone.a", "1"), entry("zone.b", "2"), entry("zone.a", "3")]
    assert await ledger.append(three, {"evt.zone.a": 0, "evt.zone.b": 0}) == 4
    assert await bodies(ledger) == ["before", "1", "2", "3"]


async def test_of_several_events_none_is_stored_when_one_conflicts_and_the_conflict_names_which(ledger: Log) -> None:
    await append(ledger, "zone.b", "first")
    with pytest.raises(Conflict) as conflict:
        await ledger.append([entry("zone.a", "1"), entry("zone.b", "2")], {"evt.zone.a": 0, "evt.zone.b": 0})
    assert conflict.value.subject == "evt.zone.b"
    assert await bodies(ledger) == ["first"]


async def test_a_thousand_events_are_one_append_and_one_more_is_refused(ledger: Log) -> None:
    many = [entry("zone.a", str(number)) for number in range(1000)]
    assert await ledger.append(many, {"evt.zone.a": 0}) == 1000
    with pytest.raises(ValueError, match="1 to 1000"):
        await ledger.append([*many, entry("zone.a", "1001")], {"evt.zone.a": 1000})


@pytest.mark.parametrize("guards", [{}, {"evt.zone.b": 0}, {"evt.zone.a": 0, "evt.zone.b": 0}])
async def test_no_event_goes_unguarded(ledger: Log, guards: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="has a guard"):
        await ledger.append([entry("zone.a", "1")], guards)


async def test_a_body_above_the_servers_limit_is_refused_with_both_figures(ledger: Log, nc: Client) -> None:
    with pytest.raises(TooLarge, match=str(nc.max_payload)):
        await append(ledger, "zone.a", "x" * (nc.max_payload + 1))
    assert await append(ledger, "zone.a", "small enough") == 1


async def test_of_many_appends_at_once_only_those_that_conflict_see_a_conflict(ledger: Log) -> None:
    await asyncio.gather(*(append(ledger, f"zone.z{number}", "taken") for number in range(0, 200, 7)))
    outcomes = await asyncio.gather(
        *(append(ledger, f"zone.z{number}", "new") for number in range(200)), return_exceptions=True
    )
    conflicts = {number for number, outcome in enumerate(outcomes) if isinstance(outcome, Conflict)}
    assert conflicts == set(range(0, 200, 7))
    positions = [outcome for outcome in outcomes if isinstance(outcome, int)]
    stored = {one.position: one for one in await everything(ledger)}
    assert len(positions) == len(set(positions)) == 200 - len(conflicts)
    assert all(stored[position].body == b"new" for position in positions)


async def test_each_append_of_a_group_learns_its_own_position(ledger: Log) -> None:
    sizes = [1 + number % 4 for number in range(60)]

    async def several(number: int, size: int) -> int:
        subject = f"zone.z{number}"
        return await ledger.append([entry(subject, f"{number}/{k}") for k in range(size)], {f"evt.{subject}": 0})

    last = await asyncio.gather(*(several(number, size) for number, size in enumerate(sizes)))
    stored = {one.position: one.body.decode() for one in await everything(ledger)}
    for number, size in enumerate(sizes):
        places = range(last[number] - size + 1, last[number] + 1)
        assert [stored[place] for place in places] == [f"{number}/{k}" for k in range(size)]


async def test_of_two_appends_to_one_entity_at_once_exactly_one_succeeds_among_many_others(ledger: Log) -> None:
    rivals = [append(ledger, "lead.contested", f"rival {number}") for number in range(20)]
    others = [append(ledger, f"lead.l{number}", "other") for number in range(40)]
    outcomes = await asyncio.gather(*rivals, *others, return_exceptions=True)
    assert sum(isinstance(outcome, int) for outcome in outcomes[:20]) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes[:20]) == 19
    assert all(isinstance(outcome, int) for outcome in outcomes[20:])
    assert len(await ledger.read("evt.lead.contested")) == 1


async def test_two_services_racing_for_one_entity_never_both_win(streams: Client, ledger: Log) -> None:
    other = await Log.open(streams)
    for turn in range(30):
        outcomes = await asyncio.gather(
            *(append(log, f"lead.l{turn}", f"{turn}") for log in (ledger, other)), return_exceptions=True
        )
        assert {type(outcome) for outcome in outcomes} == {int, Conflict}
    assert await ledger.head() == 30
    await other.close()


async def test_appends_beyond_the_room_wait_their_turn_and_all_are_stored(
    ledger: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger._commits, "_room", asyncio.Semaphore(5))
    positions = await asyncio.gather(*(append(ledger, f"zone.z{number}", "x") for number in range(100)))
    assert sorted(positions) == list(range(1, 101))


async def test_a_large_append_does_not_keep_small_ones_from_being_stored(ledger: Log) -> None:
    assert commit.GROUP_BYTES < 5_000_000
    sizes = [10, 5_000_000, 10, 3_000_000] * 8
    bodies_ = [f"{number}".ljust(size, ".") for number, size in enumerate(sizes)]
    positions = await asyncio.gather(*(append(ledger, f"zone.z{n}", body) for n, body in enumerate(bodies_)))
    assert sorted(positions) == list(range(1, len(sizes) + 1))


async def test_a_caller_who_went_away_before_his_turn_stores_nothing(ledger: Log) -> None:
    waiting = asyncio.create_task(append(ledger, "zone.a", "gone"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await append(ledger, "zone.b", "next") == 1


async def test_closing_answers_every_append_first(streams: Client) -> None:
    log = await Log.open(streams)
    waiting: Sequence[asyncio.Task[int]] = [
        asyncio.create_task(append(log, f"zone.z{number}", "x")) for number in range(50)
    ]
    await asyncio.sleep(0)
    await log.close()
    assert all(task.done() for task in waiting)
    assert sorted(await asyncio.gather(*waiting)) == list(range(1, 51))


async def test_any_nats_client_will_do(streams: Client, nats_server: Server) -> None:
    plain = Client()
    await plain.connect(nats_server.url)
    log = await Log.open(plain)
    await asyncio.gather(*(append(log, f"zone.z{number}", f"{number}") for number in range(50)))
    assert sorted(await bodies(log), key=int) == [str(number) for number in range(50)]
    await log.close()
    await plain.close()


async def test_one_entity_is_read_whole_and_from_behind_a_position(ledger: Log) -> None:
    last = 0
    for number in range(5):
        last = await append(ledger, "zone.a", f"{number}", after=last)
        await append(ledger, f"zone.b{number}", "other")
    whole = await ledger.read("evt.zone.a")
    assert [stored.body for stored in whole] == [b"0", b"1", b"2", b"3", b"4"]
    assert [stored.position for stored in whole] == [1, 3, 5, 7, 9]
    assert await ledger.read("evt.zone.a", after=5) == whole[3:]
    assert await ledger.last("evt.zone.a") == whole[-1]
    assert await ledger.read("evt.zone.nobody") == []
    assert await ledger.last("evt.zone.nobody") is None


async def test_reading_and_pulling_tell_the_same_time_recorded(ledger: Log) -> None:
    await append(ledger, "zone.a", "x")
    assert await ledger.read("evt.zone.a") == await everything(ledger) == [await ledger.last("evt.zone.a")]


async def test_a_long_history_of_one_entity_is_read_whole(ledger: Log) -> None:
    last = 0
    for start in range(0, 2500, 500):
        many = [entry("zone.a", str(number)) for number in range(start, start + 500)]
        last = await ledger.append(many, {"evt.zone.a": last})
    assert [stored.body for stored in await ledger.read("evt.zone.a")] == [b"%d" % number for number in range(2500)]


async def test_a_message_of_an_id_is_stored_once_however_often_it_is_sent(ledger: Log) -> None:
    positions = [await ledger.append_once(entry("zone.a", "chunk"), "a-1") for _ in range(3)]
    assert positions == [1, 1, 1]
    assert await ledger.append_once(entry("zone.a", "chunk"), "a-2") == 2
    assert await bodies(ledger) == ["chunk", "chunk"]


async def test_a_message_with_an_id_that_the_server_would_not_take_is_too_large(ledger: Log, streams: Client) -> None:
    with pytest.raises(TooLarge):
        await ledger.append_once(Entry("evt.zone.a", bytes(streams.max_payload)), "a-1")
    assert await everything(ledger) == []


async def test_a_message_with_an_id_outlives_a_restart_of_the_server_and_is_refused_by_a_server_that_stays_away(
    own_server: Server,
) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        log, impatient = await Log.open(nc), await Log.open(nc, patience=0.3)
        own_server.kill()
        sending = asyncio.create_task(log.append_once(entry("zone.a", "chunk"), "a-1"))
        with pytest.raises((Unavailable, OutcomeUnknown)):
            await impatient.append_once(entry("zone.b", "chunk"), "b-1")
        own_server.restart()
        await sending
        assert [stored.subject for stored in await everything(log)].count("evt.zone.a") == 1
        for each in (log, impatient):
            await each.close()
