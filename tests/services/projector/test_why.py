"""Why is this so: the events named are those that made the row, no more and no fewer, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kernel import Role
from projections.catalogue import PROJECTIONS
from projections.lead_ledger import lead_ledger
from projections.rights import Reader
from projections.zone_register import zone_register
from services.projector.folding import Scratch
from services.projector.why import ABOUT_THE_ROW, Reasons, Subject, _folded
from tests.projections.cast import (
    AWARDED,
    BODY,
    CLAIMED,
    DEC_1,
    ESTABLISHED,
    LEAD,
    NOV_2,
    OTHER_BODY,
    OTHER_ZONE,
    RELEASED,
    SHARED,
    ZONE,
    made,
)
from tests.projections.histories import happenings, told
from tests.projections.story import Story

Row = dict[str, Any]
JAN_5 = date(2022, 1, 5)


def why(story: Story, subject: Subject) -> Reasons:
    return _folded(subject, story.messages, len(story.messages))


def types(found: Reasons) -> list[str]:
    return [each.recorded.type for each in found.reasons]


@pytest.fixture
def story() -> Story:
    """A lead shared, claimed by two zones, awarded to one and released again."""
    story = Story(stage=None)  # type: ignore[arg-type]  # folded in memory
    story.tell("zone", ZONE, ESTABLISHED, on=NOV_2)
    story.tell("lead", "lead-2", SHARED, on=NOV_2)
    story.tell("lead", LEAD, SHARED, CLAIMED, made(type(CLAIMED), zone=OTHER_ZONE), on=NOV_2)
    story.tell("lead", LEAD, AWARDED, on=DEC_1, by=BODY)
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    return story


def test_a_field_is_what_it_is_by_the_events_that_changed_it(story: Story) -> None:
    found = why(story, Subject(lead_ledger, "lead_ledger", {"lead": LEAD}, "holder"))
    assert types(found) == ["lead.awarded", "lead.released"]
    assert [each.differences for each in found.reasons] == [(("holder", None, ZONE),), (("holder", ZONE, None),)]
    assert (found.reasons[0].recorded.org, found.reasons[0].recorded.effective) == (BODY, DEC_1)


def test_a_figure_that_is_counted_names_the_events_that_were_counted(story: Story) -> None:
    found = why(story, Subject(lead_ledger, "lead_ledger", {"lead": LEAD}, "claims"))
    assert types(found) == ["lead.shared", "lead.claimed", "lead.claimed", "lead.awarded"]
    assert [each.differences[0].after for each in found.reasons] == [0, 1, 2, 1]


def test_a_status_that_is_worked_out_names_what_it_was_worked_out_from(story: Story) -> None:
    found = why(story, Subject(zone_register, "zone_register", {"zone": ZONE}, "status"))
    assert types(found) == ["zone.established"]


def test_the_whole_row_begins_with_the_event_that_made_it(story: Story) -> None:
    found = why(story, Subject(lead_ledger, "lead_ledger", {"lead": LEAD}))
    assert types(found) == ["lead.shared", "lead.claimed", "lead.claimed", "lead.awarded", "lead.released"]
    assert found.row is not None
    assert found.row["stage"] == "open"


def test_by_either_clock_later_events_are_no_reason(story: Story) -> None:
    as_of = Subject(lead_ledger, "lead_ledger", {"lead": LEAD}, "holder", as_of=DEC_1)
    assert types(why(story, as_of)) == ["lead.awarded"]


def test_a_row_that_is_gone_says_which_event_took_it_away(story: Story) -> None:
    inbox = PROJECTIONS["inbox"]
    found = why(story, Subject(inbox, "inbox", {"case": f"lead/{LEAD}", "task": "lead.report-progress"}))
    assert types(found) == ["lead.awarded", "lead.released"]
    assert (found.reasons[-1].gone, found.row, found.hidden) == (True, None, False)


def test_whoever_does_not_see_the_row_is_told_no_reason(story: Story) -> None:
    stranger = Reader("a-body", Role.COMMITTEE, frozenset({"a-zone"}))
    found = why(story, Subject(lead_ledger, "lead_ledger", {"lead": LEAD}, reader=stranger))
    assert (found.reasons, found.row, found.hidden) == ((), None, True)


def test_what_is_withheld_of_a_row_is_in_no_reason(story: Story) -> None:
    claimant = Reader(OTHER_BODY, Role.COMMITTEE, frozenset({OTHER_ZONE}))
    exchange = PROJECTIONS["lead-exchange"]
    found = why(story, Subject(exchange, "lead_exchange", {"lead": LEAD}, reader=claimant))
    shown = {each.column: each.after for reason in found.reasons for each in reason.differences}
    assert shown["investment_range"] == "5-10"
    assert not {"investment", "project", "output", "tax"} & shown.keys()


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
@settings(max_examples=3)
@given(data=st.data())
def test_the_reasons_put_together_are_the_row(name: str, data: st.DataObject) -> None:
    view = PROJECTIONS[name]
    messages = told(data.draw(st.lists(happenings(view.reads), min_size=10, max_size=40)))
    with Scratch([view]) as scratch:
        scratch.take(messages.messages)
        assert not scratch.stops
        for table in (view.tables[0], data.draw(st.sampled_from(view.tables))):
            for row in scratch.views.rows(name, table=table.name, limit=1).rows:
                key = {column.name: row[column.name] for column in table.primary_key}
                are_the_row(messages, Subject(view, table.name, key), row)
                field = data.draw(st.sampled_from(sorted(row.keys() - ABOUT_THE_ROW)))
                are_those_of_the_field(messages, Subject(view, table.name, key), field)


def are_the_row(story: Story, subject: Subject, row: Row) -> None:
    """Every change put on top of the one before is what the view shows, and each event changed something."""
    made_up: Row = dict.fromkeys(row)
    for reason in why(story, subject).reasons:
        assert reason.gone or all(each.before != each.after for each in reason.differences)
        before = {} if reason.gone else made_up
        made_up = {**dict.fromkeys(row), **before, **{each.column: each.after for each in reason.differences}}
    assert {**made_up, **subject.key} == {name: None if name in ABOUT_THE_ROW else row[name] for name in row}


def are_those_of_the_field(story: Story, subject: Subject, field: str) -> None:
    """Asked for alone, a field has the reasons that the whole row has for it."""
    alone = why(story, replace(subject, field=field)).reasons
    whole = why(story, subject).reasons
    changed = [each.recorded.position for each in whole if field in {one.column for one in each.differences}]
    assert [each.recorded.position for each in alone if not each.gone] == changed
