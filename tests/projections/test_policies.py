"""The public lists of measures and of what applies where; for members, every case of an extension. 三(一), 四(二)"""

from __future__ import annotations

from datetime import date

from domain import policy_extension as policies
from domain.policy_measure import MeasureAmended, MeasureEnded, MeasureIssued, Origin, Support
from domain.values import Document
from projections.policy_extensions import extension_cases, policy_extensions
from projections.policy_measures import policy_measures
from tests.projections.cast import DEC_1, HOLDER, INSTRUMENT, NOV_2, OTHER_ZONE, ZONE
from tests.projections.story import Story

MEASURE = "trade-facilitation"
PAIR, OTHER_PAIR = f"{MEASURE}--{ZONE}", f"{MEASURE}--{OTHER_ZONE}"
JAN_5, MARCH_1 = date(2022, 1, 5), date(2022, 3, 1)
TEXT = Document(name="措施.pdf", sha256="c" * 64, size=10, media_type="application/pdf")
ISSUED = MeasureIssued(
    title="贸易便利化措施",
    origin=Origin.FTZ_REFORM,
    support=(Support.APPROVAL, Support.TALENT),
    summary="简化审批",
    instrument=INSTRUMENT,
    text=TEXT,
    valid_until=date(2024, 12, 31),
    department=HOLDER,
)
AMENDED = MeasureAmended(
    **{**ISSUED.model_dump(exclude={"department"}), "title": "贸易便利化若干措施", "valid_until": None}, reason="延期"
)
REQUESTED = policies.ExtensionRequested(purpose="保税维修", prevention="账册管理")
ASSESSED = policies.RiskAssessed(risks="货物流失", prevention="联网监管", accepted=True, reason="可控")
EXTENDED = policies.Extended(instrument=INSTRUMENT, conditions=("按季报送",))
REFUSED, LAPSED = policies.ExtensionRefused(reason="未同意"), policies.RequestLapsed(reason="退出")
SUSPENDED, RESUMED, ENDED = (
    policies.Suspended(reason="异常"),
    policies.Resumed(reason="已整改"),
    policies.Ended(reason="不再需要"),
)


def extended_to_the_zone(story: Story) -> None:
    story.tell("policy-measure", MEASURE, ISSUED)
    story.tell("policy-extension", PAIR, REQUESTED, ASSESSED)
    story.tell("policy-extension", PAIR, EXTENDED, on=DEC_1)


def test_a_measure_shows_its_paper_its_text_and_whom_it_supports(story: Story) -> None:
    extended_to_the_zone(story)
    assert story.rows(policy_measures) == [
        {
            "measure": MEASURE,
            "title": "贸易便利化措施",
            "origin": "ftz-reform-policy",
            "support": ["administrative-approval", "talent"],
            "summary": "简化审批",
            "department": HOLDER,
            "instrument": "渝府〔2021〕1号",
            "sha256": "c" * 64,
            "valid_until": date(2024, 12, 31),
            "stage": "measure-issued",
            "since": NOV_2,
            "issued": NOV_2,
            "reason": None,
            "zones_in_force": 1,
        }
    ]


def test_an_ended_measure_stays_on_the_list_and_says_so(story: Story) -> None:
    story.tell("policy-measure", MEASURE, ISSUED)
    story.tell("policy-measure", MEASURE, AMENDED, on=DEC_1)
    row = story.row(policy_measures, "title", "valid_until", "since", "reason")
    assert row == {"title": "贸易便利化若干措施", "valid_until": None, "since": NOV_2, "reason": "延期"}
    story.tell("policy-measure", MEASURE, MeasureEnded(reason="国家调整"), on=JAN_5)
    row = story.row(policy_measures, "stage", "since", "issued", "reason")
    assert row == {"stage": "measure-ended", "since": JAN_5, "issued": NOV_2, "reason": "国家调整"}


def test_the_zones_in_which_a_policy_applies_are_counted_as_they_are_today(story: Story) -> None:
    extended_to_the_zone(story)
    story.tell("policy-extension", OTHER_PAIR, REQUESTED, ASSESSED)
    counts = []
    for step in (EXTENDED, SUSPENDED, RESUMED, ENDED):
        story.tell("policy-extension", OTHER_PAIR, step, on=JAN_5)
        counts.append(story.row(policy_measures, "zones_in_force")["zones_in_force"])
    assert counts == [2, 1, 2, 1]


def test_the_public_list_holds_a_policy_from_its_extension_to_its_end_and_no_request(story: Story) -> None:
    story.tell("policy-measure", MEASURE, ISSUED)
    story.tell("policy-extension", PAIR, REQUESTED, ASSESSED)
    assert story.rows(policy_extensions) == []
    story.tell("policy-extension", PAIR, EXTENDED, on=DEC_1)
    assert story.rows(policy_extensions) == [
        {
            "measure": MEASURE,
            "zone": ZONE,
            "stage": "extended",
            "since": DEC_1,
            "instrument": "渝府〔2021〕1号",
            "conditions": ["按季报送"],
            "applied": DEC_1,
            "title": "贸易便利化措施",
            "department": HOLDER,
            "valid_until": date(2024, 12, 31),
            "measure_ended": False,
        }
    ]
    shown = []
    for step, on in ((SUSPENDED, JAN_5), (RESUMED, MARCH_1)):
        story.tell("policy-extension", PAIR, step, on=on)
        shown.append(story.row(policy_extensions, "stage", "since", "applied"))
    assert shown == [
        {"stage": "extension-suspended", "since": JAN_5, "applied": DEC_1},
        {"stage": "extended", "since": MARCH_1, "applied": DEC_1},
    ]
    story.tell("policy-extension", PAIR, ENDED, on=MARCH_1)
    assert story.rows(policy_extensions) == []


def test_what_applies_under_a_policy_that_was_amended_and_ended_says_so(story: Story) -> None:
    extended_to_the_zone(story)
    story.tell("policy-measure", MEASURE, AMENDED, MeasureEnded(reason="国家调整"))
    for view in (policy_extensions, extension_cases):
        row = story.row(view, "title", "valid_until", "measure_ended")
        assert row == {"title": "贸易便利化若干措施", "valid_until": None, "measure_ended": True}


def test_a_case_shows_how_its_risk_was_assessed_and_how_it_ended(story: Story) -> None:
    extended_to_the_zone(story)
    row = story.row(extension_cases, "stage", "requested", "purpose", "risks", "prevention", "accepted", "assessed")
    assert row == {
        "stage": "extended",
        "requested": NOV_2,
        "purpose": "保税维修",
        "risks": "货物流失",
        "prevention": "联网监管",
        "accepted": True,
        "assessed": NOV_2,
    }
    shown = []
    for step in (SUSPENDED, ASSESSED, RESUMED, ENDED):
        story.tell("policy-extension", PAIR, step, on=JAN_5)
        shown.append(tuple(story.row(extension_cases, "stage", "accepted", "reason").values()))
    assert shown == [
        ("extension-suspended", None, "异常"),
        ("extension-suspended", True, "可控"),
        ("extended", True, "已整改"),
        ("extension-ended", True, "不再需要"),
    ]


def test_a_refused_or_lapsed_request_says_why_and_a_new_one_begins_anew(story: Story) -> None:
    story.tell("policy-extension", PAIR, REQUESTED, ASSESSED, REFUSED)
    story.tell("policy-extension", OTHER_PAIR, REQUESTED, LAPSED)
    shown = {row["zone"]: (row["stage"], row["reason"]) for row in story.rows(extension_cases)}
    assert shown == {ZONE: ("extension-refused", "未同意"), OTHER_ZONE: ("extension-request-lapsed", "退出")}
    story.tell("policy-extension", PAIR, REQUESTED, on=JAN_5)
    row = story.row(extension_cases, "stage", "accepted", "reason", "prevention", where={"zone": ZONE})
    assert row == {"stage": "extension-requested", "accepted": None, "reason": None, "prevention": "账册管理"}
