"""Handing a file in (材料接收): read once, block by block, it comes out as a Document, or is refused with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.values import LARGEST_DOCUMENT, Document
from services.documents.detection import HEAD, TextReader, claimed_by, media_types_of
from services.documents.package import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCK = 256 * 1024
CLAUSE = "系统约定 4"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may be attached: where it is, as what it is attached, and as which media types it may go."""

    path: Path
    document: Document
    media_types: tuple[str, ...]


def unseen(_done: int, _of: int) -> None:
    """Shows progress to nobody."""


def taken_in(
    path: Path, *, name: str | None = None, media_type: str | None = None, told: Callable[[int, int], None] = unseen
) -> Paper:
    """Look at a file: its size, its digest, its media type by what is in it. Nothing is stored.

    `name`: what it is called in the log (default: the file's own name). `media_type`: what somebody says that it is.
    Raises `Refused` for what is empty, too large, or of no kind that may be attached, and where a claim is wrong.
    """
    name = name or path.name[-LONGEST_NAME:]
    size = path.stat().st_size
    size_fits(size, name)
    digest, reader, head, read = sha256(), TextReader(), b"", 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            head = head or block[:HEAD]
            read += len(block)
            digest.update(block)
            reader.take(block)
            told(read, size)
    reader.take(b"", last=True)
    size_fits(read, name)
    media_types = media_types_of(path, head, reader.encoding)
    may_be_attached(name, media_types)
    for claim in filter(None, (media_type, claimed_by(name))):
        claim_is_true(name, claim, media_types)
    chosen = media_type or claimed_by(name) or media_types[0]
    return Paper(path, Document(name=name, sha256=digest.hexdigest(), size=read, media_type=chosen), media_types)


def size_fits(size: int, name: str) -> None:
    """An attachment has at least one byte and at most 200 MB. 系统约定 4"""
    if not size:
        raise Refused("document-empty", clause=CLAUSE, name=name)
    if size > LARGEST_DOCUMENT:
        raise Refused("document-too-large", clause=CLAUSE, name=name, size=size, limit=LARGEST_DOCUMENT)


def may_be_attached(name: str, media_types: tuple[str, ...]) -> None:
    """Documents, tables, pictures, texts and packages of them: nothing that runs, and nothing that nobody knows."""
    if PROGRAM in media_types:
        raise Refused("document-is-a-program", clause=CLAUSE, name=name)
    if not media_types:
        raise Refused("document-of-unknown-kind", clause=CLAUSE, name=name)


def claim_is_true(name: str, claim: str, media_types: tuple[str, ...]) -> None:
    """What a file is said to be, by its name or by a person, is what is in it."""
    if claim not in media_types:
        raise Refused("document-is-another-kind", clause=CLAUSE, name=name, claim=claim, content=media_types[0])
