"""Ids (编号): what the id of an entity may look like, by the parts that its category names. 系统约定 6"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from domain.kernel import SEPARATOR, C, E, Refused, S

if TYPE_CHECKING:
    from domain.kernel import Decider

SINGLE_ID = re.compile(r"^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$")


@cache
def _form(parts: tuple[str, ...]) -> re.Pattern[str]:
    """What an id of those parts looks like; each part of at most 64 characters."""
    single = r"(?!-)(?=[a-z0-9-]{1,64}(?:--|$))[a-z0-9]+(?:-[a-z0-9]+)*"
    forms = {"#": r"[1-9][0-9]{0,5}", "*": f"{single}(?:{SEPARATOR}{single})*"}
    return re.compile(SEPARATOR.join(forms.get(part, single) for part in parts))


@lru_cache(maxsize=4096)
def _fits(parts: tuple[str, ...], entity: str) -> bool:
    return bool(_form(parts).fullmatch(entity))


def entity_id_fits(decider: Decider[S, C, E], entity: str) -> None:
    """An id has the form of its category: a single id, or parts, `#` a number from 1, `*` another entity's whole id."""
    parts = decider.parts or (decider.category,)
    if not _fits(parts, entity):
        shape = SEPARATOR.join(f"<{part}>" for part in parts)
        raise Refused(
            "entity-id-shape",
            clause="系统约定 6",
            field="entity",
            entity=entity[:140],
            category=decider.category,
            shape=shape,
        )
