"""Two years of figures by quarter: reported, questioned, answered, corrected, verified. 四(四). All invented."""

from __future__ import annotations

from datetime import date, timedelta

from domain.indicators import Answer, Correct, Question, Report, Verify
from domain.indicators_values import Figure, StatisticalIndicator, Unit, quarter_end
from domain.values import FEN_PER_WAN
from services.scenario.cast import body, first_batch, invented_zone, second_batch, sender
from services.scenario.invention import MARK, number
from services.scenario.steps import Case, Step

QUARTERS = tuple(f"{year}-q{quarter}" for year in (2022, 2023) for quarter in (1, 2, 3, 4))
FROM_THE_SECOND_BATCH, UNTIL_THE_EXIT = QUARTERS[5:], QUARTERS[:7]
"""The quarters that a zone was there for: the one of the second batch from the second quarter of 2023 on."""

I = StatisticalIndicator  # noqa: E741 - as short as the table is wide
RANGES = {
    I.IMPORTS: (2_000, 400_000),
    I.EXPORTS: (3_000, 600_000),
    I.FOREIGN_INVESTMENT: (0, 9_000),
    I.E_COMMERCE: (0, 40_000),
    I.NEW_ENTITIES: (40, 900),
}
"""From what to what each figure goes: money in 万元, or in ten thousand US dollars; entities as they are."""
UNITS = {I.FOREIGN_INVESTMENT: Unit.CENT, I.NEW_ENTITIES: Unit.ENTITIES}
SOURCES = {I.IMPORTS: "海关统计", I.EXPORTS: "海关统计", I.NEW_ENTITIES: "市场主体登记", I.E_COMMERCE: "海关统计"}
CONFIDENTIAL = ("changshou-etdz", I.FOREIGN_INVESTMENT)
"""It would tell the business of one firm."""
QUESTIONED = ("wanzhou-etdz", "2022-q2")
"""The figure is right, and the zone says why."""
CORRECTED = ("fuling-hightech", "2022-q3")
"""The figure is wrong, and the zone corrects it."""
LEFT_OPEN = ("yunyang-industrial-park", "2023-q4")
"""Questioned, and not answered yet."""


def indicators() -> list[Case]:
    """Each zone's quarters in their order."""
    spans = [(site.id, QUARTERS) for site in first_batch()]
    spans += [(site.id, FROM_THE_SECOND_BATCH) for site in second_batch()]
    spans.append((invented_zone().id, UNTIL_THE_EXIT))
    return [
        Case(f"indicators/{zone}", tuple(step for quarter in quarters for step in _quarter(zone, quarter)))
        for zone, quarters in spans
    ]


def _quarter(zone: str, quarter: str) -> list[Step]:
    entity, end = f"{zone}--{quarter}", quarter_end(quarter)
    assert end is not None, f"{quarter} is a quarter"
    reported, asked, told, verified = (end + timedelta(days=days) for days in (20, 30, 36, 42))
    named = tuple(RANGES)
    report = Report(figures=tuple(_figure(zone, quarter, each) for each in named), note="演示数据")
    steps = [Step(body(zone), entity, reported, report)]
    verify = Step(sender("commerce"), entity, verified, Verify(indicators=named, note="与部门数据一致（演示）"))
    question = Step(
        sender("commerce"), entity, asked, Question(indicators=(I.EXPORTS,), query="环比变化较大，请说明（演示）")
    )
    if (zone, quarter) == LEFT_OPEN:
        others = tuple(each for each in named if each is not I.EXPORTS)
        return [*steps, question, Step(sender("commerce"), entity, verified, Verify(indicators=others))]
    if (zone, quarter) == QUESTIONED:
        return [*steps, question, _step(zone, entity, told, _answer()), verify]
    if (zone, quarter) == CORRECTED:
        return [*steps, question, _step(zone, entity, told, _correction(zone, quarter)), verify]
    return [*steps, verify]


def _step(zone: str, entity: str, on: date, command: Answer | Correct) -> Step:
    return Step(body(zone), entity, on, command)


def _answer() -> Answer:
    return Answer(indicators=(I.EXPORTS,), explanation="大型设备集中交付（演示）")


def _correction(zone: str, quarter: str) -> Correct:
    wrong = _figure(zone, quarter, I.EXPORTS)
    right = wrong.model_copy(update={"value": wrong.value * 9 // 10})
    return Correct(figures=(right,), reason="重复计入一批货物（演示）")


def _figure(zone: str, quarter: str, indicator: StatisticalIndicator) -> Figure:
    low, high = RANGES[indicator]
    unit = UNITS.get(indicator, Unit.FEN)
    count = number(f"{zone}/{quarter}/{indicator.value}", low, high)
    return Figure(
        indicator=indicator,
        value=count if unit is Unit.ENTITIES else count * FEN_PER_WAN,
        unit=unit,
        data_source=f"{SOURCES.get(indicator, '管委会统计')}（{MARK}）",
        confidential=(zone, indicator) == CONFIDENTIAL,
    )
