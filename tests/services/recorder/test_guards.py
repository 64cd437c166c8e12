"""Guards: whatever two writers try at once, one of them succeeds and the other learns it."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.persistence import IntegrityError, Tracking

from services.ledger.recorder import JetStreamApplicationRecorder, JetStreamFactory
from tests.services.recorder.zone_events import events, versions


def test_a_version_recorded_elsewhere_cannot_be_recorded_again(
    factory: JetStreamFactory, rival: JetStreamFactory
) -> None:
    mine, theirs = factory.application_recorder(), rival.application_recorder()
    mine.insert_events(events(1, 2))
    theirs.insert_events(events(3))
    with pytest.raises(IntegrityError):
        mine.insert_events(events(3))
    assert mine.insert_events(events(4)) == [4]
    assert versions(theirs) == [1, 2, 3, 4]


def test_a_conflict_on_one_aggregate_stores_nothing_of_the_others(
    factory: JetStreamFactory, rival: JetStreamFactory
) -> None:
    other = uuid4()
    factory.application_recorder().insert_events(events(1))
    with pytest.raises(IntegrityError):
        rival.application_recorder().insert_events([*events(1, originator=other), *events(1)])
    assert rival.application_recorder().select_events(other) == []
    assert rival.application_recorder().max_notification_id() == 1


def test_events_only_rise_because_whoever_read_past_a_gap_would_never_see_it_filled(factory: JetStreamFactory) -> None:
    recorder = factory.application_recorder()
    recorder.insert_events(events(1, 5))
    with pytest.raises(IntegrityError):
        recorder.insert_events(events(3))
    with pytest.raises(IntegrityError):
        recorder.insert_events(events(7, 6))
    assert versions(recorder) == [1, 5]


def test_a_snapshot_may_be_taken_of_an_earlier_version_but_of_each_once(
    factory: JetStreamFactory, rival: JetStreamFactory
) -> None:
    mine, theirs = factory.aggregate_recorder("snapshots"), rival.aggregate_recorder("snapshots")
    mine.insert_events(events(10))
    theirs.insert_events(events(4))
    mine.insert_events(events(7, 5))
    for taken in (4, 5, 7, 10):
        with pytest.raises(IntegrityError):
            theirs.insert_events(events(taken))
    assert versions(theirs) == [4, 5, 7, 10]
    assert versions(theirs, desc=True, limit=1) == [10]
    assert versions(theirs, desc=True, limit=1, lte=6) == [5]
    theirs.insert_events(events(12))
    assert versions(mine, desc=True, limit=1) == [12]
    assert versions(mine, gt=4, lte=10, desc=True) == [10, 7, 5]


def test_twenty_writers_of_one_version_leave_one_event(factory: JetStreamFactory, rival: JetStreamFactory) -> None:
    recorders = [factory.application_recorder(), rival.application_recorder()]
    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(lambda number: attempt(recorders[number % 2], number), range(20)))
    assert sum(outcomes) == 1
    assert versions(recorders[0]) == [1]


def attempt(recorder: JetStreamApplicationRecorder, number: int) -> bool:
    try:
        recorder.insert_events(events(1, state=b"%d" % number))
    except IntegrityError:
        return False
    return True


def test_two_processors_of_one_notification_record_its_outcome_once(
    factory: JetStreamFactory, rival: JetStreamFactory
) -> None:
    mine, theirs = factory.process_recorder(), rival.process_recorder()
    assert theirs.max_tracking_id("leads") is None
    mine.insert_events(events(1), tracking=Tracking("leads", 8))
    other = uuid4()
    with pytest.raises(IntegrityError):
        theirs.insert_events(events(1, originator=other), tracking=Tracking("leads", 8))
    assert theirs.select_events(other) == []
    theirs.insert_events(events(1, originator=other), tracking=Tracking("leads", 9))
    assert (mine.max_tracking_id("leads"), mine.max_notification_id()) == (9, 3)


def test_a_row_changed_by_two_processes_loses_no_change(factory: JetStreamFactory, rival: JetStreamFactory) -> None:
    views = [factory.tracking_recorder(), rival.tracking_recorder()]
    with ThreadPoolExecutor(8) as threads:
        list(
            threads.map(
                lambda number: views[number % 2].insert_tracking_and_change(
                    Tracking(f"upstream {number}", 1), "leads", lambda held: (held or b"") + b"+"
                ),
                range(16),
            )
        )
    assert views[0].row("leads") == b"+" * 16
    assert views[1].row("zones") is None


def test_of_twenty_appends_under_one_condition_one_holds(factory: JetStreamFactory, rival: JetStreamFactory) -> None:
    recorders = [factory.dcb_recorder(), rival.dcb_recorder()]
    claim = DCBEvent("claimed", b"", ["lead-1"])
    unclaimed = DCBAppendCondition(DCBQuery([DCBQueryItem(types=["claimed"], tags=["lead-1"])]))

    def claimed(number: int) -> bool:
        recorders[number % 2].append([DCBEvent("seen", b"", ["lead-1"])])
        try:
            recorders[number % 2].append([claim], unclaimed)
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(claimed, range(20))) == 1
    assert len(list(recorders[0].read(DCBQuery([DCBQueryItem(types=["seen"])])))) == 20
