"""Reactions: what the office's robot asks for because of what has happened; pure, event -> commands. 系统约定 9

Each is idempotent: its command id is derived from the event it reacts to, so a redelivery changes nothing. A reaction
bears the legal date of its cause, or the latest date of the case it touches where that is later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol, assert_never
from uuid import UUID, uuid5

from domain import application, delegation, evaluation, lead, linkage, promotion, zone
from domain.envelope import Recorded
from domain.evaluation_values import Grade
from domain.gate import OFFICE_ORG
from domain.kernel import EVENTS, SEPARATOR, Command, Event
from domain.lead_values import ReleaseReason
from domain.linkage_values import EndReason
from domain.vocabulary import term

ORGANISATION = OFFICE_ORG
"""Reactions act for the leading group office, as its robot."""

Cause = (
    application.PlaqueUnveiled
    | evaluation.Graded
    | evaluation.ExitApproved
    | zone.Withdrawn
    | lead.Claimed
    | lead.Awarded
    | delegation.Requested
    | delegation.Delegated
    | promotion.ZoneJoined
    | linkage.Proposed
    | linkage.Agreed
)
CAUSES: frozenset[type[Event]] = frozenset(
    {
        application.PlaqueUnveiled,
        evaluation.Graded,
        evaluation.ExitApproved,
        zone.Withdrawn,
        lead.Claimed,
        lead.Awarded,
        delegation.Requested,
        delegation.Delegated,
        promotion.ZoneJoined,
        linkage.Proposed,
        linkage.Agreed,
    }
)
"""The events that something follows from; whoever reacts needs to read no others."""


class Holding(NamedTuple):
    """An entity that a zone has in hand, and the latest legal date among its events."""

    entity: str
    latest: date


class Holdings(Protocol):
    """What zones have in hand at the position of the event reacted to, or later."""

    def leads_of(self, zone_id: str) -> Sequence[Holding]:
        """The leads that the zone holds (awarded, not signed) or claims."""

    def delegations_of(self, zone_id: str) -> Sequence[Holding]:
        """The zone's delegations that are pending, in force, or taken up."""

    def promotions_of(self, zone_id: str) -> Sequence[Holding]:
        """The announced promotions in which the zone has a place."""

    def linkages_of(self, zone_id: str) -> Sequence[Holding]:
        """The zone's linkages that are proposed or agreed."""

    def has_withdrawn(self, zone_id: str) -> bool:
        """Whether the zone was withdrawn."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """A command to send for the office as a robot, on the legal date `effective`, always under the same id."""

    command: Command
    category: str
    entity: str
    command_id: UUID
    effective: date


def react(recorded: Recorded, holdings: Holdings) -> list[Reaction]:
    """All that follows from one event; the same commands under the same ids however often it is delivered."""
    if EVENTS[recorded.type] not in CAUSES:
        return []
    return list(_consequences(recorded, holdings))


def _consequences(recorded: Recorded, holdings: Holdings) -> Iterator[Reaction]:
    event: Cause = recorded.event  # type: ignore[assignment]  # react() let only causes through
    match event:
        case application.PlaqueUnveiled():
            yield _reaction(recorded, establishment(recorded.entity, event), event.zone)
        case evaluation.Graded():
            if event.grade is Grade.UNSATISFACTORY:
                yield _reaction(recorded, rectification(recorded.entity, event), _zone_of(recorded))
        case evaluation.ExitApproved():
            yield _reaction(recorded, zone.Withdraw(evaluation=recorded.entity), _zone_of(recorded))
        case zone.Withdrawn():
            for held in holdings.leads_of(recorded.entity):
                yield _reaction(recorded, release(recorded.entity), held.entity, held.latest)
            for held in holdings.delegations_of(recorded.entity):
                yield _reaction(recorded, recall_listing(), held.entity, held.latest)
            for held in holdings.promotions_of(recorded.entity):
                yield _reaction(recorded, leaving(recorded.entity), held.entity, held.latest)
            for held in holdings.linkages_of(recorded.entity):
                yield _reaction(recorded, linkage_end(), held.entity, held.latest)
        case lead.Claimed() | lead.Awarded():
            if holdings.has_withdrawn(event.zone):
                yield _reaction(recorded, release(event.zone), recorded.entity)
        case delegation.Requested() | delegation.Delegated():
            if holdings.has_withdrawn(_zone_of(recorded)):
                yield _reaction(recorded, recall_listing(), recorded.entity)
        case promotion.ZoneJoined():
            if holdings.has_withdrawn(event.zone):
                yield _reaction(recorded, leaving(event.zone), recorded.entity)
        case linkage.Proposed() | linkage.Agreed():
            if holdings.has_withdrawn(recorded.entity.partition(SEPARATOR)[0]):
                yield _reaction(recorded, linkage_end(), recorded.entity)
        case _:
            assert_never(event)


def establishment(application_id: str, plaque: application.PlaqueUnveiled) -> zone.Establish:
    """挂牌 -> 联动创新区成立: the zone begins with what its application said. 二(三)3"""
    return zone.Establish(
        application=application_id,
        name_zh=plaque.name_zh,
        name_en=plaque.name_en,
        body=plaque.body,
        kind=plaque.kind,
        level=plaque.level,
        district=plaque.district,
        sections=plaque.sections,
        industries=plaque.industries,
        boundary=plaque.boundary,
    )


def rectification(evaluation_id: str, graded: evaluation.Graded) -> zone.OrderRectification:
    """不合格 -> 限期整改: the zone puts right what the evaluation found wanting. 四(四)"""
    return zone.OrderRectification(evaluation=evaluation_id, requirements=graded.reason)


def release(zone_id: str) -> lead.Release:
    """退出 -> 线索释放: what a withdrawn zone holds or claims goes back to the exchange. 四(四)"""
    return lead.Release(zone=zone_id, reason=ReleaseReason.ZONE_WITHDRAWN)


def recall_listing() -> delegation.ListForRecall:
    """退出 -> 列入收回清单: the powers handed down to a withdrawn zone are listed for recall. 四(四)"""
    return delegation.ListForRecall(reason=" / ".join(term(ReleaseReason.ZONE_WITHDRAWN)))


def leaving(zone_id: str) -> promotion.Leave:
    """退出 -> 退出推介: a withdrawn zone gives up its place in what is announced. 四(四)"""
    return promotion.Leave(zone=zone_id, reason=" / ".join(term(EndReason.ZONE_WITHDRAWN)))


def linkage_end() -> linkage.End:
    """退出 -> 终止联动: the linkages of a withdrawn zone, and the proposals of one, end. 四(四)"""
    return linkage.End(reason=EndReason.ZONE_WITHDRAWN)


def _zone_of(recorded: Recorded) -> str:
    """The zone in the id of an evaluation (`year--zone`) or a delegation (`item--zone`)."""
    return recorded.entity.rpartition(SEPARATOR)[2]


def _reaction(recorded: Recorded, command: Command, entity: str, latest: date | None = None) -> Reaction:
    effective = max(recorded.effective, latest or recorded.effective)
    command_id = uuid5(UUID(recorded.id), f"{command.name}/{entity}")
    return Reaction(command, command.name.partition(".")[0], entity, command_id, effective)
