"""The rules of the register of organisations (机构). 系统约定 1"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import OrganisationFact, ZoneFact
from domain.gate import OFFICE_ORG
from domain.kernel import ZONE_BODIES, ActorKind, Refused, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.kernel import Command, Context
    from domain.organisation import State
    from domain.values import Platform

CLAUSE = "系统约定 1"


def may_be_registered(role: Role, platforms: Collection[Platform], parent: str | None, context: Context) -> None:
    """Everything that a registration must hold."""
    office_registers_first(context)
    one_leading_group_office(role, context)
    platforms_are_a_zone_body_s(role, platforms)
    platforms_differ(platforms)
    parent_is_in_being(parent, context)


def first_officials(named: Collection[str], context: Context) -> list[str]:
    """The officials named; whoever registers the office itself is among its officials, to appoint the others."""
    itself = context.entity == context.actor.org and context.actor.kind is ActorKind.PERSON
    return sorted({*named, context.actor.name} if itself else set(named))


def office_registers_first(context: Context) -> None:
    """The leading group office stands in the register before it enters anybody else."""
    if context.get(OrganisationFact, OFFICE_ORG) is None and context.entity != OFFICE_ORG:
        raise Refused("office-registers-first", clause=CLAUSE, field="entity", office=OFFICE_ORG)


def one_leading_group_office(role: Role, context: Context) -> None:
    """There is one leading group office, and it is called `office`. 四(一)"""
    if (role is Role.OFFICE) != (context.entity == OFFICE_ORG):
        raise Refused("one-leading-group-office", clause="四(一)", field="data.role", office=OFFICE_ORG)


def platforms_are_a_zone_body_s(role: Role, platforms: Collection[Platform]) -> None:
    """以开放平台管委会或开放平台所在区县政府为申报主体: nobody else answers for a platform. 二(三)1"""
    if platforms and role not in ZONE_BODIES:
        raise Refused("platforms-are-a-zone-body's", clause="二(三)1", field="data.platforms", role=role.value)


def platforms_differ(platforms: Collection[Platform]) -> None:
    """A platform stands once in a registration."""
    if len({platform.id for platform in platforms}) != len(platforms):
        raise Refused("platforms-differ", clause="二(三)1", field="data.platforms")


def platform_is_new(state: State, platform: Platform) -> None:
    """A platform is assigned to an organisation once."""
    if any(each.id == platform.id for each in state.platforms):
        raise Refused("platform-already-assigned", clause="二(三)1", field="data.platform", platform=platform.id)


def parent_is_in_being(parent: str | None, context: Context) -> None:
    """The organisation above is in being."""
    _is_in_being(parent, "data.parent", context)


def successor_is_in_being(successor: str | None, context: Context) -> None:
    """A successor is another organisation, in being."""
    if successor == context.entity:
        raise Refused("successor-is-another", clause=CLAUSE, field="data.successor", org=context.entity)
    _is_in_being(successor, "data.successor", context)


def _is_in_being(org: str | None, field: str, context: Context) -> None:
    if org is None:
        return
    found = context.get(OrganisationFact, org)
    if found is None or found.dissolved:
        raise Refused("unknown-organisation", clause=CLAUSE, field=field, org=org)


def its_own_affair(command: Command, context: Context) -> None:
    """Officials and keys are the organisation's own affair, or the office's. 系统约定 1"""
    if context.actor.org != context.entity and context.role is not Role.OFFICE:
        raise Refused("own-organisation", clause=command.clause, command=command.name, org=context.entity)


def official_is_new(state: State, official: str) -> None:
    """An official is appointed once."""
    if official in state.officials:
        raise Refused("official-already-appointed", clause=CLAUSE, field="data.official", official=official)


def official_is_appointed(state: State, official: str) -> None:
    """Only an official in office can be dismissed."""
    if official not in state.officials:
        raise Refused("official-not-appointed", clause=CLAUSE, field="data.official", official=official)


def owner_is_appointed(state: State, official: str | None) -> None:
    """A key is the organisation's own, or an official's in office."""
    if official is not None:
        official_is_appointed(state, official)


def office_keeps_an_official(state: State, context: Context) -> None:
    """The office keeps at least one official: without one nobody could appoint another. 系统约定 1"""
    if context.entity == OFFICE_ORG and len(state.officials) == 1:
        raise Refused("office-keeps-an-official", clause=CLAUSE, field="data.official")


def office_is_not_dissolved(context: Context) -> None:
    """领导小组办公室统筹协调: the office itself cannot be struck from the register. 四(一)"""
    if context.entity == OFFICE_ORG:
        raise Refused("office-is-not-dissolved", clause="四(一)", field="entity")


def runs_no_living_zone(state: State, context: Context) -> None:
    """落实主体责任: a zone that has not left is never without the body that runs it. 四(一)"""
    for platform in state.platforms:
        found = context.get(ZoneFact, platform.id)
        if found is not None and not found.withdrawn and found.body == context.entity:
            raise Refused("runs-a-living-zone", clause="四(一)", field="entity", org=context.entity, zone=platform.id)


def key_is_new(state: State, key: str) -> None:
    """A key is entered once, and never again after it was struck."""
    if key in state.struck:
        raise Refused("key-was-revoked", clause=CLAUSE, field="data.key", key=key)
    if key in state.keys:
        raise Refused("key-already-added", clause=CLAUSE, field="data.key", key=key)


def key_is_known(state: State, key: str) -> None:
    """Only a key that stands in the register can be struck."""
    if key not in state.keys:
        raise Refused("key-unknown", clause=CLAUSE, field="data.key", key=key)
