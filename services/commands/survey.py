"""What the survey says of the boundaries in a command, before anybody decides: flaws, and measured areas. 二(一)2

The geometry is imported only when the first polygon arrives: most commands hold none, and it takes 30 MB.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.parts import parts
from domain.values import Boundary, Polygon

if TYPE_CHECKING:
    from pydantic import BaseModel

WEST, EAST = 105.28, 110.20
SOUTH, NORTH = 28.16, 32.21
"""重庆市域: the municipality's bounding box, 105°17'-110°11' E and 28°10'-32°13' N, rounded outwards."""

NOT_CLOSED = "flaw.not-closed"
NOT_IN_MUNICIPALITY = "flaw.not-in-municipality"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """By field: what is wrong with a polygon, as a key of the vocabulary, and what that of a boundary encloses in km².

    A flaw stands under the polygon (`data.boundary.polygon`), an area under its boundary (`data.boundary`).
    """

    flaws: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, Decimal] = field(default_factory=dict)


NOTHING = Surveyed()


def surveyed(command: BaseModel) -> Surveyed:
    """Look at every boundary in a command; `NOTHING` where there is no polygon."""
    flaws, areas = dict[str, str](), dict[str, Decimal]()
    for where, boundary in parts(command, Boundary):
        if boundary.polygon is None:
            continue
        found = measured(boundary.polygon)
        if isinstance(found, str):
            flaws[f"{where}.polygon"] = found
        else:
            areas[where] = found
    return Surveyed(flaws, areas) if flaws or areas else NOTHING


def measured(polygon: Polygon) -> Decimal | str:
    """The area of a sound polygon in km², or the first flaw of another."""
    rings = polygon.coordinates
    if any(ring[0] != ring[-1] for ring in rings):
        return NOT_CLOSED
    if not all(WEST <= east <= EAST and SOUTH <= north <= NORTH for ring in rings for east, north in ring):
        return NOT_IN_MUNICIPALITY
    from services.survey.geometry import area, flaw_of, shape_of  # noqa: PLC0415 - see the module's docstring

    shape = shape_of(polygon)
    return flaw_of(shape) or area(shape)
