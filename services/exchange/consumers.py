"""Each zone's own durable consumer on stream LEADS, named by the zone: it delivers what the zone may see, no more.

The consumer is the zone's right to read: made when the zone is established, deleted when the zone is withdrawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from domain.zone import Established, Withdrawn
from services.exchange.feed import ALL, INDUSTRY, RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nats.js import JetStreamContext

    from domain.envelope import Recorded

STREAM = "LEADS"


def filters(zone: str, industries: Iterable[str]) -> list[str]:
    """The subjects a zone may see: what is for all, for its industries, and for itself by name or as holder."""
    own = [] if zone in RESERVED else [f"lead.feed.{zone}.>"]
    return [f"lead.feed.{ALL}.>", *(f"lead.feed.{INDUSTRY}.{each}.*" for each in sorted(industries)), *own]


def configuration(zone: str, industries: Iterable[str]) -> ConsumerConfig:
    """A new zone begins with the present row of every lead it may see."""
    return ConsumerConfig(
        durable_name=zone,
        filter_subjects=filters(zone, industries),
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        ack_policy=AckPolicy.EXPLICIT,
        max_ack_pending=1000,
    )


async def follow(js: JetStreamContext, recorded: Recorded) -> None:
    """Make, or take away, the consumer of the zone that an event established or withdrew. May be repeated at will."""
    match recorded.event:
        case Established(industries=industries):
            await js.add_consumer(STREAM, configuration(recorded.entity, [each.value for each in industries]))
        case Withdrawn():
            try:
                await js.delete_consumer(STREAM, recorded.entity)
            except NotFoundError:
                return  # taken away already: the event came again after a restart
        case _:
            return
