"""Decisions for the `eventsourcing` package's tests of projections, written as JSON.

The package's own (`eventsourcing.dcb.msgpack`) are structures of msgspec, which it imports but does not ask for; its
tests of projections import them, also those that use none. Where msgspec is not installed, these stand in their place.
What is tested is the recorder under them, to which an event's data are bytes.
"""

import importlib.util
import sys
from typing import Any

import orjson
from eventsourcing.dcb import api, domain, persistence
from eventsourcing.utils import get_topic, resolve_topic


class Decision(domain.Decision):
    """A decision with whatever fields it is made with."""

    def __init__(self, **fields: Any) -> None:  # noqa: ANN401  whatever JSON holds
        vars(self).update(fields)


class InitialDecision(Decision, domain.InitialDecision):
    """The decision that begins an enduring object."""

    originator_topic: str


class MessagePackMapper(persistence.DCBMapper[Decision]):
    """Decisions as JSON, under the name by which applications ask for the package's own mapper."""

    def to_dcb_event(self, event: domain.Tagged[Decision]) -> api.DCBEvent:
        data = orjson.dumps(event.decision.as_dict())
        return api.DCBEvent(type=get_topic(type(event.decision)), data=data, tags=event.tags)

    def to_domain_event(self, event: api.DCBEvent) -> domain.Tagged[Decision]:
        return domain.Tagged(tags=event.tags, decision=resolve_topic(event.type)(**orjson.loads(event.data)))


if importlib.util.find_spec("msgspec") is None:
    sys.modules["eventsourcing.dcb.msgpack"] = sys.modules[__name__]
