"""The rules of reporting figures: each once, with unit and source, verified by others. 二(二)3, 四(四)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.indicators_values import FIRST_YEAR, quarter_end, units_of
from domain.kernel import Refused
from domain.zone_standing import body_acts_for_its_zone, zone_takes_new_business

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.indicators import State
    from domain.indicators_values import Figure, StatisticalIndicator
    from domain.kernel import Context

CLAUSE = "四(四)"
ZONE, PERIOD = 0, 1
"""The parts of the id."""


def may_be_reported(state: State, figures: Collection[Figure], context: Context) -> None:
    """对外贸易、利用外资、对外投资合作情况: a zone in being reports an ended quarter, each figure once. 二(二)3"""
    body_acts(context)
    zone_takes_new_business(context, context.part(ZONE), CLAUSE)
    quarter_has_ended(context)
    figures_are_sound(figures)
    known = [each.indicator.value for each in figures if each.indicator in state.figures]
    if known:
        raise Refused("figure-reported-once", clause=CLAUSE, field="data.figures", indicators=", ".join(known))


def body_acts(context: Context) -> None:
    """责任主体: the body of a zone reports its figures and answers for them, after its withdrawal too. 四(一)"""
    body_acts_for_its_zone(context, context.part(ZONE), CLAUSE)


def quarter_has_ended(context: Context) -> None:
    """Figures are of one calendar quarter that is over: periods never overlap, so that none is found by subtraction."""
    end = quarter_end(context.part(PERIOD))
    if end is None:
        raise Refused("figures-are-of-a-quarter", clause=CLAUSE, field="entity", first=FIRST_YEAR)
    if end >= context.effective:
        raise Refused(
            "quarter-has-ended",
            clause=CLAUSE,
            field="effective",
            end=end.isoformat(),
            date=context.effective.isoformat(),
        )


def figures_are_sound(figures: Collection[Figure]) -> None:
    """Each indicator is stated once, in a unit that it can be stated in. 四(四)"""
    stated = [each.indicator for each in figures]
    each_once(stated)
    for each in figures:
        fitting = units_of(each.indicator)
        if each.unit not in fitting:
            raise Refused(
                "unit-fits-indicator",
                clause=CLAUSE,
                field="data.figures",
                indicator=each.indicator.value,
                unit=each.unit.value,
                units=", ".join(sorted(unit.value for unit in fitting)),
            )


def each_once(named: Collection[StatisticalIndicator]) -> None:
    """An indicator is named once. 四(四)"""
    given = [each.value for each in named]
    twice = sorted({each for each in given if given.count(each) > 1})
    if twice:
        raise Refused("figure-once", clause=CLAUSE, field="data", twice=", ".join(twice))


def are_reported(state: State, named: Collection[StatisticalIndicator]) -> None:
    """Only a figure that was reported can be corrected, questioned, answered for or verified. 四(四)"""
    each_once(named)
    unknown = [each.value for each in named if each not in state.figures]
    if unknown:
        raise Refused("figure-is-reported", clause=CLAUSE, field="data", indicators=", ".join(unknown))


def may_be_corrected(state: State, figures: Collection[Figure], context: Context) -> tuple[int, ...]:
    """差错以更正记录纠正: the reporter says what is right, and which of its events that corrects. 系统约定 2

    Returns those events, by their number in the stream.
    """
    body_acts(context)
    figures_are_sound(figures)
    are_reported(state, [each.indicator for each in figures])
    return tuple(sorted({state.figures[each.indicator] for each in figures}))


def may_be_verified(state: State, named: Collection[StatisticalIndicator]) -> None:
    """核实: what was reported, once, and not while a question about it is open. 四(四)"""
    are_reported(state, named)
    again = [each.value for each in named if each in state.verified]
    if again:
        raise Refused("verified-once", clause=CLAUSE, field="data.indicators", indicators=", ".join(again))
    open_ = [each.value for each in named if each in state.questioned]
    if open_:
        raise Refused("question-answered-first", clause=CLAUSE, field="data.indicators", indicators=", ".join(open_))


def may_be_questioned(state: State, named: Collection[StatisticalIndicator]) -> None:
    """质询: what was reported, verified or not; one question at a time. 四(四)"""
    are_reported(state, named)
    open_ = [each.value for each in named if each in state.questioned]
    if open_:
        raise Refused("questioned-once", clause=CLAUSE, field="data.indicators", indicators=", ".join(open_))


def may_be_answered(state: State, named: Collection[StatisticalIndicator], context: Context) -> None:
    """答复: the reporter says why a questioned figure stands. 四(四)"""
    body_acts(context)
    are_reported(state, named)
    unasked = [each.value for each in named if each not in state.questioned]
    if unasked:
        raise Refused("is-questioned", clause=CLAUSE, field="data.indicators", indicators=", ".join(unasked))
