"""What follows by itself: plaque -> zone, 不合格 -> rectification, exit -> withdrawal, and its cascade. 系统约定 9"""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest

from domain.application import UnveilPlaque
from domain.delegation import Delegated, Requested
from domain.evaluation import ExitApproved, Graded
from domain.experience import Catalogued
from domain.experience_values import Level
from domain.kernel import ActorKind, Event
from domain.lead import Awarded, Claimed, ClaimLapsed, ClaimWithdrawn, Closed, Released, Signed, Stage
from domain.lead_values import CloseReason, LapseReason, ReleaseReason
from domain.reactions import react
from domain.zone import Established, RectificationOrdered, Status
from tests.domain import test_delegation as powers
from tests.domain import test_evaluation as evaluations
from tests.domain import test_lead_dispute as disputes
from tests.domain import test_lead_transfer as transfers
from tests.domain import trials
from tests.domain.applications import AFTER_APPROVAL, ENTITY, FILED
from tests.domain.journal import Journal
from tests.domain.leads import AWARDED, CLAIMED, MATCH, OTHER_CLAIMED, SHARED, SIGNED
from tests.domain.scenarios import COMMITTEE, OFFICE, PLATFORM
from tests.domain.withdrawals import EVALUATION, GONE, LAST, a_journal_with_a_zone, deliver_three_times, names
from tests.domain.zones import NOV_2, NOV_3, OTHER_ZONE, ZONE

POWER, OTHER_POWER, ASKED_FOR = (f"{item}--{ZONE}" for item in ("item-1", "item-2", "item-3"))
TO_OTHER = disputes.ruled(disputes.FOR_CLAIMANT)


def awarded(zone_id: str) -> Awarded:
    return AWARDED.model_copy(update={"zone": zone_id})


def closed() -> Closed:
    return Closed(zone=None, reason=CloseReason.ABANDONED, note="投资方放弃")


def test_a_plaque_establishes_its_zone_once_with_what_the_application_said() -> None:
    journal = Journal()
    journal.seed("application", ENTITY, *AFTER_APPROVAL.events)
    (plaque,) = journal.send("application", ENTITY, UnveilPlaque(), on=NOV_3)
    (established,) = deliver_three_times(journal, plaque)
    assert established.entity == PLATFORM
    assert isinstance(established.event, Established)
    said = {name: value for name, value in established.event if name in type(FILED).model_fields}
    assert said == {name: value for name, value in FILED if name in said}
    assert established.event.body == COMMITTEE
    assert (established.effective, established.org) == (NOV_3, OFFICE)
    assert established.actor_kind is ActorKind.ROBOT


def test_an_evaluation_of_unsatisfactory_orders_one_rectification() -> None:
    journal = a_journal_with_a_zone()
    *_, graded = journal.seed("evaluation", EVALUATION, *evaluations.FAILING, on=LAST)
    assert isinstance(graded.event, Graded)
    (ordered,) = deliver_three_times(journal, graded)
    assert isinstance(ordered.event, RectificationOrdered)
    assert (ordered.entity, ordered.effective, ordered.event.evaluation) == (ZONE, LAST, EVALUATION)
    assert journal.state("zone", ZONE).status is Status.RECTIFYING


def test_a_grade_raised_on_appeal_lifts_the_rectification_once() -> None:
    journal = a_journal_with_a_zone()
    *_, graded = journal.seed("evaluation", EVALUATION, *evaluations.FAILING)
    journal.deliver(graded)
    raised = evaluations.decided(evaluations.RAISE, upheld=False)
    *_, answer = journal.seed("evaluation", EVALUATION, evaluations.APPEALED, raised, on=LAST)
    (lifted,) = deliver_three_times(journal, answer)
    assert (lifted.type, lifted.entity, lifted.effective) == ("zone.rectification-lifted", ZONE, LAST)
    assert journal.state("zone", ZONE).status is Status.OPERATING


def test_a_grade_upheld_on_appeal_changes_nothing() -> None:
    journal = a_journal_with_a_zone()
    upheld = evaluations.decided(evaluations.UPHOLD, upheld=True)
    *_, answer = journal.seed("evaluation", EVALUATION, *evaluations.FAILING, evaluations.APPEALED, upheld)
    assert deliver_three_times(journal, answer) == []


def test_a_passed_evaluation_orders_nothing() -> None:
    journal = a_journal_with_a_zone()
    *_, graded = journal.seed("evaluation", EVALUATION, *evaluations.PASSING)
    assert deliver_three_times(journal, graded) == []


def test_an_approved_exit_withdraws_the_zone_once() -> None:
    journal = a_journal_with_a_zone()
    exit_ = (*evaluations.FAILING, evaluations.PROPOSED, evaluations.HEARD, evaluations.ENDORSED, evaluations.APPROVED)
    *_, approved = journal.seed("evaluation", EVALUATION, *exit_, on=LAST)
    assert isinstance(approved.event, ExitApproved)
    (withdrawn,) = deliver_three_times(journal, approved)
    assert (withdrawn.type, withdrawn.entity, withdrawn.effective) == ("zone.withdrawn", ZONE, LAST)
    assert journal.state("zone", ZONE).status is Status.WITHDRAWN


def test_a_withdrawal_gives_back_leads_and_lists_powers_and_leaves_the_rest() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "held", SHARED, CLAIMED, OTHER_CLAIMED, AWARDED)
    journal.seed("lead", "claimed", SHARED, CLAIMED, OTHER_CLAIMED)
    journal.seed("lead", "held-by-another", SHARED, CLAIMED, OTHER_CLAIMED, awarded(OTHER_ZONE))
    journal.seed("lead", "signed", SHARED, CLAIMED, AWARDED, SIGNED)
    journal.seed("lead", "closed", SHARED, CLAIMED, AWARDED, closed())
    journal.seed("lead", "nobody-s", SHARED, OTHER_CLAIMED)
    journal.seed("delegation", POWER, *powers.IN_FORCE, powers.TAKEN_UP)
    journal.seed("delegation", OTHER_POWER, *powers.IN_FORCE)
    journal.seed("delegation", ASKED_FOR, powers.REQUESTED)
    journal.seed("delegation", f"item-1--{OTHER_ZONE}", *powers.IN_FORCE)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    assert sorted(names(deliver_three_times(journal, gone))) == [
        ("delegation.listed-for-recall", POWER),
        ("delegation.listed-for-recall", OTHER_POWER),
        ("delegation.request-lapsed", ASKED_FOR),
        ("lead.claim-withdrawn", "claimed"),
        ("lead.claim-withdrawn", "held-by-another"),
        ("lead.released", "held"),
    ]
    held = journal.state("lead", "held")
    assert (held.stage, held.holder, held.claimants) == (Stage.OPEN, None, {OTHER_ZONE})
    assert journal.state("lead", "held-by-another").holder == OTHER_ZONE
    assert journal.state("lead", "signed").stage is Stage.SIGNED


def test_a_cascade_that_broke_off_is_finished_by_the_next_delivery() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "first", SHARED, CLAIMED, AWARDED)
    journal.seed("lead", "second", SHARED, CLAIMED, AWARDED)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    half, *_ = react(gone, journal.holdings)
    journal._obey(half)
    assert len(journal.of("lead", "second")) == 3
    assert ("lead.released", "second") in names(deliver_three_times(journal, gone))


@pytest.mark.parametrize("late", [(CLAIMED,), (CLAIMED, AWARDED)])
def test_a_lead_that_reaches_a_zone_after_its_withdrawal_is_given_back_too(late: tuple[Event, ...]) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "late", SHARED)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    assert deliver_three_times(journal, gone) == []
    *_, last = journal.seed("lead", "late", *late, on=LAST)
    (back,) = deliver_three_times(journal, last)
    assert isinstance(back.event, Released if AWARDED in late else ClaimWithdrawn)
    assert back.event.reason is ReleaseReason.ZONE_WITHDRAWN


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ((powers.REQUESTED,), "delegation.request-lapsed"),
        (powers.IN_FORCE, "delegation.listed-for-recall"),
    ],
)
def test_a_power_that_reaches_a_zone_after_its_withdrawal_is_listed_too(late: tuple[Event, ...], expected: str) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed("delegation", POWER, *late, on=LAST)
    assert isinstance(last.event, Requested | Delegated)
    (listed,) = deliver_three_times(journal, last)
    assert (listed.type, listed.entity) == (expected, POWER)


@pytest.mark.parametrize("event", [CLAIMED, AWARDED])
def test_nothing_follows_from_a_lead_that_goes_to_a_zone_in_being(event: Event) -> None:
    journal = a_journal_with_a_zone()
    *_, last = journal.seed("lead", "lead-1", SHARED, event)
    assert react(last, journal.holdings) == []


def test_a_withdrawal_dated_before_a_lead_was_shared_still_gives_the_lead_back() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "lead-1", SHARED, CLAIMED, AWARDED, on=LAST)
    (gone,) = journal.seed("zone", ZONE, GONE, on=NOV_2)
    (back,) = deliver_three_times(journal, gone)
    assert (back.type, back.effective) == ("lead.released", LAST)


@pytest.mark.parametrize("late", [(transfers.PROPOSED, transfers.TRANSFERRED), (disputes.DISPUTED, TO_OTHER)])
def test_a_lead_handed_to_a_zone_that_has_left_is_given_back(late: tuple[Event, ...]) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "late", SHARED, CLAIMED, OTHER_CLAIMED, AWARDED)
    journal.seed("zone", OTHER_ZONE, GONE, on=LAST)
    *_, last = journal.seed("lead", "late", *late, on=LAST)
    (back,) = deliver_three_times(journal, last)
    assert isinstance(back.event, Released)
    assert (back.event.zone, back.event.reason) == (OTHER_ZONE, ReleaseReason.ZONE_WITHDRAWN)


@pytest.mark.parametrize("event", [transfers.TRANSFERRED, TO_OTHER, disputes.ruled(disputes.FOR_HOLDER)])
def test_nothing_follows_from_a_lead_that_stays_with_zones_in_being(event: Event) -> None:
    journal = a_journal_with_a_zone()
    *_, last = journal.seed("lead", "lead-1", SHARED, CLAIMED, OTHER_CLAIMED, AWARDED, event)
    assert react(last, journal.holdings) == []


def test_every_consequence_has_its_own_command_id_for_ever() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("lead", "first", SHARED, CLAIMED)
    journal.seed("lead", "second", SHARED, CLAIMED)
    (gone,) = journal.seed("zone", ZONE, GONE)
    ids = [reaction.command_id for reaction in react(gone, journal.holdings)]
    assert len(set(ids)) == 2
    assert ids == [reaction.command_id for reaction in react(gone, journal.holdings)]
    derived = [uuid5(UUID(gone.id), f"lead.release/{lead}") for lead in ("first", "second")]
    assert ids == derived, "logs hold commands of these ids; under others they would be obeyed again"


def test_what_is_in_hand_follows_the_lead_s_own_state() -> None:
    journal = a_journal_with_a_zone()
    steps: tuple[Event, ...] = (
        SHARED,
        CLAIMED,
        OTHER_CLAIMED,
        AWARDED,
        ClaimWithdrawn(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note=None),
        Released(zone=ZONE, reason=ReleaseReason.DECLINED, note=None, since=NOV_3),
        Claimed(zone=OTHER_ZONE, match=MATCH),
        awarded(OTHER_ZONE),
        transfers.TRANSFERRED.model_copy(update={"giver": OTHER_ZONE, "receiver": ZONE}),
        ClaimLapsed(zone=ZONE, reason=LapseReason.NOTHING_REPORTED, due=NOV_3, since=LAST),
        OTHER_CLAIMED,
        CLAIMED,
        AWARDED,
        disputes.ruled(disputes.FOR_REPORTER),
        TO_OTHER,
        Signed(zone=OTHER_ZONE, amount=1, evidence=SIGNED.evidence),
    )
    for step in steps:
        journal.seed("lead", "lead-1", step)
        state = journal.state("lead", "lead-1")
        hold = {state.holder} if state.stage is Stage.AWARDED else set()
        in_hand = {zone for zone in (ZONE, OTHER_ZONE) if journal.holdings.of("lead", zone)}
        assert in_hand == hold | state.claimants, step


def test_a_recognised_innovation_is_catalogued_once_as_chongqing_s_own_under_the_trial_s_id() -> None:
    journal = a_journal_with_a_zone()
    *_, recognised = journal.seed("trial", trials.TRIAL, *trials.OVER, trials.RECOGNISED, on=LAST)
    (catalogued,) = deliver_three_times(journal, recognised)
    assert isinstance(catalogued.event, Catalogued)
    assert (catalogued.category, catalogued.entity, catalogued.effective) == ("experience", trials.TRIAL, LAST)
    assert (catalogued.event.level, catalogued.event.trial) == (Level.CHONGQING, trials.TRIAL)
    said = {name: value for name, value in catalogued.event if name in type(trials.RECOGNISED).model_fields}
    assert said == dict(trials.RECOGNISED)
