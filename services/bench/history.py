"""A log of any length to read from: invented leads, ten events each, sealed as the command service seals them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from domain.envelope import Circumstances, seal
from domain.kernel import Actor, ActorKind, Event
from domain.lead import Assessed, Awarded, Claimed, Progressed, Shared
from domain.lead_values import Audience, Investor, Match, Visibility
from domain.values import Industry
from services.bench.system import OFFICE, ROBOT
from services.ledger.log import Entry, Log
from services.ledger.repository import subject_of

PER_LEAD = 10
AT_ONCE = 64
NAMESPACE = UUID("6f1d1a0e-1f0f-4f5c-9a43-9d0b7f5b3c11")
DAY = date(2024, 1, 2)
NOON = datetime(2024, 1, 2, 4, tzinfo=UTC)


def lead(number: int) -> str:
    """The id of a lead of the history."""
    return f"lead-{number}"


def events(number: int) -> Iterator[Event]:
    """The life of one lead: shared, assessed, claimed, awarded, followed up six times."""
    zone = f"zone-{number % 12}"
    yield Shared(
        reporter=OFFICE,
        investor=Investor(name=f"演示投资方{number}有限公司"),
        project=f"演示项目{number}",
        summary="建设年产十万套智能网联汽车域控制器生产线及研发中心。",
        industry=list(Industry)[number % len(Industry)],
        investment=100_000_000_00 + number,
        land=None,
        energy=None,
        environment=None,
        output=None,
        tax=None,
        location=None,
        help=None,
        visibility=Visibility(audience=Audience.ALL),
    )
    yield Assessed(follow_up=True, major=False, reason="符合产业方向")
    yield Claimed(zone=zone, match=Match(industry="主导产业", land="有净地", energy="指标充足"))
    yield Awarded(zone=zone, reason="匹配度最高", since=DAY, protected_until=DAY + timedelta(days=90))
    for step in range(PER_LEAD - 4):
        yield Progressed(zone=zone, summary=f"第{step + 1}次洽谈,就用地和用能条件交换意见。", next_step=None)


def entries(number: int) -> list[Entry]:
    """One lead's events as messages."""
    around = Circumstances(
        command=uuid5(NAMESPACE, str(number)),
        correlation=uuid5(NAMESPACE, str(number)),
        actor=Actor(OFFICE, ROBOT, ActorKind.ROBOT),
        time=NOON,
        effective=DAY,
        rulebook="illustrative-1",
    )
    subject = subject_of("lead", lead(number))
    return [
        Entry(subject, seal(event, "lead", lead(number), sequence, sequence, around))
        for sequence, event in enumerate(events(number), start=1)
    ]


async def grow(log: Log, begin: int, end: int, progress: Callable[[int, int], None]) -> None:
    """Append the histories of the leads numbered from `begin` up to `end`; `progress` is told leads done and to do."""
    waiting = iter(range(begin, end))
    done = 0

    async def work() -> None:
        nonlocal done
        for number in waiting:
            messages = entries(number)
            await log.append(messages, {messages[0].subject: 0})
            done += 1
            progress(done, end - begin)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
