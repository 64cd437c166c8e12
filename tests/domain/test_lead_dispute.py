"""Who reported first and who negotiates is disputed by parties and ruled on by the office. 首谈争议裁定. 三(四)"""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.corrections import kept
from domain.facts import LeadFact
from domain.kernel import ActorKind, Command, Event, Role
from domain.lead import (
    Assess,
    Award,
    ConfirmDuplicate,
    DiscloseInvestor,
    DismissDuplicate,
    Dispute,
    Disputed,
    DuplicateConfirmed,
    DuplicateDismissed,
    DuplicateFlagged,
    FlagDuplicate,
    Rule,
    Ruled,
    Stage,
    lead,
)
from domain.lead_likeness import Grounds, fingerprint
from domain.lead_values import Investor
from tests.domain.examples import example
from tests.domain.leads import (
    AWARD,
    CLAIMED,
    HELD,
    LATER,
    OTHER_CLAIMED,
    PROTECTION,
    SHARE,
    SHARED,
    SIGNED,
    a_lead,
)
from tests.domain.scenarios import (
    COMMITTEE,
    CUSTOMS,
    EXPERTS,
    OFFICE,
    OTHER_COMMITTEE,
    SECTION,
    Facts,
    fact,
    organisation_fact,
)
from tests.domain.test_lead import CLOSE, GONE, REPORT, SIGN
from tests.domain.test_lead_holder import COMMISSIONED, LANDED, LAPSE, REPORT_DUE
from tests.domain.zones import MINUTES, NOV_2, NOV_3, NOV_4, OTHER_ZONE, ZONE, other_zone, zone

DISPUTE = Dispute(zone=OTHER_ZONE, statement="我区先行洽谈", evidence=(MINUTES,))
DISPUTED = Disputed(disputant=OTHER_COMMITTEE, **dict(DISPUTE))
FOR_HOLDER = Rule(zone=ZONE, reason="首谈属实", documents=(MINUTES,))
FOR_CLAIMANT = Rule(zone=OTHER_ZONE, reason="首谈在先", documents=(MINUTES,))
FOR_REPORTER = Rule(reporter=CUSTOMS, reason="首报在先", documents=(MINUTES,))
UNTIL = NOV_4 + PROTECTION
EARLIER = "lead-0"
FLAG = FlagDuplicate(
    earlier=EARLIER,
    grounds=Grounds.SAME_NAME,
    investor_likeness=100,
    project_likeness=90,
    reason="同一投资方,项目相近",
)
FLAGGED = DuplicateFlagged(**dict(FLAG))
CONFIRM = ConfirmDuplicate(earlier=EARLIER, reason="同一项目")
DISMISS = DismissDuplicate(earlier=EARLIER, reason="不同项目")


def ruled(command: Rule, *, former: str | None = ZONE, until: bool = True) -> Ruled:
    return Ruled(former=former, since=NOV_4, protected_until=UNTIL if until else None, **dict(command))


def earlier(investor: Investor = SHARE.investor, *, flagged: frozenset[str] = frozenset()) -> Facts:
    return fact(EARLIER, LeadFact(investor=fingerprint(investor), flagged=flagged))


@pytest.mark.parametrize(("by", "zone_id"), [(COMMITTEE, ZONE), (OTHER_COMMITTEE, OTHER_ZONE), (SECTION, None)])
def test_the_holder_a_claimant_and_the_first_reporter_may_dispute(by: str, zone_id: str | None) -> None:
    command = DISPUTE.model_copy(update={"zone": zone_id})
    a_lead(*HELD).when(command, by=by).then(Disputed(disputant=by, **dict(command)))


def test_nobody_else_disputes() -> None:
    a_lead(*HELD).when(DISPUTE, by=COMMITTEE).refused("own-zone", body=OTHER_COMMITTEE)
    a_lead(SHARED, CLAIMED).when(DISPUTE, by=OTHER_COMMITTEE).refused("zone-is-a-party", claimants=ZONE)
    as_reporter = DISPUTE.model_copy(update={"zone": None})
    a_lead(*HELD).when(as_reporter, by=CUSTOMS).refused("party-names-its-zone", reporter=SECTION)
    a_lead(*HELD).when(DISPUTE, by=EXPERTS[0]).refused("role-may-not")


def test_a_party_disputes_once_until_it_is_ruled_on() -> None:
    a_lead(*HELD, DISPUTED).when(DISPUTE, by=OTHER_COMMITTEE).refused("disputed-once")
    settled = a_lead(*HELD, DISPUTED, ruled(FOR_HOLDER))
    settled.when(DISPUTE, by=OTHER_COMMITTEE).accepted()


@pytest.mark.parametrize("command", [DISPUTE, FOR_HOLDER])
def test_robots_neither_dispute_nor_rule(command: Command) -> None:
    by = OFFICE if isinstance(command, Rule) else OTHER_COMMITTEE
    a_lead(*HELD, DISPUTED).when(command, by=by, kind=ActorKind.ROBOT).refused("decided-by-a-person")


@pytest.mark.parametrize(("command", "by"), [(SIGN, COMMITTEE), (CLOSE, OFFICE)])
def test_a_disputed_lead_is_neither_signed_nor_ended(command: Command, by: str) -> None:
    outcome = a_lead(*HELD, DISPUTED).when(command, by=by, on=NOV_4, today=LATER)
    outcome.refused("dispute-ruled-first", org=OTHER_COMMITTEE)


def test_a_disputed_lead_is_not_awarded() -> None:
    a_lead(SHARED, CLAIMED, OTHER_CLAIMED, DISPUTED).when(AWARD).refused("dispute-ruled-first")


def test_the_holder_of_a_disputed_lead_reports_on_and_a_withdrawn_one_loses_it() -> None:
    a_lead(*HELD, DISPUTED).when(REPORT, by=COMMITTEE, on=NOV_4, today=LATER).accepted()
    gone = a_lead(*HELD, DISPUTED, facts=zone(withdrawn=True)).when(GONE, on=NOV_4, today=LATER).accepted()
    assert gone.state.disputants == {OTHER_COMMITTEE}, "the dispute is still to be ruled on"


def test_a_ruling_for_the_holder_upholds_it_and_gives_it_its_time_anew() -> None:
    after = a_lead(*HELD, DISPUTED).when(FOR_HOLDER, on=NOV_4, today=LATER).then(ruled(FOR_HOLDER))
    assert (after.state.holder, after.state.since, after.state.protected_until) == (ZONE, NOV_3, UNTIL)
    after.when(LAPSE, on=REPORT_DUE + timedelta(days=1), today=LATER).refused("hold-stands", until="2021-11-18")


def test_a_ruling_for_a_claimant_gives_it_the_lead_under_protection() -> None:
    after = a_lead(*HELD, DISPUTED).when(FOR_CLAIMANT, on=NOV_4, today=LATER).then(ruled(FOR_CLAIMANT))
    assert (after.state.stage, after.state.holder, after.state.since) == (Stage.AWARDED, OTHER_ZONE, NOV_4)
    assert after.state.claimants == frozenset()
    after.when(REPORT, by=COMMITTEE, on=NOV_4, today=LATER).refused("not-the-holder", holder=OTHER_ZONE)


def test_a_ruling_may_find_for_a_claimant_before_any_award() -> None:
    history = (SHARED, CLAIMED, OTHER_CLAIMED, DISPUTED)
    expected = ruled(FOR_CLAIMANT, former=None)
    after = a_lead(*history).when(FOR_CLAIMANT, on=NOV_4, today=LATER).then(expected)
    assert (after.state.holder, after.state.claimants) == (OTHER_ZONE, {ZONE})


def test_a_ruling_for_a_reporter_makes_it_the_first_reporter_and_leaves_the_hand() -> None:
    after = a_lead(*HELD, DISPUTED).when(FOR_REPORTER, on=NOV_4, today=LATER).then(ruled(FOR_REPORTER))
    assert (after.state.reporter, after.state.holder) == (CUSTOMS, ZONE)
    after.when(DiscloseInvestor(zone=ZONE), by=CUSTOMS, on=NOV_4, today=LATER).accepted()
    after.when(DiscloseInvestor(zone=ZONE), by=SECTION, on=NOV_4, today=LATER).refused("disclosed-by-first-reporter")
    unheld = a_lead(SHARED, CLAIMED, OTHER_CLAIMED, DISPUTED).when(FOR_REPORTER, on=NOV_4, today=LATER)
    opened = unheld.then(ruled(FOR_REPORTER, former=None, until=False))
    opened.when(Assess(follow_up=True, major=False, reason="好"), by=CUSTOMS).accepted()
    opened.when(Award(zone=ZONE, reason="好"), by=SECTION).refused("office-or-first-reporter", reporter=CUSTOMS)


def test_a_ruling_finds_for_exactly_one() -> None:
    both, none = (FOR_HOLDER.model_copy(update=change) for change in ({"reporter": SECTION}, {"zone": None}))
    a_lead(*HELD, DISPUTED).when(both, on=NOV_4, today=LATER).refused("ruling-finds-for-one")
    a_lead(*HELD, DISPUTED).when(none, on=NOV_4, today=LATER).refused("ruling-finds-for-one")


def test_nothing_is_ruled_on_that_nobody_disputes() -> None:
    a_lead(*HELD).when(FOR_HOLDER, on=NOV_4, today=LATER).refused("dispute-is-open")


def test_a_ruling_finds_for_no_zone_that_has_no_part_in_the_lead() -> None:
    disputed = a_lead(SHARED, CLAIMED, DISPUTED)
    disputed.when(FOR_CLAIMANT, on=NOV_4, today=LATER).refused("zone-is-a-party")


@pytest.mark.parametrize(
    ("change", "rule"), [({"operating": False}, "zone-operating"), ({"withdrawn": True}, "zone-withdrawn")]
)
def test_a_ruling_gives_the_lead_to_a_zone_in_operation(change: dict[str, bool], rule: str) -> None:
    lead_ = a_lead(*HELD, DISPUTED, facts=other_zone(**change))
    lead_.when(FOR_CLAIMANT, on=NOV_4, today=LATER).refused(rule)


@pytest.mark.parametrize("history", [(SIGNED,), (SIGNED, LANDED), (SIGNED, LANDED, COMMISSIONED)])
def test_a_ruling_does_not_move_what_is_signed(history: tuple[Event, ...]) -> None:
    disputed = a_lead(*HELD, *history, DISPUTED)
    disputed.when(FOR_CLAIMANT, on=LATER, today=LATER).refused("signed-stays", holder=ZONE)
    after = disputed.when(FOR_HOLDER, on=NOV_4, today=LATER).then(ruled(FOR_HOLDER, until=False))
    assert after.state.stage is disputed.state.stage


def test_a_first_reporter_is_a_registered_member() -> None:
    disputed = a_lead(*HELD, DISPUTED)
    expert = FOR_REPORTER.model_copy(update={"reporter": EXPERTS[0]})
    disputed.when(expert, on=NOV_4, today=LATER).refused("reporter-is-a-member", reporter=EXPERTS[0])
    dissolved = fact(CUSTOMS, organisation_fact(Role.DEPARTMENT, dissolved=True))
    disputed.when(FOR_REPORTER, on=NOV_4, today=LATER, facts=dissolved).refused("reporter-is-a-member")


def test_no_ruling_bears_a_date_before_what_it_rules_on() -> None:
    a_lead(*HELD, DISPUTED).when(FOR_HOLDER, on=NOV_2, today=LATER).refused("hands-in-order")


def test_only_the_office_rules() -> None:
    a_lead(*HELD, DISPUTED).when(FOR_HOLDER, by=SECTION, on=NOV_4, today=LATER).refused("role-may-not")


def test_a_robot_flags_a_lead_of_the_same_investor_and_merges_nothing() -> None:
    after = a_lead(*HELD).when(FLAG, kind=ActorKind.ROBOT, facts=earlier()).then(FLAGGED)
    assert (after.state.stage, after.state.holder, after.state.claimants) == (Stage.AWARDED, ZONE, {OTHER_ZONE})


def test_a_lead_of_another_investor_is_no_duplicate() -> None:
    other = earlier(Investor(name=SHARE.investor.name, credit_code="91500000MA5U0000XN"))
    a_lead(SHARED).when(FLAG, facts=other).refused("same-investor")


@pytest.mark.parametrize("name", [SHARE.investor.name, f" {SHARE.investor.name} ", "某智能装备（公司）"])
def test_where_a_credit_code_is_missing_the_name_decides(name: str) -> None:
    a_lead(SHARED).when(FLAG, facts=earlier(Investor(name=name))).then(FLAGGED)
    a_lead(SHARED).when(FLAG, facts=earlier(Investor(name="另一公司"))).refused("same-investor")


def test_names_that_are_alike_are_for_a_person_to_judge_where_a_code_is_missing_and_only_there() -> None:
    alike = FLAG.model_copy(update={"grounds": Grounds.SIMILAR_NAME, "investor_likeness": 88})
    one = Investor(name="某智能装备集团")
    a_lead(SHARED).when(alike, facts=earlier(one)).then(DuplicateFlagged(**dict(alike)))
    a_lead(SHARED).when(FLAG, facts=earlier(one)).refused("same-investor")
    coded = earlier(Investor(name=one.name, credit_code="91500000MA5U0000XN"))
    a_lead(SHARED).when(alike, facts=coded).refused("same-investor")


def test_the_same_code_is_grounds_only_where_both_leads_have_one() -> None:
    by_code = FLAG.model_copy(update={"grounds": Grounds.SAME_CODE})
    a_lead(SHARED).when(by_code, facts=earlier()).then(DuplicateFlagged(**dict(by_code)))
    a_lead(SHARED).when(by_code, facts=earlier(Investor(name=SHARE.investor.name))).refused("same-investor")


def test_a_lead_is_flagged_once_against_an_earlier_one_and_not_the_other_way_round() -> None:
    a_lead(SHARED, FLAGGED).when(FLAG, facts=earlier()).refused("flagged-once")
    a_lead(SHARED).when(FLAG, facts=earlier(flagged=frozenset({"lead-1"}))).refused("flagged-one-way")
    own = FLAG.model_copy(update={"earlier": "lead-1"})
    itself = fact("lead-1", LeadFact(investor=fingerprint(SHARE.investor), flagged=frozenset()))
    a_lead(SHARED).when(own, facts=itself).refused("duplicate-of-another")


def test_a_lead_that_does_not_exist_is_no_earlier_one() -> None:
    a_lead(SHARED).when(FLAG).refused("unknown-entity", category="lead")


def test_a_confirmed_duplicate_is_awarded_to_nobody_and_may_be_closed() -> None:
    flagged = a_lead(SHARED, CLAIMED, FLAGGED)
    flagged.when(AWARD).accepted()
    after = flagged.when(CONFIRM, facts=earlier()).then(DuplicateConfirmed(earlier=EARLIER, reason="同一项目"))
    after.when(AWARD).refused("duplicate-not-awarded", entity=EARLIER)
    after.when(CLOSE).accepted()


def test_a_dismissed_suspicion_changes_nothing_and_is_not_raised_again() -> None:
    flagged = a_lead(SHARED, CLAIMED, FLAGGED)
    after = flagged.when(DISMISS, facts=earlier()).then(DuplicateDismissed(earlier=EARLIER, reason="不同项目"))
    after.when(AWARD).accepted()
    after.when(FLAG, facts=earlier()).refused("flagged-once")
    after.when(CONFIRM, facts=earlier()).refused("duplicate-is-suspected")


@pytest.mark.parametrize("command", [CONFIRM, DISMISS])
def test_a_person_of_the_office_judges_a_suspicion_that_stands(command: Command) -> None:
    a_lead(SHARED).when(command, facts=earlier()).refused("duplicate-is-suspected")
    flagged = a_lead(SHARED, FLAGGED)
    flagged.when(command, kind=ActorKind.ROBOT, facts=earlier()).refused("decided-by-a-person")
    flagged.when(command, by=SECTION, facts=earlier()).refused("role-may-not")


def test_a_lead_tells_other_leads_its_investor_without_saying_who_it_is() -> None:
    told = lead.fact(a_lead(SHARED, FLAGGED).state)
    assert isinstance(told, LeadFact)
    assert told.flagged == {EARLIER}
    assert SHARE.investor.name not in str(told)
    assert str(SHARE.investor.credit_code) not in str(told)
    assert lead.fact(lead.initial) is None


def test_a_correction_of_a_ruling_takes_no_protection_away() -> None:
    assert example(Ruled).protected_until in kept(example(Ruled))
