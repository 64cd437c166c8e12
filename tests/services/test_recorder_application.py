"""Applications of the `eventsourcing` package on JetStream: snapshots, processes, rivals, a server that is killed."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from eventsourcing.application import AggregateNotFoundError, Application, ProcessingEvent
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, DomainEventProtocol, event
from eventsourcing.persistence import IntegrityError, OperationalError
from eventsourcing.projection import EventSourcedProjectionRunner
from eventsourcing.system import MultiThreadedRunner, ProcessApplication, SingleThreadedRunner, System

from services.broker.embedded import Server
from services.ledger.recorder import JetStreamApplicationRecorder


class Platform(Aggregate):
    """An open platform with the leads it was given."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.leads: list[str] = []

    @event("LeadGiven")
    def give(self, lead: str) -> None:
        self.leads.append(lead)


class Tally(Aggregate):
    """How many leads were given in all."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    @classmethod
    def create_id(cls, name: str) -> UUID:
        return uuid5(NAMESPACE_URL, name)

    @event("Counted")
    def add(self) -> None:
        self.count += 1


class Platforms(Application[UUID]):
    """The application that is led by its users."""

    snapshotting_intervals: ClassVar = {Platform: 10}

    def register(self, name: str) -> UUID:
        platform = Platform(name)
        self.save(platform)
        return platform.id

    def give(self, platform_id: UUID, lead: str) -> int:
        """Give a lead; the position of the event."""
        platform: Platform = self.repository.get(platform_id)
        platform.give(lead)
        return self.save(platform)[-1].notification.id

    def leads(self, platform_id: UUID) -> list[str]:
        platform: Platform = self.repository.get(platform_id)
        return platform.leads


class Tallies(ProcessApplication[UUID]):
    """The application that follows it: one tally of all leads, changed with each event it has processed."""

    @singledispatchmethod
    def policy(self, domain_event: DomainEventProtocol[UUID], processing_event: ProcessingEvent[UUID]) -> None:
        """Other events are none of its business."""

    @policy.register
    def _(self, _: Platform.LeadGiven, processing_event: ProcessingEvent[UUID]) -> None:  # type: ignore[name-defined]  # made by @event
        try:
            tally: Tally = self.repository.get(Tally.create_id("all"))
        except AggregateNotFoundError:
            tally = Tally("all")
        tally.add()
        processing_event.collect_events(tally)

    def count(self) -> int:
        tally: Tally = self.repository.get(Tally.create_id("all"))
        return tally.count


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every application runs on JetStream, in a stream of its own name."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "services.ledger.recorder")


@pytest.fixture
def server(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server of the test's own, with no streams yet."""
    monkeypatch.setenv("NATS_URL", own_server.url)
    return own_server


@pytest.fixture
def platforms(server: Server) -> Iterator[Platforms]:
    with Platforms() as application:
        yield application


def test_an_application_remembers_its_aggregates_and_takes_snapshots(platforms: Platforms) -> None:
    zone = platforms.register("两江新区")
    given = [platforms.give(zone, f"lead {number}") for number in range(25)]
    assert given == sorted(given)
    with Platforms() as another:
        assert another.leads(zone) == [f"lead {number}" for number in range(25)]
        assert another.snapshots is not None
        assert [snapshot.originator_version for snapshot in another.snapshots.get(zone)] == [10, 20]
        historical: Platform = another.repository.get(zone, version=14)
        assert len(historical.leads) == 13


@pytest.mark.parametrize("runner_class", [SingleThreadedRunner, MultiThreadedRunner])
def test_a_process_application_counts_every_lead_once(
    server: Server, runner_class: type[SingleThreadedRunner[UUID] | MultiThreadedRunner[UUID]]
) -> None:
    with runner_class(System([[Platforms, Tallies]])) as runner:
        platforms, tallies = runner.get(Platforms), runner.get(Tallies)
        zone = platforms.register("西永综保区")
        last = [platforms.give(zone, f"lead {number}") for number in range(12)][-1]
        tallies.recorder.wait("Platforms", last, timeout=10)
        assert tallies.count() == 12
    with Tallies() as another:
        assert another.count() == 12
        assert another.recorder.max_tracking_id("Platforms") == last


def test_a_projection_goes_on_where_it_stopped(server: Server) -> None:
    for round_ in (1, 2):
        runner = EventSourcedProjectionRunner(application_class=Platforms, projection_class=Tallies)
        with runner:
            zone = runner.app.register(f"platform {round_}")
            runner.wait(runner.app.give(zone, "a lead"), timeout=10)
            assert runner.projection.count() == round_


def test_of_two_applications_with_the_same_aggregate_one_saves_and_the_other_learns_it(platforms: Platforms) -> None:
    zone = platforms.register("万州经开区")
    with Platforms() as rival:
        mine: Platform = platforms.repository.get(zone)
        theirs: Platform = rival.repository.get(zone)
        mine.give("ours")
        theirs.give("theirs")
        platforms.save(mine)
        with pytest.raises(IntegrityError):
            rival.save(theirs)
        assert rival.leads(zone) == ["ours"]
        rival.give(zone, "theirs, later")
        assert platforms.leads(zone) == ["ours", "theirs, later"]


def test_twenty_rivals_in_two_applications_lose_no_lead_and_give_none_twice(platforms: Platforms) -> None:
    zone = platforms.register("长寿经开区")
    with Platforms() as other, ThreadPoolExecutor(20) as threads:
        wanted = [f"lead {number}" for number in range(40)]
        list(threads.map(lambda n: give_at_last(platforms if n % 2 else other, zone, wanted[n]), range(40)))
        assert sorted(other.leads(zone)) == sorted(wanted)


def give_at_last(application: Platforms, zone: UUID, lead: str) -> None:
    """Give a lead, again and again while others are first."""
    while True:
        try:
            application.give(zone, lead)
        except IntegrityError:
            continue
        return


def test_an_application_survives_kill_9_of_the_server(server: Server, platforms: Platforms) -> None:
    zone = platforms.register("永川高新区")
    platforms.give(zone, "before")
    with platforms.recorder.subscribe(gt=1) as subscription:
        assert next(subscription).originator_version == 2
        server.kill()
        server.restart()
        platforms.give(zone, "after")
        assert next(subscription).originator_version == 3
    assert platforms.leads(zone) == ["before", "after"]
    with Platforms() as another:
        assert another.leads(zone) == ["before", "after"]


def test_what_is_saved_while_the_server_is_killed_again_and_again_is_there_once(
    server: Server, platforms: Platforms
) -> None:
    zones = [platforms.register(f"platform {number}") for number in range(4)]
    acknowledged: dict[UUID, list[str]] = {zone: [] for zone in zones}
    enough = Event()

    def work(zone: UUID) -> None:
        while not enough.is_set():
            lead = uuid4().hex
            platforms.give(zone, lead)
            acknowledged[zone].append(lead)

    threads = [Thread(target=work, args=(zone,)) for zone in zones]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.4)
        server.kill()
        server.restart()
    time.sleep(0.4)
    enough.set()
    for thread in threads:
        thread.join()
    with Platforms() as another:
        assert {zone: another.leads(zone) for zone in zones} == acknowledged
    assert all(acknowledged.values())


def test_an_application_on_a_server_that_stays_away_says_so(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATS_PATIENCE", "0.3")
    with Platforms() as platforms:
        zone = platforms.register("黔江")
        server.kill()
        recorder = platforms.recorder
        assert isinstance(recorder, JetStreamApplicationRecorder)
        while recorder.session._there()[0].is_connected:  # the client hears of it a moment later
            time.sleep(0.01)
        with pytest.raises(OperationalError):
            platforms.give(zone, "a lead")
        server.restart()
        give_when_back(platforms, zone)
        assert platforms.leads(zone) == ["a lead, again"]


def give_when_back(platforms: Platforms, zone: UUID) -> None:
    """The client needs a moment to find the server again; its patience is short in that test."""
    for _ in range(100):
        try:
            platforms.give(zone, "a lead, again")
        except OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the application did not find the server again")
