"""What comes of each command to an application (申报), stage by stage. 二(三)"""

from __future__ import annotations

from domain.application import rules
from domain.application.commands import (
    ApplicationCommand,
    AppointExpert,
    AppointPanel,
    Approve,
    CheckEligibility,
    Decline,
    Deliberate,
    File,
    Recuse,
    Reject,
    RequestCorrection,
    Review,
    Shortlist,
    Supplement,
    UnveilPlaque,
    Withdraw,
)
from domain.application.events import (
    ApplicationEvent,
    Approved,
    CorrectionRequested,
    Declined,
    Deliberated,
    EligibilityConfirmed,
    ExpertAppointed,
    ExpertRecused,
    Filed,
    PanelAppointed,
    PlaqueUnveiled,
    Rejected,
    Returned,
    Reviewed,
    Shortlisted,
    Supplemented,
    Withdrawn,
)
from domain.application.state import ENDED, Stage, State, evolve
from domain.application.values import PanelMember
from domain.calendar import working_days_after
from domain.kernel import Context, out_of_turn
from domain.scoring import Scores, every_indicator_is_scored, weighted_total
from domain.values import Instrument, Rulebook

BEFORE_APPROVAL = frozenset(Stage) - ENDED - {Stage.NEW, Stage.APPROVED}
"""An applicant may take its application back until the government has approved it. 二(三)3"""


def decide(command: ApplicationCommand, state: State, context: Context) -> list[ApplicationEvent]:
    """The events that a command makes, or `Refused`."""
    if isinstance(command, File):
        return [filed(command, state, context)]
    case = state.case
    if case is None:
        raise out_of_turn(command, state.stage)
    book = context.rulebooks[case.rulebook]
    match command, state.stage:
        case RequestCorrection(missing=missing), Stage.INITIAL_CHECK:
            days = book.parameters.correction_days
            due = working_days_after(context.calendar, context.effective, days)
            return [CorrectionRequested(missing=missing, days=days, due=due)]
        case Supplement(), Stage.CORRECTION:
            rules.applicant_acts(case, command, context)
            return [Supplemented(**dict(command))]
        case CheckEligibility(findings=findings), Stage.INITIAL_CHECK | Stage.CORRECTION:
            met = rules.five_findings(findings)
            rules.open_correction_only_returns(state, met=met, context=context)
            return [EligibilityConfirmed(findings=findings) if met else Returned(findings=findings)]
        case AppointPanel(members=members), Stage.ELIGIBLE:
            rules.panel_is_complete(members, case, book, context)
            return [PanelAppointed(members=members)]
        case Recuse(), Stage.REVIEW:
            return recused(command, state, book, context)
        case AppointExpert(member=member), Stage.REVIEW:
            return [appointed(member, state, book, context)]
        case Review(scores=scores), Stage.REVIEW:
            return [reviewed(scores, state, book, context)]
        case Shortlist(reason=reason), Stage.REVIEW:
            result = rules.minimum_reviews_are_in(state, book)
            rules.pass_mark_is_reached(result, book)
            return [Shortlisted(**result._asdict(), reviews=len(state.sheets), reason=reason)]
        case Decline(reason=reason), Stage.REVIEW:
            result = rules.minimum_reviews_are_in(state, book)
            return [Declined(**result._asdict(), reviews=len(state.sheets), reason=reason)]
        case Deliberate(), Stage.SHORTLISTED:
            return [Deliberated(**dict(command))]
        case Approve(), Stage.ENDORSED:
            return [Approved(**dict(command))]
        case Reject(), Stage.ENDORSED:
            return [Rejected(**dict(command))]
        case UnveilPlaque(notice=notice), Stage.APPROVED:
            return [plaque_unveiled(case, notice, context)]
        case Withdraw(reason=reason), stage if stage in BEFORE_APPROVAL:
            rules.applicant_acts(case, command, context)
            return [Withdrawn(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


def filed(command: File, state: State, context: Context) -> Filed:
    """The filing, under the rulebook in force on its date."""
    if state.case is not None:
        raise rules.number_is_taken(state, context)
    book = rules.may_be_filed(command, context)
    return Filed(applicant=context.actor.org, rulebook=book.version, **dict(command))


def recused(command: Recuse, state: State, book: Rulebook, context: Context) -> list[ApplicationEvent]:
    """The recusal, and the replacement where the office names one."""
    rules.recusal_is_proper(command.expert, command.replacement, context)
    rules.expert_sits_on_the_panel(state, command.expert)
    leaves = ExpertRecused(expert=command.expert, reason=command.reason)
    if command.replacement is None:
        return [leaves]
    return [leaves, appointed(command.replacement, evolve(state, leaves), book, context)]


def appointed(member: PanelMember, state: State, book: Rulebook, context: Context) -> ExpertAppointed:
    """The appointment of one expert to a vacant seat."""
    rules.seat_is_vacant(state, member, book)
    rules.expert_is_impartial(member, state.case, context)
    return ExpertAppointed(member=member)


def reviewed(scores: Scores, state: State, book: Rulebook, context: Context) -> Reviewed:
    """One expert's sheet, complete and within the rubric."""
    rules.expert_sits_on_the_panel(state, context.actor.org)
    rules.review_once(state, context.actor.org)
    every_indicator_is_scored(book.admission, scores, "二(三)2")
    return Reviewed(expert=context.actor.org, scores=scores, total=weighted_total(book.admission, scores))


def plaque_unveiled(case: Filed, notice: Instrument | None, context: Context) -> PlaqueUnveiled:
    """The plaque, with all that the zone's establishment needs."""
    return PlaqueUnveiled(
        zone=context.part(0),
        body=case.applicant,
        name_zh=case.name_zh,
        name_en=case.name_en,
        kind=case.kind,
        level=case.level,
        district=case.district,
        sections=case.sections,
        industries=case.industries,
        boundary=case.boundary,
        notice=notice,
    )
