"""The rules of admission: conditions, contents, the panel, the shortlist. 二(一), 二(二), 二(三), 四(三)"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.application.state import ENDED
from domain.application.values import Condition, Content
from domain.facts import ApplicationFact, OrganisationFact
from domain.kernel import SEPARATOR, Refused, Role
from domain.scoring import Tally, tally

if TYPE_CHECKING:
    from collections.abc import Collection

    from domain.application.commands import File
    from domain.application.events import Filed
    from domain.application.state import State
    from domain.application.values import Finding, PanelMember, Statement
    from domain.kernel import Command, Context
    from domain.values import Rulebook


def next_number(context: Context, by: int) -> str:
    """The id of the application of the same platform whose number is `by` away."""
    return f"{context.part(0)}{SEPARATOR}{int(context.part(1)) + by}"


def may_be_filed(command: File, context: Context) -> Rulebook:
    """Everything that a new application must hold. Returns the rulebook it is filed under."""
    platform_is_the_applicant_s(context)
    platform_is_of_municipal_level(command, context)
    platform_is_as_registered(command, context)
    previous_application_has_ended(context)
    boundary_sections_and_industries(command, context)
    four_contents(command.contents)
    if context.rulebook is None:
        raise Refused("no-rulebook-in-force", clause="四(三)", date=context.effective.isoformat())
    return context.rulebook


def platform_is_the_applicant_s(context: Context) -> None:
    """以开放平台管委会或开放平台所在区县政府为申报主体: each applies for its own platform. 二(三)1"""
    applicant = context.get(OrganisationFact, context.actor.org)
    if applicant is None or context.part(0) not in applicant.platforms:
        raise Refused("own-platform", clause="二(三)1", field="entity", org=context.actor.org, platform=context.part(0))


def platform_is_of_municipal_level(command: File, context: Context) -> None:
    """依托市级及以上开放平台建设. 二(一)1"""
    applicant = context.get(OrganisationFact, context.actor.org)
    if applicant is None or context.part(0) not in applicant.qualified or not command.level.qualifies:
        raise Refused("municipal-level-or-above", clause="二(一)1", field="data.level", platform=context.part(0))


def platform_is_as_registered(command: File, context: Context) -> None:
    """严格申报标准: kind and level of the platform are those under which it stands in the register. 二(一)1, 四(三)"""
    applicant = context.get(OrganisationFact, context.actor.org)
    registered = applicant.registered.get(context.part(0)) if applicant else None
    if registered is not None and registered != (command.kind, command.level):
        kind, level = registered
        field = "data.kind" if kind != command.kind else "data.level"
        raise Refused("platform-as-registered", clause="二(一)1", field=field, kind=kind.value, level=level.value)


def previous_application_has_ended(context: Context) -> None:
    """One live application per platform: the next number is taken only when the one before has ended. 二(三)1"""
    if int(context.part(1)) == 1:
        return
    previous = context.get(ApplicationFact, next_number(context, -1))
    if previous is None:
        raise Refused("application-number", clause="二(三)1", field="entity", next=next_number(context, -1))
    if not previous.ended:
        raise Refused("one-live-application", clause="二(三)1", field="entity", live=next_number(context, -1))
    # The plan speaks of exit (四(四)) but of no second admission; the zone's id and history stay the platform's.
    if previous.plaque:
        raise Refused("platform-is-a-zone", clause="二(三)3", field="entity", zone=context.part(0))


def number_is_taken(state: State, context: Context) -> Refused:
    """An application is filed once; a new one takes the next number once this one has ended. 二(三)1"""
    if state.stage in ENDED:
        return Refused("application-number", clause="二(三)1", field="entity", next=next_number(context, 1))
    return Refused("one-live-application", clause="二(三)1", field="entity", live=context.entity)


def boundary_sections_and_industries(command: File, context: Context) -> None:
    """具有与自贸试验区相关片区(板块)联动发展的产业方向: at least one section and one industry. 二(一)5"""
    if not command.industries:
        raise Refused("industry-direction", clause="二(一)5", field="data.industries")
    if not command.sections:
        raise Refused("linked-section", clause="二(一)5", field="data.sections", section="none")
    each_is_named_once(command)
    for section in command.sections:
        found = context.get(OrganisationFact, section)
        if found is None or found.dissolved or found.role is not Role.SECTION:
            raise Refused("linked-section", clause="二(一)5", field="data.sections", section=section)


def each_is_named_once(command: File) -> None:
    """明确的产业方向和联动片区(板块): an industry or a section named twice is one named in error. 二(一)5"""
    for industry, times in Counter(command.industries).items():
        if times > 1:
            raise Refused("industries-differ", clause="二(一)5", field="data.industries", industry=industry.value)
    for section, times in Counter(command.sections).items():
        if times > 1:
            raise Refused("sections-differ", clause="二(一)5", field="data.sections", section=section)


def four_contents(statements: Collection[Statement]) -> None:
    """申报内容: all four contents, once each, each with at least one document. 二(二)"""
    given = Counter(each.content for each in statements)
    wrong = [content.value for content in Content if given[content] != 1]
    if wrong:
        raise Refused("four-contents", clause="二(二)", field="data.contents", contents=", ".join(wrong))
    bare = [each.content.value for each in statements if not each.documents]
    if bare:
        raise Refused("content-has-a-document", clause="二(二)", field="data.contents", contents=", ".join(bare))


def applicant_acts(case: Filed, command: Command, context: Context) -> None:
    """Only the applicant supplements or withdraws its application. 二(三)1"""
    if context.actor.org != case.applicant:
        raise Refused("applicant-only", clause="二(三)1", command=command.name, applicant=case.applicant)


def five_findings(findings: Collection[Finding]) -> bool:
    """申报条件: a finding on each of the five conditions, once. Returns whether all are met. 二(一)"""
    given = Counter(each.condition for each in findings)
    wrong = [condition.value for condition in Condition if given[condition] != 1]
    if wrong:
        raise Refused("five-findings", clause="二(一)", field="data.findings", conditions=", ".join(wrong))
    return all(each.met for each in findings)


def open_correction_only_returns(state: State, *, met: bool, context: Context) -> None:
    """While a correction is open the applicant's time runs; after it the application can only be returned. 二(三)2"""
    due = state.correction_due
    if due is not None and (met or context.effective <= due):
        raise Refused("correction-open", clause="二(三)2", due=due.isoformat())


def panel_is_complete(members: Collection[PanelMember], case: Filed, rules: Rulebook, context: Context) -> None:
    """组织专家评审: as many different experts as the rulebook says, none of them with an interest. 二(三)2"""
    size = rules.parameters.experts_per_panel
    if len(members) != size or len({each.expert for each in members}) != size:
        raise Refused("panel-size", clause="四(三)", field="data.members", size=size)
    for member in members:
        expert_is_impartial(member, case, context)


def expert_is_impartial(member: PanelMember, case: Filed | None, context: Context) -> None:
    """客观、公正: an expert in the register, without an interest, and not of the applicant's house. 四(三)"""
    found = context.get(OrganisationFact, member.expert)
    if found is None or found.dissolved or found.role is not Role.EXPERT:
        raise Refused("expert-in-register", clause="四(三)", field="data.members", expert=member.expert)
    if member.has_interest or (case is not None and found.parent == case.applicant):
        raise Refused("conflict-of-interest", clause="四(三)", field="data.members", expert=member.expert)


def recusal_is_proper(expert: str, replacement: PanelMember | None, context: Context) -> None:
    """回避: an expert steps down for himself alone; who follows is for the office to say. 四(三)"""
    if context.role is Role.EXPERT and (context.actor.org != expert or replacement is not None):
        raise Refused("recuse-oneself", clause="四(三)", expert=expert)


def expert_sits_on_the_panel(state: State, expert: str) -> None:
    """Only an appointed expert reviews, or is recused. 二(三)2"""
    if expert not in state.panel:
        raise Refused("expert-on-panel", clause="二(三)2", expert=expert)


def seat_is_vacant(state: State, member: PanelMember, rules: Rulebook) -> None:
    """A vacancy is filled by an expert who neither sits on the panel nor was recused from it. 四(三)"""
    if len(state.panel) >= rules.parameters.experts_per_panel:
        raise Refused("panel-size", clause="四(三)", field="data.member", size=rules.parameters.experts_per_panel)
    if member.expert in state.panel | state.recused:
        raise Refused("fresh-expert", clause="四(三)", field="data.member", expert=member.expert)


def review_once(state: State, expert: str) -> None:
    """An expert reviews an application once. 二(三)2"""
    if expert in state.sheets:
        raise Refused("review-once", clause="二(三)2", expert=expert)


def minimum_reviews_are_in(state: State, rules: Rulebook) -> Tally:
    """The office proposes on enough reviews, not before. Returns what they come to. 二(三)2, 四(三)"""
    minimum = rules.parameters.minimum_reviews
    if len(state.sheets) < minimum:
        raise Refused("minimum-reviews", clause="四(三)", reviews=len(state.sheets), minimum=minimum)
    return tally(rules.admission, state.sheets.values())


def pass_mark_is_reached(result: Tally, rules: Rulebook) -> None:
    """高标准、高质量: below the pass mark, or with a veto, an application can only be declined. 四(三)"""
    mark = rules.parameters.pass_mark
    if result.mean < mark or result.vetoes:
        raise Refused(
            "pass-mark",
            clause="四(三)",
            mean=str(result.mean),
            mark=str(mark),
            vetoes=", ".join(result.vetoes) or "none",
        )
