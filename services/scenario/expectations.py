"""What the views must show after a scenario was played, counted from its commands alone: no view and no log is asked.

Each expectation is a question to one view (rows of a table in which a column has one of some values) and its answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.application import Decline, File, UnveilPlaque
from domain.delegation import Delegate, Refuse, Request, TakeUp
from domain.delegation import Stage as DelegationStage
from domain.evaluation import ApproveExit, GradeZone
from domain.evaluation import Stage as EvaluationStage
from domain.kernel import SEPARATOR
from domain.lead import Close, Share, Sign
from domain.lead import Stage as LeadStage
from domain.zone import Status

if TYPE_CHECKING:
    from domain.kernel import Command
    from services.scenario.steps import Scenario


@dataclass(frozen=True, slots=True)
class Expectation:
    """`rows` rows of the view's own table, where `column` has the value `value` (all rows where it is None)."""

    key: str
    view: str
    rows: int
    column: str | None = None
    value: str | None = None


def expectations(scenario: Scenario) -> list[Expectation]:
    """What to find after the scenario, in the order of the summary."""
    return [*_zones(scenario), *_leads(scenario), *_delegations(scenario), *_evaluations(scenario)]


def _entities(scenario: Scenario, kind: type[Command]) -> set[str]:
    """The entities that a command of this kind was sent to."""
    return {step.entity for step in scenario.steps() if isinstance(step.command, kind)}


def _zone(entity: str) -> str:
    """The zone in the id of an evaluation or a delegation."""
    return entity.rpartition(SEPARATOR)[2]


def _zones(scenario: Scenario) -> list[Expectation]:
    view, plaques, exits = (
        "zone-register",
        len(_entities(scenario, UnveilPlaque)),
        len(_entities(scenario, ApproveExit)),
    )
    declined = len(_entities(scenario, Decline))
    return [
        Expectation("demo.zones", view, plaques),
        Expectation("demo.zones-operating", view, plaques - exits, "status", Status.OPERATING.value),
        Expectation("demo.zones-exited", view, exits, "status", Status.WITHDRAWN.value),
        Expectation("demo.applications", "pipeline", len(_entities(scenario, File))),
        Expectation("demo.applications-declined", "pipeline", declined, "stage", "declined"),
    ]


def _leads(scenario: Scenario) -> list[Expectation]:
    view, signed, closed = "lead-ledger", len(_entities(scenario, Sign)), len(_entities(scenario, Close))
    return [
        Expectation("demo.leads", view, len(_entities(scenario, Share))),
        Expectation("demo.leads-signed", view, signed, "stage", LeadStage.SIGNED.value),
        Expectation("demo.leads-closed", view, closed, "stage", LeadStage.CLOSED.value),
    ]


def _delegations(scenario: Scenario) -> list[Expectation]:
    """What was delegated to a zone that exits is listed for recall, taken up or not."""
    exited = {_zone(entity) for entity in _entities(scenario, ApproveExit)}
    taken = {each for each in _entities(scenario, TakeUp) if _zone(each) not in exited}
    recalled = {each for each in _entities(scenario, Delegate) if _zone(each) in exited}
    refused = _entities(scenario, Refuse)
    view = "delegations"
    return [
        Expectation("demo.delegations", view, len(_entities(scenario, Request))),
        Expectation("demo.delegations-taken-up", view, len(taken), "stage", DelegationStage.TAKEN_UP.value),
        Expectation("demo.delegations-refused", view, len(refused), "stage", DelegationStage.REFUSED.value),
        Expectation("demo.delegations-for-recall", view, len(recalled), "stage", DelegationStage.LISTED.value),
    ]


def _evaluations(scenario: Scenario) -> list[Expectation]:
    exits = len(_entities(scenario, ApproveExit))
    return [
        Expectation("demo.evaluations", "scorecards", len(_entities(scenario, GradeZone))),
        Expectation("demo.exits", "scorecards", exits, "stage", EvaluationStage.EXIT_APPROVED.value),
    ]
