"""What any aggregate asks of an organisation that it gives a part to. 系统约定 1"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import OrganisationFact
from domain.kernel import Refused

if TYPE_CHECKING:
    from domain.kernel import Context, Role


def in_being_as(context: Context, org: str, role: Role, clause: str, field: str) -> None:
    """A part is given only to an organisation that stands in the register in the role for it. 系统约定 1"""
    found = context.get(OrganisationFact, org)
    if found is None or found.dissolved or found.role is not role:
        raise Refused("in-being-as", clause=clause, field=field, org=org, role=role.value)
