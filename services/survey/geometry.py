"""Geometry of boundaries: what is wrong with a polygon, what it encloses on the ellipsoid, what two have in common.

Imports the geometry package, which takes 30 MB: whoever may do without polygons imports this late.

Areas are measured in the cylindrical equal-area projection of the WGS84 ellipsoid (Snyder, Map Projections: A Working
Manual, 1987, equation 3-12), which keeps every area as it is. GeoJSON's edges are straight in longitude and latitude
(RFC 7946), so they are drawn in short pieces before they are projected.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import shapely  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]  # as above

    from domain.values import Polygon

AXIS_KM, ECCENTRICITY = 6_378.137, 0.081_819_190_842_621_49
"""WGS84: half of the long axis, and the first eccentricity."""
PIECE = 0.005
"""Degrees, some 500 m: what the projection bends of an edge of that length is less than a millionth of a zone."""
PLACES = Decimal("0.0001")
"""Areas are given to a hundred square metres, as they are declared."""

EMPTY = "flaw.empty"
CROSSES_ITSELF = "flaw.crosses-itself"
RINGS_CLASH = "flaw.rings-clash"


def shape_of(polygon: Polygon) -> BaseGeometry:
    """The polygon as the geometry package has it, in degrees."""
    return shapely.Polygon(polygon.coordinates[0], polygon.coordinates[1:])


def flaw_of(shape: BaseGeometry) -> str | None:
    """What keeps a polygon from being one: a key of the vocabulary; None for a sound one."""
    validity = shapely.is_valid_reason(shape)
    if "Self-intersection" in validity:
        return EMPTY if shape.envelope.area == 0 else CROSSES_ITSELF
    if validity != "Valid Geometry":
        return EMPTY if shape.area == 0 else RINGS_CLASH
    return EMPTY if shape.area == 0 else None


def area(shape: BaseGeometry) -> Decimal:
    """What a polygon (or several) in degrees encloses on the WGS84 ellipsoid, in km², holes taken out."""
    return Decimal(shapely.transform(shapely.segmentize(shape, PIECE), equal_area).area).quantize(PLACES)


def equal_area(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Longitudes and latitudes to kilometres on a plane on which every area is what it is on the ellipsoid."""
    longitude, latitude = np.radians(degrees).T
    e, sine = ECCENTRICITY, np.sin(latitude)
    q = (1 - e**2) * (sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e)
    return AXIS_KM * np.column_stack((longitude, q / 2))


def common(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """What two polygons both cover: polygons only, where they do more than touch."""
    both = shapely.intersection(one, other)
    return shapely.union_all([part for part in shapely.get_parts(both) if part.geom_type == "Polygon"])


def as_geojson(shape: BaseGeometry) -> str:
    """The geometry as RFC 7946 wants it: outer rings counter-clockwise."""
    return str(shapely.to_geojson(shapely.orient_polygons(shape)))
