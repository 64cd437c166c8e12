"""One trial, raised by the zone, with a section and another zone as partners, and the steps that it may take."""

from __future__ import annotations

from datetime import date

from domain.experience_values import ReformDomain
from domain.kernel import Event
from domain.trial import (
    Approved,
    AssessRisk,
    Concluded,
    Crossing,
    InnovationRecognised,
    Joined,
    ObstacleRaised,
    Proposed,
    Result,
    RiskAssessed,
    Started,
    Suspended,
    trial,
)
from tests.domain.scenarios import COMMERCE, CUSTOMS, SECTION, Facts, Given, given
from tests.domain.zones import MINUTES, NOV_2, NOV_4, OTHER_ZONE, ZONE, instrument, other_zone, zone

TRIAL = "bonded-remanufacture"
YEAR_END = date(2022, 12, 31)

RAISED = ObstacleRaised(zone=ZONE, title="区外保税再制造", obstacle="再制造须在综保区内开展")
PROPOSED = Proposed(
    zone=ZONE,
    proposal="以账册监管在区外试行",
    rule_varied="海关对保税维修的场所规定",
    sections=(SECTION,),
    partner_zones=(OTHER_ZONE,),
    lead_department=CUSTOMS,
    departments=(COMMERCE,),
    crossing=(Crossing.REGION, Crossing.DEPARTMENT),
)
SECTION_JOINED = Joined(section=SECTION, zone=None)
ZONE_JOINED = Joined(section=None, zone=OTHER_ZONE)
ASSESS = AssessRisk(controllable=True, measures=("账册核销",), stop_conditions=("货物去向不明",), reason="可控")
CONTROLLED = RiskAssessed(**dict(ASSESS))
UNCONTROLLED = RiskAssessed(controllable=False, reason="无法核销")
APPROVED = Approved(zone=ZONE, meeting="全体会议", minutes=MINUTES, reason="同意", until=YEAR_END)
STARTED = Started(zone=ZONE, since=NOV_4, until=YEAR_END)
SUSPENDED = Suspended(zone=None, resumable=True, reason="触发停止条件")
CONCLUDED = Concluded(result=Result.SUCCEEDED, summary="可复制")
RECOGNISED = InnovationRecognised(
    title_zh="区外保税再制造账册监管",
    title_en="Books for remanufacture in bond outside the zones",
    summary="账册监管",
    domain=ReformDomain.TRADE,
    source=instrument(),
    lead_department=CUSTOMS,
)

AGREED = (RAISED, PROPOSED, SECTION_JOINED, ZONE_JOINED, CONTROLLED)
READY = (*AGREED, APPROVED)
RUNNING = (*READY, STARTED)
OVER = (*RUNNING, CONCLUDED)


def a_trial(*events: Event, facts: Facts | None = None, entity: str = TRIAL) -> Given:
    """The trial, begun on 2 November 2021; both zones are in operation but for `facts`."""
    return given(trial, *events, entity=entity, opened=NOV_2, facts={**zone(), **other_zone(), **(facts or {})})
