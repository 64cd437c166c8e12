"""What the views must show after a scenario was played, counted from its commands alone: no view and no log is asked.

Each expectation is a question to one view (rows of a table in which a column has one of some values) and its answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.application import Decline, File, UnveilPlaque
from domain.delegation import Delegate, Refuse, Request, TakeUp
from domain.delegation import Stage as DelegationStage
from domain.evaluation import ApproveExit, DecideAppeal, GradeZone, LodgeAppeal, SelfAssess
from domain.evaluation import Stage as EvaluationStage
from domain.evaluation_values import Grade
from domain.zone import Status
from services.scenario.counting import Expectation, commands, entities, exited, of_zones
from services.scenario.expected_leads import leads, turns
from services.scenario.expected_linkage import figures, linkages, matters, promotions
from services.scenario.expected_reform import extensions, replications, trials

if TYPE_CHECKING:
    from services.scenario.steps import Scenario


def expectations(scenario: Scenario) -> list[Expectation]:
    """What to find after the scenario, in the order of the summary."""
    reform = (_zones, _delegations, extensions, replications, trials)
    business = (leads, turns, promotions, linkages, matters)
    return [each for theme in (*reform, *business, figures, _evaluations) for each in theme(scenario)]


def _zones(scenario: Scenario) -> list[Expectation]:
    view, plaques, exits = "zone-register", len(entities(scenario, UnveilPlaque)), len(exited(scenario))
    declined = len(entities(scenario, Decline))
    return [
        Expectation("demo.zones", view, plaques),
        Expectation("demo.zones-operating", view, plaques - exits, "status", Status.OPERATING.value),
        Expectation("demo.zones-exited", view, exits, "status", Status.WITHDRAWN.value),
        Expectation("demo.applications", "pipeline", len(entities(scenario, File))),
        Expectation("demo.applications-declined", "pipeline", declined, "stage", "declined"),
    ]


def _delegations(scenario: Scenario) -> list[Expectation]:
    """What was delegated to a zone that exits is listed for recall, taken up or not."""
    gone = exited(scenario)
    taken = entities(scenario, TakeUp) - of_zones(entities(scenario, TakeUp), gone)
    recalled = of_zones(entities(scenario, Delegate), gone)
    refused = entities(scenario, Refuse)
    view = "delegations"
    return [
        Expectation("demo.delegations", view, len(entities(scenario, Request))),
        Expectation("demo.delegations-taken-up", view, len(taken), "stage", DelegationStage.TAKEN_UP.value),
        Expectation("demo.delegations-refused", view, len(refused), "stage", DelegationStage.REFUSED.value),
        Expectation("demo.delegations-for-recall", view, len(recalled), "stage", DelegationStage.LISTED.value),
    ]


def _evaluations(scenario: Scenario) -> list[Expectation]:
    """An appeal is upheld where the grade stays 不合格; an exit leaves nothing in hand but powers to be recalled."""
    listed = {zone: of_zones(entities(scenario, Delegate), {zone}) for zone in exited(scenario)}
    exits, appeals = len(entities(scenario, ApproveExit)), "scorecards_appeals"
    assessed, lodged, failed = entities(scenario, SelfAssess), entities(scenario, LodgeAppeal), Grade.UNSATISFACTORY
    upheld = [entity for entity, each in commands(scenario, DecideAppeal) if each.grade is failed]
    return [
        Expectation("demo.evaluations", "scorecards", len(entities(scenario, GradeZone))),
        Expectation("demo.self-assessments", "scorecards", len(assessed), table="scorecards_self_assessments"),
        Expectation("demo.appeals", "scorecards", len(lodged), table=appeals),
        Expectation("demo.appeals-upheld", "scorecards", len(upheld), "upheld", "true", appeals),
        Expectation("demo.exits", "scorecards", exits, "stage", EvaluationStage.EXIT_APPROVED.value),
        *(Expectation("demo.exit-left", "holdings", len(listed[zone]), "zone", zone) for zone in sorted(listed)),
    ]
