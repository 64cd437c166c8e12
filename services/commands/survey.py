"""The survey (测绘核验): is the boundary in a command a polygon that can stand on a map? 二(一)2

The geometry package is imported only when the first polygon arrives: most commands hold none, and it takes 30 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel

from domain.values import Polygon

WEST, EAST = 105.28, 110.20
SOUTH, NORTH = 28.16, 32.21
"""重庆市域: the municipality's bounding box, 105°17'-110°11' E and 28°10'-32°13' N, rounded outwards."""

NOT_CLOSED = "flaw.not-closed"
NOT_IN_MUNICIPALITY = "flaw.not-in-municipality"
EMPTY = "flaw.empty"
CROSSES_ITSELF = "flaw.crosses-itself"
RINGS_CLASH = "flaw.rings-clash"


def flaws(command: BaseModel) -> Mapping[str, str]:
    """What is wrong with the polygons in a command: the field's path (`data.boundary.polygon`) and the flaw's word."""
    if not _may_hold_polygon(type(command)):
        return {}
    found = {where: flaw_of(polygon) for where, polygon in _polygons(command, "data")}
    return {where: flaw for where, flaw in found.items() if flaw is not None}


def flaw_of(polygon: Polygon) -> str | None:
    """The first flaw of one polygon, as a key of the vocabulary; None for a sound one."""
    rings = polygon.coordinates
    if any(ring[0] != ring[-1] for ring in rings):
        return NOT_CLOSED
    if not all(WEST <= east <= EAST and SOUTH <= north <= NORTH for ring in rings for east, north in ring):
        return NOT_IN_MUNICIPALITY
    import shapely  # type: ignore[import-untyped]  # noqa: PLC0415 - see the module's docstring; it ships no types

    shape = shapely.Polygon(rings[0], rings[1:])
    validity = shapely.is_valid_reason(shape)
    if "Self-intersection" in validity:
        return EMPTY if shape.envelope.area == 0 else CROSSES_ITSELF
    if validity != "Valid Geometry":
        return EMPTY if shape.area == 0 else RINGS_CLASH
    return EMPTY if shape.area == 0 else None


def _polygons(value: object, path: str) -> Iterator[tuple[str, Polygon]]:
    if isinstance(value, Polygon):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _polygons(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _polygons(inner, f"{path}.{index}")


@cache
def _may_hold_polygon(model: type[BaseModel]) -> bool:
    """Whether a polygon can stand anywhere in a model, by its fields' types."""
    return any(_holds_polygon(field.annotation) for field in model.model_fields.values())


def _holds_polygon(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return issubclass(hint, Polygon) or _may_hold_polygon(hint)
    return any(_holds_polygon(argument) for argument in get_args(hint))
