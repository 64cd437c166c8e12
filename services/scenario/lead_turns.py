"""Six leads that take a turn: a race, a duplicate, one that only looks like one, a transfer, a lapse, a dispute. 三(四)

Every one is invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.kernel import ActorKind
from domain.lead import (
    AcceptTransfer,
    Award,
    Close,
    ConfirmDuplicate,
    DismissDuplicate,
    Dispute,
    Lapse,
    ProposeTransfer,
    Rule,
    Share,
)
from domain.lead_values import CloseReason, Investor
from domain.values import Industry
from services.scenario.cast import OFFICE, body, members, sender
from services.scenario.invention import MARK, document
from services.scenario.lead_ideas import LEADS, Idea, Lead
from services.scenario.leads import assessed, award, claim, opened, progress, share, sign
from services.scenario.steps import Case, Sender, Step

YEAR = 2023
CLOCK = Sender(OFFICE, f"{MARK}到期检查", ActorKind.ROBOT)
"""Looks at the clocks for the office."""

RACE = Lead(
    35,
    Idea("人形机器人整机产线", Industry.AI, "economy-it", 150_000, 300),
    ("chongqing-hightech", "chongqing-etdz", "dazu-hightech"),
    year=YEAR,
)
DUPLICATE = Lead(36, Idea("新能源汽车零部件生产线项目", Industry.EQUIPMENT, "xiyong", 80_000, 200), year=YEAR)
"""The first lead of all over again, by another office: the investor in another legal form and without its code."""
ANOTHER = Lead(
    37,
    Idea("工业视觉检测设备产线", Industry.AI, "commerce", 16_000, 45),
    ("dazu-hightech",),
    "dazu-hightech",
    year=YEAR,
)
"""Another project of the second lead's investor."""
TRANSFER = Lead(
    38,
    Idea("长江内河新能源船舶配套", Industry.EQUIPMENT, "guoyuan", 33_000, 130),
    ("yunyang-industrial-park",),
    "yunyang-industrial-park",
    successor="wanzhou-etdz",
    year=YEAR,
)
SOURCE_PERCENT = 40
LAPSE = Lead(
    39,
    Idea("山区特色农产品电商园", Industry.DIGITAL_TRADE, "qianjiang", 8_800, 35),
    ("zhengyang-industrial-park", "yongchuan-hightech"),
    "zhengyang-industrial-park",
    successor="yongchuan-hightech",
    year=YEAR,
)
DISPUTE = Lead(
    40,
    Idea("生物基材料产业园", Industry.BIOMEDICINE, "development-reform", 72_000, 280),
    ("changshou-etdz", "fuling-hightech"),
    "changshou-etdz",
    successor="fuling-hightech",
    year=YEAR,
)


def turns() -> list[Case]:
    """The stories that need nobody else's: the field of the race, the transfer, the lapse, the dispute."""
    field = replace(RACE, claims=())
    stories = ((RACE, opened(field)), (TRANSFER, _transfer()), (LAPSE, _lapse()), (DISPUTE, _dispute()))
    return [Case(f"lead/{lead.id}", tuple(steps)) for lead, steps in stories]


def rivals() -> list[Case]:
    """Several zones claim one lead, side by side."""
    on = RACE.shared + timedelta(days=4)
    return [Case(f"lead/{RACE.id}/{zone}", (claim(RACE, zone, on),)) for zone in RACE.claims]


def race() -> list[Case]:
    """The first reporter and two officials of the office award one lead at once, each to another zone."""
    on, office, zones = RACE.shared + timedelta(days=9), members()[OFFICE], RACE.claims
    senders = (office.sender, Sender(OFFICE, office.deputy), body(RACE.idea.reporter))
    steps = [
        Step(who, RACE.id, on, Award(zone=zone, reason=f"匹配度最高（{MARK}）"))
        for who, zone in zip(senders, zones, strict=True)
    ]
    return [Case(f"race/{RACE.id}", tuple(steps), race=True)]


def alike() -> list[Case]:
    """Leads that the robot finds to look like earlier ones: a person confirms the one and dismisses the other."""
    first, second = LEADS[0], LEADS[1]
    again = _shared_as(DUPLICATE, Investor(name=first.investor.replace("有限公司", "集团有限公司")))
    other = _shared_as(ANOTHER, share(second).investor)
    found = ConfirmDuplicate(earlier=first.id, reason="同一投资方的同一项目（演示）")
    close = Close(reason=CloseReason.DUPLICATE, note="以首报线索为准（演示）")
    two = DismissDuplicate(earlier=second.id, reason="同一投资方的另一项目（演示）")
    office, judged, awarded = sender(OFFICE), DUPLICATE.shared + timedelta(days=1), ANOTHER.shared + timedelta(days=9)
    confirmed = (
        again,
        Step(office, DUPLICATE.id, judged, found, after_reaction=True),
        Step(office, DUPLICATE.id, judged, close),
    )
    dismissed = (
        other,
        Step(office, ANOTHER.id, ANOTHER.shared + timedelta(days=1), two, after_reaction=True),
        assessed(ANOTHER),
        claim(ANOTHER, "dazu-hightech", ANOTHER.shared + timedelta(days=4)),
        award(ANOTHER, "dazu-hightech", awarded),
        *progress(ANOTHER, "dazu-hightech", awarded, 2),
    )
    return [Case(f"lead/{DUPLICATE.id}", confirmed), Case(f"lead/{ANOTHER.id}", dismissed)]


def _shared_as(lead: Lead, investor: Investor) -> Step:
    command = Share(**{**dict(share(lead)), "investor": investor})
    return Step(body(lead.idea.reporter), lead.id, lead.shared, command)


def _held(lead: Lead, times: int) -> tuple[list[Step], str, str]:
    """Opened, awarded and followed up so many times; and the zone that holds it, and the one that will."""
    assert lead.winner is not None, "a lead that takes this turn has a first holder"
    assert lead.successor is not None, "and a second one"
    awarded = lead.shared + timedelta(days=9)
    steps = [*opened(lead), award(lead, lead.winner, awarded), *progress(lead, lead.winner, awarded, times)]
    return steps, lead.winner, lead.successor


def _transfer() -> list[Step]:
    """The holder's site does not fit; another zone takes it over for a share that both sign."""
    steps, giver, receiver = _held(TRANSFER, 1)
    offered = TRANSFER.shared + timedelta(days=30)
    taken = offered + timedelta(days=7)
    propose = ProposeTransfer(
        zone=giver, receiver=receiver, source_percent=SOURCE_PERCENT, reason="岸线条件不足，推荐流转（演示）"
    )
    return [
        *steps,
        Step(body(giver), TRANSFER.id, offered, propose),
        Step(body(receiver), TRANSFER.id, taken, AcceptTransfer(zone=receiver, source_percent=SOURCE_PERCENT)),
        *progress(TRANSFER, receiver, taken, 1),
        sign(TRANSFER, receiver, taken + timedelta(days=30)),
    ]


def _lapse() -> list[Step]:
    """The holder reports nothing, its claim lapses, and the lead goes to the other zone that wants it."""
    steps, holder, successor = _held(LAPSE, 0)
    lapsed = LAPSE.shared + timedelta(days=40)
    again = lapsed + timedelta(days=5)
    return [
        *steps,
        Step(CLOCK, LAPSE.id, lapsed, Lapse(zone=holder)),
        award(LAPSE, successor, again),
        *progress(LAPSE, successor, again, 1),
    ]


def _dispute() -> list[Step]:
    """A claimant says that it negotiated first; both state their case, and the office rules for the claimant."""
    steps, holder, claimant = _held(DISPUTE, 1)
    disputed = DISPUTE.shared + timedelta(days=28)
    ruled = disputed + timedelta(days=20)
    ruling = Rule(zone=claimant, reason="首谈证据成立（演示）", documents=(document(f"裁定书 {DISPUTE.id}"),))
    return [
        *steps,
        Step(body(claimant), DISPUTE.id, disputed, _case_of(claimant, "首次接洽在先")),
        Step(body(holder), DISPUTE.id, disputed + timedelta(days=3), _case_of(holder, "承接手续齐备")),
        Step(sender(OFFICE), DISPUTE.id, ruled, ruling),
        *progress(DISPUTE, claimant, ruled, 1),
        sign(DISPUTE, claimant, ruled + timedelta(days=45)),
    ]


def _case_of(zone: str, statement: str) -> Dispute:
    return Dispute(zone=zone, statement=f"{statement}（{MARK}）", evidence=(document(f"{statement} {zone}"),))
