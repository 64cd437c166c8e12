"""What is said of connectivity (互联互通): hubs, corridors, their services and what passes through them. 三(六)

Cargo in whole tonnes, containers in TEU, investment in fen.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.kernel import EntityId, Name, Text, Value, ZoneId
from domain.values import Document, Fen

Amount = Annotated[int, Field(ge=0, le=10**12)]


class ProjectKind(StrEnum):
    """陆港、空港、水港、海关特殊监管区域、多式联运、通道. 三(六)"""

    LAND_PORT = "land-port"
    AIRPORT = "airport"
    RIVER_PORT = "river-port"
    CUSTOMS_AREA = "special-customs-area"
    MULTIMODAL = "multimodal-transport"
    CORRIDOR = "corridor"


class TransportMode(StrEnum):
    """铁公水空. 三(六)"""

    RAIL = "rail"
    ROAD = "road"
    WATER = "water"
    AIR = "air"


class Channel(StrEnum):
    """“一带一路”、长江经济带、西部陆海新通道. 三(六)"""

    BELT_AND_ROAD = "belt-and-road"
    YANGTZE = "yangtze-economic-belt"
    LAND_SEA = "western-land-sea-corridor"


class Milestone(StrEnum):
    """The milestones of a project in the order in which it reaches them."""

    APPROVED = "project-approved"
    GROUND_BROKEN = "ground-broken"
    BUILT = "main-works-built"
    ACCEPTED = "works-accepted"

    @property
    def step(self) -> int:
        """Its place in the order, from 0."""
        return list(Milestone).index(self)


Modes = Annotated[tuple[TransportMode, ...], Field(min_length=1, max_length=len(TransportMode))]
Channels = Annotated[tuple[Channel, ...], Field(max_length=len(Channel))]


class Project(Value):
    """互联互通项目: what is built or run, where, by which modes, on which channels, for which zones."""

    title: Name
    kind: ProjectKind
    modes: Modes
    channels: Channels = ()
    zones: Annotated[tuple[ZoneId, ...], Field(max_length=100)] = ()
    place: Name
    summary: Text
    investment: Fen | None = None


class Arrival(Value):
    """里程碑: the milestone that is reached, and what shows it."""

    milestone: Milestone
    summary: Text
    documents: Annotated[tuple[Document, ...], Field(max_length=50)] = ()


class Service(Value):
    """A regular service (班列、航线、班轮): called `service` from then on, from where to where, by which modes."""

    service: EntityId
    title: Name
    departure: Name
    destination: Name
    modes: Modes
    frequency: Text | None = None


class Throughput(Value):
    """吞吐量 from `start` to `end` (both included): what is known of it, and from what source."""

    start: date
    end: date
    teu: Amount | None = None
    tonnes: Amount | None = None
    trains: Amount | None = None
    flights: Amount | None = None
    data_source: Name
