"""The scenario `first-batch`: from the register of organisations to the first plaques, daily business, one exit.

It is played on an installation, which has entered the office in the register and published the illustrative rulebook.
"""

from __future__ import annotations

from functools import cache

from domain.organisation import AppointOfficial, Register
from domain.target import SetTarget
from domain.vocabulary import term
from services.scenario import (
    applications,
    corridor,
    evaluations,
    experiences,
    indicators,
    lead_turns,
    leads,
    linkages,
    matters,
    policies,
    powers,
    promotions,
    publicity,
    replications,
    trials,
)
from services.scenario.cast import OFFICE, Member, members
from services.scenario.facts import facts
from services.scenario.invention import MARK
from services.scenario.steps import Case, Phase, Scenario, Sender, Step

NAME = "first-batch"
TARGET_NOTE = "每年建设5个左右，见渝自贸办〔2021〕3号一(二)；由演示经办人录入"
FIRST_OFFICIAL = term("office.first-official").zh
"""Whom the installation itself appoints."""


@cache
def first_batch() -> Scenario:
    """The whole scenario; always the same."""
    office, *others = members().values()
    return Scenario(
        NAME,
        (
            Phase("scenario.phase.office", (_office(office),)),
            Phase("scenario.phase.organisations", tuple(_registration(each) for each in others if not each.parent)),
            Phase("scenario.phase.committees", tuple(_registration(each) for each in others if each.parent)),
            Phase("scenario.phase.catalogue", _catalogue()),
            Phase("scenario.phase.applications", tuple(applications.applications())),
            Phase("scenario.phase.plans", tuple(applications.plans())),
            Phase("scenario.phase.business", _business()),
            Phase("scenario.phase.together", _together()),
            Phase("scenario.phase.race", tuple(lead_turns.race())),
            Phase("scenario.phase.exit", tuple(evaluations.exit_of_the_invented_zone())),
            Phase("scenario.phase.aftermath", _aftermath()),
        ),
    )


def _catalogue() -> tuple[Case, ...]:
    """What daily business rests on."""
    rows = (_targets(), powers.catalogue(), evaluations.rounds(), policies.measures(), experiences.catalogue())
    return tuple(case for cases in rows for case in cases)


def _business() -> tuple[Case, ...]:
    """What zones do, each by itself."""
    rows = (
        powers.delegations(),
        policies.extensions(),
        replications.replications(),
        trials.trials(),
        leads.leads(),
        lead_turns.turns(),
        indicators.indicators(),
        matters.matters(),
        corridor.corridor(),
        publicity.publicity(),
        evaluations.evaluations(),
    )
    return tuple(case for cases in rows for case in cases)


def _together() -> tuple[Case, ...]:
    """What rests on the business of others."""
    rows = (
        experiences.superseded(),
        replications.of_trials(),
        lead_turns.rivals(),
        lead_turns.alike(),
        promotions.promotions(),
        linkages.linkages(),
    )
    return tuple(case for cases in rows for case in cases)


def _aftermath() -> tuple[Case, ...]:
    """What goes on without the zone that has left."""
    on = evaluations.EXITED
    rows = (
        leads.after_the_exit(on),
        matters.after_the_exit(on),
        promotions.after_the_exit(),
        evaluations.closed_rounds(),
    )
    return tuple(case for cases in rows for case in cases)


def _office(office: Member) -> Case:
    """The office's first official appoints the two who act in the scenario, today, as the office registered today."""
    first = Sender(OFFICE, FIRST_OFFICIAL)
    both = (AppointOfficial(official=office.official, post=f"经办（{MARK}）"), _deputy(office))
    return Case("office", tuple(Step(first, OFFICE, None, appoint) for appoint in both))


def _registration(member: Member) -> Case:
    """The office enters the organisation with its first official; the organisation then appoints a second one."""
    on = facts().plan_issued
    register = Register(
        name_zh=member.zh,
        name_en=member.en,
        role=member.role,
        parent=member.parent,
        platforms=member.platforms,
        officials=(member.official,),
    )
    steps = (
        Step(members()[OFFICE].sender, member.id, on, register),
        Step(member.sender, member.id, on, _deputy(member)),
    )
    return Case(f"organisation/{member.id}", steps)


def _deputy(member: Member) -> AppointOfficial:
    return AppointOfficial(official=member.deputy, post=f"副手（{MARK}）")


def _targets() -> list[Case]:
    """About five zones a year from 2021 to 2023, as the plan says. 一(二)"""
    office = members()[OFFICE].sender
    targets = {year: SetTarget(zones=zones, note=TARGET_NOTE) for year, zones in facts().annual_target.items()}
    return [
        Case(f"target/{year}", (Step(office, str(year), facts().plan_issued, target),))
        for year, target in targets.items()
    ]
