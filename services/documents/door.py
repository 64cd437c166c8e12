"""The command door's question to the store: are the documents that a command names there, as it describes them?"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from domain.gate import MISSING_DOCUMENT
from domain.parts import parts
from domain.values import Document

if TYPE_CHECKING:
    from pydantic import BaseModel

    from services.documents.held import Held

OTHER_SIZE = "flaw.document-size"
OTHER_TYPE = "flaw.document-type"
REMEMBERED = 10_000
NOTHING: Mapping[str, str] = MappingProxyType({})


class Store(Protocol):
    """Whoever knows what is in the store."""

    async def held(self, digest: str) -> Held | None:
        """The document of that digest, None where its bytes are not there."""


class DocumentsAtTheDoor:
    """What the store says against the documents of commands. What it holds it holds for ever, so that is remembered."""

    def __init__(self, store: Store) -> None:
        """Ask `store`."""
        self._store = store
        self._known: dict[str, Held] = {}

    async def against(self, command: BaseModel) -> Mapping[str, str]:
        """What is wrong, by field (see `flaws_of`). A command that can name no document costs no question."""
        named = tuple(parts(command, Document))
        if not named:
            return NOTHING
        digests = {document.sha256 for _, document in named}
        there = {digest: self._known[digest] for digest in digests & self._known.keys()}
        if unknown := digests - there.keys():
            answers = await asyncio.gather(*map(self._store.held, unknown))
            new = {each.sha256: each for each in answers if each is not None}
            if len(self._known) + len(new) > REMEMBERED:
                self._known.clear()
            self._known |= new
            there |= new
        return flaws_of(named, there)


def flaws_of(named: Iterable[tuple[str, Document]], known: Mapping[str, Held]) -> dict[str, str]:
    """What is wrong with documents: the field's path (`data.minutes`) and the flaw's word. `known`: what is there."""
    found = {}
    for where, document in named:
        held = known.get(document.sha256)
        if held is None:
            found[where] = MISSING_DOCUMENT
        elif held.size != document.size:
            found[where] = OTHER_SIZE
        elif document.media_type not in held.media_types:
            found[where] = OTHER_TYPE
    return found
