"""An application, step by step, and every rule of admission. 二(一), 二(二), 二(三)"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.application import (
    AppointExpert,
    AppointPanel,
    CheckEligibility,
    Condition,
    Content,
    CorrectionRequested,
    Decline,
    Declined,
    Deliberate,
    EligibilityConfirmed,
    ExpertAppointed,
    ExpertRecused,
    Outcome,
    PanelAppointed,
    PlaqueUnveiled,
    Recuse,
    Reject,
    Rejected,
    RequestCorrection,
    Returned,
    Review,
    Reviewed,
    Shortlist,
    Shortlisted,
    Supplement,
    Supplemented,
    UnveilPlaque,
    Withdraw,
    Withdrawn,
    application,
)
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.facts import ApplicationFact
from domain.kernel import Role
from domain.values import Industry, PlatformKind, PlatformLevel
from domain.zone_values import Foundation
from tests.domain.applications import (
    AFTER_APPROVAL,
    AFTER_PLENARY,
    APPROVE,
    APPROVED,
    BOUNDARY,
    CHECK,
    CONFIRMED,
    CONTENTS,
    DOCUMENT,
    ELIGIBLE,
    ENDORSED,
    ENTITY,
    FILE,
    FILED,
    IN_CHECK,
    IN_REVIEW,
    LETTER,
    NOT_YET,
    ON_SHORTLIST,
    PANEL,
    REVIEWS,
    SHORTLISTED,
    WITH_REVIEWS,
    findings,
    member,
    minutes,
    reviewed,
    sheet,
)
from tests.domain.scenarios import (
    COMMERCE,
    COMMITTEE,
    DISTRICT,
    DISTRICT_LEVEL_PLATFORM,
    EXPERTS,
    GOVERNMENT,
    OFFICE,
    OTHER_COMMITTEE,
    OTHER_SECTION,
    PLATFORM,
    REGISTER,
    SECTION,
    Facts,
    Given,
    fact,
    given,
    organisation_fact,
)

MISSING = ("缺少四至范围图",)
WHY = "材料齐全"


def previous(*, ended: bool = True, plaque: bool = False) -> Facts:
    return fact(ENTITY, ApplicationFact(applicant=COMMITTEE, ended=ended, plaque=plaque))


# Filing


def test_a_committee_applies_for_its_own_platform() -> None:
    NOT_YET.when(FILE, by=COMMITTEE).then(FILED)


def test_a_district_applies_for_a_platform_that_it_answers_for() -> None:
    given(application, entity="changshou-zone--1").when(FILE, by=DISTRICT).accepted()


def test_nobody_applies_for_another_s_platform() -> None:
    NOT_YET.when(FILE, by=OTHER_COMMITTEE).refused("own-platform", platform=PLATFORM)


def test_a_platform_below_municipal_level_is_refused_whatever_the_applicant_says() -> None:
    given(application, entity=f"{DISTRICT_LEVEL_PLATFORM}--1").when(FILE, by=COMMITTEE).refused(
        "municipal-level-or-above"
    )
    NOT_YET.when(FILE.model_copy(update={"level": PlatformLevel.DISTRICT}), by=COMMITTEE).refused(
        "municipal-level-or-above"
    )


def test_a_platform_is_applied_for_with_the_kind_and_level_in_the_register() -> None:
    standing = {PLATFORM: (PlatformKind.HIGH_TECH, PlatformLevel.NATIONAL)}
    known = given(application, entity=ENTITY, facts=fact(COMMITTEE, replace(REGISTER[COMMITTEE], registered=standing)))
    known.when(FILE, by=COMMITTEE).accepted()
    lower, other = {"level": PlatformLevel.MUNICIPAL}, {"kind": PlatformKind.BONDED}
    known.when(FILE.model_copy(update=lower), by=COMMITTEE).refused("platform-as-registered", level="national")
    known.when(FILE.model_copy(update=other), by=COMMITTEE).refused("platform-as-registered", kind="high-tech-zone")


@pytest.mark.parametrize("missing", list(Content))
def test_each_of_the_four_contents_must_be_there(missing: Content) -> None:
    three = tuple(each for each in CONTENTS if each.content is not missing)
    NOT_YET.when(FILE.model_copy(update={"contents": three}), by=COMMITTEE).refused(
        "four-contents", contents=missing.value
    )


def test_no_content_is_given_twice() -> None:
    twice = (*CONTENTS, CONTENTS[0])
    NOT_YET.when(FILE.model_copy(update={"contents": twice}), by=COMMITTEE).refused("four-contents")


def test_each_content_has_a_document() -> None:
    bare = (CONTENTS[0].model_copy(update={"documents": ()}), *CONTENTS[1:])
    NOT_YET.when(FILE.model_copy(update={"contents": bare}), by=COMMITTEE).refused(
        "content-has-a-document", contents=CONTENTS[0].content.value
    )


def test_an_industry_direction_is_named_and_each_once() -> None:
    NOT_YET.when(FILE.model_copy(update={"industries": ()}), by=COMMITTEE).refused("industry-direction")
    twice = FILE.model_copy(update={"industries": (Industry.AI, Industry.LOGISTICS, Industry.AI)})
    NOT_YET.when(twice, by=COMMITTEE).refused("industries-differ", industry="artificial-intelligence")


def test_at_least_one_linked_section_is_named_is_one_and_is_named_once() -> None:
    NOT_YET.when(FILE.model_copy(update={"sections": ()}), by=COMMITTEE).refused("linked-section", section="none")
    wrong = FILE.model_copy(update={"sections": (SECTION, COMMERCE)})
    NOT_YET.when(wrong, by=COMMITTEE).refused("linked-section", section=COMMERCE)
    gone = fact(SECTION, organisation_fact(Role.SECTION, dissolved=True))
    NOT_YET.when(FILE, by=COMMITTEE, facts=gone).refused("linked-section", section=SECTION)
    NOT_YET.when(FILE.model_copy(update={"sections": (SECTION, OTHER_SECTION)}), by=COMMITTEE).accepted()
    twice = FILE.model_copy(update={"sections": (SECTION, OTHER_SECTION, SECTION)})
    NOT_YET.when(twice, by=COMMITTEE).refused("sections-differ", section=SECTION)


def test_a_section_that_nobody_registered_is_unknown() -> None:
    NOT_YET.when(FILE.model_copy(update={"sections": ("nowhere",)}), by=COMMITTEE).refused(
        "unknown-entity", entity="nowhere"
    )


def test_a_boundary_that_crosses_itself_is_refused() -> None:
    NOT_YET.when(FILE, by=COMMITTEE, flaws={"data.boundary.polygon": "self-crossing"}).refused("boundary-valid")


def test_nothing_is_filed_before_there_are_rules() -> None:
    NOT_YET.when(FILE, by=COMMITTEE, rulebook=None, on=date(2021, 4, 1)).refused(
        "no-rulebook-in-force", date="2021-04-01"
    )


def test_an_application_is_filed_once() -> None:
    IN_CHECK.when(FILE, by=COMMITTEE).refused("one-live-application", live=ENTITY)


def test_a_platform_has_one_live_application() -> None:
    second = given(application, entity=f"{PLATFORM}--2")
    second.when(FILE, by=COMMITTEE, facts=previous(ended=False)).refused("one-live-application", live=ENTITY)
    second.when(FILE, by=COMMITTEE, facts=previous()).accepted()


def test_a_refusal_names_the_number_to_use() -> None:
    given(application, entity=f"{PLATFORM}--3").when(FILE, by=COMMITTEE).refused(
        "application-number", next=f"{PLATFORM}--2"
    )
    ended = IN_CHECK.when(Withdraw(reason="暂缓"), by=COMMITTEE).accepted()
    ended.when(FILE, by=COMMITTEE).refused("application-number", next=f"{PLATFORM}--2")


def test_a_platform_that_became_a_zone_applies_no_more() -> None:
    second = given(application, entity=f"{PLATFORM}--2", facts=previous(plaque=True))
    second.when(FILE, by=COMMITTEE).refused("platform-is-a-zone", zone=PLATFORM)


def test_a_new_application_looks_at_the_one_before_it() -> None:
    assert application.needs(FILE, f"{PLATFORM}--2", application.initial) == {("application", ENTITY)}
    assert application.needs(FILE, ENTITY, application.initial) == frozenset()
    assert application.needs(APPROVE, f"{PLATFORM}--2", application.initial) == frozenset()


# Correction


def test_the_office_asks_for_what_is_missing_and_the_applicant_supplies_it() -> None:
    asked = CorrectionRequested(missing=MISSING, days=10, due=date(2021, 11, 16))
    correcting = IN_CHECK.when(RequestCorrection(missing=MISSING)).then(asked)
    correcting.when(Supplement(answer="已补齐", documents=(DOCUMENT,)), by=COMMITTEE).then(
        Supplemented(answer="已补齐", documents=(DOCUMENT,), boundary=None)
    ).when(CHECK).then(CONFIRMED)


def test_only_the_applicant_supplements() -> None:
    IN_CHECK.when(RequestCorrection(missing=MISSING)).accepted().when(
        Supplement(answer="已补齐"), by=OTHER_COMMITTEE
    ).refused("applicant-only")


def test_nothing_is_supplemented_that_was_not_asked_for() -> None:
    IN_CHECK.when(Supplement(answer="已补齐"), by=COMMITTEE).refused("out-of-turn")


def test_nothing_is_concluded_while_the_applicant_s_time_runs() -> None:
    correcting = IN_CHECK.when(RequestCorrection(missing=MISSING), on=date(2021, 9, 1)).accepted()
    unmet = CheckEligibility(findings=findings(Condition.BOUNDARY))
    correcting.when(unmet, on=date(2021, 9, 15)).refused("correction-open", due="2021-09-15")
    correcting.when(CHECK, on=date(2021, 9, 16)).refused("correction-open")
    correcting.when(unmet, on=date(2021, 9, 16)).then(Returned(findings=findings(Condition.BOUNDARY)))


def test_a_supplemented_boundary_is_the_zone_s() -> None:
    wider = BOUNDARY.model_copy(update={"area": Decimal("80.5")})
    history = IN_CHECK.when(RequestCorrection(missing=MISSING)).accepted()
    history = history.when(Supplement(answer="更正面积", boundary=wider), by=COMMITTEE).accepted()
    state = history.state
    assert state.case == FILED.model_copy(update={"boundary": wider})


# Eligibility


def test_five_met_conditions_confirm_the_application() -> None:
    IN_CHECK.when(CHECK).then(EligibilityConfirmed(findings=findings()))


@pytest.mark.parametrize("unmet", list(Condition))
def test_one_unmet_condition_only_returns_the_application(unmet: Condition) -> None:
    command = CheckEligibility(findings=findings(unmet))
    IN_CHECK.when(command).then(Returned(findings=findings(unmet))).when(CHECK).refused("out-of-turn")


@pytest.mark.parametrize("missing", list(Condition))
def test_one_missing_finding_refuses_the_check(missing: Condition) -> None:
    four = tuple(each for each in findings() if each.condition is not missing)
    IN_CHECK.when(CheckEligibility(findings=four)).refused("five-findings", conditions=missing.value)


def test_two_findings_on_one_condition_refuse_the_check() -> None:
    IN_CHECK.when(CheckEligibility(findings=(*findings(), findings()[0]))).refused("five-findings")


# The panel


def test_the_office_appoints_as_many_experts_as_the_rulebook_says() -> None:
    ELIGIBLE.when(AppointPanel(members=PANEL.members)).then(PanelAppointed(members=PANEL.members))
    ELIGIBLE.when(AppointPanel(members=PANEL.members[:4])).refused("panel-size", size=5)
    ELIGIBLE.when(AppointPanel(members=(*PANEL.members[:4], PANEL.members[0]))).refused("panel-size")


def test_an_expert_with_an_interest_is_refused() -> None:
    conflicted = (*PANEL.members[:4], member(EXPERTS[5], has_interest=True))
    ELIGIBLE.when(AppointPanel(members=conflicted)).refused("conflict-of-interest", expert=EXPERTS[5])


def test_an_expert_of_the_applicant_s_own_house_is_refused_whatever_was_declared() -> None:
    own = fact(EXPERTS[0], organisation_fact(Role.EXPERT, parent=COMMITTEE))
    ELIGIBLE.when(AppointPanel(members=PANEL.members), facts=own).refused("conflict-of-interest", expert=EXPERTS[0])


def test_only_a_registered_expert_sits_on_a_panel() -> None:
    ELIGIBLE.when(AppointPanel(members=(*PANEL.members[:4], member(COMMERCE)))).refused("expert-in-register")
    gone = fact(EXPERTS[0], organisation_fact(Role.EXPERT, dissolved=True))
    ELIGIBLE.when(AppointPanel(members=PANEL.members), facts=gone).refused("expert-in-register")


def test_the_score_of_a_recused_expert_no_longer_counts() -> None:
    low = given(application, FILED, CONFIRMED, PANEL, *REVIEWS, reviewed(EXPERTS[3], "0"), entity=ENTITY)
    low.when(Shortlist(reason=WHY)).refused("pass-mark")
    low.when(Recuse(expert=EXPERTS[3], reason="与申报主体有关")).then(
        ExpertRecused(expert=EXPERTS[3], reason="与申报主体有关")
    ).when(Shortlist(reason=WHY)).then(SHORTLISTED.model_copy(update={"reason": WHY}))


def test_an_expert_steps_down_for_himself_alone() -> None:
    IN_REVIEW.when(Recuse(expert=EXPERTS[0], reason="有关联"), by=EXPERTS[0]).accepted()
    IN_REVIEW.when(Recuse(expert=EXPERTS[1], reason="有关联"), by=EXPERTS[0]).refused("recuse-oneself")
    named = Recuse(expert=EXPERTS[0], reason="有关联", replacement=member(EXPERTS[5]))
    IN_REVIEW.when(named, by=EXPERTS[0]).refused("recuse-oneself")


def test_the_office_replaces_a_recused_expert_at_once_or_later() -> None:
    leaves = ExpertRecused(expert=EXPERTS[0], reason="有关联")
    comes = ExpertAppointed(member=member(EXPERTS[5]))
    IN_REVIEW.when(Recuse(expert=EXPERTS[0], reason="有关联", replacement=member(EXPERTS[5]))).then(leaves, comes)
    IN_REVIEW.when(Recuse(expert=EXPERTS[0], reason="有关联")).then(leaves).when(
        AppointExpert(member=member(EXPERTS[5]))
    ).then(comes).when(Review(scores=sheet()), by=EXPERTS[5]).accepted()


def test_a_vacancy_is_filled_by_a_fresh_and_impartial_expert() -> None:
    vacant = IN_REVIEW.when(Recuse(expert=EXPERTS[0], reason="有关联")).accepted()
    vacant.when(AppointExpert(member=member(EXPERTS[0]))).refused("fresh-expert")
    vacant.when(AppointExpert(member=member(EXPERTS[1]))).refused("fresh-expert")
    vacant.when(AppointExpert(member=member(EXPERTS[5], has_interest=True))).refused("conflict-of-interest")
    IN_REVIEW.when(AppointExpert(member=member(EXPERTS[5]))).refused("panel-size")


def test_nobody_is_recused_who_does_not_sit_on_the_panel() -> None:
    IN_REVIEW.when(Recuse(expert=EXPERTS[6], reason="有关联")).refused("expert-on-panel")


# Reviews


def test_an_appointed_expert_reviews_once() -> None:
    once = IN_REVIEW.when(Review(scores=sheet()), by=EXPERTS[0]).then(
        Reviewed(expert=EXPERTS[0], scores=sheet(), total=Decimal("80.00"))
    )
    once.when(Review(scores=sheet()), by=EXPERTS[0]).refused("review-once")
    IN_REVIEW.when(Review(scores=sheet()), by=EXPERTS[6]).refused("expert-on-panel")


def test_an_expert_who_was_recused_reviews_no_more() -> None:
    IN_REVIEW.when(Recuse(expert=EXPERTS[0], reason="有关联")).accepted().when(
        Review(scores=sheet()), by=EXPERTS[0]
    ).refused("expert-on-panel")


def test_every_indicator_is_scored_once_and_within_its_maximum() -> None:
    IN_REVIEW.when(Review(scores=sheet()[1:]), by=EXPERTS[0]).refused("every-indicator", missing="platform-foundation")
    IN_REVIEW.when(Review(scores=(*sheet(), sheet()[0])), by=EXPERTS[0]).refused(
        "every-indicator", surplus="platform-foundation"
    )
    foreign = sheet()[0].model_copy(update={"indicator": "of-another-rubric"})
    IN_REVIEW.when(Review(scores=(*sheet(), foreign)), by=EXPERTS[0]).refused(
        "every-indicator", surplus="of-another-rubric"
    )
    IN_REVIEW.when(Review(scores=sheet(leadership="10.01")), by=EXPERTS[0]).refused(
        "within-maximum", indicator="leadership", maximum=10
    )


# The shortlist


def test_the_mean_and_the_spread_of_the_reviews_are_stored() -> None:
    history = given(
        application, FILED, CONFIRMED, PANEL, *map(reviewed, EXPERTS[:3], ("7.5", "8", "9.1")), entity=ENTITY
    )
    history.when(Shortlist(reason=WHY)).then(
        Shortlisted(mean=Decimal("82.00"), spread=Decimal("16.00"), reviews=3, vetoes=(), reason=WHY)
    )


def test_nothing_is_proposed_on_too_few_reviews() -> None:
    few = given(application, FILED, CONFIRMED, PANEL, *REVIEWS[:2], entity=ENTITY)
    few.when(Shortlist(reason=WHY)).refused("minimum-reviews", reviews=2, minimum=3)
    few.when(Decline(reason=WHY)).refused("minimum-reviews")


def test_below_the_pass_mark_an_application_can_only_be_declined() -> None:
    low = given(application, FILED, CONFIRMED, PANEL, *(reviewed(e, "7.49") for e in EXPERTS[:3]), entity=ENTITY)
    low.when(Shortlist(reason=WHY)).refused("pass-mark", mean="74.90", mark="75")
    low.when(Decline(reason=WHY)).then(
        Declined(mean=Decimal("74.90"), spread=Decimal(0), reviews=3, vetoes=(), reason=WHY)
    )


def test_at_the_pass_mark_an_application_can_be_shortlisted() -> None:
    mark = given(application, FILED, CONFIRMED, PANEL, *(reviewed(e, "7.5") for e in EXPERTS[:3]), entity=ENTITY)
    mark.when(Shortlist(reason=WHY)).accepted()


def test_one_expert_s_veto_on_a_hard_indicator_is_a_veto() -> None:
    sheets = (*REVIEWS, reviewed(EXPERTS[3], "10", risk_control="4.99"))
    vetoed = given(application, FILED, CONFIRMED, PANEL, *sheets, entity=ENTITY)
    vetoed.when(Shortlist(reason=WHY)).refused("pass-mark", vetoes="risk-control")
    (declined,) = vetoed.when(Decline(reason=WHY)).accepted().events[-1:]
    assert isinstance(declined, Declined)
    assert declined.vetoes == ("risk-control",)


def test_half_of_the_maximum_on_a_hard_indicator_is_no_veto() -> None:
    sheets = (*REVIEWS, reviewed(EXPERTS[3], "10", risk_control="5"))
    given(application, FILED, CONFIRMED, PANEL, *sheets, entity=ENTITY).when(Shortlist(reason=WHY)).accepted()


def test_an_application_above_the_pass_mark_may_still_be_declined_with_reasons() -> None:
    WITH_REVIEWS.when(Decline(reason="名额有限")).accepted().when(Shortlist(reason=WHY)).refused("out-of-turn")


# Plenary, government, plaque


def deliberation(outcome: Outcome) -> Deliberate:
    return Deliberate(**dict(minutes(outcome)))


def test_a_deferred_application_is_deliberated_again() -> None:
    ON_SHORTLIST.when(deliberation(Outcome.DEFERRED)).then(minutes(Outcome.DEFERRED)).when(
        deliberation(Outcome.ENDORSED)
    ).then(ENDORSED).when(APPROVE, by=GOVERNMENT).then(APPROVED)


def test_an_application_that_the_plenary_rejects_has_ended() -> None:
    ended = ON_SHORTLIST.when(deliberation(Outcome.REJECTED)).accepted()
    ended.when(APPROVE, by=GOVERNMENT).refused("out-of-turn", stage="plenary-rejected")
    state = ended.state
    told = application.fact(state)
    assert isinstance(told, ApplicationFact)
    assert (told.applicant, told.ended, told.plaque) == (COMMITTEE, True, False)


def test_the_government_approves_only_what_the_plenary_endorsed() -> None:
    ON_SHORTLIST.when(APPROVE, by=GOVERNMENT).refused("out-of-turn", stage="shortlisted")


def test_the_government_rejects_with_reasons() -> None:
    AFTER_PLENARY.when(Reject(reason="条件尚不成熟"), by=GOVERNMENT).then(
        Rejected(reason="条件尚不成熟", instrument=None)
    ).when(UnveilPlaque()).refused("out-of-turn", stage="government-rejected")


def test_the_plaque_carries_all_that_the_zone_needs() -> None:
    AFTER_APPROVAL.when(UnveilPlaque(notice=LETTER)).then(
        PlaqueUnveiled(
            zone=PLATFORM,
            body=COMMITTEE,
            name_zh=FILE.name_zh,
            name_en=FILE.name_en,
            kind=FILE.kind,
            level=FILE.level,
            district=None,
            sections=(SECTION,),
            industries=(Industry.AI,),
            boundary=BOUNDARY,
            notice=LETTER,
        )
    )


def test_no_plaque_is_unveiled_before_the_approval() -> None:
    AFTER_PLENARY.when(UnveilPlaque()).refused("out-of-turn")


@pytest.mark.parametrize("history", [IN_CHECK, ELIGIBLE, IN_REVIEW, WITH_REVIEWS, ON_SHORTLIST, AFTER_PLENARY])
def test_the_applicant_may_withdraw_until_the_approval(history: Given) -> None:
    history.when(Withdraw(reason="暂缓"), by=COMMITTEE).then(Withdrawn(reason="暂缓"))
    history.when(Withdraw(reason="暂缓"), by=OTHER_COMMITTEE).refused("applicant-only")


def test_nothing_is_withdrawn_after_the_approval() -> None:
    AFTER_APPROVAL.when(Withdraw(reason="暂缓"), by=COMMITTEE).refused("out-of-turn", stage="government-approved")


def test_a_case_keeps_the_rulebook_it_was_filed_under() -> None:
    assert application.case_rulebook(IN_CHECK.state) == ILLUSTRATIVE.version
    assert application.case_rulebook(application.initial) is None


def test_others_learn_that_a_zone_came_of_it_and_what_it_begins_with() -> None:
    told = application.fact(AFTER_APPROVAL.when(UnveilPlaque(), by=OFFICE).accepted().state)
    assert isinstance(told, ApplicationFact)
    assert (told.applicant, told.ended, told.plaque) == (COMMITTEE, True, True)
    assert told.foundation == {name: getattr(FILED, name) for name in told.foundation if name != "body"} | {
        "body": COMMITTEE
    }
    assert set(told.foundation) == set(Foundation.model_fields) - {"application"}
    assert application.fact(application.initial) is None
