"""What parties deal over a lead, as the ledger keeps it: transfers, incentives, disputes, duplicates. 三(四)"""

from __future__ import annotations

from domain.envelope import Recorded
from domain.lead import (
    Disputed,
    DuplicateConfirmed,
    DuplicateDismissed,
    DuplicateFlagged,
    IncentivePromised,
    Ruled,
    TransferDeclined,
    TransferProposed,
    Transferred,
    TransferWithdrawn,
)
from domain.values import Document
from projections.kernel import Changes, Patch, Put, Row
from projections.lead_ledger.handlers import in_hand, patch
from projections.lead_ledger.tables import DISPUTES, DUPLICATES, INCENTIVES, TRANSFERS


def numbered(recorded: Recorded) -> Row:
    """The key of a row that one event makes."""
    return {"lead": recorded.entity, "sequence": recorded.sequence}


def attached(documents: tuple[Document, ...]) -> list[object]:
    """Documents as JSON."""
    return [each.model_dump(mode="json") for each in documents]


def transfer(
    event: TransferProposed | TransferDeclined | TransferWithdrawn | Transferred, recorded: Recorded, **values: object
) -> Put:
    """One step of a transfer."""
    between = {"giver": event.giver, "receiver": event.receiver}
    return Put(TRANSFERS, numbered(recorded), {"step": event.name, "day": recorded.effective, **between, **values})


def transfer_proposed(event: TransferProposed, recorded: Recorded) -> Changes:
    """提出流转."""
    yield transfer(event, recorded, source_percent=event.source_percent, reason=event.reason)


def transfer_ended(event: TransferDeclined | TransferWithdrawn, recorded: Recorded) -> Changes:
    """谢绝流转, 撤回流转."""
    yield transfer(event, recorded, reason=event.reason)


def transferred(event: Transferred, recorded: Recorded) -> Changes:
    """流转: into another zone's hand, for a share of the benefit."""
    yield transfer(event, recorded, source_percent=event.source_percent, agreed=event.agreed)
    yield from in_hand(recorded, event.receiver, event.since, event.protected_until, reason=event.name)


def incentive_promised(event: IncentivePromised, recorded: Recorded) -> Changes:
    """承诺支持政策."""
    values = {
        "zone": event.zone,
        "day": recorded.effective,
        "kind": event.kind.value,
        "promise": event.promise,
        "support_amount": event.amount,
        "review": None if event.review is None else event.review.model_dump(mode="json"),
    }
    yield Put(INCENTIVES, numbered(recorded), values)


def disputed(event: Disputed, recorded: Recorded) -> Changes:
    """首谈争议."""
    said = {"disputant": event.disputant, "zone": event.zone, "statement": event.statement}
    proofs = {"documents": attached(event.evidence)}
    yield Put(DISPUTES, numbered(recorded), {"step": event.name, "day": recorded.effective, **said, **proofs})
    yield patch(recorded, disputed=recorded.effective)


def ruled(event: Ruled, recorded: Recorded) -> Changes:
    """首谈争议裁定: the hand it moves, the first reporter it names, the protection it renews."""
    found = {"zone": event.zone, "reporter": event.reporter, "statement": event.reason}
    proofs = {"documents": attached(event.documents)}
    yield Put(DISPUTES, numbered(recorded), {"step": event.name, "day": event.since, **found, **proofs})
    yield patch(recorded, disputed=None)
    if event.reporter is not None:
        yield patch(recorded, reporter=event.reporter)
    if event.moves and event.zone is not None:
        yield from in_hand(recorded, event.zone, event.since, event.protected_until, reason=event.name)
    elif event.protected_until is not None:
        yield patch(recorded, protected_until=event.protected_until)


def duplicate(event: DuplicateFlagged | DuplicateConfirmed | DuplicateDismissed, recorded: Recorded) -> Changes:
    """疑似重复, 认定, 排除: the latest word counts; the grounds stay those of the flag."""
    key = {"lead": recorded.entity, "earlier": event.earlier}
    said = {"step": event.name, "day": recorded.effective, "reason": event.reason}
    if isinstance(event, DuplicateFlagged):
        alike = {"investor_likeness": event.investor_likeness, "project_likeness": event.project_likeness}
        yield Put(DUPLICATES, key, {"grounds": event.grounds.value, **alike, **said})
    else:
        yield Patch(DUPLICATES, key, said)
