"""The legal dates of an application: no step before the steps it rests on, none before its paper. 二(三)"""

from __future__ import annotations

from datetime import date, timedelta

from domain.application import CorrectionRequested, RequestCorrection, Review, application
from tests.domain.applications import AFTER_PLENARY, APPROVE, ENTITY, IN_CHECK, IN_REVIEW, LETTER, sheet
from tests.domain.scenarios import EXPERTS, GOVERNMENT, TODAY, given


def test_an_approval_does_not_take_effect_before_its_paper() -> None:
    early = AFTER_PLENARY.when(APPROVE, by=GOVERNMENT, on=LETTER.date - timedelta(days=1))
    early.refused("instrument-before-effect", date=LETTER.date.isoformat())


def test_no_step_bears_an_earlier_date_than_the_steps_it_rests_on() -> None:
    plenary = date(2021, 10, 25)
    endorsed = given(application, *AFTER_PLENARY.events, entity=ENTITY, opened=date(2021, 5, 17), latest=plenary)
    early = endorsed.when(APPROVE, by=GOVERNMENT, on=plenary - timedelta(days=1))
    early.refused("date-not-before-latest", latest=plenary.isoformat())
    endorsed.when(APPROVE, by=GOVERNMENT, on=plenary).accepted()


def test_experts_review_side_by_side_whatever_the_order_of_their_dates() -> None:
    later = given(application, *IN_REVIEW.events, entity=ENTITY, opened=date(2021, 5, 17), latest=TODAY)
    later.when(Review(scores=sheet()), by=EXPERTS[0], on=TODAY - timedelta(days=3)).accepted()


def test_an_approval_does_not_rest_on_a_paper_from_the_future() -> None:
    tomorrow = LETTER.model_copy(update={"date": TODAY + timedelta(days=1)})
    AFTER_PLENARY.when(APPROVE.model_copy(update={"instrument": tomorrow}), by=GOVERNMENT).refused(
        "instrument-not-in-future"
    )


def test_a_deadline_passes_over_the_weekend() -> None:
    friday = date(2021, 10, 29)
    (asked,) = IN_CHECK.when(RequestCorrection(missing=("缺少四至范围图",)), on=friday).accepted().events[-1:]
    assert isinstance(asked, CorrectionRequested)
    assert (asked.due - friday).days == 14
