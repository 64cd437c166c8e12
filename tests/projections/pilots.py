"""Experiences and their replication, for whichever spec of a view needs a part of them."""

from __future__ import annotations

from domain import replication as steps
from domain.experience import Catalogued
from domain.experience_values import Level, ReformDomain
from domain.kernel import Event
from tests.projections.cast import DEC_1, HOLDER, INSTRUMENT, NOV_2, ZONE, made
from tests.projections.story import Story

REPAIR, WINDOW, LICENCE = "bonded-repair", "single-window", "one-licence"

PLANNED = made(steps.Planned, actions="建立账册", due=DEC_1)
IMPLEMENTED = made(steps.Implemented, summary="已启用", since=DEC_1)
VERIFIED = steps.Verified(reason="现场核实")
SENT_BACK = steps.SentBack(reason="缺少台账")
FOUND = steps.FoundInapplicable(reason="区内无口岸")
CONFIRMED = steps.InapplicabilityConfirmed(reason="情况属实")
REJECTED = steps.InapplicabilityRejected(reason="可依托综保区")
ENDED = steps.Ended(reason="退出")


def catalogued(domain: ReformDomain, **changes: object) -> Catalogued:
    """An experience of the seventh national batch, led by the holder of the power."""
    said = {"level": Level.NATIONAL_BATCH, "batch": 7, "source": INSTRUMENT, "lead_department": HOLDER, "trial": None}
    return made(Catalogued, **{**said, "domain": domain, **changes})


def three_experiences(story: Story) -> None:
    """Two in trade, one in government functions."""
    story.tell("experience", REPAIR, catalogued(ReformDomain.TRADE, title_zh="保税维修", title_en="Bonded repair"))
    story.tell("experience", WINDOW, catalogued(ReformDomain.TRADE))
    story.tell("experience", LICENCE, catalogued(ReformDomain.GOVERNMENT_FUNCTIONS))


def replicated(story: Story, experience: str, *events: Event, zone: str = ZONE) -> None:
    """What the zone has done about the experience."""
    for event in events:
        story.tell("replication", f"{experience}--{zone}", event, on=NOV_2 if event is PLANNED else DEC_1)
