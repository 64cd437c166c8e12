"""Whatever is asked of a lead, in whatever order: one holder at every moment, and the events prove who. 三(四)"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.catalogue import event_classes
from domain.facts import LeadFact
from domain.gate import Standing, admit
from domain.kernel import Command, Event, Refused
from domain.lead import (
    AcceptTransfer,
    Assess,
    Award,
    Awarded,
    BreakGround,
    Claim,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Close,
    Closed,
    Commission,
    ConfirmDuplicate,
    DeclineTransfer,
    DiscloseInvestor,
    DismissDuplicate,
    Dispute,
    FlagDuplicate,
    Lapse,
    LeadEvent,
    PromiseIncentive,
    ProposeTransfer,
    Release,
    Released,
    ReportProgress,
    Rule,
    Ruled,
    Shared,
    Sign,
    Signed,
    Stage,
    State,
    Transferred,
    WithdrawTransfer,
    lead,
)
from domain.lead_likeness import Grounds, fingerprint
from domain.lead_values import CloseReason, IncentiveKind, ReleaseReason
from tests.domain.leads import MATCH, SHARE, SHARED
from tests.domain.scenarios import COMMITTEE, CUSTOMS, OFFICE, OTHER_COMMITTEE, SECTION, context, fact
from tests.domain.zones import MINUTES, NOV_2, OTHER_ZONE, ZONE, other_zone, zone

BODIES = {ZONE: COMMITTEE, OTHER_ZONE: OTHER_COMMITTEE}
EARLIER = ("earlier-1", "earlier-2")
SAME_INVESTOR = LeadFact(investor=fingerprint(SHARE.investor), flagged=frozenset())


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
        chance.choice(of_the_holder(zone_id)),
        chance.choice(of_the_holder(zone_id)),
        chance.choice(of_the_receiver(zone_id)),
    ]
    award = Award(zone=zone_id, reason="条件最优")
    asked = (chance.choice(by_body), BODIES[zone_id])
    decided = [(award, chance.choice((OFFICE, SECTION))), (DiscloseInvestor(zone=zone_id), SECTION)]
    return chance.choice([asked, asked, chance.choice(decided), (chance.choice(of_the_office(zone_id)), OFFICE)])


def of_the_holder(zone_id: str) -> list[Command]:
    """What comes with a hold, and after the contract."""
    (other,) = BODIES.keys() - {zone_id}
    return [
        ProposeTransfer(zone=zone_id, receiver=other, reason="不匹配"),
        WithdrawTransfer(zone=zone_id, reason="另议"),
        PromiseIncentive(zone=zone_id, kind=IncentiveKind.LAND, promise="净地"),
        BreakGround(zone=zone_id, evidence=(MINUTES,)),
        Commission(zone=zone_id, evidence=(MINUTES,)),
        Dispute(zone=zone_id, statement="我区首谈", evidence=(MINUTES,)),
    ]


def of_the_receiver(zone_id: str) -> list[Command]:
    """The answers to an offer."""
    return [AcceptTransfer(zone=zone_id), AcceptTransfer(zone=zone_id), DeclineTransfer(zone=zone_id, reason="不符")]


def flag(earlier: str) -> FlagDuplicate:
    """What the robot would say of two leads of one name."""
    alike = {"grounds": Grounds.SAME_NAME, "investor_likeness": 100, "project_likeness": 80}
    return FlagDuplicate.model_validate({"earlier": earlier, "reason": "项目相近", **alike})


def of_the_office(zone_id: str) -> list[Command]:
    """What the office, or its robot, may sensibly ask for."""
    return [
        Lapse(zone=zone_id),
        Rule(zone=zone_id, reason="首谈属实", documents=(MINUTES,)),
        Rule(zone=zone_id, reason="首谈属实", documents=(MINUTES,)),
        Rule(reporter=SECTION, reason="首报属实", documents=(MINUTES,)),
        *(flag(each) for each in EARLIER),
        ConfirmDuplicate(earlier=EARLIER[0], reason="同一项目"),
        DismissDuplicate(earlier=EARLIER[1], reason="不同项目"),
    ]


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


STEPS, PACE = 80, 3
"""A tale's commands, and the days between them: long enough for a hold to lapse."""
seeds = st.integers(0, 2**32)
HELD = {Stage.AWARDED, Stage.SIGNED, Stage.LANDED, Stage.COMMISSIONED}


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
            **{key: each for lead_id in EARLIER for key, each in fact(lead_id, SAME_INVESTOR).items()},
        }
        on = max(NOV_2, NOV_2 + timedelta(days=PACE * day - step.late))
        around = context(by=step.by, entity="lead-1", on=on, today=date(2022, 12, 30), facts=facts)
        standing = Standing(len(self.events), NOV_2 if self.events else None)
        try:
            made = admit(lead, step.command, self.state, standing, around)
        except Refused:
            return
        for event in made:
            self.events.append(event)  # type: ignore[arg-type]  # the lead's decider makes the lead's events
            self.states.append(lead.evolve(self.state, event))  # type: ignore[arg-type]  # as above


def told(seed: int) -> Tale:
    """The tale of a lead that was shared and then asked for many things by chance."""
    chance = Random(seed)
    tale = Tale([SHARED], [lead.evolve(lead.initial, SHARED)])
    for day in range(STEPS):
        tale.take(one_step(chance), day)
    return tale


def test_the_tales_are_worth_telling() -> None:
    """Properties of tales in which nothing happens would prove nothing."""
    tales = [told(seed).events for seed in range(150)]
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
            case Released() | ClaimLapsed():
                assert proven == event.zone, "released by who did not hold it"
                proven = None
            case Transferred():
                assert proven == event.giver, "transferred by who did not hold it"
                proven = event.receiver
            case Ruled():
                assert proven == event.former
                proven = event.zone or proven
            case Signed():
                assert proven == event.zone
            case _:
                pass
        assert state.holder == proven
        assert (state.stage in HELD) <= (proven is not None)
        assert (state.stage in {Stage.OPEN, Stage.SHELVED}) <= (proven is None)


@for_all(seeds)
def test_by_the_legal_dates_too_one_hold_ends_before_the_next_begins(seed: int) -> None:
    end = NOV_2
    for event in told(seed).events:
        if isinstance(event, Awarded | Transferred):
            assert end <= event.since < event.protected_until
            end = event.since
        elif isinstance(event, Released | ClaimLapsed | Ruled):
            assert end <= event.since
            end = event.since if not isinstance(event, Ruled) or event.moves else end


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
            case Ruled(zone=zone_id) if event.moves:
                assert zone_id in claims, "found for a zone that did not claim it"
                claims.discard(zone_id)
            case Transferred():
                claims.discard(event.receiver)
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
