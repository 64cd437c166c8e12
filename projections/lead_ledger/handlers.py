"""What each event of a lead's way writes into the ledger (招商线索台账): stage, hands, claims, reports. 三(四)"""

from __future__ import annotations

from datetime import date

from domain.envelope import Recorded
from domain.lead import (
    Assessed,
    Awarded,
    Claimed,
    ClaimLapsed,
    ClaimWithdrawn,
    Closed,
    Commissioned,
    InvestorDisclosed,
    Landed,
    Progressed,
    Released,
    Shared,
    Signed,
    Stage,
)
from projections.kernel import Changes, Delete, Patch, Put
from projections.lead_ledger.tables import CLAIMS, HANDS, LEDGER, PROGRESS


def patch(recorded: Recorded, **values: object) -> Patch:
    """Alter the lead's row."""
    return Patch(LEDGER, {"lead": recorded.entity}, values)


def hand(recorded: Recorded, holder: str | None, since: date, *, ended: bool = False, reason: str | None = None) -> Put:
    """The lead passes into another hand, or out of all."""
    key = {"lead": recorded.entity, "sequence": recorded.sequence}
    day = since.toordinal()
    return Put(HANDS, key, {"holder": holder, "since": since, "since_day": day, "ended": ended, "reason": reason})


def shared(event: Shared, recorded: Recorded) -> Changes:
    """共享, 首报."""
    values = {
        "stage": Stage.OPEN.value,
        "since": recorded.effective,
        "project": event.project,
        "industry": event.industry.value,
        "investment": event.investment,
        "reporter": event.reporter,
        "shared": recorded.effective,
        "first_reported": recorded.recorded.isoformat(timespec="microseconds"),
        "major": False,
    }
    yield Put(LEDGER, {"lead": recorded.entity}, values)
    yield hand(recorded, None, recorded.effective)


def assessed(event: Assessed, recorded: Recorded) -> Changes:
    """研判."""
    stage = Stage.OPEN if event.follow_up else Stage.SHELVED
    yield patch(recorded, stage=stage.value, since=recorded.effective, major=event.major)


def claimed(event: Claimed, recorded: Recorded) -> Changes:
    """意向承接."""
    key = {"lead": recorded.entity, "zone": event.zone}
    yield Put(CLAIMS, key, {"claimed": recorded.effective, **event.match.model_dump()})


def claim_withdrawn(event: ClaimWithdrawn, recorded: Recorded) -> Changes:
    """撤回意向."""
    yield Delete(CLAIMS, {"lead": recorded.entity, "zone": event.zone})


def in_hand(recorded: Recorded, zone: str, since: date, until: date | None, *, reason: str | None = None) -> Changes:
    """A zone holds the lead: its claim is met, protection begins, and it does not know the investor yet."""
    hold = {"holder": zone, "awarded": since, "protected_until": until, "disclosed": None}
    yield patch(recorded, stage=Stage.AWARDED.value, since=since, **hold)
    yield Delete(CLAIMS, {"lead": recorded.entity, "zone": zone})
    yield hand(recorded, zone, since, reason=reason)


def awarded(event: Awarded, recorded: Recorded) -> Changes:
    """确定承接."""
    yield from in_hand(recorded, event.zone, event.since, event.protected_until)


def investor_disclosed(_event: InvestorDisclosed, recorded: Recorded) -> Changes:
    """披露投资方: that it was done; who it is never enters a view."""
    yield patch(recorded, disclosed=recorded.effective)


def progressed(event: Progressed, recorded: Recorded) -> Changes:
    """跟进."""
    day = recorded.effective
    yield patch(recorded, last_progress=day, last_summary=event.summary, next_step=event.next_step)
    key = {"lead": recorded.entity, "sequence": recorded.sequence}
    values = {"zone": event.zone, "day": day, "summary": event.summary, "next_step": event.next_step}
    yield Put(PROGRESS, key, values)


def released(event: Released | ClaimLapsed, recorded: Recorded) -> Changes:
    """释放, 承接失效: on the exchange again."""
    nobody = {"holder": None, "awarded": None, "protected_until": None, "disclosed": None}
    yield patch(recorded, stage=Stage.OPEN.value, since=event.since, **nobody)
    yield hand(recorded, None, event.since, reason=event.reason.value)


def signed(event: Signed, recorded: Recorded) -> Changes:
    """签约."""
    day = recorded.effective
    yield patch(recorded, stage=Stage.SIGNED.value, since=day, signed=day, amount=event.amount)


def landed(event: Landed, recorded: Recorded) -> Changes:
    """落地."""
    yield patch(recorded, stage=Stage.LANDED.value, since=event.since, landed=event.since)


def commissioned(event: Commissioned, recorded: Recorded) -> Changes:
    """投产."""
    yield patch(recorded, stage=Stage.COMMISSIONED.value, since=event.since, commissioned=event.since)


def closed(event: Closed, recorded: Recorded) -> Changes:
    """终止: nobody holds it any more."""
    day, reason = recorded.effective, event.reason.value
    ended = {"holder": None, "protected_until": None, "closed": day, "close_reason": reason, "note": event.note}
    yield patch(recorded, stage=Stage.CLOSED.value, since=day, **ended)
    yield Delete(CLAIMS, {"lead": recorded.entity})
    yield hand(recorded, None, day, ended=True, reason=reason)
