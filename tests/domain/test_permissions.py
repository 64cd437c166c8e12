"""Who may send what, cell by cell: every command in states in which it is accepted, from every role of the table."""

from __future__ import annotations

import pytest

from domain.catalogue import DECIDERS, commands
from domain.corrections import CorrectionRequest
from domain.kernel import Command, Event, Refused, Role
from domain.permissions import CORRECTIONS, PERMISSIONS, Scope, permitted
from tests.domain.scenarios import REGISTER, organisation_fact
from tests.domain.walks import Sample, walked

EVERY = [each for _, each in sorted(commands().items()) if not issubclass(each, CorrectionRequest)]
CELLS = [(command, role) for command in EVERY for role in Role]

each_cell = pytest.mark.parametrize(
    ("command", "role"), CELLS, ids=[f"{command.name}-{role.value}" for command, role in CELLS]
)


def samples(command: type[Command]) -> list[Sample]:
    """What was accepted of a command, in states to which walks by chance came."""
    return walked(command.name.partition(".")[0]).samples[command.name]


def from_the_party(sample: Sample, role: Role) -> tuple[Event, ...] | Refused:
    """The same command from the same organisation, had it been registered in that role."""
    was = REGISTER[sample.by]
    return sample.sent_by(sample.by, organisation_fact(role, *was.platforms))


def from_a_stranger(sample: Sample, role: Role) -> tuple[Event, ...] | Refused:
    """The same command from an organisation of that role which nothing has ever named."""
    return sample.sent_by("stranger", organisation_fact(role))


def test_the_table_has_a_row_for_every_command_and_no_other() -> None:
    assert set(PERMISSIONS) == {command.name for command in EVERY}
    assert {f"{category}{CORRECTIONS}" for category in DECIDERS} == set(commands()) - set(PERMISSIONS)


@each_cell
def test_a_cell_holds(command: type[Command], role: Role) -> None:
    scope = permitted(command.name).get(role)
    strangers = [from_a_stranger(sample, role) for sample in samples(command)]
    parties = [from_the_party(sample, role) for sample in samples(command)]
    if scope is None:
        for outcome in strangers + parties:
            assert isinstance(outcome, Refused)
            assert (outcome.rule, outcome.clause) == ("role-may-not", command.clause)
        return
    assert any(not isinstance(outcome, Refused) for outcome in parties + strangers)
    if scope is Scope.ANY:
        assert any(not isinstance(outcome, Refused) for outcome in strangers)
    else:
        assert all(isinstance(outcome, Refused) and outcome.rule != "role-may-not" for outcome in strangers)
