"""The rules of review: published in versions, never changed, one in force on every day. 四(三)"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.builtin_rulebook import ADMISSION, EVALUATION, ILLUSTRATIVE
from domain.catalogue import AnyDecider
from domain.lead import lead
from domain.matter import matter
from domain.policy_extension import policy_extension
from domain.rulebook import (
    STREAM,
    Publish,
    RulebookPublished,
    RulebookSuperseded,
    in_force,
    in_force_for,
    rulebook,
    rulebooks,
)
from domain.target import target
from domain.values import Parameters, Rubric, Rulebook
from tests.domain.scenarios import COMMERCE, TODAY, given

SECOND = ILLUSTRATIVE.model_copy(update={"version": "2022-1", "effective": date(2022, 1, 1), "illustrative": False})
NONE_YET = given(rulebook, entity=STREAM)
ONE = given(rulebook, RulebookPublished(rulebook=ILLUSTRATIVE), entity=STREAM)


def with_parameters(**changes: object) -> Rulebook:
    parameters = Parameters.model_validate({**dict(ILLUSTRATIVE.parameters), **changes})
    return SECOND.model_copy(update={"parameters": parameters})


def test_the_office_publishes_the_first_rules() -> None:
    NONE_YET.when(Publish(rulebook=ILLUSTRATIVE)).then(RulebookPublished(rulebook=ILLUSTRATIVE))


def test_a_new_version_supersedes_the_one_before_it() -> None:
    ONE.when(Publish(rulebook=SECOND)).then(
        RulebookPublished(rulebook=SECOND),
        RulebookSuperseded(replaced="illustrative-1", replaced_by="2022-1", since=date(2022, 1, 1)),
    )


def test_nobody_but_the_office_publishes_rules() -> None:
    ONE.when(Publish(rulebook=SECOND), by=COMMERCE).refused("role-may-not")


def test_all_rules_stand_in_one_stream() -> None:
    given(rulebook, entity="other-rules").when(Publish(rulebook=ILLUSTRATIVE)).refused("one-rulebook-stream")


def test_a_published_version_never_changes() -> None:
    changed = SECOND.model_copy(update={"version": "illustrative-1"})
    ONE.when(Publish(rulebook=changed)).refused("rulebook-version-is-new", version="illustrative-1")


@pytest.mark.parametrize("effective", [date(2021, 4, 12), date(2021, 4, 13)])
def test_a_version_takes_effect_after_the_one_it_replaces(effective: date) -> None:
    ONE.when(Publish(rulebook=SECOND.model_copy(update={"effective": effective}))).refused(
        "rulebook-takes-effect-later", last="2021-04-13"
    )


def test_a_revision_does_not_reach_back_before_the_day_it_is_published() -> None:
    yesterday, today = (SECOND.model_copy(update={"effective": TODAY - timedelta(days=days)}) for days in (1, 0))
    refusal = ONE.when(Publish(rulebook=yesterday)).refused("rulebook-not-backdated", date="2021-11-01").refusal
    assert refusal is not None
    assert refusal.field == "data.rulebook.effective"
    ONE.when(Publish(rulebook=today)).accepted()


def test_the_first_rules_may_be_in_force_since_the_plan() -> None:
    assert ILLUSTRATIVE.effective < TODAY
    NONE_YET.when(Publish(rulebook=ILLUSTRATIVE)).accepted()


def test_the_annual_target_is_about_five_as_the_plan_says_unless_the_rules_say_otherwise() -> None:
    assert ILLUSTRATIVE.parameters.annual_target == 5
    ONE.when(Publish(rulebook=with_parameters(annual_target=8))).accepted()


def test_a_panel_can_make_as_many_reviews_as_are_needed() -> None:
    ONE.when(Publish(rulebook=with_parameters(experts_per_panel=3, minimum_reviews=4))).refused(
        "panel-makes-the-minimum", experts=3, reviews=4
    )
    ONE.when(Publish(rulebook=with_parameters(experts_per_panel=3, minimum_reviews=3))).accepted()


@pytest.mark.parametrize("grades", [("80", "80", "60"), ("90", "60", "60"), ("60", "80", "90")])
def test_each_grade_begins_below_the_better_one(grades: tuple[str, str, str]) -> None:
    named = dict(zip(("excellent_from", "good_from", "pass_from"), map(Decimal, grades), strict=True))
    ONE.when(Publish(rulebook=with_parameters(**named))).refused("grades-descend")


def test_one_version_is_in_force_on_every_day_since_the_first() -> None:
    state = ONE.when(Publish(rulebook=SECOND)).accepted().state
    assert in_force(state, date(2021, 4, 12)) is None
    assert in_force(state, date(2021, 4, 13)) == ILLUSTRATIVE
    assert in_force(state, date(2021, 12, 31)) == ILLUSTRATIVE
    assert in_force(state, date(2022, 1, 1)) == SECOND
    assert rulebooks(state) == {"illustrative-1": ILLUSTRATIVE, "2022-1": SECOND}


@pytest.mark.parametrize("decider", [lead, matter, policy_extension], ids=lambda decider: decider.category)
def test_a_case_that_keeps_its_rules_is_under_those_it_was_opened_under_whatever_came_since(
    decider: AnyDecider,
) -> None:
    state = ONE.when(Publish(rulebook=SECOND)).accepted().state
    day = date(2022, 6, 30)
    assert in_force_for(decider, state, day, "illustrative-1") == ILLUSTRATIVE
    assert in_force_for(decider, state, day, None) == SECOND
    assert in_force_for(decider, state, day, "never-published") == SECOND
    assert in_force_for(target, state, day, "illustrative-1") == SECOND


@pytest.mark.parametrize("rubric", [ADMISSION, EVALUATION])
def test_the_built_in_rules_are_complete_and_say_that_they_are_illustrative(rubric: Rubric) -> None:
    assert ILLUSTRATIVE.illustrative
    assert sum(each.weight for each in rubric.indicators) == 100
    assert any(each.hard for each in rubric.indicators)
    assert all(each.guidance_zh and each.guidance_en and each.name_zh and each.name_en for each in rubric.indicators)


def test_weights_sum_to_100_and_no_indicator_stands_twice() -> None:
    with pytest.raises(ValidationError, match="weights must sum to 100"):
        Rubric(indicators=ADMISSION.indicators[1:])
    heavy = ADMISSION.indicators[0].model_copy(update={"weight": 50})
    with pytest.raises(ValidationError, match="codes must differ"):
        Rubric(indicators=(heavy, heavy))
