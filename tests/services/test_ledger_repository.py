"""Entities from memory, index and stream; and what a command once caused, for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from nats.aio.client import Client

from domain.envelope import Circumstances, PoisonEvent
from domain.kernel import Actor, Event, Role
from domain.organisation import OfficialAppointed, Registered, State, organisation
from services.ledger.index import Index
from services.ledger.log import Conflict, Entry, Log, OutcomeUnknown, Stored
from services.ledger.repository import Loaded, Repository

DAY = date(2026, 3, 1)
REGISTERED = Registered(name_zh="某机构", name_en="some body", role=Role.COMMITTEE, parent=None, platforms=())


@dataclass(frozen=True)
class Service:
    """One command service's view of the log."""

    log: Log
    index: Index
    repository: Repository

    async def appoint(self, entity: str, *names: str, command: UUID | None = None, fresh: bool = False) -> int:
        """Append one event for each name, behind what the service knows; the first event of an entity registers it."""
        loaded = await self.repository.load(organisation, entity, fresh=fresh)
        events: list[Event] = [OfficialAppointed(official=name, post=None) for name in names]
        if not loaded.version:
            events.insert(0, REGISTERED)
        return await self.append(entity, loaded, events, command or uuid4())

    async def append(self, entity: str, loaded: Loaded[State], events: list[Event], command: UUID) -> int:
        around = Circumstances(command, command, Actor("office", "王芳"), datetime.now(UTC), DAY, None)
        return await self.repository.append(organisation, entity, loaded, events, around)

    async def officials(self, entity: str, *, fresh: bool = False) -> set[str]:
        return set((await self.repository.load(organisation, entity, fresh=fresh)).state.officials)


async def open_service(nc: Client, file: Path, capacity: int = 100) -> Service:
    log = await Log.open(nc)
    index = await Index.open(log, file)
    return Service(log, index, Repository(log, index, capacity=capacity))


@pytest.fixture
async def service(streams: Client, tmp_path: Path) -> AsyncIterator[Service]:
    service = await open_service(streams, tmp_path / "one.sqlite")
    yield service
    await service.index.close()
    await service.log.close()


@pytest.fixture
async def other(streams: Client, tmp_path: Path, service: Service) -> AsyncIterator[Service]:
    """A second command service with an index of its own."""
    other = await open_service(streams, tmp_path / "other.sqlite")
    yield other
    await other.index.close()
    await other.log.close()


async def test_an_entity_that_does_not_exist_is_loaded_at_its_beginning(service: Service) -> None:
    loaded = await service.repository.load(organisation, "nobody")
    assert loaded == Loaded(organisation.initial, version=0, position=0, opened=None)
    assert await service.repository.load(organisation, "nobody", fresh=True) == loaded


async def test_what_was_appended_is_loaded_alike_from_memory_index_and_stream(service: Service, tmp_path: Path) -> None:
    position = await service.appoint("a-bureau", "李强", "赵敏")
    remembered = await service.repository.load(organisation, "a-bureau")
    assert (remembered.version, remembered.position, remembered.opened) == (3, position, DAY)
    confirmed = await service.repository.load(organisation, "a-bureau", fresh=True)
    await service.index.reach(position)
    indexed = await Repository(service.log, service.index).load(organisation, "a-bureau")
    assert remembered == confirmed == indexed


async def test_an_entity_newer_than_the_index_is_read_from_the_stream(service: Service, tmp_path: Path) -> None:
    forgetful = Service(service.log, service.index, Repository(service.log, service.index, capacity=1))
    await forgetful.appoint("a-bureau", "李强")
    await forgetful.appoint("b-bureau", "赵敏")
    assert service.index.position == 0
    assert await forgetful.officials("a-bureau") == {"李强"}


async def test_only_so_many_entities_stay_in_memory_and_the_others_come_back_unchanged(
    streams: Client, tmp_path: Path
) -> None:
    service = await open_service(streams, tmp_path / "small.sqlite", capacity=5)
    for number in range(20):
        await service.appoint(f"bureau-{number}", f"official {number}")
    assert len(service.repository._states) == 5
    for number in range(20):
        assert await service.officials(f"bureau-{number}") == {f"official {number}"}
    assert len(service.repository._states) == 5
    await service.index.close()
    await service.log.close()


async def test_asking_for_what_does_not_exist_does_not_fill_the_memory(service: Service) -> None:
    for number in range(50):
        await service.repository.load(organisation, f"nobody-{number}")
    assert len(service.repository._states) == 0


async def test_the_outcome_of_a_command_is_known_at_once_and_for_ever(service: Service) -> None:
    command = uuid4()
    assert await service.repository.outcome(command) == ()
    position = await service.appoint("a-bureau", "李强", "赵敏", command=command)
    at_once = await service.repository.outcome(command)
    await service.index.reach(position)
    for number in range(3):
        await service.appoint("a-bureau", f"later {number}")
    later = await service.repository.outcome(command)
    assert [each.position for each in at_once] == [each.position for each in later] == [1, 2, 3]
    assert [each.id for each in at_once] == [each.id for each in later]
    assert all(each.command == str(command) for each in later)
    assert all(each.recorded_ns > 0 for each in later)


async def test_the_outcome_is_whole_even_where_the_index_ends_in_the_middle_of_it(service: Service) -> None:
    command = uuid4()
    await service.appoint("a-bureau", "李强", "赵敏", "王磊", command=command)
    events = await service.log.read("evt.organisation.a-bureau")
    service.index._shelf.keep(events[:2], service.log.incarnation)
    service.index.position = 2
    await service.appoint("b-bureau", "another")  # gives back what the index has
    assert [each.position for each in await service.repository.outcome(command)] == [1, 2, 3, 4]


async def test_the_outcome_is_known_after_everything_local_was_deleted(service: Service, tmp_path: Path) -> None:
    command = uuid4()
    await service.appoint("a-bureau", "李强", command=command)
    index = await Index.open(service.log, tmp_path / "anew.sqlite")
    outcome = await Repository(service.log, index).outcome(command)
    assert [each.type for each in outcome] == ["organisation.registered", "organisation.official-appointed"]
    await index.close()


async def test_memory_of_outcomes_is_given_back_once_the_index_has_them(service: Service) -> None:
    last = 0
    for number in range(30):
        last = await service.appoint("a-bureau", f"official {number}")
    await service.index.reach(last)
    await service.appoint("a-bureau", "the last")
    assert len(service.repository._recent._caused) == 1
    assert len(service.repository._recent._order) == 1


async def test_a_stale_service_conflicts_then_sees_the_others_events_and_goes_on(
    service: Service, other: Service
) -> None:
    await service.appoint("a-bureau", "李强")
    await other.appoint("a-bureau", "赵敏", fresh=True)
    with pytest.raises(Conflict):
        await service.appoint("a-bureau", "王磊")
    assert await service.officials("a-bureau") == {"李强", "赵敏"}
    await service.appoint("a-bureau", "王磊")
    assert await other.officials("a-bureau", fresh=True) == {"李强", "赵敏", "王磊"}


async def test_a_confirmed_load_never_misses_what_another_service_appended(service: Service, other: Service) -> None:
    for number in range(20):
        await service.appoint("a-bureau", f"{number}", fresh=True)
        assert f"{number}" in await other.officials("a-bureau", fresh=True)
        await other.appoint("a-bureau", f"other {number}")
    assert len(await service.officials("a-bureau", fresh=True)) == 40


async def test_after_a_conflict_with_its_own_command_elsewhere_the_outcome_is_found(
    service: Service, other: Service
) -> None:
    command = uuid4()
    await service.appoint("a-bureau", "李强")
    await other.appoint("a-bureau", "赵敏", command=command, fresh=True)
    with pytest.raises(Conflict):
        await service.appoint("a-bureau", "赵敏", command=command)
    await service.repository.load(organisation, "a-bureau", fresh=True)
    assert [each.position for each in await service.repository.outcome(command)] == [3]


async def test_one_command_sent_to_two_services_at_once_happens_once(service: Service, other: Service) -> None:
    async def handle(each: Service, command: UUID, name: str) -> None:
        while True:
            loaded = await each.repository.load(organisation, "a-bureau")
            if await each.repository.outcome(command):
                return
            try:
                await each.append("a-bureau", loaded, [OfficialAppointed(official=name, post=None)], command)
            except Conflict:
                await each.repository.load(organisation, "a-bureau", fresh=True)

    await service.appoint("a-bureau", "first")
    commands = [(uuid4(), f"official {number}") for number in range(40)]
    await asyncio.gather(*(handle(each, *command) for command in commands for each in (service, other)))
    stored = await service.log.read("evt.organisation.a-bureau", after=2)
    assert len(stored) == 40
    assert len(await service.officials("a-bureau", fresh=True)) == 41


async def test_an_unknown_outcome_makes_the_next_load_ask_the_leader(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    await service.appoint("a-bureau", "李强")
    append = service.log.append

    async def unanswered(entries: list[Entry], guards: dict[str, int]) -> int:
        await append(entries, guards)
        raise OutcomeUnknown("no acknowledgement in time")

    command = uuid4()
    with monkeypatch.context() as patch:
        patch.setattr(service.log, "append", unanswered)
        with pytest.raises(OutcomeUnknown):
            await service.appoint("a-bureau", "赵敏", command=command)
    assert await service.officials("a-bureau") == {"李强", "赵敏"}
    assert len(await service.repository.outcome(command)) == 1


async def test_a_history_with_an_event_that_nobody_can_read_is_not_loaded_in_part(service: Service) -> None:
    position = await service.appoint("a-bureau", "李强")
    body = b'{"type":"organisation.renamed-in-the-future","dataschema":"urn:liandong:x:1","data":{}}'
    await service.log.append([Entry("evt.organisation.a-bureau", body)], {"evt.organisation.a-bureau": position})
    with pytest.raises(PoisonEvent) as poison:
        await service.repository.load(organisation, "a-bureau", fresh=True)
    assert poison.value.position == position + 1
    assert await service.officials("a-bureau") == {"李强"}


async def test_what_a_command_caused_is_known_while_the_index_moves_on(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = uuid4()
    position = await service.appoint("a-bureau", "李强", command=command)

    async def asked_too_early(_command: str) -> list[Stored]:
        await service.index.reach(position)
        await service.appoint("b-bureau", "赵敏")  # and memory forgets what the index has by now
        return []

    assert service.index.position < position
    monkeypatch.setattr(service.index, "caused", asked_too_early)
    assert len(await service.repository.outcome(command)) == 2
