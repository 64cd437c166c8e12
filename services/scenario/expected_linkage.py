"""What must be found of promotion, linkage, connectivity, figures, matters and publicity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.connectivity import ReportThroughput
from domain.indicators import Answer, Correct, Question, Report, Verify
from domain.indicators_values import FigureStanding, StatisticalIndicator
from domain.kernel import SEPARATOR
from domain.linkage import Agree, Decline, End, Propose
from domain.linkage import Stage as LinkageStage
from domain.matter import Raise, Resolve
from domain.matter import Stage as MatterStage
from domain.promotion import Announce, Hold, LinkLeads
from domain.promotion import Stage as PromotionStage
from domain.publicity import Publish, PublishCase
from services.scenario.counting import Expectation, commands, ended_with, entities, exited, last

if TYPE_CHECKING:
    from services.scenario.steps import Scenario

STANDINGS: dict[type, FigureStanding] = {
    Report: FigureStanding.REPORTED,
    Correct: FigureStanding.CORRECTED,
    Question: FigureStanding.QUESTIONED,
    Answer: FigureStanding.ANSWERED,
    Verify: FigureStanding.VERIFIED,
}


def promotions(scenario: Scenario) -> list[Expectation]:
    """Held with the leads won at it, or found later to have been."""
    held = ended_with(last(scenario, Announce, Hold), Hold)
    won = {lead for _, each in commands(scenario, Hold) for lead in each.leads}
    won |= {lead for _, each in commands(scenario, LinkLeads) for lead in each.leads}
    return [
        Expectation("demo.promotions", "promotions", len(entities(scenario, Announce))),
        Expectation("demo.promotions-held", "promotions", len(held), "stage", PromotionStage.HELD.value),
        Expectation("demo.promotions-leads", "promotion-leads", len(won)),
    ]


def linkages(scenario: Scenario) -> list[Expectation]:
    """An exit ends what its zone has agreed, and what was proposed to it."""
    view, gone = "linkages", exited(scenario)
    latest = last(scenario, Propose, Agree, Decline, End)
    living = ended_with(latest, Propose, Agree)
    ended = ended_with(latest, End) | {each for each in living if each.partition(SEPARATOR)[0] in gone}
    return [
        Expectation("demo.linkages", view, len(latest)),
        Expectation("demo.linkages-agreed", view, len(living - ended), "stage", LinkageStage.AGREED.value),
        Expectation("demo.linkages-ended", view, len(ended), "stage", LinkageStage.ENDED.value),
        Expectation(
            "demo.throughput",
            "connectivity",
            len(commands(scenario, ReportThroughput)),
            table="connectivity_throughput",
        ),
    ]


def figures(scenario: Scenario) -> list[Expectation]:
    """Every figure stands as the last word about it says."""
    view, standings = "indicator-series", list(_standings(scenario).values())
    stands = {
        "demo.figures-verified": FigureStanding.VERIFIED,
        "demo.figures-questioned": FigureStanding.QUESTIONED,
    }
    return [
        Expectation("demo.figures", view, len(standings)),
        *(Expectation(key, view, standings.count(each), "standing", each.value) for key, each in stands.items()),
    ]


def _standings(scenario: Scenario) -> dict[tuple[str, StatisticalIndicator], FigureStanding]:
    found: dict[tuple[str, StatisticalIndicator], FigureStanding] = {}
    for step in scenario.steps():
        match step.command:
            case Report(figures=stated) | Correct(figures=stated):
                named = tuple(each.indicator for each in stated)
            case Question(indicators=named) | Answer(indicators=named) | Verify(indicators=named):
                pass
            case _:
                continue
        found |= {(step.entity, each): STANDINGS[type(step.command)] for each in named}
    return found


def matters(scenario: Scenario) -> list[Expectation]:
    """What is settled, whoever's hands it came through; and what the public may read."""
    settled = ended_with(last(scenario, Raise, Resolve), Resolve)
    public = entities(scenario, PublishCase, Publish)
    return [
        Expectation("demo.matters", "matters", len(entities(scenario, Raise))),
        Expectation("demo.matters-resolved", "matters", len(settled), "stage", MatterStage.RESOLVED.value),
        Expectation("demo.public", "publicity", len(public)),
    ]
