"""Who may send what, for readers: a row a command, a cell a role."""

from __future__ import annotations

from domain.catalogue import commands
from domain.corrections import CorrectionRequest
from domain.kernel import Role
from domain.permissions import CORRECTION, CORRECTIONS, permitted

ROLES = tuple(role for role in Role if role is not Role.PUBLIC)
"""The public sends nothing."""


def rows() -> list[dict[str, object]]:
    """The table: {command, clause, human, by: {role: own | any}}; the corrections of all aggregates are one row."""
    single = [
        {"command": each.name, "clause": each.clause, "human": each.human, "by": _cells(each.name)}
        for each in commands().values()
        if not issubclass(each, CorrectionRequest)
    ]
    return [*single, {"command": f"*{CORRECTIONS}", "clause": CorrectionRequest.clause, "human": True, "by": _every()}]


def _cells(command: str) -> dict[str, str]:
    row = permitted(command)
    return {role.value: row[role].value for role in ROLES if role in row}


def _every() -> dict[str, str]:
    return {role.value: CORRECTION[role].value for role in ROLES if role in CORRECTION}
