"""The lead ledger keeps every hand a lead passed through: who, from when to when, how long, and what came of it."""

from __future__ import annotations

from datetime import date

from domain.lead import (
    Assessed,
    Awarded,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Closed,
    Commissioned,
    Disputed,
    DuplicateDismissed,
    DuplicateFlagged,
    IncentivePromised,
    InvestorDisclosed,
    Landed,
    Progressed,
    Signed,
    TransferDeclined,
    TransferWithdrawn,
)
from domain.lead_values import CloseReason, LapseReason, ReleaseReason
from projections.lead_ledger import (
    CLAIMS,
    DISPUTES,
    DUPLICATES,
    HANDS,
    INCENTIVES,
    PROGRESS,
    TRANSFERS,
    lead_ledger,
)
from tests.projections.cast import (
    AUDITOR,
    AWARDED,
    BODY,
    CLAIMED,
    DEC_1,
    GOVERNMENT,
    LEAD,
    NOV_2,
    OTHER_BODY,
    OTHER_ZONE,
    PROPOSED,
    RELEASED,
    RULED,
    SECTION,
    SHARED,
    TRANSFERRED,
    ZONE,
    everybody_is_registered,
    made,
    two_zones,
)
from tests.projections.story import Story

DEC_9, JAN_5, FEB_1, MAY_4 = date(2021, 12, 9), date(2022, 1, 5), date(2022, 2, 1), date(2022, 5, 4)
OTHER_CLAIM = made(Claimed, zone=OTHER_ZONE)


def through_two_hands(story: Story) -> None:
    """Shared on 2 November, held by one zone from 1 December, open from 5 January, by the other from 1 February."""
    story.tell("lead", LEAD, SHARED, Assessed(follow_up=True, major=True, reason="大"), CLAIMED, OTHER_CLAIM)
    story.tell("lead", LEAD, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, Progressed(zone=ZONE, summary="洽谈", next_step="选址"), on=DEC_9)
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    again = Awarded(zone=OTHER_ZONE, reason="匹配", since=FEB_1, protected_until=MAY_4)
    story.tell("lead", LEAD, again, on=FEB_1)


def test_the_ledger_row_says_who_reported_first_who_holds_and_until_when_it_is_protected(story: Story) -> None:
    through_two_hands(story)
    assert story.rows(lead_ledger) == [
        {
            "lead": LEAD,
            "stage": "awarded",
            "since": FEB_1,
            "project": "智能网联项目",
            "industry": "artificial-intelligence",
            "investment": 600_000_000_00,
            "reporter": SECTION,
            "shared": NOV_2,
            "first_reported": "2021-11-02T01:00:00.000000+00:00",
            "major": True,
            "holder": OTHER_ZONE,
            "awarded": FEB_1,
            "protected_until": MAY_4,
            "disclosed": None,
            "last_progress": DEC_9,
            "last_summary": "洽谈",
            "next_step": "选址",
            "signed": None,
            "amount": None,
            "landed": None,
            "commissioned": None,
            "disputed": None,
            "closed": None,
            "close_reason": None,
            "note": None,
            "claims": 0,
            "hands": 4,
            "reports": 1,
        }
    ]
    assert "甲公司" not in str(story.rows(lead_ledger))


def test_every_hand_is_there_with_its_days(story: Story) -> None:
    through_two_hands(story)
    hands = story.rows(lead_ledger, "holder", "since", "until", "days", "reason", table=HANDS.name)
    assert hands == [
        {"holder": None, "since": NOV_2, "until": DEC_1, "days": 29, "reason": None},
        {"holder": ZONE, "since": DEC_1, "until": JAN_5, "days": 35, "reason": None},
        {"holder": None, "since": JAN_5, "until": FEB_1, "days": 27, "reason": "site-does-not-fit"},
        {"holder": OTHER_ZONE, "since": FEB_1, "until": None, "days": None, "reason": None},
    ]


def test_a_claim_stands_until_it_is_met_or_taken_back(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, CLAIMED, OTHER_CLAIM)
    assert [row["zone"] for row in story.rows(lead_ledger, table=CLAIMS.name)] == [OTHER_ZONE, ZONE]
    assert story.row(lead_ledger, "claims") == {"claims": 2}
    withdrawn = ClaimWithdrawn(zone=OTHER_ZONE, reason=ReleaseReason.OTHER, note=None)
    story.tell("lead", LEAD, withdrawn, AWARDED, on=DEC_1)
    assert story.rows(lead_ledger, table=CLAIMS.name) == []


def test_a_signed_lead_shows_the_amount_and_a_closed_one_the_reason(story: Story) -> None:
    through_two_hands(story)
    story.tell("lead", LEAD, made(Signed, zone=OTHER_ZONE, amount=500_000_000_00), on=MAY_4)
    row = story.row(lead_ledger, "stage", "signed", "amount", "holder")
    assert row == {"stage": "signed", "signed": MAY_4, "amount": 500_000_000_00, "holder": OTHER_ZONE}
    story.tell("lead", LEAD, Closed(zone=OTHER_ZONE, reason=CloseReason.ABANDONED, note="撤资"), on=MAY_4)
    row = story.row(lead_ledger, "stage", "closed", "close_reason", "note", "holder", "protected_until")
    assert row == {
        "stage": "lead-closed",
        "closed": MAY_4,
        "close_reason": "investor-abandoned",
        "note": "撤资",
        "holder": None,
        "protected_until": None,
    }
    last = story.rows(lead_ledger, "holder", "ended", "reason", table=HANDS.name)[-1]
    assert last == {"holder": None, "ended": True, "reason": "investor-abandoned"}


def test_every_progress_report_is_kept(story: Story) -> None:
    through_two_hands(story)
    story.tell("lead", LEAD, Progressed(zone=OTHER_ZONE, summary="签约准备", next_step=None), on=MAY_4)
    reports = story.rows(lead_ledger, "zone", "day", "summary", table=PROGRESS.name)
    assert reports == [
        {"zone": ZONE, "day": DEC_9, "summary": "洽谈"},
        {"zone": OTHER_ZONE, "day": MAY_4, "summary": "签约准备"},
    ]


def test_the_ledger_is_open_to_whoever_had_a_part_in_it(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, SHARED, CLAIMED)
    story.tell("lead", LEAD, AWARDED, on=DEC_1)
    story.tell("lead", LEAD, RELEASED, on=JAN_5)
    readers = {viewer: len(story.rows(lead_ledger, viewer=viewer)) for viewer in (SECTION, BODY, "office", AUDITOR)}
    assert readers == {SECTION: 1, BODY: 1, "office": 1, AUDITOR: 1}
    assert [story.rows(lead_ledger, viewer=viewer) for viewer in (OTHER_BODY, GOVERNMENT)] == [[], []]
    assert len(story.rows(lead_ledger, table=HANDS.name, viewer=BODY)) == 3
    assert story.rows(lead_ledger, table=HANDS.name, viewer=OTHER_BODY) == []


def held(story: Story) -> None:
    """Both zones claimed it; the first holds it since 1 December."""
    story.tell("lead", LEAD, SHARED, CLAIMED, OTHER_CLAIM)
    story.tell("lead", LEAD, AWARDED, InvestorDisclosed(zone=ZONE, note=None), on=DEC_1)


def last_hand(story: Story) -> dict[str, object]:
    return story.rows(lead_ledger, "holder", "since", "reason", table=HANDS.name)[-1]


def test_a_transfer_is_kept_step_by_step_with_its_split_and_moves_the_lead(story: Story) -> None:
    held(story)
    assert story.row(lead_ledger, "disclosed") == {"disclosed": DEC_1}
    declined = TransferDeclined(giver=ZONE, receiver=OTHER_ZONE, reason="不符")
    withdrawn = TransferWithdrawn(giver=ZONE, receiver=OTHER_ZONE, reason="另议")
    story.tell("lead", LEAD, PROPOSED, declined, PROPOSED, withdrawn, PROPOSED, TRANSFERRED, on=JAN_5)
    steps = story.rows(lead_ledger, "step", "source_percent", "agreed", table=TRANSFERS.name)
    assert [(row["step"], row["source_percent"], row["agreed"]) for row in steps] == [
        ("lead.transfer-proposed", 40, None),
        ("lead.transfer-declined", None, None),
        ("lead.transfer-proposed", 40, None),
        ("lead.transfer-withdrawn", None, None),
        ("lead.transfer-proposed", 40, None),
        ("lead.transferred", 40, True),
    ]
    row = story.row(lead_ledger, "stage", "holder", "awarded", "protected_until", "disclosed", "claims")
    assert row == {
        "stage": "awarded",
        "holder": OTHER_ZONE,
        "awarded": JAN_5,
        "protected_until": TRANSFERRED.protected_until,
        "disclosed": None,
        "claims": 0,
    }
    assert last_hand(story) == {"holder": OTHER_ZONE, "since": JAN_5, "reason": "lead.transferred"}


def test_the_zone_that_a_lead_is_offered_to_sees_its_ledger(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, SHARED, CLAIMED, AWARDED)
    assert story.rows(lead_ledger, viewer=OTHER_BODY) == []
    story.tell("lead", LEAD, PROPOSED)
    assert len(story.rows(lead_ledger, viewer=OTHER_BODY)) == 1


def test_a_lapsed_hold_says_why(story: Story) -> None:
    held(story)
    lapsed = ClaimLapsed(zone=ZONE, reason=LapseReason.NOTHING_REPORTED, due=DEC_9, since=JAN_5)
    story.tell("lead", LEAD, lapsed, on=JAN_5)
    row = story.row(lead_ledger, "stage", "holder", "protected_until", "disclosed")
    assert row == {"stage": "open", "holder": None, "protected_until": None, "disclosed": None}
    assert last_hand(story) == {"holder": None, "since": JAN_5, "reason": "nothing-reported"}


def test_a_promise_is_kept_with_its_review(story: Story) -> None:
    held(story)
    promised = made(IncentivePromised, zone=ZONE, promise="净地", amount=100)
    story.tell("lead", LEAD, promised, promised.model_copy(update={"review": None}))
    kept = story.rows(lead_ledger, "promise", "support_amount", "review", table=INCENTIVES.name)
    assert promised.review is not None
    review = promised.review.model_dump(mode="json")
    assert kept == [
        {"promise": "净地", "support_amount": 100, "review": review},
        {"promise": "净地", "support_amount": 100, "review": None},
    ]


def test_a_dispute_is_on_file_with_its_proofs_and_its_ruling_moves_the_lead(story: Story) -> None:
    held(story)
    disputed = made(Disputed, disputant=OTHER_BODY, zone=OTHER_ZONE, statement="我区首谈")
    story.tell("lead", LEAD, disputed, on=DEC_9)
    assert story.row(lead_ledger, "disputed") == {"disputed": DEC_9}
    story.tell("lead", LEAD, RULED, on=JAN_5)
    file = story.rows(lead_ledger, "step", "day", "disputant", "zone", "documents", table=DISPUTES.name)
    proofs = [each.model_dump(mode="json") for each in disputed.evidence]
    assert file == [
        {"step": "lead.disputed", "day": DEC_9, "disputant": OTHER_BODY, "zone": OTHER_ZONE, "documents": proofs},
        {"step": "lead.ruled", "day": JAN_5, "disputant": None, "zone": OTHER_ZONE, "documents": proofs},
    ]
    assert story.row(lead_ledger, "disputed", "holder", "awarded") == {
        "disputed": None,
        "holder": OTHER_ZONE,
        "awarded": JAN_5,
    }
    assert last_hand(story) == {"holder": OTHER_ZONE, "since": JAN_5, "reason": "lead.ruled"}


def test_a_ruling_for_the_holder_renews_its_protection_and_one_for_a_reporter_names_it(story: Story) -> None:
    held(story)
    story.tell("lead", LEAD, RULED.model_copy(update={"zone": ZONE}), on=JAN_5)
    row = story.row(lead_ledger, "holder", "awarded", "protected_until", "reporter")
    until = RULED.protected_until
    assert row == {"holder": ZONE, "awarded": DEC_1, "protected_until": until, "reporter": SECTION}
    story.tell("lead", LEAD, RULED.model_copy(update={"zone": None, "reporter": GOVERNMENT}), on=JAN_5)
    assert story.row(lead_ledger, "holder", "reporter") == {"holder": ZONE, "reporter": GOVERNMENT}


ALIKE = {"grounds": "same-name", "investor_likeness": 100, "project_likeness": 88}


def test_a_suspected_duplicate_stands_with_what_a_person_found(story: Story) -> None:
    story.tell("lead", LEAD, SHARED, made(DuplicateFlagged, earlier="lead-0", reason="同一投资方", **ALIKE))
    flagged = {"earlier": "lead-0", "step": "lead.duplicate-flagged", "reason": "同一投资方"}
    assert story.rows(lead_ledger, "earlier", "step", "reason", table=DUPLICATES.name) == [flagged]
    story.tell("lead", LEAD, made(DuplicateDismissed, earlier="lead-0", reason="不同项目"))
    dismissed = {"earlier": "lead-0", "step": "lead.duplicate-dismissed", "reason": "不同项目"}
    assert story.rows(lead_ledger, "earlier", "step", "reason", table=DUPLICATES.name) == [dismissed]
    assert story.rows(lead_ledger, *ALIKE, table=DUPLICATES.name) == [ALIKE]


def test_a_project_that_lands_and_produces_shows_both_days(story: Story) -> None:
    held(story)
    story.tell("lead", LEAD, made(Signed, zone=ZONE), made(Landed, zone=ZONE, since=FEB_1), on=FEB_1)
    story.tell("lead", LEAD, made(Commissioned, zone=ZONE, since=MAY_4), on=MAY_4)
    row = story.row(lead_ledger, "stage", "since", "landed", "commissioned")
    assert row == {"stage": "commissioned", "since": MAY_4, "landed": FEB_1, "commissioned": MAY_4}


def test_a_part_in_one_lead_opens_the_ledger_of_no_other(story: Story) -> None:
    everybody_is_registered(story)
    two_zones(story)
    story.tell("lead", LEAD, SHARED, CLAIMED)
    story.tell("lead", "lead-2", SHARED)
    assert story.rows(lead_ledger, "lead", viewer=BODY) == [{"lead": LEAD}]
