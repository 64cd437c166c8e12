"""What must be found of leads: where they stand, and the turns that some of them took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.lead import (
    AcceptTransfer,
    Award,
    BreakGround,
    Close,
    Commission,
    ConfirmDuplicate,
    DismissDuplicate,
    DuplicateConfirmed,
    DuplicateDismissed,
    Lapse,
    Rule,
    Ruled,
    Share,
    Sign,
    Stage,
)
from domain.lead_values import LapseReason
from services.scenario.counting import Expectation, commands, ended_with, entities, last

if TYPE_CHECKING:
    from domain.kernel import Command
    from services.scenario.steps import Scenario

LEDGER = "lead-ledger"


def leads(scenario: Scenario) -> list[Expectation]:
    """A lead is where the last of its milestones has brought it."""
    latest = last(scenario, Sign, BreakGround, Commission, Close)
    stages: dict[str, tuple[type[Command], Stage]] = {
        "demo.leads-signed": (Sign, Stage.SIGNED),
        "demo.leads-landed": (BreakGround, Stage.LANDED),
        "demo.leads-commissioned": (Commission, Stage.COMMISSIONED),
        "demo.leads-closed": (Close, Stage.CLOSED),
    }
    return [
        Expectation("demo.leads", LEDGER, len(entities(scenario, Share))),
        *(
            Expectation(key, LEDGER, len(ended_with(latest, kind)), "stage", stage.value)
            for key, (kind, stage) in stages.items()
        ),
    ]


def turns(scenario: Scenario) -> list[Expectation]:
    """What was won in a race passed from the exchange into one hand; what was judged, transferred, ruled on, lapsed."""
    duplicates, hands = "lead_ledger_duplicates", "lead_ledger_hands"
    confirmed, dismissed = (len(commands(scenario, kind)) for kind in (ConfirmDuplicate, DismissDuplicate))
    rulings, lapses = len(commands(scenario, Rule)), len(commands(scenario, Lapse))
    return [
        *(Expectation("demo.leads-race", LEDGER, 2, "lead", lead, hands) for lead in sorted(_raced(scenario))),
        Expectation("demo.leads-duplicate", LEDGER, confirmed, "step", DuplicateConfirmed.name, duplicates),
        Expectation("demo.leads-not-duplicate", LEDGER, dismissed, "step", DuplicateDismissed.name, duplicates),
        Expectation("demo.leads-transferred", "benefit-shares", len(entities(scenario, AcceptTransfer))),
        Expectation("demo.leads-lapsed", LEDGER, lapses, "reason", LapseReason.NOTHING_REPORTED.value, hands),
        Expectation("demo.leads-ruled", LEDGER, rulings, "step", Ruled.name, "lead_ledger_disputes"),
    ]


def _raced(scenario: Scenario) -> set[str]:
    """The leads that several awarded at once: they pass into one hand only."""
    races = (case for phase in scenario.phases for case in phase.cases if case.race)
    return {step.entity for case in races for step in case.steps if isinstance(step.command, Award)}
