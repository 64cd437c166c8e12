"""What must be found of policies, experience and trials, and what the exit does to those of the zone that exits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.experience import Catalogue
from domain.policy_extension import End, Extend, Refuse, Request, Resume
from domain.policy_extension import Stage as ExtensionStage
from domain.policy_measure import Issue
from domain.replication import (
    ConfirmInapplicability,
    FindInapplicable,
    Implement,
    Plan,
    RejectInapplicability,
    SendBack,
    Verify,
)
from domain.replication import Stage as ReplicationStage
from domain.trial import AssessRisk, Conclude, RaiseObstacle, RecogniseInnovation, Start
from domain.trial import Stage as TrialStage
from services.scenario.counting import Expectation, commands, ended_with, entities, exited, last, of_zones

if TYPE_CHECKING:
    from services.scenario.steps import Scenario

JUDGED = (Verify, ConfirmInapplicability)
"""A replication that came to this is finished; the exit ends the others."""
STEPS = (Plan, Implement, SendBack, FindInapplicable, RejectInapplicability, *JUDGED)


def extensions(scenario: Scenario) -> list[Expectation]:
    """What is extended to a zone that exits ends, what it asked for lapses."""
    view, gone = "extension-cases", exited(scenario)
    latest = last(scenario, Request, Extend, Resume, Refuse, End)
    running, asked = ended_with(latest, Extend, Resume), ended_with(latest, Request)
    ended = ended_with(latest, End) | of_zones(running, gone)
    return [
        Expectation("demo.policy-measures", "policy-measures", len(entities(scenario, Issue))),
        Expectation("demo.extensions", view, len(latest)),
        _at("demo.extensions-in-force", view, running - ended, ExtensionStage.EXTENDED),
        _at("demo.extensions-ended", view, ended, ExtensionStage.ENDED),
        _at("demo.extensions-lapsed", view, of_zones(asked, gone), ExtensionStage.LAPSED),
    ]


def replications(scenario: Scenario) -> list[Expectation]:
    """The catalogue holds what was entered and what trials brought; an exit ends what a zone has not finished."""
    view = "replication-matrix"
    catalogued = entities(scenario, Catalogue, RecogniseInnovation)
    latest = last(scenario, *STEPS)
    unfinished = of_zones(latest.keys() - ended_with(latest, *JUDGED), exited(scenario))
    verified, inapplicable = ended_with(latest, Verify), ended_with(latest, ConfirmInapplicability)
    return [
        Expectation("demo.experiences", "experiences", len(catalogued)),
        Expectation("demo.replications", view, len(latest)),
        _at("demo.replications-verified", view, verified, ReplicationStage.VERIFIED),
        _at("demo.replications-inapplicable", view, inapplicable, ReplicationStage.INAPPLICABLE),
        _at("demo.replications-ended", view, unfinished, ReplicationStage.ENDED),
    ]


def trials(scenario: Scenario) -> list[Expectation]:
    """A trial stops when its risk is out of control or its zone exits; before it has started the exit lets it lapse."""
    gone, started = exited(scenario), entities(scenario, Start)
    of_the_exited = {entity for entity, raised in commands(scenario, RaiseObstacle) if raised.zone in gone}
    over = entities(scenario, Conclude)
    assessed = last(scenario, AssessRisk)
    uncontrolled = {
        entity for entity, each in assessed.items() if isinstance(each, AssessRisk) and not each.controllable
    }
    suspended = (uncontrolled & started) | (of_the_exited & started - over)
    return [
        Expectation("demo.trials", "trials", len(entities(scenario, RaiseObstacle))),
        _at("demo.trials-recognised", "trials", entities(scenario, RecogniseInnovation), TrialStage.RECOGNISED),
        _at("demo.trials-suspended", "trials", suspended, TrialStage.SUSPENDED),
        _at("demo.trials-lapsed", "trials", of_the_exited - started - over, TrialStage.LAPSED),
    ]


def _at(key: str, view: str, found: set[str], stage: ExtensionStage | ReplicationStage | TrialStage) -> Expectation:
    return Expectation(key, view, len(found), "stage", stage.value)
