"""Corrections (更正): what was written down wrongly is put right by an event; the decision stays what it was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

import domain.catalogue  # noqa: F401 - which gives every aggregate its correction
from domain import delegation as delegation_events
from domain.application import application
from domain.application.events import Reviewed
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.corrections import CorrectionRequest, course, in_effect, is_correction
from domain.delegation_values import Criterion, Finding
from domain.envelope import Circumstances, Recorded, event_id, seal
from domain.evaluation_round import RoundOpened, evaluation_round
from domain.facts import Fact, PowerItemFact, ZoneFact
from domain.gate import Standing, admit
from domain.kernel import COMMANDS, Actor, Decider, Event, Payload, Refused
from domain.lead import Assessed, lead
from domain.rulebook import RulebookPublished, rulebook
from domain.scoring import IndicatorScore
from domain.target import TargetSet, target
from domain.values import Parameters
from tests.domain.leads import AWARDED, CLAIMED, SHARED, SIGNED
from tests.domain.scenarios import COMMERCE, COMMITTEE, EXPERTS, OFFICE, OFFICIAL, SECTION, Facts, context

DAY, LATER, TODAY = date(2021, 11, 2), date(2021, 11, 20), date(2022, 1, 10)


def command_id(number: int) -> UUID:
    return UUID(int=number)


def recorded(decider: Decider[Any, Any, Any], *events: Event, by: str = SECTION, after: int = 0) -> list[Recorded]:
    """A history as it stands in the log: the n-th event caused by the n-th command."""
    found = []
    for number, event in enumerate(events, start=after + 1):
        on = DAY if number == 1 else LATER
        around = Circumstances(command_id(number), command_id(number), Actor(by, OFFICIAL), NOW, on, "illustrative-1")
        found.append(Recorded.read(number, 0, seal(event, decider.category, "example", number, 1, around)))
    return found


NOW = datetime(2021, 11, 2, 1, tzinfo=UTC)
FACTS: dict[str, Fact] = {
    "power-item": PowerItemFact(holder=COMMERCE, delegable=True, retired=False),
    "zone": ZoneFact(body=COMMITTEE, industries=frozenset(), withdrawn=False),
}
"""What the entities in a composite id say of themselves; nothing of it matters here."""
HISTORY = recorded(lead, SHARED, CLAIMED, AWARDED, SIGNED)


def payload(event: Event, **changes: JsonValue) -> Payload:
    return {**event.model_dump(mode="json"), **changes}


def corrected(
    decider: Decider[Any, Any, Any],
    history: list[Recorded],
    number: int,
    data: Payload,
    *,
    by: str = OFFICE,
    dated: date | None = None,
) -> list[Event]:
    """What comes of the request to correct the `number`-th event."""
    command = COMMANDS[f"{decider.category}.correct-record"].model_validate(
        {"corrects": event_id(command_id(number), 1), "data": data, "dated": dated, "reason": "录入有误"}
    )
    parts = [{"power-item": "item-1", "zone": "zone-1"}.get(part, "1") for part in decider.parts]
    entity = "--".join(parts) or "example"
    facts: Facts = {(part, id): FACTS[part] for part, id in zip(decider.parts, parts, strict=True) if part in FACTS}
    around = context(by=by, entity=entity, facts=facts, today=TODAY, on=TODAY, history=history)
    state = decider.initial
    for each in in_effect(history):
        state = decider.evolve(state, each.event)
    return admit(decider, command, state, Standing(len(history), DAY, LATER), around)


def refused(rule: str, *arguments: Any, **circumstances: Any) -> None:  # noqa: ANN401 - as `corrected` takes them
    with pytest.raises(Refused) as refusal:
        corrected(*arguments, **circumstances)
    assert refusal.value.rule == rule


def test_the_office_corrects_a_figure_and_the_history_reads_as_it_should_have_been() -> None:
    (event,) = corrected(lead, HISTORY, 4, payload(SIGNED, amount=77_000_000_00))
    assert event.name == "lead.record-corrected"
    history = [*HISTORY, *recorded(lead, event, by=OFFICE, after=4)]
    *_, signed = in_effect(history)
    assert signed.event == SIGNED.model_copy(update={"amount": 77_000_000_00})
    assert (signed.position, signed.correction) == (4, 5)
    assert [each.type for each in in_effect(history)] == [each.type for each in HISTORY]
    assert [each.event for each in history[:4]] == [SHARED, CLAIMED, AWARDED, SIGNED]


def test_the_latest_of_several_corrections_counts() -> None:
    first = corrected(lead, HISTORY, 1, payload(SHARED, summary="第一次更正"))
    history = [*HISTORY, *recorded(lead, *first, by=OFFICE, after=4)]
    second = corrected(lead, history, 1, payload(SHARED, summary="第二次更正"))
    history += recorded(lead, *second, by=OFFICE, after=5)
    shared, *_ = in_effect(history)
    assert (shared.event, shared.correction) == (SHARED.model_copy(update={"summary": "第二次更正"}), 6)


def test_a_legal_date_is_corrected() -> None:
    (event,) = corrected(lead, HISTORY, 4, payload(SIGNED), dated=date(2021, 11, 19))
    *_, signed = in_effect([*HISTORY, *recorded(lead, event, by=OFFICE, after=4)])
    assert signed.effective == date(2021, 11, 19)


def test_its_author_corrects_an_event() -> None:
    assert corrected(lead, HISTORY, 1, payload(SHARED, summary="更正"), by=SECTION)


def test_nobody_else_corrects_it() -> None:
    refused("author-corrects", lead, HISTORY, 1, payload(SHARED, summary="更正"), by=COMMITTEE)


def test_a_correction_names_an_event_of_the_case() -> None:
    refused("corrects-an-event", lead, HISTORY, 9, payload(SHARED, summary="更正"))


def test_a_correction_is_not_corrected_but_the_event_again() -> None:
    history = [*HISTORY, *recorded(lead, *corrected(lead, HISTORY, 1, payload(SHARED, summary="更正")), after=4)]
    assert is_correction(history[-1])
    refused("corrects-an-event", lead, history, 5, payload(SHARED, summary="再更正"))


@pytest.mark.parametrize("wrong", [{"amount": "much"}, {"unheard-of": 1}, {"amount": None}])
def test_a_correction_is_of_the_event_s_own_form(wrong: Payload) -> None:
    refused("correction-fits", lead, HISTORY, 4, payload(SIGNED, **wrong))


def test_a_correction_says_something_else() -> None:
    refused("correction-changes-something", lead, HISTORY, 1, payload(SHARED))
    refused("correction-changes-something", lead, HISTORY, 1, payload(SHARED), dated=DAY)


def test_another_zone_is_another_decision() -> None:
    refused("correction-concerns-the-same", lead, HISTORY, 3, payload(AWARDED, zone="economic-zone"))


def test_a_correction_does_not_change_the_course_of_the_case() -> None:
    event = Assessed(follow_up=True, major=False, reason="可跟进")
    history = recorded(lead, SHARED, event)
    assert corrected(lead, history, 2, payload(event, reason="更正理由"))
    refused("correction-keeps-the-course", lead, history, 2, payload(event, follow_up=False))


def test_a_correction_leaves_a_case_under_the_rulebook_that_it_was_filed_under() -> None:
    opened = RoundOpened(year=2021, rulebook="illustrative-1", evaluators=EXPERTS[:3], note=None)
    history = recorded(evaluation_round, opened, by=OFFICE)
    assert corrected(evaluation_round, history, 1, payload(opened, note="更正"))
    refused("correction-keeps-the-judgement", evaluation_round, history, 1, payload(opened, rulebook="other-rules"))


def test_a_correction_makes_no_finding_met_that_was_not_but_puts_its_reason_right() -> None:
    findings = [Finding(criterion=each, met=each is not Criterion.NEEDED, reason="评估") for each in Criterion]
    event = delegation_events.Assessed(findings=tuple(findings))
    history = recorded(delegation_events.delegation, event, by=COMMERCE)
    said: list[Payload] = [each.model_dump(mode="json") for each in findings]
    rights: list[list[JsonValue]] = [
        [{**each, "met": True} for each in said],
        list(said[:3]),
        [*said[:3], {**said[3], "criterion": "lawful"}],
    ]
    for findings_given in rights:
        refused(
            "correction-keeps-the-judgement", delegation_events.delegation, history, 1, {"findings": findings_given}
        )
    again: list[JsonValue] = [{**each, "reason": "更正理由"} for each in said]
    assert corrected(delegation_events.delegation, history, 1, {"findings": again})


def test_a_correction_scores_nothing_anew() -> None:
    sheet = (IndicatorScore(indicator="openness", score=Decimal(8), reason="符合"),)
    event = Reviewed(expert=EXPERTS[0], scores=sheet, total=Decimal(80))
    history = recorded(application, event, by=EXPERTS[0])
    anew = [{"indicator": "openness", "score": "9", "reason": "符合"}]
    for wrong in (payload(event, scores=anew), payload(event, total="90"), payload(event, expert=EXPERTS[1])):  # type: ignore[arg-type] # of JSON
        refused("correction-keeps-the-judgement", application, history, 1, wrong)


def test_a_published_version_of_the_rules_never_changes() -> None:
    event = RulebookPublished(rulebook=ILLUSTRATIVE)
    rules = ILLUSTRATIVE.model_copy(update={"parameters": Parameters(pass_mark=Decimal(60))})
    wrong = payload(RulebookPublished(rulebook=rules))
    refused("correction-keeps-the-judgement", rulebook, recorded(rulebook, event, by=OFFICE), 1, wrong)


@pytest.mark.parametrize(("number", "dated"), [(4, date(2031, 1, 1)), (4, date(2021, 11, 1)), (1, date(2021, 11, 21))])
def test_a_corrected_date_is_none_of_the_future_and_after_the_first_event(number: int, dated: date) -> None:
    data = payload((SHARED, CLAIMED, AWARDED, SIGNED)[number - 1])
    refused("correction-date-in-order", lead, HISTORY, number, data, dated=dated)


def test_every_aggregate_can_be_corrected() -> None:
    history = recorded(target, TargetSet(year=2022, zones=5, note=None), by=OFFICE)
    (event,) = corrected(target, history, 1, {"year": 2022, "zones": 6, "note": "更正"})
    assert event.name == "target.record-corrected"


def test_a_robot_corrects_nothing() -> None:
    assert all(COMMANDS[name].human for name in COMMANDS if name.endswith(".correct-record"))
    assert issubclass(COMMANDS["zone.correct-record"], CorrectionRequest)


def test_the_course_of_a_state_is_its_stages_and_what_is_settled() -> None:
    assert set(course(lead.initial)) >= {"stage"}
    assert course("no state") == {}
