"""Comprehensive evaluation and exit: nobody leaves without evaluation, hearing and approval. 四(四)"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.builtin_rulebook import EVALUATION, ILLUSTRATIVE
from domain.evaluation import (
    AppealDecided,
    Appealed,
    ApproveExit,
    Conclude,
    Concluded,
    DecideAppeal,
    DeliberateExit,
    ExitApproved,
    ExitDeliberated,
    ExitProposed,
    ExitRejected,
    Graded,
    GradeZone,
    Hear,
    Heard,
    LodgeAppeal,
    ProposeExit,
    RejectExit,
    Score,
    Scored,
    SelfAssess,
    SelfAssessed,
    Stage,
    evaluation,
)
from domain.evaluation_values import Grade, Outcome
from domain.facts import EvaluationFact
from domain.kernel import ActorKind, Event, Role
from domain.scoring import IndicatorScore, Scores
from tests.domain.scenarios import (
    COMMITTEE,
    EXPERTS,
    GOVERNMENT,
    OFFICE,
    OTHER_COMMITTEE,
    Facts,
    Given,
    fact,
    given,
    organisation_fact,
)
from tests.domain.zones import MINUTES, NOV_2, ZONE, instrument, round_of, zone

ENTITY = f"2022--{ZONE}"
EARLIER = f"2021--{ZONE}"
APPEAL_BY = date(2021, 11, 16)
"""Ten working days after a grade of 2 November 2021."""
LATER = date(2022, 6, 30)
HARD = "replication"


def sheet(share: str, **marks: str) -> Scores:
    """Every indicator at a share of its maximum, but for the marks given."""
    return tuple(
        IndicatorScore(
            indicator=each.code,
            score=Decimal(marks.get(each.code, str(each.maximum * Decimal(share)))),
            reason="有据",
        )
        for each in EVALUATION.indicators
    )


def scored(expert: int, share: str, **marks: str) -> Scored:
    return Scored(evaluator=EXPERTS[expert], scores=sheet(share, **marks), rulebook=ILLUSTRATIVE.version)


def scores(*shares: str) -> tuple[Event, ...]:
    return tuple(scored(expert, share) for expert, share in enumerate(shares))


def graded(grade: Grade, mean: str, spread: str = "0.00", *, vetoes: tuple[str, ...] = ()) -> Graded:
    return Graded(
        grade=grade,
        mean=Decimal(mean),
        spread=Decimal(spread),
        vetoes=vetoes,
        reviews=3,
        reason="综合评定",
        appeal_by=APPEAL_BY,
    )


FAILING = (*scores("0.5", "0.5", "0.5"), graded(Grade.UNSATISFACTORY, "50.00"))
PASSING = (*scores("0.7", "0.7", "0.7"), graded(Grade.SATISFACTORY, "70.00"))
PROPOSED = ExitProposed(reason="整改不到位")
HEAR = Hear(statement="我区认为……", attendants=("李明",), documents=(MINUTES,))
HEARD = Heard(**dict(HEAR))
DELIBERATE = DeliberateExit(outcome=Outcome.ENDORSED, meeting="第5次全体会议", minutes=MINUTES, reason="同意退出")
ENDORSED = ExitDeliberated(**dict(DELIBERATE))
APPROVE = ApproveExit(instrument=instrument(), reason="同意")
APPROVED = ExitApproved(**dict(APPROVE))
GRADE = GradeZone(reason="综合评定")
PROPOSE = ProposeExit(reason="整改不到位")
CONCLUDE = Conclude(summary="总结")
RECTIFICATION_FAILED = zone(
    operating=False, rectifying=True, failed_rectification=True, failed_evaluations=frozenset({ENTITY})
)


def an_evaluation(*events: Event, facts: Facts | None = None) -> Given:
    return given(evaluation, *events, entity=ENTITY, opened=NOV_2, facts={**zone(), **round_of(), **(facts or {})})


def scoring(share: str = "0.8", *, has_interest: bool = False) -> Score:
    return Score(has_interest=has_interest, scores=sheet(share))


def test_an_evaluator_scores_every_indicator_under_the_rulebook_of_the_round() -> None:
    an_evaluation().when(scoring(), by=EXPERTS[0]).then(scored(0, "0.8"))


def test_a_missing_indicator_refuses_the_score() -> None:
    short = Score(has_interest=False, scores=sheet("0.8")[1:])
    an_evaluation().when(short, by=EXPERTS[0]).refused("every-indicator", missing=HARD)


def test_a_score_above_its_maximum_is_refused() -> None:
    high = Score(has_interest=False, scores=sheet("0.8", replication="1000"))
    an_evaluation().when(high, by=EXPERTS[0]).refused("within-maximum", indicator=HARD)


def test_an_expert_whom_the_round_does_not_name_scores_nothing() -> None:
    an_evaluation().when(scoring(), by=EXPERTS[5]).refused("evaluator-of-the-round")


def test_an_evaluator_with_an_interest_in_the_zone_scores_nothing() -> None:
    an_evaluation().when(scoring(has_interest=True), by=EXPERTS[0]).refused("evaluator-without-interest")


def test_an_evaluator_of_the_zone_s_own_house_scores_nothing_whatever_was_declared() -> None:
    kin = fact(EXPERTS[0], organisation_fact(Role.EXPERT, parent=COMMITTEE))
    an_evaluation(facts=kin).when(scoring(), by=EXPERTS[0]).refused("evaluator-without-interest")
    other = fact(EXPERTS[0], organisation_fact(Role.EXPERT, parent=OTHER_COMMITTEE))
    an_evaluation(facts=other).when(scoring(), by=EXPERTS[0]).accepted()


def test_an_evaluator_scores_once() -> None:
    an_evaluation(*scores("0.8")).when(scoring(), by=EXPERTS[0]).refused("scored-once")


def test_a_closed_round_takes_no_score_and_no_grade() -> None:
    closed = round_of(open_=False)
    an_evaluation(facts=closed).when(scoring(), by=EXPERTS[0]).refused("round-is-open")
    an_evaluation(*scores("0.8", "0.8", "0.8"), facts=closed).when(GRADE).refused("round-is-open")


def test_a_withdrawn_zone_is_not_scored() -> None:
    an_evaluation(facts=zone(withdrawn=True)).when(scoring(), by=EXPERTS[0]).refused("zone-withdrawn")


def test_nothing_is_scored_outside_a_round() -> None:
    an_evaluation(facts={("evaluation-round", "2022"): None}).when(scoring(), by=EXPERTS[0]).refused("unknown-entity")


def test_a_grade_needs_the_rulebook_s_number_of_scores() -> None:
    an_evaluation(*scores("0.8", "0.8")).when(GRADE).refused("enough-scores", least=3, given=2)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("0.9", "0.9", "0.9"), graded(Grade.EXCELLENT, "90.00")),
        (("0.9", "0.9", "0.8"), graded(Grade.GOOD, "86.67", "10.00")),
        (("0.8", "0.8", "0.8"), graded(Grade.GOOD, "80.00")),
        (("0.8", "0.8", "0.7"), graded(Grade.SATISFACTORY, "76.67", "10.00")),
        (("0.6", "0.6", "0.6"), graded(Grade.SATISFACTORY, "60.00")),
        (("0.6", "0.6", "0.5"), graded(Grade.UNSATISFACTORY, "56.67", "10.00")),
    ],
)
def test_the_grade_follows_from_the_mean_by_the_rulebook_s_thresholds(
    shares: tuple[str, ...], expected: Graded
) -> None:
    an_evaluation(*scores(*shares)).when(GRADE).then(expected)


def test_a_failed_hard_indicator_is_unsatisfactory_whatever_the_mean() -> None:
    history = (scored(0, "1", replication="0"), scored(1, "1"), scored(2, "1"))
    outcome = an_evaluation(*history).when(GRADE)
    after = outcome.accepted()
    assert after.state.grade is Grade.UNSATISFACTORY
    (event,) = outcome.events
    assert isinstance(event, Graded)
    assert event.vetoes == (HARD,)
    assert event.mean > ILLUSTRATIVE.parameters.good_from


def test_an_evaluation_keeps_the_rulebook_of_its_round_when_another_comes_into_force() -> None:
    stricter = ILLUSTRATIVE.model_copy(
        update={
            "version": "2023",
            "parameters": ILLUSTRATIVE.parameters.model_copy(update={"pass_from": Decimal(90)}),
        }
    )
    outcome = an_evaluation(*scores("0.7", "0.7", "0.7")).when(GRADE, rulebook=stricter)
    outcome.then(graded(Grade.SATISFACTORY, "70.00"))
    assert evaluation.case_rulebook(an_evaluation(*FAILING).state) == ILLUSTRATIVE.version


def test_an_evaluation_is_graded_once() -> None:
    an_evaluation(*PASSING).when(GRADE).refused("out-of-turn")


def test_no_exit_is_proposed_for_a_zone_that_passed() -> None:
    passed = an_evaluation(*PASSING, facts=RECTIFICATION_FAILED)
    passed.when(PROPOSE, today=LATER).refused("exit-needs-a-failed-evaluation", grade="satisfactory")


@pytest.mark.parametrize(
    "facts",
    [
        zone(),
        zone(operating=False, rectifying=True, failed_evaluations=frozenset({ENTITY})),
    ],
)
def test_a_first_failure_leads_to_no_exit_before_its_rectification_failed(facts: Facts) -> None:
    an_evaluation(*FAILING, facts=facts).when(PROPOSE, today=LATER).refused("exit-needs-failed-rectification")


def test_a_failed_rectification_lets_the_office_propose_the_exit() -> None:
    an_evaluation(*FAILING, facts=RECTIFICATION_FAILED).when(PROPOSE, today=LATER).then(PROPOSED)


def test_a_second_failure_lets_the_office_propose_the_exit() -> None:
    before = zone(failed_evaluations=frozenset({EARLIER}))
    an_evaluation(*FAILING, facts=before).when(PROPOSE, today=LATER).then(PROPOSED)


def test_a_withdrawn_zone_is_not_withdrawn_again() -> None:
    gone = zone(withdrawn=True, failed_rectification=True, failed_evaluations=frozenset({ENTITY}))
    an_evaluation(*FAILING, facts=gone).when(PROPOSE, today=LATER).refused("zone-withdrawn")


def test_nobody_is_withdrawn_unheard() -> None:
    an_evaluation(*FAILING, PROPOSED).when(DELIBERATE).refused("hearing-first")


def test_nothing_is_heard_before_an_exit_is_proposed() -> None:
    an_evaluation(*FAILING).when(HEAR).refused("out-of-turn")


def test_the_exit_is_heard_deliberated_and_approved_in_this_order() -> None:
    proposed = an_evaluation(*FAILING, PROPOSED)
    endorsed = proposed.when(HEAR).then(HEARD).when(DELIBERATE).then(ENDORSED)
    approved = endorsed.when(APPROVE, by=GOVERNMENT).then(APPROVED)
    assert evaluation.fact(approved.state) == EvaluationFact(grade="unsatisfactory", failed=True, exit_approved=True)
    assert approved.when(CONCLUDE).then(Concluded(summary="总结")).state.stage is Stage.CONCLUDED


@pytest.mark.parametrize("history", [(), (PROPOSED,), (PROPOSED, HEARD)])
def test_the_government_approves_no_exit_that_the_plenary_did_not_endorse(history: tuple[Event, ...]) -> None:
    an_evaluation(*FAILING, *history).when(APPROVE, by=GOVERNMENT).refused("out-of-turn")


def test_only_the_government_approves_an_exit() -> None:
    an_evaluation(*FAILING, PROPOSED, HEARD, ENDORSED).when(APPROVE, by=OFFICE).refused("role-may-not")


def test_a_deferred_exit_may_be_deliberated_again() -> None:
    deferred = DELIBERATE.model_copy(update={"outcome": Outcome.DEFERRED})
    after = an_evaluation(*FAILING, PROPOSED, HEARD).when(deferred).accepted()
    after.when(DELIBERATE).then(ENDORSED)


def test_an_exit_that_the_plenary_rejects_is_not_approved() -> None:
    rejected = DELIBERATE.model_copy(update={"outcome": Outcome.REJECTED})
    after = an_evaluation(*FAILING, PROPOSED, HEARD).when(rejected).accepted()
    after.when(APPROVE, by=GOVERNMENT).refused("out-of-turn", stage="exit-rejected")


def test_an_exit_that_the_government_rejects_withdraws_nobody() -> None:
    endorsed = an_evaluation(*FAILING, PROPOSED, HEARD, ENDORSED)
    rejected = ExitRejected(reason="再观察一年", instrument=None)
    after = endorsed.when(RejectExit(reason="再观察一年"), by=GOVERNMENT).then(rejected)
    told = EvaluationFact(grade="unsatisfactory", failed=True, exit_approved=False)
    assert evaluation.fact(after.state) == told
    assert evaluation.fact(after.when(CONCLUDE).accepted().state) == told


def test_an_evaluation_tells_its_grade_once_it_is_graded() -> None:
    scored_only = EvaluationFact(grade=None, failed=False, exit_approved=False)
    assert evaluation.fact(an_evaluation().state) is None
    assert evaluation.fact(an_evaluation(*scores("0.7")).state) == scored_only
    passed = EvaluationFact(grade="satisfactory", failed=False, exit_approved=False)
    assert evaluation.fact(an_evaluation(*PASSING).state) == passed


def test_a_passed_evaluation_is_concluded() -> None:
    an_evaluation(*PASSING).when(CONCLUDE).then(Concluded(summary="总结"))


@pytest.mark.parametrize(
    "facts",
    [zone(), zone(operating=False, rectifying=True, failed_evaluations=frozenset({ENTITY}))],
)
def test_a_failed_evaluation_is_not_concluded_while_its_rectification_is_not_settled(facts: Facts) -> None:
    an_evaluation(*FAILING, facts=facts).when(CONCLUDE).refused("rectification-settled")


def test_a_failed_evaluation_is_concluded_once_its_rectification_was_accepted() -> None:
    settled = zone(failed_evaluations=frozenset({ENTITY}))
    an_evaluation(*FAILING, facts=settled).when(CONCLUDE).accepted()


def test_a_failed_evaluation_is_concluded_once_its_zone_was_withdrawn_on_another() -> None:
    an_evaluation(*FAILING, facts=zone(operating=False, withdrawn=True)).when(CONCLUDE).accepted()


def test_an_evaluation_under_way_is_not_concluded_over_a_proposed_exit() -> None:
    an_evaluation(*FAILING, PROPOSED).when(CONCLUDE).refused("out-of-turn")


SELF_ASSESS = SelfAssess(summary="本年度自评", documents=(MINUTES,))
SELF_ASSESSED = SelfAssessed(rulebook=ILLUSTRATIVE.version, **dict(SELF_ASSESS))
APPEAL = LodgeAppeal(reason="数据有误", documents=(MINUTES,))
APPEALED = Appealed(**dict(APPEAL))
UPHOLD = DecideAppeal(grade=Grade.UNSATISFACTORY, reason="数据无误", documents=(MINUTES,))
RAISE = UPHOLD.model_copy(update={"grade": Grade.SATISFACTORY})


def decided(command: DecideAppeal, *, upheld: bool) -> AppealDecided:
    return AppealDecided(former=Grade.UNSATISFACTORY, upheld=upheld, **dict(command))


@pytest.mark.parametrize("history", [(), scores("0.8")])
def test_the_body_of_a_zone_assesses_it_once_before_it_is_graded(history: tuple[Event, ...]) -> None:
    after = an_evaluation(*history).when(SELF_ASSESS, by=COMMITTEE).then(SELF_ASSESSED)
    after.when(SELF_ASSESS, by=COMMITTEE).refused("self-assessed-once")
    an_evaluation(*PASSING).when(SELF_ASSESS, by=COMMITTEE).refused("out-of-turn")


def test_a_zone_that_assessed_itself_is_scored_under_the_same_rulebook() -> None:
    assessed = an_evaluation(SELF_ASSESSED)
    assert evaluation.case_rulebook(assessed.state) == ILLUSTRATIVE.version
    assessed.when(scoring(), by=EXPERTS[0]).then(scored(0, "0.8"))
    assessed.when(GRADE).refused("out-of-turn", stage="self-assessed")


def test_nobody_assesses_another_s_zone_or_after_the_round() -> None:
    an_evaluation().when(SELF_ASSESS, by=OTHER_COMMITTEE).refused("own-zone", body=COMMITTEE)
    an_evaluation(facts=round_of(open_=False)).when(SELF_ASSESS, by=COMMITTEE).refused("round-is-open")
    an_evaluation(facts=zone(withdrawn=True)).when(SELF_ASSESS, by=COMMITTEE).refused("zone-withdrawn")


def test_a_grade_may_be_appealed_against_up_to_the_rulebook_s_last_day() -> None:
    graded_ = an_evaluation(*FAILING)
    graded_.when(APPEAL, by=COMMITTEE, on=APPEAL_BY, today=LATER).then(APPEALED)
    late = graded_.when(APPEAL, by=COMMITTEE, on=APPEAL_BY + timedelta(days=1), today=LATER)
    late.refused("appeal-in-time", due=APPEAL_BY.isoformat())


def test_a_grade_that_named_no_period_may_be_appealed_against_at_any_time() -> None:
    old = an_evaluation(*scores("0.5", "0.5", "0.5"), FAILING[-1].model_copy(update={"appeal_by": None}))
    old.when(APPEAL, by=COMMITTEE, on=LATER, today=LATER).then(APPEALED)


def test_only_the_zone_s_own_body_appeals_and_once() -> None:
    an_evaluation(*FAILING).when(APPEAL, by=OTHER_COMMITTEE).refused("own-zone")
    an_evaluation(*FAILING).when(APPEAL, by=OFFICE).refused("role-may-not")
    answered = an_evaluation(*FAILING, APPEALED, decided(UPHOLD, upheld=True))
    answered.when(APPEAL, by=COMMITTEE).refused("appealed-once")
    an_evaluation(*FAILING, APPEALED).when(APPEAL, by=COMMITTEE).refused("out-of-turn", stage="appealed")


def test_a_conclusion_does_not_cut_an_appeal_short() -> None:
    concluded = an_evaluation(*PASSING, Concluded(summary="总结"))
    after = concluded.when(APPEAL, by=COMMITTEE).then(APPEALED)
    better = UPHOLD.model_copy(update={"grade": Grade.GOOD})
    raised = AppealDecided(former=Grade.SATISFACTORY, upheld=False, **dict(better))
    after.when(better).then(raised).when(CONCLUDE).accepted()


def test_the_office_upholds_a_grade_or_gives_a_better_one() -> None:
    appealed = an_evaluation(*FAILING, APPEALED)
    appealed.when(UPHOLD).then(decided(UPHOLD, upheld=True))
    after = appealed.when(RAISE).then(decided(RAISE, upheld=False))
    told = EvaluationFact(grade="satisfactory", failed=False, exit_approved=False)
    assert evaluation.fact(after.state) == told
    after.when(PROPOSE, today=LATER).refused("exit-needs-a-failed-evaluation")


def test_an_appeal_makes_no_grade_worse() -> None:
    appealed = an_evaluation(*PASSING, APPEALED)
    appealed.when(UPHOLD).refused("appeal-lowers-no-grade", grade="satisfactory")


def test_an_appeal_is_decided_by_a_person_of_the_office() -> None:
    appealed = an_evaluation(*FAILING, APPEALED)
    appealed.when(UPHOLD, by=COMMITTEE).refused("role-may-not")
    appealed.when(UPHOLD, kind=ActorKind.ROBOT).refused("decided-by-a-person")
    an_evaluation(*FAILING).when(UPHOLD).refused("out-of-turn")


def test_no_exit_is_proposed_while_the_grade_may_still_be_appealed_against() -> None:
    failing = an_evaluation(*FAILING, facts=RECTIFICATION_FAILED)
    failing.when(PROPOSE, on=APPEAL_BY, today=LATER).refused("appeal-period-over", due=APPEAL_BY.isoformat())
    failing.when(PROPOSE, on=APPEAL_BY + timedelta(days=1), today=LATER).then(PROPOSED)
    an_evaluation(*FAILING, APPEALED, facts=RECTIFICATION_FAILED).when(PROPOSE).refused("out-of-turn")
    upheld = an_evaluation(*FAILING, APPEALED, decided(UPHOLD, upheld=True), facts=RECTIFICATION_FAILED)
    upheld.when(PROPOSE).then(PROPOSED)


def test_a_zone_whose_exit_was_proposed_is_heard_and_appeals_no_more() -> None:
    closed = an_evaluation(*FAILING, PROPOSED, ExitRejected(reason="再观察", instrument=None), Concluded(summary="完"))
    closed.when(APPEAL, by=COMMITTEE).refused("appeal-before-exit")


def test_a_second_failure_of_another_year_counts_and_the_same_one_twice_does_not() -> None:
    same = zone(failed_evaluations=frozenset({ENTITY}))
    an_evaluation(*FAILING, facts=same).when(PROPOSE, today=LATER).refused("exit-needs-failed-rectification")
    another = zone(failed_evaluations=frozenset({ENTITY, f"2023--{ZONE}"}))
    an_evaluation(*FAILING, facts=another).when(PROPOSE, today=LATER).then(PROPOSED)
