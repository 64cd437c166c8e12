"""Figures of a zone in a quarter: reported, questioned, corrected, verified. 二(二)3, 四(四)"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.indicators import (
    Answer,
    Answered,
    Correct,
    Corrected,
    Question,
    Questioned,
    Report,
    Reported,
    Verified,
    Verify,
    indicators,
)
from domain.indicators_values import Figure, StatisticalIndicator, Unit, band, quarter_end
from domain.kernel import ZONE_BODIES, ActorKind, Command, Event, Role
from tests.domain.scenarios import (
    BY_ROLE,
    COMMITTEE,
    CUSTOMS,
    OFFICE,
    OTHER_COMMITTEE,
    Facts,
    Given,
    given,
)
from tests.domain.zones import ZONE, zone

IMPORTS, EXPORTS, INVESTED, ENTITIES = (
    StatisticalIndicator.IMPORTS,
    StatisticalIndicator.EXPORTS,
    StatisticalIndicator.FOREIGN_INVESTMENT,
    StatisticalIndicator.NEW_ENTITIES,
)
TODAY = date(2022, 12, 31)
APRIL_8, APRIL_20 = date(2022, 4, 8), date(2022, 4, 20)


def figure(indicator: StatisticalIndicator, value: int, unit: Unit = Unit.FEN, *, confidential: bool = False) -> Figure:
    return Figure(indicator=indicator, value=value, unit=unit, data_source="重庆海关", confidential=confidential)


FIGURES = (figure(IMPORTS, 12_345_678_900), figure(EXPORTS, 22_345_678_900))
REPORT = Report(figures=FIGURES, note="一季度")
REPORTED = Reported(figures=FIGURES, note="一季度")
RIGHT = (figure(IMPORTS, 12_345_678_901),)
CORRECT = Correct(figures=RIGHT, reason="漏报一票")
CORRECTED = Corrected(figures=RIGHT, reason="漏报一票", corrects=(1,), questioned=())
QUESTION = Question(indicators=(IMPORTS,), query="与海关数据不符")
QUESTIONED = Questioned(indicators=(IMPORTS,), query="与海关数据不符", by=CUSTOMS)
ANSWER = Answer(indicators=(IMPORTS,), explanation="口径为收发货人所在地")
ANSWERED = Answered(indicators=(IMPORTS,), explanation="口径为收发货人所在地", questioned=())
VERIFY = Verify(indicators=(IMPORTS, EXPORTS))
VERIFIED = Verified(indicators=(IMPORTS, EXPORTS), note=None, by=CUSTOMS, unverified=())


def a_quarter(*events: Event, period: str = "2022-q1", facts: Facts | None = None) -> Given:
    world = {**zone(), **(facts or {})}
    return given(indicators, *events, entity=f"{ZONE}--{period}", opened=APRIL_8, latest=APRIL_8, facts=world)


def test_figures_are_reported_questioned_answered_and_verified() -> None:
    reported = a_quarter().when(REPORT, by=COMMITTEE, on=APRIL_8, today=TODAY).then(REPORTED)
    questioned = reported.when(QUESTION, by=CUSTOMS, on=APRIL_20, today=TODAY).then(QUESTIONED)
    answered = questioned.when(ANSWER, by=COMMITTEE, on=APRIL_20, today=TODAY).then(ANSWERED)
    verified = answered.when(VERIFY, by=CUSTOMS, on=APRIL_20, today=TODAY).then(VERIFIED)
    assert verified.state.verified == {IMPORTS, EXPORTS}


@pytest.mark.parametrize("role", sorted(set(Role) - ZONE_BODIES))
def test_figures_are_reported_by_the_body_of_a_zone_alone(role: Role) -> None:
    a_quarter().when(REPORT, by=BY_ROLE[role], today=TODAY).refused("role-may-not")


@pytest.mark.parametrize("command", [REPORT, CORRECT, ANSWER])
def test_a_body_does_not_speak_for_another_zone(command: Command) -> None:
    questioned = a_quarter(REPORTED, QUESTIONED)
    questioned.when(command, by=OTHER_COMMITTEE, today=TODAY).refused("own-zone", zone=ZONE, body=COMMITTEE)


def test_a_withdrawn_zone_reports_nothing_new_and_still_answers_for_what_it_reported() -> None:
    gone = zone(withdrawn=True)
    a_quarter(facts=gone).when(REPORT, by=COMMITTEE, today=TODAY).refused("zone-withdrawn")
    a_quarter(REPORTED, facts=gone).when(CORRECT, by=COMMITTEE, today=TODAY).then(CORRECTED)
    a_quarter(REPORTED, QUESTIONED, facts=gone).when(ANSWER, by=COMMITTEE, today=TODAY).then(ANSWERED)


@pytest.mark.parametrize("period", ["2022", "2022-03", "2022-q5", "2022-q0", "2016-q4", "first-quarter", "22-q1"])
def test_figures_are_of_a_calendar_quarter(period: str) -> None:
    a_quarter(period=period).when(REPORT, by=COMMITTEE, today=TODAY).refused("figures-are-of-a-quarter", first=2017)


@pytest.mark.parametrize(("period", "end"), [("2022-q1", date(2022, 3, 31)), ("2022-q4", date(2022, 12, 31))])
def test_a_quarter_is_reported_from_the_day_after_its_last(period: str, end: date) -> None:
    quarter = given(indicators, entity=f"{ZONE}--{period}", facts=zone())
    later = date(2023, 4, 1)
    quarter.when(REPORT, by=COMMITTEE, on=end, today=later).refused("quarter-has-ended", end=end.isoformat())
    quarter.when(REPORT, by=COMMITTEE, on=date.fromordinal(end.toordinal() + 1), today=later).then(REPORTED)


def test_an_indicator_is_stated_once_in_a_report() -> None:
    twice = Report(figures=(FIGURES[0], FIGURES[0]))
    a_quarter().when(twice, by=COMMITTEE, today=TODAY).refused("figure-once", twice="imports")


def test_what_was_reported_is_corrected_and_not_reported_again() -> None:
    a_quarter(REPORTED).when(REPORT, by=COMMITTEE, today=TODAY).refused(
        "figure-reported-once", indicators="imports, exports"
    )
    further = Report(figures=(figure(ENTITIES, 350, Unit.ENTITIES),))
    a_quarter(REPORTED).when(further, by=COMMITTEE, today=TODAY).then(Reported(figures=further.figures, note=None))


@pytest.mark.parametrize(
    ("indicator", "unit", "fits"),
    [
        (INVESTED, Unit.CENT, True),
        (INVESTED, Unit.FEN, True),
        (INVESTED, Unit.ENTITIES, False),
        (ENTITIES, Unit.ENTITIES, True),
        (ENTITIES, Unit.FEN, False),
        (ENTITIES, Unit.CENT, False),
    ],
)
def test_money_is_in_fen_or_cents_and_entities_are_counted(
    indicator: StatisticalIndicator, unit: Unit, *, fits: bool
) -> None:
    report = Report(figures=(figure(indicator, 7, unit),))
    outcome = a_quarter().when(report, by=COMMITTEE, today=TODAY)
    if fits:
        outcome.then(Reported(figures=report.figures, note=None))
    else:
        outcome.refused("unit-fits-indicator", unit=unit.value)


def test_a_correction_names_the_events_that_it_corrects() -> None:
    further = Reported(figures=(figure(ENTITIES, 350, Unit.ENTITIES),), note=None)
    history = a_quarter(REPORTED, QUESTIONED, further, CORRECTED)
    right = (figure(IMPORTS, 1), figure(ENTITIES, 351, Unit.ENTITIES))
    corrected = history.when(Correct(figures=right, reason="核对"), by=COMMITTEE, on=APRIL_20, today=TODAY)
    corrected.then(Corrected(figures=right, reason="核对", corrects=(3, 4), questioned=()))


def test_a_correction_answers_the_question_and_wants_verification_anew() -> None:
    questioned = Questioned(indicators=(IMPORTS, EXPORTS), query="核对", by=OFFICE)
    corrected = a_quarter(REPORTED, VERIFIED, questioned).when(CORRECT, by=COMMITTEE, on=APRIL_20, today=TODAY)
    after = corrected.then(CORRECTED.model_copy(update={"questioned": (EXPORTS,)}))
    assert (after.state.questioned, after.state.verified) == ({EXPORTS}, set())


NOT_REPORTED: list[tuple[Command, str]] = [
    (Correct(figures=(figure(INVESTED, 1),), reason="更正"), COMMITTEE),
    (Question(indicators=(INVESTED,), query="核对"), CUSTOMS),
    (Answer(indicators=(INVESTED,), explanation="说明"), COMMITTEE),
    (Verify(indicators=(INVESTED,)), CUSTOMS),
]


@pytest.mark.parametrize(("command", "org"), NOT_REPORTED)
def test_nobody_speaks_of_a_figure_that_was_not_reported(command: Command, org: str) -> None:
    a_quarter(REPORTED).when(command, by=org, on=APRIL_20, today=TODAY).refused("figure-is-reported")


@pytest.mark.parametrize(("command", "org"), NOT_REPORTED)
def test_nobody_speaks_of_a_quarter_that_was_not_reported(command: Command, org: str) -> None:
    a_quarter().when(command, by=org, today=TODAY).refused("unknown-entity")


@pytest.mark.parametrize("command", [QUESTION, VERIFY])
def test_a_question_and_a_verification_are_a_person_s(command: Command) -> None:
    robot = a_quarter(REPORTED).when(command, by=CUSTOMS, kind=ActorKind.ROBOT, on=APRIL_20, today=TODAY)
    robot.refused("decided-by-a-person")


def test_the_office_verifies_as_a_department_does_and_says_what_remains() -> None:
    one = a_quarter(REPORTED).when(Verify(indicators=(EXPORTS,)), by=OFFICE, on=APRIL_20, today=TODAY)
    one.then(Verified(indicators=(EXPORTS,), note=None, by=OFFICE, unverified=(IMPORTS,)))


def test_a_figure_is_verified_once() -> None:
    again = a_quarter(REPORTED, VERIFIED).when(VERIFY, by=OFFICE, on=APRIL_20, today=TODAY)
    again.refused("verified-once", indicators="imports, exports")


def test_a_figure_in_question_is_not_verified() -> None:
    doubted = a_quarter(REPORTED, QUESTIONED).when(VERIFY, by=CUSTOMS, on=APRIL_20, today=TODAY)
    doubted.refused("question-answered-first", indicators="imports")


def test_a_question_about_a_verified_figure_undoes_its_verification() -> None:
    doubted = a_quarter(REPORTED, VERIFIED).when(QUESTION, by=CUSTOMS, on=APRIL_20, today=TODAY).then(QUESTIONED)
    assert doubted.state.verified == {EXPORTS}


def test_one_question_about_a_figure_is_open_at_a_time() -> None:
    again = a_quarter(REPORTED, QUESTIONED).when(QUESTION, by=OFFICE, on=APRIL_20, today=TODAY)
    again.refused("questioned-once", indicators="imports")


def test_only_a_question_is_answered() -> None:
    a_quarter(REPORTED).when(ANSWER, by=COMMITTEE, on=APRIL_20, today=TODAY).refused("is-questioned")
    part = a_quarter(REPORTED, Questioned(indicators=(IMPORTS, EXPORTS), query="核对", by=OFFICE))
    part.when(ANSWER, by=COMMITTEE, on=APRIL_20, today=TODAY).then(
        ANSWERED.model_copy(update={"questioned": (EXPORTS,)})
    )


def test_an_indicator_is_named_once() -> None:
    twice = Verify(indicators=(IMPORTS, IMPORTS))
    a_quarter(REPORTED).when(twice, by=CUSTOMS, on=APRIL_20, today=TODAY).refused("figure-once", twice="imports")


def test_a_verification_bears_no_earlier_date_than_the_report() -> None:
    quarter = given(indicators, REPORTED, entity=f"{ZONE}--2022-q1", opened=APRIL_8, latest=APRIL_20, facts=zone())
    quarter.when(VERIFY, by=CUSTOMS, on=APRIL_8, today=TODAY).refused("date-not-before-latest")


@for_all(value=st.integers(0, 10**17), unit=st.sampled_from(Unit))
def test_a_range_holds_its_value_and_tells_no_two_values_in_it_apart(value: int, unit: Unit) -> None:
    found = band(value, unit)
    assert found.low <= value < found.high
    assert found.high >= 2 * found.low
    assert band(found.low, unit) == band(found.high - 1, unit) == found


def test_ranges_begin_at_a_million_yuan_or_ten_entities() -> None:
    assert (band(0, Unit.FEN).low, band(0, Unit.FEN).high) == (0, 100_000_000)
    assert (band(350, Unit.ENTITIES).low, band(350, Unit.ENTITIES).high) == (200, 500)


def test_the_last_day_of_every_quarter() -> None:
    days = [quarter_end(f"2024-q{number}") for number in (1, 2, 3, 4)]
    assert days == [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
