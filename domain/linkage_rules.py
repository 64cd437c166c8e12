"""The rules of industry linkage: 促进自贸试验区和联动创新区产业联动发展. 三(五)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.facts import LeadFact, OrganisationFact
from domain.kernel import Refused, Role
from domain.linkage_values import EndReason, Side
from domain.zone_standing import standing, zone_has_left, zone_takes_new_business

if TYPE_CHECKING:
    from domain.kernel import Context
    from domain.linkage import End, LinkProject, Review, State

CLAUSE = "三(五)"
ZONE, SECTION, INDUSTRY = 0, 1, 2
"""The parts of a linkage's id."""


def may_be_proposed(context: Context) -> Side:
    """根据产业定位和产业关联: one side proposes a linkage in an industry of the zone, a zone in being. 三(五), 四(四)

    Returns the side.
    """
    linked_with_a_section(context)
    side = own_side(context)
    zone_takes_new_business(context, context.part(ZONE), CLAUSE)
    industry_is_the_zone_s(context)
    return side


def linked_with_a_section(context: Context) -> None:
    """与自贸试验区相关片区(板块)联动: the other party is a section of the FTZ that stands in the register. 二(一)5"""
    section = context.part(SECTION)
    found = context.get(OrganisationFact, section)
    if found is None or found.dissolved or found.role is not Role.SECTION:
        raise Refused("linked-with-a-section", clause="二(一)5", field="entity", section=section)


def industry_is_the_zone_s(context: Context) -> None:
    """根据区位优势、产业定位: the industry is one that the zone works at. 三(五)"""
    zone, industry = context.part(ZONE), context.part(INDUSTRY)
    industries = standing(context, zone, CLAUSE).industries
    if industry not in industries:
        known = ", ".join(sorted(industries))
        raise Refused("industry-of-the-zone", clause=CLAUSE, field="entity", zone=zone, industry=industry, known=known)


def own_side(context: Context) -> Side:
    """A linkage is its two sides' affair: the body of the zone, and the section. Returns the side that acts. 三(五)"""
    body, section = standing(context, context.part(ZONE), CLAUSE).body, context.part(SECTION)
    if context.actor.org == body:
        return Side.ZONE
    if context.actor.org == section:
        return Side.SECTION
    raise Refused("own-linkage", clause=CLAUSE, body=body, section=section, org=context.actor.org)


def other_side_answers(state: State, context: Context) -> None:
    """联动须双方同意: what one side proposed the other agrees to or declines, never the same. 三(五)"""
    assert state.proposed_by is not None, "what is answered was proposed"
    if own_side(context) is state.proposed_by:
        raise Refused("other-side-answers", clause=CLAUSE, side=state.proposed_by.other.value)


def may_be_agreed(state: State, context: Context) -> None:
    """The other side agrees, of a zone in being and in an industry that is still the zone's. 三(五), 四(四)"""
    other_side_answers(state, context)
    zone_takes_new_business(context, context.part(ZONE), CLAUSE)
    industry_is_the_zone_s(context)


def project_may_be_linked(state: State, command: LinkProject, context: Context) -> None:
    """形成产业链条: either side brings a project in, once; one from the exchange is held by the zone. 三(五)"""
    own_side(context)
    zone = context.part(ZONE)
    zone_takes_new_business(context, zone, CLAUSE)
    comes_after_agreement(state, context)
    if command.project in state.projects:
        raise Refused("project-linked-once", clause=CLAUSE, field="data.project", project=command.project)
    found = None if command.lead is None else context.get(LeadFact, command.lead)
    if found is not None and found.holder != zone:
        holder = found.holder or "nobody"
        raise Refused(
            "lead-of-the-zone", clause=CLAUSE, field="data.lead", lead=str(command.lead), zone=zone, holder=holder
        )


def may_be_reviewed(state: State, command: Review, context: Context) -> None:
    """Either side, or the office, reviews a period that has ended and was not reviewed; each trade form once. 三(五)"""
    if context.role is not Role.OFFICE:
        own_side(context)
    earliest = state.reviewed_to or state.since
    assert earliest is not None, "a linkage that is reviewed was agreed"
    if command.start < earliest or (state.reviewed_to is not None and command.start == earliest):
        raise Refused("review-follows", clause=CLAUSE, field="data.start", earliest=earliest.isoformat())
    if not command.start <= command.end <= context.effective:
        raise Refused("period-ended", clause=CLAUSE, field="data.end", effective=context.effective.isoformat())
    forms = [each.form.value for each in command.trade]
    twice = sorted({form for form in forms if forms.count(form) > 1})
    if twice:
        raise Refused("trade-form-once", clause=CLAUSE, field="data.trade", twice=", ".join(twice))


def may_end(state: State, command: End, context: Context) -> Side | None:
    """Either side ends it, and the office where the zone was withdrawn; for the reason that is so. 三(五), 四(四)

    Before the agreement only the side that proposed takes its proposal back; the other declines. Returns the side.
    """
    withdrawn = command.reason is EndReason.ZONE_WITHDRAWN
    if (context.role is Role.OFFICE) != withdrawn:
        raise Refused("end-for-its-reason", clause=CLAUSE, field="data.reason", reason=command.reason.value)
    if withdrawn:
        zone_has_left(context, context.part(ZONE), "四(四)")
        return None
    side = own_side(context)
    pending = state.since is None
    if (command.reason is EndReason.TAKEN_BACK) != pending:
        raise Refused("end-for-its-reason", clause=CLAUSE, field="data.reason", reason=command.reason.value)
    if pending and side is not state.proposed_by:
        raise Refused("own-proposal", clause=CLAUSE, side=side.other.value)
    comes_after_agreement(state, context)
    return side


def comes_after_agreement(state: State, context: Context) -> None:
    """Nothing that rests on the agreement bears an earlier legal date than it. 系统约定 3"""
    if state.since is not None and context.effective < state.since:
        raise Refused(
            "not-before-agreement",
            clause="系统约定 3",
            field="effective",
            date=context.effective.isoformat(),
            since=state.since.isoformat(),
        )
