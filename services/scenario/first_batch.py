"""The scenario `first-batch`: from the register of organisations to the first plaques, daily business, one exit."""

from __future__ import annotations

from datetime import date
from functools import cache

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.organisation import AppointOfficial, Register
from domain.rulebook import STREAM, Publish
from services.scenario import applications, evaluations, leads, powers
from services.scenario.cast import OFFICE, Member, members, sender
from services.scenario.facts import facts
from services.scenario.invention import MARK
from services.scenario.steps import Case, Phase, Scenario, Sender, Step

NAME = "first-batch"


@cache
def first_batch() -> Scenario:
    """The whole scenario; always the same."""
    office, *others = members().values()
    return Scenario(
        NAME,
        (
            Phase("scenario.phase.office", (_registration(office),)),
            Phase("scenario.phase.organisations", tuple(_registration(member) for member in others)),
            Phase("scenario.phase.rules", (_rules(),)),
            Phase("scenario.phase.catalogue", (*powers.catalogue(), *evaluations.rounds())),
            Phase("scenario.phase.applications", tuple(applications.applications())),
            Phase("scenario.phase.plans", tuple(applications.plans())),
            Phase("scenario.phase.business", (*powers.delegations(), *leads.leads(), *evaluations.evaluations())),
            Phase("scenario.phase.exit", tuple(evaluations.exit_of_the_invented_zone())),
            Phase("scenario.phase.aftermath", tuple(leads.after_the_exit(evaluations.EXITED))),
        ),
    )


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
    office = Sender(OFFICE, members()[OFFICE].official)
    deputy = AppointOfficial(official=f"{member.official}（副）", post=f"副手（{MARK}）")
    return Case(
        f"organisation/{member.id}", (Step(office, member.id, on, register), Step(member.sender, member.id, on, deputy))
    )


def _rules() -> Case:
    """The illustrative rulebook, in force from the day of the plan."""
    publish = Publish(rulebook=ILLUSTRATIVE)
    return Case("rulebook", (Step(sender(OFFICE), STREAM, date(2021, 4, 13), publish),))
