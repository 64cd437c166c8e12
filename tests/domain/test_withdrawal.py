"""What a zone has in hand at its withdrawal, or takes up after it, is lost to nobody and left open nowhere. 四(四)"""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest

from domain.kernel import ActorKind, Event
from domain.matter import Stage as MatterStage
from domain.policy_extension import Extended, ExtensionRefused, ExtensionRequested
from domain.promotion import ZoneLeft
from domain.reactions import react
from domain.trial import PartnerLeft, Proposed, Resumed
from tests.domain import test_linkage as linkages
from tests.domain import test_matter as matters
from tests.domain import test_policy_extension as extensions
from tests.domain import test_promotion as promotions
from tests.domain import test_replication as replications
from tests.domain import test_zone as zones
from tests.domain import trials
from tests.domain.experiences import CATALOGUED, IMPLEMENTED, PLANNED
from tests.domain.scenarios import COMMITTEE, OTHER_SECTION, SECTION
from tests.domain.test_policy_measure import ISSUED
from tests.domain.withdrawals import GONE, LAST, a_journal_with_a_zone, deliver_three_times, names
from tests.domain.zones import NOV_2, NOV_3, OTHER_ZONE, ZONE

EXTENSION = f"measure-1--{ZONE}"


def test_a_withdrawal_ends_extensions_and_hands_matters_over_and_leaves_the_rest() -> None:
    journal = a_journal_with_a_zone()
    suspended, asked, refused = (f"measure-{n}--{ZONE}" for n in (2, 3, 4))
    for measure in ("measure-2", "measure-3", "measure-4"):
        journal.seed("policy-measure", measure, ISSUED)
    journal.seed("policy-extension", EXTENSION, *extensions.IN_FORCE)
    journal.seed("policy-extension", suspended, *extensions.IN_FORCE, extensions.SUSPENDED, on=NOV_3)
    journal.seed("policy-extension", asked, extensions.REQUESTED)
    journal.seed("policy-extension", refused, extensions.REQUESTED, ExtensionRefused(reason="未同意"))
    journal.seed("policy-extension", f"measure-1--{OTHER_ZONE}", *extensions.IN_FORCE)
    journal.seed("matter", "open", matters.RAISED, matters.ASSIGNED)
    journal.seed("matter", "its-own-to-answer", matters.RAISED, matters.to(COMMITTEE))
    journal.seed("matter", "resolved", matters.RAISED, matters.ASSIGNED, matters.ANSWERED, matters.RESOLVED)
    journal.seed("matter", "nobody-s", matters.NOBODY_S_RAISED)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    assert sorted(names(deliver_three_times(journal, gone))) == [
        ("matter.handed-over", "its-own-to-answer"),
        ("matter.handed-over", "open"),
        ("policy-extension.ended", EXTENSION),
        ("policy-extension.ended", suspended),
        ("policy-extension.request-lapsed", asked),
    ]
    assert journal.state("matter", "open").stage is MatterStage.ASSIGNED
    assert journal.state("matter", "its-own-to-answer").stage is MatterStage.HANDED_OVER
    assert journal.state("matter", "nobody-s").raiser == COMMITTEE


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ((extensions.REQUESTED,), "policy-extension.request-lapsed"),
        (extensions.IN_FORCE, "policy-extension.ended"),
    ],
)
def test_a_policy_that_reaches_a_zone_after_its_withdrawal_ends_too(late: tuple[Event, ...], expected: str) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed("policy-extension", EXTENSION, *late, on=LAST)
    assert isinstance(last.event, ExtensionRequested | Extended)
    (ended,) = deliver_three_times(journal, last)
    assert (ended.type, ended.entity) == (expected, EXTENSION)


@pytest.mark.parametrize(
    "late",
    [(matters.RAISED,), (matters.RAISED, matters.ASSIGNED, matters.ANSWERED, matters.RESOLVED, matters.REOPENED)],
)
def test_a_matter_that_reaches_a_zone_after_its_withdrawal_is_handed_over_too(late: tuple[Event, ...]) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed("matter", "late", *late, on=LAST)
    (taken,) = deliver_three_times(journal, last)
    assert (taken.type, taken.entity) == ("matter.handed-over", "late")
    assert journal.holdings.of("matter", ZONE) == []


def test_nothing_follows_from_a_matter_or_a_policy_of_a_zone_in_being() -> None:
    journal = a_journal_with_a_zone()
    (raised,) = journal.seed("matter", "open", matters.RAISED)
    (nobody_s,) = journal.seed("matter", "other", matters.NOBODY_S_RAISED)
    *_, extended = journal.seed("policy-extension", EXTENSION, *extensions.IN_FORCE)
    assert [react(each, journal.holdings) for each in (raised, nobody_s, extended)] == [[], [], []]


def test_what_follows_a_withdrawal_bears_no_date_before_the_latest_step_of_its_case() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("matter", "open", matters.RAISED)
    journal.seed("matter", "open", matters.ASSIGNED, on=LAST)
    journal.seed("policy-extension", EXTENSION, *extensions.IN_FORCE, on=LAST)
    (gone,) = journal.seed("zone", ZONE, GONE, on=NOV_2)
    assert {each.effective for each in deliver_three_times(journal, gone)} == {LAST}


def test_a_withdrawal_ends_what_is_unfinished_and_leaves_what_is_verified() -> None:
    journal = a_journal_with_a_zone()
    histories: dict[str, tuple[Event, ...]] = {
        "planned": (PLANNED,),
        "implemented": (PLANNED, IMPLEMENTED),
        "sent-back": (PLANNED, IMPLEMENTED, replications.SENT_BACK),
        "verified": (PLANNED, IMPLEMENTED, replications.VERIFIED),
        "found": (replications.FOUND,),
        "inapplicable": (replications.FOUND, replications.CONFIRMED),
        "to-plan": (replications.FOUND, replications.REJECTED),
    }
    for name, history in histories.items():
        journal.seed("experience", name, CATALOGUED)
        journal.seed("replication", f"{name}--{ZONE}", *history)
    journal.seed("replication", f"planned--{OTHER_ZONE}", PLANNED)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    ended = names(deliver_three_times(journal, gone))
    unfinished = ("planned", "implemented", "sent-back", "found", "to-plan")
    assert sorted(ended) == sorted(("replication.ended", f"{name}--{ZONE}") for name in unfinished)


@pytest.mark.parametrize(
    "late", [(PLANNED,), (replications.FOUND,), (PLANNED, IMPLEMENTED, replications.VERIFIED, replications.SENT_BACK)]
)
def test_a_replication_that_is_opened_after_the_withdrawal_ends_too(late: tuple[Event, ...]) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("experience", "repair", CATALOGUED)
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed("replication", f"repair--{ZONE}", *late, on=LAST)
    assert names(deliver_three_times(journal, last)) == [("replication.ended", f"repair--{ZONE}")]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((trials.RAISED,), "trial.lapsed"),
        (trials.AGREED, "trial.lapsed"),
        (trials.READY, "trial.lapsed"),
        (trials.RUNNING, "trial.suspended"),
        ((*trials.RUNNING, trials.SUSPENDED), "trial.suspended"),
    ],
)
def test_an_open_trial_of_a_withdrawn_zone_is_suspended_or_lapses(history: tuple[Event, ...], expected: str) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("trial", trials.TRIAL, *history)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    assert names(deliver_three_times(journal, gone)) == [(expected, trials.TRIAL)]


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (trials.AGREED, "trial.partner-left"),
        (trials.RUNNING, "trial.suspended"),
        ((*trials.RUNNING, trials.SUSPENDED), "trial.partner-left"),
    ],
)
def test_a_trial_in_which_a_withdrawn_zone_takes_part_goes_on_without_it_or_is_suspended(
    history: tuple[Event, ...], expected: str
) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("trial", trials.TRIAL, *history)
    (gone,) = journal.seed("zone", OTHER_ZONE, GONE, on=LAST)
    assert names(deliver_three_times(journal, gone)) == [(expected, trials.TRIAL)]
    assert journal.holdings.of("trial", OTHER_ZONE) == []
    assert [held.entity for held in journal.holdings.of("trial", ZONE)] == [trials.TRIAL]


@pytest.mark.parametrize(
    "history",
    [trials.OVER, (*trials.OVER, trials.RECOGNISED)],
)
def test_a_trial_that_is_over_outlives_its_zone(history: tuple[Event, ...]) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("trial", trials.TRIAL, *history)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    assert deliver_three_times(journal, gone) == []


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((trials.RAISED,), "trial.lapsed"),
        ((trials.RAISED, trials.PROPOSED), "trial.lapsed"),
        ((*trials.RUNNING, trials.SUSPENDED, Resumed(zone=ZONE, until=LAST, reason="整改完成")), "trial.suspended"),
    ],
)
def test_a_trial_that_is_opened_after_its_zone_s_withdrawal_does_not_go_on(
    history: tuple[Event, ...], expected: str
) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed("trial", trials.TRIAL, *history, on=LAST)
    assert names(deliver_three_times(journal, last)) == [(expected, trials.TRIAL)]


def test_every_partner_that_had_left_before_the_proposal_is_taken_out_of_it() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", "third-zone", zones.ESTABLISHED, zones.FILED)
    for zone_id in (OTHER_ZONE, "third-zone"):
        journal.seed("zone", zone_id, GONE, on=LAST)
    both = Proposed.model_validate({**trials.PROPOSED.model_dump(), "partner_zones": (OTHER_ZONE, "third-zone")})
    *_, last = journal.seed("trial", trials.TRIAL, trials.RAISED, both, on=LAST)
    asked = uuid5(UUID(last.id), f"trial.suspend-on-exit/{trials.TRIAL}")
    derived = [uuid5(asked, zone_id) for zone_id in (OTHER_ZONE, "third-zone")]
    assert [each.command_id for each in react(last, journal.holdings)] == derived, "one for each zone, for ever"
    left = [each.event for each in deliver_three_times(journal, last)]
    assert [each.zone for each in left if isinstance(each, PartnerLeft)] == [OTHER_ZONE, "third-zone"]
    assert journal.state("trial", trials.TRIAL).zones == frozenset()


def test_nothing_follows_from_what_a_zone_in_being_plans_or_proposes() -> None:
    journal = a_journal_with_a_zone()
    (planned,) = journal.seed("replication", f"repair--{ZONE}", PLANNED)
    raised, proposed = journal.seed("trial", trials.TRIAL, trials.RAISED, trials.PROPOSED)
    assert [react(each, journal.holdings) for each in (planned, raised, proposed)] == [[], [], []]


LINKAGE = linkages.ENTITY
OTHER_LINKAGE = f"{ZONE}--{OTHER_SECTION}--artificial-intelligence"


def test_a_withdrawal_gives_up_places_in_promotions_and_ends_linkages_and_leaves_the_rest() -> None:
    journal = a_journal_with_a_zone()
    journal.seed("promotion", "ahead", promotions.ANNOUNCED, promotions.JOINED, promotions.OTHER_JOINED)
    journal.seed("promotion", "held", promotions.ANNOUNCED, promotions.JOINED, promotions.HELD)
    journal.seed("promotion", "cancelled", promotions.ANNOUNCED, promotions.JOINED, promotions.CANCELLED)
    journal.seed("promotion", "left", promotions.ANNOUNCED, promotions.JOINED, ZoneLeft(zone=ZONE, reason="日程"))
    journal.seed("linkage", LINKAGE, linkages.BY_ZONE, linkages.AGREED)
    journal.seed("linkage", OTHER_LINKAGE, linkages.BY_ZONE)
    journal.seed("linkage", f"{ZONE}--{SECTION}--finance", linkages.BY_ZONE, linkages.DECLINED)
    journal.seed("linkage", f"{ZONE}--{SECTION}--biomedicine", linkages.BY_ZONE, linkages.AGREED, linkages.ENDED)
    journal.seed("linkage", f"{OTHER_ZONE}--{SECTION}--modern-logistics", linkages.BY_ZONE, linkages.AGREED)
    (gone,) = journal.seed("zone", ZONE, GONE, on=LAST)
    follows = deliver_three_times(journal, gone)
    assert sorted(names(follows)) == [
        ("linkage.ended", LINKAGE),
        ("linkage.ended", OTHER_LINKAGE),
        ("promotion.zone-left", "ahead"),
    ]
    assert {(each.effective, each.actor_kind) for each in follows} == {(LAST, ActorKind.ROBOT)}
    assert journal.state("promotion", "ahead").joined.keys() == {OTHER_ZONE}


@pytest.mark.parametrize(
    ("category", "entity", "late", "expected"),
    [
        ("promotion", "late", (promotions.ANNOUNCED, promotions.JOINED), "promotion.zone-left"),
        ("linkage", LINKAGE, (linkages.BY_ZONE,), "linkage.ended"),
        ("linkage", LINKAGE, (linkages.BY_ZONE, linkages.AGREED), "linkage.ended"),
    ],
)
def test_what_reaches_a_zone_after_its_withdrawal_ends_too(
    category: str, entity: str, late: tuple[Event, ...], expected: str
) -> None:
    journal = a_journal_with_a_zone()
    journal.seed("zone", ZONE, GONE, on=LAST)
    *_, last = journal.seed(category, entity, *late, on=LAST)
    (follows,) = deliver_three_times(journal, last)
    assert (follows.type, follows.entity) == (expected, entity)


@pytest.mark.parametrize(
    ("category", "entity", "events"),
    [
        ("promotion", "ahead", (promotions.ANNOUNCED, promotions.JOINED)),
        ("linkage", LINKAGE, (linkages.BY_ZONE, linkages.AGREED)),
    ],
)
def test_nothing_follows_from_a_place_or_a_linkage_of_a_zone_in_being(
    category: str, entity: str, events: tuple[Event, ...]
) -> None:
    journal = a_journal_with_a_zone()
    *_, last = journal.seed(category, entity, *events)
    assert react(last, journal.holdings) == []
