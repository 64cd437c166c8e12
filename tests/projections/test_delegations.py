"""Delegations by stage, and the public list: what stands delegated today and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain import delegation as powers
from domain.delegation_values import Criterion, Mode
from domain.power_item import ItemAmended, ItemRetired
from projections.delegations import EXERCISES, delegated_powers, delegations
from tests.projections.cast import DEC_1, HOLDER, INSTRUMENT, ITEM, NOV_2, POWER, ZONE, findings, made
from tests.projections.story import Story

PAIR = f"{ITEM}--{ZONE}"
REQUESTED = made(powers.Requested, need="企业需要")
TERMS: dict[str, Any] = {"mode": Mode.ENTRUSTED, "instrument": INSTRUMENT, "conditions": ("每季报送",)}
DELEGATED = powers.Delegated(since=DEC_1, training="两期", **TERMS)
TAKEN_UP = powers.TakenUp(handover=date(2022, 1, 1), note=None)
JAN_1, MARCH_1 = date(2022, 1, 1), date(2022, 3, 1)


def delegated_to_the_zone(story: Story) -> None:
    story.tell("power-item", ITEM, POWER)
    story.tell("delegation", PAIR, REQUESTED)
    story.tell("delegation", PAIR, powers.Assessed(findings=findings(met=True)))
    story.tell("delegation", PAIR, DELEGATED, on=DEC_1)


def test_a_delegation_shows_its_item_its_terms_and_its_dates(story: Story) -> None:
    delegated_to_the_zone(story)
    story.tell("delegation", PAIR, TAKEN_UP, on=JAN_1)
    assert story.rows(delegations) == [
        {
            "item": ITEM,
            "zone": ZONE,
            "stage": "taken-up",
            "since": JAN_1,
            "requested": NOV_2,
            "need": "企业需要",
            "unmet": [],
            "mode": "entrusted",
            "instrument": "渝府〔2021〕1号",
            "conditions": ["每季报送"],
            "delegated": DEC_1,
            "handover": JAN_1,
            "reason": None,
            "code": "A-01",
            "name_zh": "进口许可",
            "name_en": "Import licence",
            "kind": "licence",
            "legal_basis": "对外贸易法",
            "holder": HOLDER,
            "cases": 0,
            "complaints": 0,
            "reversed_decisions": 0,
            "reported_to": None,
        }
    ]


def test_reports_of_exercise_add_up_and_a_period_reported_again_counts_once(story: Story) -> None:
    delegated_to_the_zone(story)
    story.tell("delegation", PAIR, TAKEN_UP, on=JAN_1)
    for begin, end, cases in ((JAN_1, date(2022, 1, 31), 10), (date(2022, 2, 1), date(2022, 2, 28), 5)):
        period = {"start": begin, "end": end, "cases": cases, "complaints": 1, "reversed_decisions": 0, "note": None}
        story.tell("delegation", PAIR, powers.ExerciseReported.model_validate(period), on=MARCH_1)
    again = {
        "start": JAN_1,
        "end": date(2022, 1, 31),
        "cases": 12,
        "complaints": 0,
        "reversed_decisions": 2,
        "note": "更正",
    }
    story.tell("delegation", PAIR, powers.ExerciseReported.model_validate(again), on=MARCH_1)
    row = story.row(delegations, "cases", "complaints", "reversed_decisions", "reported_to")
    assert row == {"cases": 17, "complaints": 1, "reversed_decisions": 2, "reported_to": date(2022, 2, 28)}
    assert len(story.rows(delegations, table=EXERCISES.name)) == 2


def test_a_refusal_says_which_criteria_were_not_met_and_a_new_request_begins_anew(story: Story) -> None:
    story.tell("delegation", PAIR, REQUESTED, powers.Assessed(findings=findings(met=False)))
    story.tell("delegation", PAIR, powers.RequestRefused(unmet=(Criterion.RECEIVABLE,), reason="人员不足"), on=DEC_1)
    row = story.row(delegations, "stage", "unmet", "reason")
    assert row == {"stage": "delegation-refused", "unmet": ["can-be-taken-up"], "reason": "人员不足"}
    story.tell("delegation", PAIR, REQUESTED, on=JAN_1)
    row = story.row(delegations, "stage", "unmet", "reason", "requested")
    assert row == {"stage": "requested", "unmet": None, "reason": None, "requested": JAN_1}


def test_a_pending_request_lapses(story: Story) -> None:
    story.tell("delegation", PAIR, REQUESTED)
    story.tell("delegation", PAIR, powers.RequestLapsed(reason="退出"), on=DEC_1)
    assert story.row(delegations, "stage", "reason") == {"stage": "request-lapsed", "reason": "退出"}
    assert story.rows(delegated_powers) == []


def test_the_public_list_holds_a_power_from_the_delegation_to_the_recall(story: Story) -> None:
    delegated_to_the_zone(story)
    shown = story.row(delegated_powers, "item", "zone", "name_zh", "mode", "delegated", "handover", "recall_listed")
    assert shown == {
        "item": ITEM,
        "zone": ZONE,
        "name_zh": "进口许可",
        "mode": "entrusted",
        "delegated": DEC_1,
        "handover": None,
        "recall_listed": None,
    }
    story.tell("delegation", PAIR, TAKEN_UP, on=JAN_1)
    story.tell("delegation", PAIR, made(powers.Amended, **{**TERMS, "mode": Mode.AUTHORISED}), on=JAN_1)
    story.tell("delegation", PAIR, powers.ListedForRecall(reason="退出"), on=MARCH_1)
    row = story.row(delegated_powers, "mode", "handover", "recall_listed")
    assert row == {"mode": "authorised", "handover": JAN_1, "recall_listed": MARCH_1}
    assert story.row(delegations, "stage", "mode") == {"stage": "listed-for-recall", "mode": "authorised"}
    story.tell("delegation", PAIR, powers.Recalled(reason="退出", instrument=None), on=MARCH_1)
    assert story.rows(delegated_powers) == []
    assert story.row(delegations, "stage") == {"stage": "recalled"}


def test_an_amended_item_is_shown_as_it_stands_today(story: Story) -> None:
    delegated_to_the_zone(story)
    story.tell("power-item", ITEM, ItemAmended(**{**dict(POWER), "name_zh": "进口许可证核发"}, reason="目录调整"))
    story.tell("power-item", ITEM, ItemRetired(reason="取消"))
    assert story.row(delegated_powers, "name_zh") == {"name_zh": "进口许可证核发"}
    assert story.row(delegations, "item", "retired", table="delegations_items") == {"item": ITEM, "retired": True}
