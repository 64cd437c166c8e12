"""Who may send what, for readers: a row a command, a cell a role."""

from __future__ import annotations

from domain.catalogue import commands
from domain.corrections import CorrectionRequest
from domain.kernel import Command, Role
from domain.permissions import CORRECTION, CORRECTIONS, permitted

ROLES = tuple(role for role in Role if role is not Role.PUBLIC)
"""The public sends nothing."""


def rows() -> list[dict[str, object]]:
    """The table: {command, clause, human, robot, by: {role: own | any}}; the corrections of all are one row."""
    single = [
        _row(each.name, each, _cells(each.name))
        for each in commands().values()
        if not issubclass(each, CorrectionRequest)
    ]
    return [*single, {**_row(f"*{CORRECTIONS}", CorrectionRequest, _every()), "human": True}]


def _row(name: str, command: type[Command], by: dict[str, str]) -> dict[str, object]:
    return {"command": name, "clause": command.clause, "human": command.human, "robot": command.robot, "by": by}


def _cells(command: str) -> dict[str, str]:
    row = permitted(command)
    return {role.value: row[role].value for role in ROLES if role in row}


def _every() -> dict[str, str]:
    return {role.value: CORRECTION[role].value for role in ROLES if role in CORRECTION}
