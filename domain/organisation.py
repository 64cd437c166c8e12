"""Organisation (机构): whoever takes part, the officials (经办人) it acts through, its keys and platforms. 二(三)1"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import Field

from domain import organisation_rules as rules
from domain.facts import OrganisationFact
from domain.kernel import Command, Context, Decider, EntityId, Event, Name, OrgId, Role, Text, out_of_turn
from domain.organisation_rules import CLAUSE
from domain.values import Key, Platform


class Registered(Event, name="organisation.registered"):
    """An organisation entered the register."""

    name_zh: Name
    name_en: Name
    role: Role
    parent: EntityId | None
    platforms: tuple[Platform, ...]


class PlatformAssigned(Event, name="organisation.platform-assigned"):
    """The organisation answers for a further platform."""

    platform: Platform


class OfficialAppointed(Event, name="organisation.official-appointed"):
    """A named official may act for the organisation from now on."""

    official: Name
    post: Name | None


class OfficialDismissed(Event, name="organisation.official-dismissed"):
    """The official may act for it no longer."""

    official: Name
    reason: Text


class KeyAdded(Event, name="organisation.key-added"):
    """A public key by which the organisation, or one of its officials, signs."""

    key: Key
    official: Name | None


class KeyRevoked(Event, name="organisation.key-revoked"):
    """The key is good no longer."""

    key: Key
    reason: Text


class Dissolved(Event, name="organisation.dissolved"):
    """The organisation was dissolved; its history stays."""

    reason: Text
    successor: EntityId | None


OrganisationEvent = (
    Registered | PlatformAssigned | OfficialAppointed | OfficialDismissed | KeyAdded | KeyRevoked | Dissolved
)


ALL_ROLES = frozenset(Role) - {Role.PUBLIC}


class Register(Command, name="organisation.register", clause=CLAUSE, opens=True):
    """Enter an organisation in the register, with its first officials and the platforms it answers for."""

    name_zh: Name
    name_en: Name
    role: Role
    parent: OrgId | None = None
    platforms: Annotated[tuple[Platform, ...], Field(max_length=50)] = ()
    officials: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50)]


class AssignPlatform(Command, name="organisation.assign-platform", clause="二(三)1"):
    """Let the organisation answer for a further open platform."""

    platform: Platform


class AppointOfficial(Command, name="organisation.appoint-official", clause=CLAUSE):
    """Let a named official act for the organisation."""

    official: Name
    post: Name | None = None


class DismissOfficial(Command, name="organisation.dismiss-official", clause=CLAUSE):
    """End an official's acting for the organisation."""

    official: Name
    reason: Text


class AddKey(Command, name="organisation.add-key", clause=CLAUSE):
    """Enter a public key of the organisation or of one of its officials."""

    key: Key
    official: Name | None = None


class RevokeKey(Command, name="organisation.revoke-key", clause=CLAUSE):
    """Strike a public key."""

    key: Key
    reason: Text


class Dissolve(Command, name="organisation.dissolve", clause=CLAUSE):
    """Strike an organisation from the register, naming its successor where there is one."""

    reason: Text
    successor: OrgId | None = None


OrganisationCommand = Register | AssignPlatform | AppointOfficial | DismissOfficial | AddKey | RevokeKey | Dissolve


class Stage(StrEnum):
    """Where an organisation stands in the register."""

    UNREGISTERED = "unregistered"
    ACTIVE = "active"
    DISSOLVED = "dissolved"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an organisation rest on."""

    stage: Stage = Stage.UNREGISTERED
    role: Role = Role.PUBLIC
    name_zh: str = ""
    name_en: str = ""
    parent: str | None = None
    platforms: tuple[Platform, ...] = ()
    officials: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


def evolve(state: State, event: OrganisationEvent) -> State:
    """The organisation after the event."""
    match event:
        case Registered():
            return State(Stage.ACTIVE, event.role, event.name_zh, event.name_en, event.parent, event.platforms)
        case PlatformAssigned(platform=platform):
            return replace(state, platforms=(*state.platforms, platform))
        case OfficialAppointed(official=official):
            return replace(state, officials=state.officials | {official})
        case OfficialDismissed(official=official):
            return replace(state, officials=state.officials - {official})
        case KeyAdded(key=key):
            return replace(state, keys=state.keys | {key})
        case KeyRevoked(key=key):
            return replace(state, keys=state.keys - {key}, struck=state.struck | {key})
        case Dissolved():
            return replace(state, stage=Stage.DISSOLVED, officials=frozenset(), keys=frozenset())
        case _:
            assert_never(event)


def decide(command: OrganisationCommand, state: State, context: Context) -> list[OrganisationEvent]:
    """The events that a command makes, or `Refused`."""
    rules.its_own_affair(command, context)
    match command, state.stage:
        case Register(), Stage.UNREGISTERED:
            return registered(command, context)
        case AssignPlatform(platform=platform), Stage.ACTIVE:
            rules.platforms_are_a_zone_body_s(state.role, (platform,))
            rules.platform_is_new(state, platform)
            return [PlatformAssigned(platform=platform)]
        case AppointOfficial(official=official, post=post), Stage.ACTIVE:
            rules.official_is_new(state, official)
            return [OfficialAppointed(official=official, post=post)]
        case DismissOfficial(official=official, reason=reason), Stage.ACTIVE:
            rules.official_is_appointed(state, official)
            rules.office_keeps_an_official(state, context)
            return [OfficialDismissed(official=official, reason=reason)]
        case AddKey(key=key, official=official), Stage.ACTIVE:
            rules.key_is_new(state, key)
            rules.owner_is_appointed(state, official)
            return [KeyAdded(key=key, official=official)]
        case RevokeKey(key=key, reason=reason), Stage.ACTIVE:
            rules.key_is_known(state, key)
            return [KeyRevoked(key=key, reason=reason)]
        case Dissolve(reason=reason, successor=successor), Stage.ACTIVE:
            rules.office_is_not_dissolved(context)
            rules.runs_no_living_zone(state, context)
            rules.successor_is_in_being(successor, context)
            return [Dissolved(reason=reason, successor=successor)]
        case _:
            raise out_of_turn(command, state.stage)


def registered(command: Register, context: Context) -> list[OrganisationEvent]:
    """The registration and the first appointments; whoever registers the office itself becomes its official."""
    rules.may_be_registered(command.role, command.platforms, command.parent, context)
    first = rules.first_officials(command.officials, context)
    return [
        Registered(
            name_zh=command.name_zh,
            name_en=command.name_en,
            role=command.role,
            parent=command.parent,
            platforms=command.platforms,
        ),
        *(OfficialAppointed(official=official, post=None) for official in first),
    ]


def fact(state: State) -> OrganisationFact | None:
    """What others may know of the organisation."""
    if state.stage is Stage.UNREGISTERED:
        return None
    return OrganisationFact(
        role=state.role,
        name_zh=state.name_zh,
        name_en=state.name_en,
        platforms=frozenset(platform.id for platform in state.platforms),
        officials=state.officials,
        dissolved=state.stage is Stage.DISSOLVED,
        qualified=frozenset(platform.id for platform in state.platforms if platform.level.qualifies),
        parent=state.parent,
        registered={platform.id: (platform.kind, platform.level) for platform in state.platforms},
    )


def needs(command: OrganisationCommand, _entity: str, state: State) -> frozenset[tuple[str, str]]:
    """Whether an organisation may be dissolved rests on the zones that its platforms became."""
    if not isinstance(command, Dissolve):
        return frozenset()
    return frozenset(("zone", platform.id) for platform in state.platforms)


organisation = Decider("organisation", State(), evolve, decide, fact=fact, needs=needs)
