"""Every kind of thing that a zone can have in hand, and what becomes of it when the zone is withdrawn. 四(四)

One entry for each: what its events do with the hands it is in, and the command that follows. The fold in memory, the
view `holdings` and the reactions all go by this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain import delegation, lead, linkage, matter, policy_extension, promotion, replication, trial
from domain.holdings.steps import Step, Zones, arrives, first_part, its_zone, last_part, leaves, noted, over, passes
from domain.kernel import Command, Event
from domain.lead_values import ReleaseReason
from domain.linkage_values import EndReason
from domain.vocabulary import term

WITHDRAWN = " / ".join(term(ReleaseReason.ZONE_WITHDRAWN))
"""Why, where a reason is given in words: in both languages, as whoever reads it is not known."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Entities of `category`: the steps of their lives, and the command that follows when zone `follows(zone)` is gone.

    What no step names changes nothing. `id_names_zone`: one event can bring it into several hands, so that the id of
    the command that follows must name the zone too.
    """

    category: str
    follows: Callable[[str], Command]
    steps: tuple[Step, ...]
    id_names_zone: bool = False


def release(zone_id: str) -> lead.Release:
    """退出 -> 线索释放: what a withdrawn zone holds or claims goes back to the exchange. 四(四)"""
    return lead.Release(zone=zone_id, reason=ReleaseReason.ZONE_WITHDRAWN)


def recall_listing(_zone_id: str) -> delegation.ListForRecall:
    """退出 -> 列入收回清单: the powers handed down to a withdrawn zone are listed for recall. 四(四)"""
    return delegation.ListForRecall(reason=WITHDRAWN)


def replication_end(_zone_id: str) -> replication.End:
    """退出 -> 推广终止: what a withdrawn zone has not finished replicating ends. 四(四)"""
    return replication.End(reason=WITHDRAWN)


def suspension(zone_id: str) -> trial.SuspendOnExit:
    """退出 -> 试验中止: what a withdrawn zone tries stops, or goes on without it. 四(四)"""
    return trial.SuspendOnExit(zone=zone_id, reason=WITHDRAWN)


def extension_end(_zone_id: str) -> policy_extension.EndOnWithdrawal:
    """退出 -> 政策适用终止: what was extended to a withdrawn zone ends, what it asked for lapses. 四(四)"""
    return policy_extension.EndOnWithdrawal(reason=WITHDRAWN)


def handover(zone_id: str) -> matter.HandOver:
    """退出 -> 协调事项移交: what a withdrawn zone left unsettled goes on, in the hands of the office. 四(四)"""
    return matter.HandOver(zone=zone_id, reason=WITHDRAWN)


def leaving(zone_id: str) -> promotion.Leave:
    """退出 -> 退出推介: a withdrawn zone gives up its place in what is announced. 四(四)"""
    return promotion.Leave(zone=zone_id, reason=WITHDRAWN)


def linkage_end(_zone_id: str) -> linkage.End:
    """退出 -> 终止联动: the linkages of a withdrawn zone, and the proposals of one, end. 四(四)"""
    return linkage.End(reason=EndReason.ZONE_WITHDRAWN)


def _giver(event: lead.Transferred, _entity: str) -> Zones:
    return (event.giver,)


def _receiver(event: lead.Transferred, _entity: str) -> Zones:
    return (event.receiver,)


def _loser(event: lead.Ruled, _entity: str) -> Zones:
    return (event.former,) if event.moves and event.former is not None else ()


def _winner(event: lead.Ruled, _entity: str) -> Zones:
    return (event.zone,) if event.moves and event.zone is not None else ()


def _takers_part(event: trial.Proposed, _entity: str) -> Zones:
    return (event.zone, *event.partner_zones)


KINDS = (
    Kind(
        "lead",
        release,
        (
            arrives(lead.Claimed, its_zone),
            arrives(lead.Awarded, its_zone),
            passes(lead.Transferred, _giver, _receiver),
            passes(lead.Ruled, _loser, _winner),
            leaves(lead.ClaimWithdrawn, its_zone),
            leaves(lead.Released, its_zone),
            leaves(lead.ClaimLapsed, its_zone),
            leaves(lead.Signed, its_zone),
            *over(lead.Closed),
            *noted(lead.Shared, lead.Assessed, lead.Progressed, lead.Landed, lead.Commissioned),
            *noted(lead.DuplicateFlagged, lead.DuplicateConfirmed, lead.DuplicateDismissed, lead.InvestorDisclosed),
            *noted(lead.TransferProposed, lead.TransferDeclined, lead.TransferWithdrawn),
            *noted(lead.IncentivePromised, lead.Disputed),
        ),
    ),
    Kind(
        "delegation",
        recall_listing,
        (
            arrives(delegation.Requested, last_part),
            arrives(delegation.Delegated, last_part),
            *over(delegation.RequestRefused, delegation.RequestLapsed, delegation.ListedForRecall, delegation.Recalled),
            *noted(delegation.Assessed, delegation.TakenUp, delegation.ExerciseReported, delegation.Amended),
        ),
    ),
    Kind(
        "replication",
        replication_end,
        (
            arrives(replication.Planned, last_part),
            arrives(replication.FoundInapplicable, last_part),
            arrives(replication.SentBack, last_part),
            *over(replication.Verified, replication.InapplicabilityConfirmed, replication.Ended),
            *noted(replication.Implemented, replication.InapplicabilityRejected),
        ),
    ),
    Kind(
        "trial",
        suspension,
        (
            arrives(trial.ObstacleRaised, its_zone),
            arrives(trial.Proposed, _takers_part, afresh=True),
            arrives(trial.Resumed, its_zone),
            leaves(trial.PartnerLeft, its_zone),
            leaves(trial.Suspended, its_zone),
            *over(trial.ProposalRefused, trial.Lapsed, trial.Concluded),
            *noted(trial.Joined, trial.RiskAssessed, trial.RiskReassessed, trial.Approved, trial.Started),
            *noted(trial.ProgressReported),
        ),
        id_names_zone=True,
    ),
    Kind(
        "policy-extension",
        extension_end,
        (
            arrives(policy_extension.ExtensionRequested, last_part),
            arrives(policy_extension.Extended, last_part),
            *over(policy_extension.ExtensionRefused, policy_extension.RequestLapsed, policy_extension.Ended),
            *noted(policy_extension.RiskAssessed, policy_extension.Suspended, policy_extension.Resumed),
        ),
    ),
    Kind(
        "matter",
        handover,
        (
            arrives(matter.Raised, its_zone),
            arrives(matter.Reopened, its_zone),
            *over(matter.Resolved, matter.HandedOver),
            *noted(matter.Assigned, matter.Answered, matter.Escalated),
        ),
    ),
    Kind(
        "promotion",
        leaving,
        (
            arrives(promotion.ZoneJoined, its_zone),
            leaves(promotion.ZoneLeft, its_zone),
            *over(promotion.Held, promotion.Cancelled),
            *noted(promotion.Announced),
        ),
    ),
    Kind(
        "linkage",
        linkage_end,
        (
            arrives(linkage.Proposed, first_part),
            arrives(linkage.Agreed, first_part),
            *over(linkage.Declined, linkage.Ended),
            *noted(linkage.ProjectLinked, linkage.Reviewed),
        ),
    ),
)

STEPS: Mapping[type[Event], tuple[Kind, Step]] = {step.kind: (kind, step) for kind in KINDS for step in kind.steps}
"""What each event does, and with what kind of thing."""
