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

    def entities(*kinds: type[Command]) -> set[str]:
        return {step.entity for step in scenario.steps() if isinstance(step.command, kinds)}

    def of_living(*kinds: type[Command]) -> set[str]:
        return {entity for entity in entities(*kinds) if entity.rpartition(SEPARATOR)[2] not in exited}

    exited = {entity.rpartition(SEPARATOR)[2] for entity in entities(ApproveExit)}
    plaques = entities(UnveilPlaque)
    delegated = entities(Delegate)
    return [
        Expectation("demo.zones", "zone-register", len(plaques)),
        Expectation(
            "demo.zones-operating", "zone-register", len(plaques) - len(exited), "status", Status.OPERATING.value
        ),
        Expectation("demo.zones-exited", "zone-register", len(exited), "status", Status.WITHDRAWN.value),
        Expectation("demo.applications", "pipeline", len(entities(File))),
        Expectation("demo.applications-declined", "pipeline", len(entities(Decline)), "stage", "declined"),
        Expectation("demo.leads", "lead-ledger", len(entities(Share))),
        Expectation("demo.leads-signed", "lead-ledger", len(entities(Sign)), "stage", LeadStage.SIGNED.value),
        Expectation("demo.leads-closed", "lead-ledger", len(entities(Close)), "stage", LeadStage.CLOSED.value),
        Expectation("demo.delegations", "delegations", len(entities(Request))),
        Expectation(
            "demo.delegations-taken-up",
            "delegations",
            len(of_living(TakeUp)),
            "stage",
            DelegationStage.TAKEN_UP.value,
        ),
        Expectation(
            "demo.delegations-refused", "delegations", len(entities(Refuse)), "stage", DelegationStage.REFUSED.value
        ),
        Expectation(
            "demo.delegations-for-recall",
            "delegations",
            len(delegated - of_living(Delegate)),
            "stage",
            DelegationStage.LISTED.value,
        ),
        Expectation("demo.evaluations", "scorecards", len(entities(GradeZone))),
        Expectation("demo.exits", "scorecards", len(entities(ApproveExit)), "stage", "exit-approved"),
    ]
