"""A clock that began by what was written down wrongly runs as the correction says. 系统约定 2, 10"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import lead, matter
from domain.corrections import SUFFIX
from domain.deadline import Kind, Stage, Started, deadline_id
from domain.envelope import Recorded
from domain.kernel import EVENTS, Event
from tests.domain.examples import example
from tests.domain.journal import Journal
from tests.domain.leads import AWARDED, CLAIMED, SHARED
from tests.domain.scenarios import COMMERCE
from tests.domain.test_clocks import DAY, DELIVERIES, LEAD, MATTER, begun, changed, happened, ran_out, stages, told

WRONG, RIGHT = date(2021, 11, 16), date(2021, 12, 20)
ASSIGNED = changed(example(matter.Assigned), assignee=COMMERCE, due=WRONG)


def corrected(journal: Journal, wrong: Recorded, right: Event, dated: date | None = None) -> None:
    """An event is corrected three days later, and the clocks are told of it three times."""
    kind = EVENTS[f"{wrong.category}{SUFFIX}"]
    said = {"corrects": wrong.id, "sequence": wrong.sequence, "of_type": wrong.type, "of_schema": right.dataschema}
    why = {"data": right.model_dump(mode="json"), "dated": dated, "reason": "笔误", "documents": ()}
    event = kind.model_validate({**said, **why}, strict=False)
    (correction,) = journal.seed(wrong.category, wrong.entity, event, on=DAY + timedelta(days=3))
    for _ in range(DELIVERIES):
        journal.tell_clocks(correction)


def latest(journal: Journal, category: str, entity: str) -> Recorded:
    """The latest event of an entity."""
    return journal.of(category, entity)[-1]


def due(journal: Journal, kind: Kind, case: str) -> date:
    """Until when a clock runs."""
    found: date = journal.state("deadline", deadline_id(kind, case)).due
    return found


@pytest.fixture
def asked() -> Journal:
    """A matter is to be answered, by a day that was mistyped."""
    journal = begun()
    told(journal, "matter", MATTER, example(matter.Raised), ASSIGNED)
    return journal


def test_an_answer_is_due_when_the_corrected_assignment_says(asked: Journal) -> None:
    corrected(asked, latest(asked, "matter", MATTER), changed(ASSIGNED, due=RIGHT))
    assert happened(asked, Kind.ANSWER, MATTER) == ["started", "cancelled", "started"]
    assert due(asked, Kind.ANSWER, MATTER) == RIGHT


def test_what_is_corrected_twice_counts_as_corrected_last(asked: Journal) -> None:
    assigned = latest(asked, "matter", MATTER)
    for day in (RIGHT, RIGHT + timedelta(days=1)):
        corrected(asked, assigned, changed(ASSIGNED, due=day))
    assert due(asked, Kind.ANSWER, MATTER) == RIGHT + timedelta(days=1)


def test_nobody_stays_overdue_by_a_day_that_was_mistyped(asked: Journal) -> None:
    assigned = latest(asked, "matter", MATTER)
    ran_out(asked, Kind.ANSWER, MATTER)
    corrected(asked, assigned, changed(ASSIGNED, due=RIGHT))
    assert stages(asked, MATTER) == {Kind.ANSWER: Stage.RUNNING}
    last = ran_out(asked, Kind.ANSWER, MATTER)
    assert [each.type for each in asked.deliver(last)] == ["matter.escalated"]


def test_a_corrected_wording_moves_no_clock(asked: Journal) -> None:
    corrected(asked, latest(asked, "matter", MATTER), changed(ASSIGNED, note="请附图"))
    assert happened(asked, Kind.ANSWER, MATTER) == ["started"]


def test_a_clock_counts_from_the_corrected_legal_date() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, on=DAY)
    before = due(journal, Kind.ASSESSMENT, LEAD)
    corrected(journal, latest(journal, "lead", LEAD), SHARED, dated=DAY - timedelta(days=1))
    state = journal.state("deadline", deadline_id(Kind.ASSESSMENT, LEAD))
    assert isinstance(state.started, Started)
    assert state.started.since == DAY - timedelta(days=1)
    assert state.due < before


def test_a_correction_starts_no_clock_that_is_over_or_that_another_event_began() -> None:
    journal = begun()
    told(journal, "lead", LEAD, SHARED, CLAIMED)
    told(journal, "lead", LEAD, AWARDED, on=AWARDED.since)
    awarded = latest(journal, "lead", LEAD)
    progress = example(lead.Progressed).model_copy(update={"zone": AWARDED.zone, "dated": AWARDED.since})
    told(journal, "lead", LEAD, changed(progress), on=AWARDED.since + timedelta(days=3))
    runs = happened(journal, Kind.PROGRESS, LEAD)
    corrected(journal, awarded, AWARDED, dated=AWARDED.since - timedelta(days=1))
    assert happened(journal, Kind.PROGRESS, LEAD) == runs
    assert stages(journal, LEAD)[Kind.FEEDBACK] is Stage.MET
