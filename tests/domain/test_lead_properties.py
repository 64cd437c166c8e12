"""Whatever is asked of a lead, in whatever order: one holder at every moment, and the events prove who. 三(四)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from hypothesis import given as for_all
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


def sensible(chance: Random) -> tuple[Command, str]:
    """What the body of a zone, the office or the first reporter may sensibly ask for."""
    zone_id = chance.choice(list(BODIES))
    by_body: list[Command] = [
        Claim(zone=zone_id, match=MATCH),
        Claim(zone=zone_id, match=MATCH),
        ReportProgress(zone=zone_id, summary="洽谈中"),
        Release(zone=zone_id, reason=chance.choice(list(ReleaseReason))),
        Sign(zone=zone_id, amount=1, evidence=(MINUTES,)),
    ]
    award = Award(zone=zone_id, reason="条件最优")
    return chance.choice([(chance.choice(by_body), BODIES[zone_id]), (award, chance.choice((OFFICE, SECTION)))])


def anything(chance: Random) -> tuple[Command, str]:
    """What anybody might ask for."""
    zone_id = chance.choice(list(BODIES))
    asked: list[Command] = [
        SHARE,
        Assess(follow_up=chance.random() < 1 / 2, major=True, reason="研判"),
        Claim(zone=zone_id, match=MATCH),
        Award(zone=zone_id, reason="条件最优"),
        Release(zone=zone_id, reason=chance.choice(list(ReleaseReason))),
        Sign(zone=zone_id, amount=1, evidence=(MINUTES,)),
        Close(zone=chance.choice((None, zone_id)), reason=chance.choice(list(CloseReason)), note="终止"),
    ]
    return chance.choice(asked), chance.choice((OFFICE, SECTION, COMMITTEE, OTHER_COMMITTEE, CUSTOMS))


def one_step(chance: Random) -> Step:
    command, by = sensible(chance) if chance.random() < 5 / 6 else anything(chance)
    left: frozenset[str] = frozenset({ZONE}) if chance.random() < 1 / 6 else frozenset()
    return Step(command, by, late=chance.choice((0, 0, 0, 3)), left=left)


seeds = st.integers(0, 2**32)


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


def told(seed: int) -> Tale:
    """The tale of a lead that was shared and then asked for forty things by chance."""
    chance = Random(seed)
    tale = Tale([SHARED], [lead.evolve(lead.initial, SHARED)])
    for day in range(40):
        tale.take(one_step(chance), day)
    return tale


def test_the_tales_are_worth_telling() -> None:
    """Properties of tales in which nothing happens would prove nothing."""
    tales = [told(seed).events for seed in range(100)]
    assert {event.name for events in tales for event in events} == set(event_classes("lead"))
    assert sum(sum(isinstance(event, Awarded) for event in events) > 1 for events in tales) > 20


@for_all(seeds)
def test_a_lead_never_has_two_holders_and_the_events_alone_prove_who_holds_it(seed: int) -> None:
    tale = told(seed)
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


@for_all(seeds)
def test_by_the_legal_dates_too_one_hold_ends_before_the_next_begins(seed: int) -> None:
    end = NOV_2
    for event in told(seed).events:
        if isinstance(event, Awarded):
            assert end <= event.since < event.protected_until
            end = event.since
        elif isinstance(event, Released):
            assert end <= event.since
            end = event.since


@for_all(seeds)
def test_claims_stand_until_they_are_awarded_or_taken_back_whatever_the_holder_does(seed: int) -> None:
    tale = told(seed)
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


@for_all(seeds)
def test_a_closed_lead_stays_closed(seed: int) -> None:
    events = told(seed).events
    assert not any(isinstance(event, Closed) for event in events[:-1])
    assert not any(isinstance(event, Shared) for event in events[1:])


@for_all(seeds)
def test_every_event_comes_back_from_its_stored_form_as_it_was(seed: int) -> None:
    for event in told(seed).events:
        stored: bytes = event.model_dump_json().encode()
        back: Event = type(event).model_validate_json(stored)
        assert back == event
