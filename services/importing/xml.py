"""The parts of a workbook as XML: read block by block, without declarations, whatever prefix its names have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO
from xml.parsers import expat

BLOCK = 64 * 1024
Begun = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
BETWEEN = " "
"""Stands between a namespace and a name."""


class Unsound(Exception):
    """A part that is no part of a workbook."""


def read(part: IO[bytes], begun: Begun, ended: Ended | None = None, text: Ended | None = None) -> Iterator[None]:
    """Tell of each element as it begins and ends, by its local name, and of the text between; a step is a block.

    Raises `Unsound`. A declaration of types or entities, which no workbook has, ends it at once.
    """
    parser = expat.ParserCreate(namespace_separator=BETWEEN)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = lambda name, attributes: begun(local(name), attributes)
    if ended is not None:
        parser.EndElementHandler = lambda name: ended(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while block := part.read(BLOCK):
            parser.Parse(block)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own
        yield
    except expat.ExpatError as error:
        raise Unsound(str(error)) from error


@lru_cache(maxsize=1024)
def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(BETWEEN)[2]


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    return next((value for key, value in attributes.items() if local(key) == name), None)


def _declared(*_told: object) -> None:
    raise Unsound("a document type is declared")
