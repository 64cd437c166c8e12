"""The register: who may be entered, who acts for whom, whose keys are good."""

from __future__ import annotations

import pytest

from domain.facts import OrganisationFact
from domain.kernel import ActorKind, Role
from domain.organisation import (
    AddKey,
    AppointOfficial,
    AssignPlatform,
    DismissOfficial,
    Dissolve,
    Dissolved,
    KeyAdded,
    KeyRevoked,
    OfficialAppointed,
    OfficialDismissed,
    PlatformAssigned,
    Register,
    Registered,
    RevokeKey,
    organisation,
)
from domain.references import references
from domain.values import Industry, Platform, PlatformKind, PlatformLevel
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    EXPERTS,
    OFFICE,
    OFFICIAL,
    OTHER_COMMITTEE,
    WORLD,
    fact,
    given,
    organisation_fact,
)
from tests.domain.zones import ZONE, zone, zone_fact

KEY = "U" + "A" * 55
HIGH_TECH = Platform(
    id="high-tech-zone",
    name_zh="重庆高新技术产业开发区",
    name_en="Chongqing High-tech Industrial Development Zone",
    kind=PlatformKind.HIGH_TECH,
    level=PlatformLevel.NATIONAL,
)
VILLAGE = HIGH_TECH.model_copy(update={"id": "village-park", "level": PlatformLevel.DISTRICT})


def registration(
    role: Role, *platforms: Platform, officials: tuple[str, ...] = ("李明",), parent: str | None = None
) -> Register:
    return Register(
        name_zh="某机构",
        name_en="Some organisation",
        role=role,
        platforms=platforms,
        officials=officials,
        parent=parent,
    )


def registered(role: Role, *platforms: Platform, parent: str | None = None) -> Registered:
    return Registered(name_zh="某机构", name_en="Some organisation", role=role, parent=parent, platforms=platforms)


def appointed(name: str) -> OfficialAppointed:
    return OfficialAppointed(official=name, post=None)


NOBODY_YET = given(organisation, entity="new-committee")
IN_BEING = given(organisation, registered(Role.COMMITTEE, HIGH_TECH), appointed(OFFICIAL), entity=COMMITTEE)
THE_OFFICE = given(organisation, registered(Role.OFFICE), appointed(OFFICIAL), entity=OFFICE)


def test_the_office_enters_a_committee_with_its_platforms_and_first_officials() -> None:
    NOBODY_YET.when(registration(Role.COMMITTEE, HIGH_TECH, officials=("李明", "陈静"))).then(
        registered(Role.COMMITTEE, HIGH_TECH), appointed("李明"), appointed("陈静")
    )


def test_an_organisation_is_registered_once() -> None:
    IN_BEING.when(registration(Role.COMMITTEE)).refused("out-of-turn")


def test_only_the_office_registers() -> None:
    NOBODY_YET.when(registration(Role.COMMITTEE), by=COMMITTEE).refused("role-may-not", role="committee")


def test_the_office_registers_itself_before_anybody_stands_in_the_register() -> None:
    empty = dict.fromkeys(WORLD)
    office = given(organisation, entity=OFFICE, facts=empty)
    office.when(registration(Role.OFFICE), official="王芳").then(
        registered(Role.OFFICE), appointed("李明"), appointed("王芳")
    )


def test_the_office_registers_nobody_before_itself() -> None:
    given(organisation, entity=COMMITTEE, facts=dict.fromkeys(WORLD)).when(registration(Role.COMMITTEE)).refused(
        "office-registers-first"
    )


def test_a_robot_that_registers_the_office_does_not_become_its_official() -> None:
    empty = dict.fromkeys(WORLD)
    given(organisation, entity=OFFICE, facts=empty).when(
        registration(Role.OFFICE), official="import", kind=ActorKind.ROBOT
    ).then(registered(Role.OFFICE), appointed("李明"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICE])
def test_the_office_has_its_own_role_and_nobody_else_has_it(role: Role) -> None:
    given(organisation, entity=OFFICE).when(registration(role)).refused("one-leading-group-office")
    NOBODY_YET.when(registration(Role.OFFICE)).refused("one-leading-group-office")


def test_only_a_committee_or_a_district_answers_for_a_platform() -> None:
    NOBODY_YET.when(registration(Role.DISTRICT, HIGH_TECH)).accepted()
    NOBODY_YET.when(registration(Role.DEPARTMENT, HIGH_TECH)).refused("platforms-are-a-zone-body's")
    given(organisation, registered(Role.SECTION), entity="liangjiang").when(AssignPlatform(platform=HIGH_TECH)).refused(
        "platforms-are-a-zone-body's"
    )


def test_a_platform_is_answered_for_once() -> None:
    NOBODY_YET.when(registration(Role.COMMITTEE, HIGH_TECH, HIGH_TECH)).refused("platforms-differ")
    IN_BEING.when(AssignPlatform(platform=HIGH_TECH)).refused("platform-already-assigned")
    IN_BEING.when(AssignPlatform(platform=VILLAGE)).then(PlatformAssigned(platform=VILLAGE))


def test_a_dissolved_organisation_is_nobody_s_parent_or_successor() -> None:
    gone = fact("gone", organisation_fact(Role.DISTRICT, dissolved=True))
    NOBODY_YET.when(registration(Role.COMMITTEE, parent="gone"), facts=gone).refused("unknown-organisation")
    IN_BEING.when(Dissolve(reason="合并", successor="gone"), facts=gone).refused("unknown-organisation")


def test_a_parent_must_stand_in_the_register() -> None:
    NOBODY_YET.when(registration(Role.COMMITTEE, parent="nowhere")).refused("unknown-entity", entity="nowhere")


def test_an_organisation_appoints_and_dismisses_its_own_officials() -> None:
    IN_BEING.when(AppointOfficial(official="陈静", post="处长"), by=COMMITTEE).then(
        OfficialAppointed(official="陈静", post="处长")
    ).when(DismissOfficial(official="陈静", reason="调任"), by=COMMITTEE).then(
        OfficialDismissed(official="陈静", reason="调任")
    ).when(DismissOfficial(official="陈静", reason="调任"), by=COMMITTEE).refused("official-not-appointed")


def test_nobody_but_the_office_appoints_for_another_organisation() -> None:
    command = AppointOfficial(official="陈静")
    IN_BEING.when(command, by=COMMERCE).refused("own-organisation")
    IN_BEING.when(command, by=OFFICE).then(appointed("陈静"))


def test_an_official_is_appointed_once() -> None:
    IN_BEING.when(AppointOfficial(official=OFFICIAL), by=COMMITTEE).refused("official-already-appointed")


def test_the_office_keeps_its_last_official() -> None:
    THE_OFFICE.when(DismissOfficial(official=OFFICIAL, reason="退休")).refused("office-keeps-an-official")
    IN_BEING.when(DismissOfficial(official=OFFICIAL, reason="退休"), by=OFFICE).accepted()


def test_a_key_is_entered_once_and_never_after_it_was_struck() -> None:
    with_key = IN_BEING.when(AddKey(key=KEY, official=OFFICIAL), by=COMMITTEE).then(
        KeyAdded(key=KEY, official=OFFICIAL)
    )
    with_key.when(AddKey(key=KEY), by=COMMITTEE).refused("key-already-added")
    without = with_key.when(RevokeKey(key=KEY, reason="遗失"), by=COMMITTEE).then(KeyRevoked(key=KEY, reason="遗失"))
    without.when(AddKey(key=KEY), by=COMMITTEE).refused("key-was-revoked")
    without.when(RevokeKey(key=KEY, reason="遗失"), by=COMMITTEE).refused("key-unknown")


def test_a_key_belongs_to_an_official_in_office_or_to_the_organisation() -> None:
    IN_BEING.when(AddKey(key=KEY, official="陌生人"), by=COMMITTEE).refused("official-not-appointed")
    IN_BEING.when(AddKey(key=KEY), by=COMMITTEE).accepted()


def test_nothing_is_done_for_a_dissolved_organisation() -> None:
    gone = IN_BEING.when(Dissolve(reason="机构改革", successor=COMMERCE)).then(
        Dissolved(reason="机构改革", successor=COMMERCE)
    )
    gone.when(AppointOfficial(official="陈静")).refused("out-of-turn", stage="dissolved")


def test_whoever_runs_a_living_zone_is_not_dissolved() -> None:
    dissolve = Dissolve(reason="机构改革", successor=COMMERCE)
    assert references(organisation, dissolve, COMMITTEE, OFFICE, IN_BEING.state) >= {("zone", ZONE)}
    IN_BEING.when(dissolve, facts=zone()).refused("runs-a-living-zone", org=COMMITTEE, zone=ZONE)
    IN_BEING.when(dissolve, facts=zone(operating=False, rectifying=True)).refused("runs-a-living-zone")


def test_once_its_zone_has_left_or_is_run_by_another_an_organisation_may_be_dissolved() -> None:
    dissolve = Dissolve(reason="机构改革", successor=COMMERCE)
    IN_BEING.when(dissolve, facts=zone(withdrawn=True)).accepted()
    IN_BEING.when(dissolve, facts=fact(ZONE, zone_fact(OTHER_COMMITTEE, Industry.AI))).accepted()
    IN_BEING.when(dissolve).accepted()


def test_a_platform_assigned_later_counts_too() -> None:
    later = given(organisation, registered(Role.COMMITTEE), PlatformAssigned(platform=HIGH_TECH), entity=COMMITTEE)
    later.when(Dissolve(reason="机构改革"), facts=zone()).refused("runs-a-living-zone")


def test_the_office_is_not_dissolved() -> None:
    THE_OFFICE.when(Dissolve(reason="撤销")).refused("office-is-not-dissolved")


def test_an_organisation_does_not_succeed_itself() -> None:
    IN_BEING.when(Dissolve(reason="更名", successor=COMMITTEE)).refused("successor-is-another")


def test_others_learn_role_officials_and_which_platforms_qualify() -> None:
    state = given(
        organisation,
        registered(Role.COMMITTEE, HIGH_TECH, parent=COMMERCE),
        appointed("李明"),
        PlatformAssigned(platform=VILLAGE),
        entity=COMMITTEE,
    ).state
    assert organisation.fact(state) == OrganisationFact(
        role=Role.COMMITTEE,
        name_zh="某机构",
        name_en="Some organisation",
        platforms=frozenset({"high-tech-zone", "village-park"}),
        officials=frozenset({"李明"}),
        dissolved=False,
        qualified=frozenset({"high-tech-zone"}),
        parent=COMMERCE,
        registered={each.id: (each.kind, each.level) for each in (HIGH_TECH, VILLAGE)},
    )
    assert organisation.fact(organisation.initial) is None


def test_an_expert_answers_for_its_own_keys_only() -> None:
    expert = given(organisation, registered(Role.EXPERT), appointed(OFFICIAL), entity=EXPERTS[0])
    expert.when(AddKey(key=KEY), by=EXPERTS[0]).accepted()
    expert.when(AddKey(key=KEY), by=EXPERTS[1]).refused("own-organisation")
