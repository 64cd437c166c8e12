"""The rules that hold for every command, whichever aggregate decides it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.application import AppointPanel, File, Recuse, application
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.catalogue import DECIDERS, commands
from domain.corrections import CorrectionRequest
from domain.evaluation import evaluation
from domain.gate import MISSING_DOCUMENT, OFFICE_ORG, Standing, actor_role, admit, decided_under, today_in_shanghai
from domain.ids import entity_id_fits
from domain.kernel import Actor, ActorKind, Command, Refused, Role
from domain.organisation import AppointOfficial, Register, organisation
from domain.permissions import permitted
from domain.references import field_references, part_references, references
from domain.rulebook import rulebook
from tests.domain.applications import AFTER_PLENARY, APPROVE, ENTITY, FILE, FILED, IN_CHECK, NOT_YET, member
from tests.domain.examples import example
from tests.domain.scenarios import (
    BY_ROLE,
    COMMITTEE,
    EXPERTS,
    GOVERNMENT,
    OFFICE,
    PLATFORM,
    REGISTER,
    SECTION,
    TODAY,
    context,
    given,
)
from tests.domain.test_evaluation import an_evaluation, scored

EVERY = sorted(commands().values(), key=lambda command: command.name)


def plausible_id(command: type[Command]) -> str:
    """An id of the right form for the command's category."""
    decider = DECIDERS[command.name.partition(".")[0]]
    return "--".join("1" if part == "#" else "example" for part in decider.parts or ("one",))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_a_command_is_for_the_roles_named_and_for_nobody_else(command: type[Command], role: Role) -> None:
    decider = DECIDERS[command.name.partition(".")[0]]
    around = context(by=BY_ROLE[role], entity=plausible_id(command))
    try:
        admit(decider, example(command), decider.initial, Standing(0, None), around)
        rule = None
    except Refused as refusal:
        rule = refusal.rule
    assert (rule == "role-may-not") == (role not in permitted(command.name))


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_every_command_is_for_somebody_and_rests_on_a_clause(command: type[Command]) -> None:
    assert permitted(command.name)
    assert Role.PUBLIC not in permitted(command.name)
    assert command.clause


def test_an_auditor_reads_everything_and_changes_nothing_but_its_own_register() -> None:
    allowed = {command.name.partition(".")[0] for command in EVERY if Role.AUDITOR in permitted(command.name)}
    assert allowed <= {"organisation"}


def test_only_an_official_in_office_acts_for_an_organisation() -> None:
    NOT_YET.when(FILE, by=COMMITTEE, official="陌生人").refused("unknown-official", official="陌生人")


def test_a_robot_says_that_it_is_one_and_needs_no_office() -> None:
    NOT_YET.when(FILE, by=COMMITTEE, official="import", kind=ActorKind.ROBOT).accepted()


DECISIONS = {
    "application.approve",
    "application.check-eligibility",
    "application.decline",
    "application.deliberate",
    "application.reject",
    "application.review",
    "application.shortlist",
    "application.unveil-plaque",
    "delegation.assess",
    "delegation.delegate",
    "delegation.recall",
    "delegation.refuse",
    "evaluation.appeal",
    "evaluation.approve-exit",
    "evaluation.decide-appeal",
    "evaluation.deliberate-exit",
    "evaluation.grade",
    "evaluation.hear",
    "evaluation.propose-exit",
    "evaluation.reject-exit",
    "evaluation.score",
    "lead.accept-transfer",
    "lead.award",
    "lead.confirm-duplicate",
    "lead.decline-transfer",
    "lead.disclose-investor",
    "lead.dismiss-duplicate",
    "lead.dispute",
    "lead.promise-incentive",
    "lead.propose-transfer",
    "lead.rule",
    "lead.withdraw-transfer",
    "experience.supersede",
    "replication.confirm-inapplicability",
    "replication.find-inapplicable",
    "replication.reject-inapplicability",
    "replication.send-back",
    "replication.verify",
    "trial.approve",
    "trial.assess-risk",
    "trial.conclude",
    "trial.join",
    "trial.recognise-innovation",
    "trial.refuse",
    "trial.resume",
    "trial.start",
    "matter.assign",
    "matter.reopen",
    "matter.resolve",
    "policy-extension.assess-risk",
    "policy-extension.end",
    "policy-extension.extend",
    "policy-extension.refuse",
    "policy-extension.resume",
    "policy-extension.suspend",
    "policy-measure.amend",
    "policy-measure.end",
    "policy-measure.issue",
    "publicity.publish",
    "publicity.publish-case",
    "publicity.retract",
    "indicators.question",
    "indicators.verify",
    "linkage.agree",
    "linkage.decline",
    "promotion.cancel",
    "zone.accept-rectification",
    "zone.adjust-boundary",
    "zone.fail-rectification",
    "zone.replace-body",
}
"""Findings, scores, proposals, approvals and refusals: somebody answers for each by name."""


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.name)
def test_a_decision_is_a_person_s_and_never_a_robot_s(command: type[Command]) -> None:
    decider = DECIDERS[command.name.partition(".")[0]]
    robot = context(by=BY_ROLE[min(permitted(command.name))], kind=ActorKind.ROBOT, entity=plausible_id(command))
    try:
        admit(decider, example(command), decider.initial, Standing(0, None), robot)
        rule = None
    except Refused as refusal:
        rule = refusal.rule
    is_a_decision = command.name in DECISIONS or issubclass(command, CorrectionRequest)
    assert (rule == "decided-by-a-person") == is_a_decision


def test_a_robot_with_an_official_s_name_does_not_approve_for_the_government() -> None:
    refusal = AFTER_PLENARY.when(APPROVE, by=GOVERNMENT, kind=ActorKind.ROBOT).refused("decided-by-a-person").refusal
    assert refusal is not None
    assert refusal.field == "kind"
    AFTER_PLENARY.when(APPROVE, by=GOVERNMENT).accepted()


def test_nothing_but_an_opening_command_speaks_of_what_does_not_exist() -> None:
    for command in EVERY:
        nobody_s = command.human and command.robot
        if command.opens or nobody_s:
            continue
        decider = DECIDERS[command.name.partition(".")[0]]
        by = BY_ROLE[min(permitted(command.name))]
        kind = ActorKind.ROBOT if command.robot else ActorKind.PERSON
        outcome = given(decider, entity=plausible_id(command)).when(example(command), by=by, kind=kind)
        outcome.refused("unknown-entity")


def test_a_legal_date_does_not_lie_in_the_future() -> None:
    NOT_YET.when(FILE, by=COMMITTEE, on=TODAY + timedelta(days=1)).refused("date-not-in-future", date="2021-11-03")
    NOT_YET.when(FILE, by=COMMITTEE, on=TODAY).accepted()


def test_a_legal_date_does_not_lie_before_the_case_began() -> None:
    case = given(application, FILED, entity=ENTITY, opened=date(2021, 10, 1))
    withdraw = example(commands()["application.withdraw"])
    case.when(withdraw, by=COMMITTEE, on=date(2021, 9, 30)).refused("date-not-before-opening", opened="2021-10-01")
    case.when(withdraw, by=COMMITTEE, on=date(2021, 10, 1)).accepted()


def test_an_instrument_of_today_is_good() -> None:
    today = APPROVE.instrument.model_copy(update={"date": TODAY})
    AFTER_PLENARY.when(APPROVE.model_copy(update={"instrument": today}), by=GOVERNMENT).accepted()


def test_a_flaw_of_a_boundary_names_its_field() -> None:
    outcome = NOT_YET.when(FILE, by=COMMITTEE, flaws={"data.boundary.polygon": "open"}).refused("boundary-valid")
    assert outcome.refusal is not None
    assert outcome.refusal.field == "data.boundary.polygon"


@pytest.mark.parametrize("measured", ["37.15", "74.3", "148.6"])
def test_a_polygon_up_to_twice_or_half_as_large_as_declared_is_for_the_checker_to_judge(measured: str) -> None:
    assert FILE.boundary.area == Decimal("74.3")
    NOT_YET.when(FILE, by=COMMITTEE, areas={"data.boundary": Decimal(measured)}).accepted()


@pytest.mark.parametrize("measured", ["0.0001", "37.1499", "148.6001", "82403"])
def test_a_polygon_more_than_twice_or_half_as_large_as_declared_is_refused(measured: str) -> None:
    outcome = NOT_YET.when(FILE, by=COMMITTEE, areas={"data.boundary": Decimal(measured)})
    outcome.refused("area-as-declared", declared="74.3", measured=measured, factor=2)
    assert outcome.refusal is not None
    assert (outcome.refusal.field, outcome.refusal.clause) == ("data.boundary.area", "二(一)2")


def test_a_document_whose_bytes_nobody_handed_in_is_refused_by_its_field() -> None:
    there, missing = dict[str, str](), {"data.contents.2.documents.0": MISSING_DOCUMENT}
    NOT_YET.when(FILE, by=COMMITTEE, documents=there).accepted()
    outcome = NOT_YET.when(FILE, by=COMMITTEE, documents=missing).refused("document-stored-first")
    assert outcome.refusal is not None
    assert (outcome.refusal.field, outcome.refusal.clause) == ("data.contents.2.documents.0", "系统约定 4")


def test_a_document_that_is_not_as_it_was_handed_in_is_refused_with_what_differs() -> None:
    documents = {"data.contents.0.documents.0": "flaw.document-size"}
    NOT_YET.when(FILE, by=COMMITTEE, documents=documents).refused("document-as-stored", flaw="flaw.document-size")


def test_what_a_command_refers_to_must_stand_in_the_log() -> None:
    unknown = Recuse(expert=EXPERTS[0], reason="有关联", replacement=member("nobody"))
    IN_CHECK.when(unknown).refused("unknown-entity", category="organisation", entity="nobody")


def test_references_are_found_however_deep() -> None:
    panel = AppointPanel(members=tuple(member(expert) for expert in EXPERTS[:2]))
    assert field_references(panel) == {("organisation", expert) for expert in EXPERTS[:2]}
    recusal = Recuse(expert=EXPERTS[0], reason="有关联", replacement=member(EXPERTS[1]))
    assert field_references(recusal) == {("organisation", expert) for expert in EXPERTS[:2]}
    assert field_references(FILE) == {("organisation", SECTION)}
    assert field_references(AppointOfficial(official="王芳")) == set()


def test_a_decision_rests_on_the_actor_the_fields_and_what_the_aggregate_needs() -> None:
    assert references(application, FILE, f"{PLATFORM}--2", COMMITTEE, application.initial) == {
        ("organisation", COMMITTEE),
        ("organisation", SECTION),
        ("application", f"{PLATFORM}--1"),
    }
    assert part_references(DECIDERS["delegation"], "item-1--zone-1") == {("power-item", "item-1"), ("zone", "zone-1")}
    assert part_references(application, ENTITY) == set()


@pytest.mark.parametrize(
    "entity", ["", "A", "a_b", "a b", "-a", "a-", "a--b", "a.b", "a*", "a>", "a\n", "x" * 65, "机构", "a/b"]
)
def test_an_id_that_a_subject_cannot_carry_is_refused(entity: str) -> None:
    with pytest.raises(Refused, match="entity-id-shape"):
        entity_id_fits(organisation, entity)


@pytest.mark.parametrize("entity", ["p", "p--", "p--0", "p--01", "p--x", "p--1--1", "--1", "p--1\n", "p--1000000"])
def test_a_composite_id_has_its_parts(entity: str) -> None:
    with pytest.raises(Refused, match="entity-id-shape"):
        entity_id_fits(application, entity)


def test_well_formed_ids_pass() -> None:
    entity_id_fits(organisation, "x" * 64)
    entity_id_fits(application, "high-tech-zone--12")
    entity_id_fits(rulebook, "review-rules")


def test_the_gate_refuses_a_malformed_id_itself() -> None:
    given(application, entity="no-number").when(FILE, by=COMMITTEE).refused("entity-id-shape")


def test_a_dissolved_or_unknown_organisation_has_no_role() -> None:
    actor = Actor("somebody", "王芳")
    gone = REGISTER[COMMITTEE].__class__(
        role=Role.COMMITTEE,
        name_zh="某",
        name_en="some",
        platforms=frozenset(),
        officials=frozenset({"王芳"}),
        dissolved=True,
    )
    for organisation_fact in (None, gone):
        with pytest.raises(Refused, match="unknown-organisation"):
            actor_role(actor, organisation_fact, "organisation.register")


def test_the_office_may_speak_before_it_stands_in_the_register_but_only_to_register_itself() -> None:
    office = Actor(OFFICE_ORG, "王芳")
    assert actor_role(office, None, Register.name) is Role.OFFICE
    with pytest.raises(Refused, match="unknown-organisation"):
        actor_role(office, None, File.name)
    assert actor_role(office, REGISTER[OFFICE], File.name) is Role.OFFICE


def test_the_first_decision_of_a_case_is_recorded_under_the_rulebook_that_the_case_keeps() -> None:
    newer = ILLUSTRATIVE.model_copy(update={"version": "newer"})
    around = context(rulebook=newer)
    assert decided_under(evaluation, evaluation.initial, [scored(0, "0.8")], around) == ILLUSTRATIVE.version
    assert decided_under(evaluation, an_evaluation(scored(0, "0.8")).state, [], around) == ILLUSTRATIVE.version
    assert decided_under(organisation, organisation.initial, [], around) == "newer"
    assert decided_under(organisation, organisation.initial, [], context(rulebook=None)) is None


def test_the_day_begins_in_shanghai() -> None:
    evening = context(today=date(2021, 11, 2)).now.replace(hour=16)
    assert today_in_shanghai(evening) == date(2021, 11, 3)
    assert today_in_shanghai(evening.replace(hour=15, minute=59)) == date(2021, 11, 2)
