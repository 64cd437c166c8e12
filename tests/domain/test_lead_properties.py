"""Whatever is asked of a lead, in whatever order: one holder at every moment, and the events prove who. 三(四)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.catalogue import event_classes
from domain.gate import Standing, admit
from domain.kernel import Command, Event, Refused
from domain.lead import (
    Assess,
    Award,
    Awarded,
    Claim,
    Claimed,
    ClaimWithdrawn,
    Close,
    Closed,
    LeadEvent,
    Release,
    Released,
    ReportProgress,
    Shared,
    Sign,
    Signed,
    Stage,
    State,
    lead,
)
from domain.lead_values import CloseReason, ReleaseReason
from tests.domain.leads import MATCH, SHARE, SHARED
from tests.domain.scenarios import COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, SECTION, context
from tests.domain.zones import MINUTES, NOV_2, OTHER_ZONE, ZONE, other_zone, zone

BODIES = {ZONE: COMMITTEE, OTHER_ZONE: OTHER_COMMITTEE}


@dataclass(frozen=True)
class Step:
    """Somebody asks for something, `late` days late in writing it down, while some zones have left."""

    command: Command
    by: str
    late: int
    left: frozenset[str]


def of_a_zone(zone_id: str) -> st.SearchStrategy[tuple[Command, str]]:
    """What the body of a zone may sensibly ask for, and an award to it."""
    by_body: st.SearchStrategy[Command] = st.one_of(
        st.just(Claim(zone=zone_id, match=MATCH)),
        st.builds(Release, zone=st.just(zone_id), reason=st.sampled_from(ReleaseReason)),
        st.just(ReportProgress(zone=zone_id, summary="洽谈中")),
        st.just(Sign(zone=zone_id, amount=1, evidence=(MINUTES,))),
    )
    award: Command = Award(zone=zone_id, reason="条件最优")
    return st.one_of(
        st.tuples(by_body, st.just(BODIES[zone_id])),
        st.tuples(st.just(award), st.sampled_from((OFFICE, SECTION))),
    )


zones = st.sampled_from((ZONE, OTHER_ZONE))
anything: st.SearchStrategy[Command] = st.one_of(
    st.just(SHARE),
    st.builds(Assess, follow_up=st.booleans(), major=st.booleans(), reason=st.just("研判")),
    st.builds(Claim, zone=zones, match=st.just(MATCH)),
    st.builds(Award, zone=zones, reason=st.just("条件最优")),
    st.builds(Release, zone=zones, reason=st.sampled_from(ReleaseReason)),
    st.builds(Sign, zone=zones, amount=st.just(1), evidence=st.just((MINUTES,))),
    st.builds(Close, zone=st.none() | zones, reason=st.sampled_from(CloseReason), note=st.just("终止")),
)
anybody = st.sampled_from((OFFICE, SECTION, COMMITTEE, OTHER_COMMITTEE, CUSTOMS))
asked = st.one_of(
    of_a_zone(ZONE),
    of_a_zone(OTHER_ZONE),
    of_a_zone(ZONE),
    st.tuples(anything, anybody),
    st.tuples(anything, st.just(OFFICE)),
)
steps = st.lists(
    st.builds(
        lambda one, late, left: Step(one[0], one[1], late, left),
        asked,
        st.sampled_from((0, 0, 0, 3)),
        st.sampled_from((frozenset(), frozenset(), frozenset({ZONE}))),
    ),
    min_size=20,
    max_size=60,
)


@dataclass
class Tale:
    """What became of a lead: every event in order, with the state after it."""

    events: list[LeadEvent] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.states[-1] if self.states else lead.initial

    def take(self, step: Step, day: int) -> None:
        facts = {
            **zone(withdrawn=ZONE in step.left, operating=ZONE not in step.left),
            **other_zone(withdrawn=OTHER_ZONE in step.left, operating=OTHER_ZONE not in step.left),
        }
        on = max(NOV_2, NOV_2 + timedelta(days=day - step.late))
        around = context(by=step.by, entity="lead-1", on=on, today=date(2022, 6, 30), facts=facts)
        standing = Standing(len(self.events), NOV_2 if self.events else None)
        try:
            made = admit(lead, step.command, self.state, standing, around)
        except Refused:
            return
        for event in made:
            self.events.append(event)  # type: ignore[arg-type]  # the lead's decider makes the lead's events
            self.states.append(lead.evolve(self.state, event))  # type: ignore[arg-type]  # as above


def told(taken: list[Step]) -> Tale:
    """The tale of a lead that was shared and then asked for all of these things."""
    tale = Tale([SHARED], [lead.evolve(lead.initial, SHARED)])
    for day, step in enumerate(taken):
        tale.take(step, day)
    return tale


def test_the_tales_are_worth_telling() -> None:
    """Properties of tales in which nothing happens would prove nothing."""
    tales: list[list[LeadEvent]] = []

    @settings(database=None, derandomize=True, max_examples=100)
    @for_all(steps)
    def collect(taken: list[Step]) -> None:
        tales.append(told(taken).events)

    collect()
    told_of = {event.name for events in tales for event in events}
    assert told_of == set(event_classes("lead"))
    assert sum(sum(isinstance(event, Awarded) for event in events) > 1 for events in tales) >= 5


@for_all(steps)
def test_a_lead_never_has_two_holders_and_the_events_alone_prove_who_holds_it(taken: list[Step]) -> None:
    tale = told(taken)
    proven: str | None = None
    for event, state in zip(tale.events, tale.states, strict=True):
        match event:
            case Awarded():
                assert proven is None, "awarded while another zone held it"
                proven = event.zone
            case Released():
                assert proven == event.zone, "released by who did not hold it"
                proven = None
            case Signed():
                assert proven == event.zone
            case _:
                pass
        assert state.holder == proven
        assert (state.stage in {Stage.AWARDED, Stage.SIGNED}) <= (proven is not None)
        assert (state.stage in {Stage.OPEN, Stage.SHELVED}) <= (proven is None)


@for_all(steps)
def test_by_the_legal_dates_too_one_hold_ends_before_the_next_begins(taken: list[Step]) -> None:
    end = NOV_2
    for event in told(taken).events:
        if isinstance(event, Awarded):
            assert end <= event.since < event.protected_until
            end = event.since
        elif isinstance(event, Released):
            assert end <= event.since
            end = event.since


@for_all(steps)
def test_claims_stand_until_they_are_awarded_or_taken_back_whatever_the_holder_does(taken: list[Step]) -> None:
    tale = told(taken)
    claims: set[str] = set()
    for event, state in zip(tale.events, tale.states, strict=True):
        match event:
            case Claimed():
                assert event.zone not in claims, "claimed twice"
                claims.add(event.zone)
            case ClaimWithdrawn():
                assert event.zone in claims
                claims.discard(event.zone)
            case Awarded():
                assert event.zone in claims, "awarded to a zone that did not claim it"
                claims.discard(event.zone)
            case _:
                pass
        assert state.claimants == claims


@for_all(steps)
def test_a_closed_lead_stays_closed(taken: list[Step]) -> None:
    events = told(taken).events
    assert not any(isinstance(event, Closed) for event in events[:-1])
    assert not any(isinstance(event, Shared) for event in events[1:])


@for_all(steps)
def test_every_event_comes_back_from_its_stored_form_as_it_was(taken: list[Step]) -> None:
    for event in told(taken).events:
        stored: bytes = event.model_dump_json().encode()
        back: Event = type(event).model_validate_json(stored)
        assert back == event
