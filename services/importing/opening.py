"""Opening a ledger: what kind of file it is by what is in it, and whether it can be read without harm."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.kernel import Refused
from services.documents.compound import entries
from services.documents.detection import ENDINGS, TextReader
from services.documents.intake import BLOCK, taken_in, unseen
from services.importing.xml import Unsound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BROKEN = (Unsound, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, RuntimeError)
"""What a broken package, or a part of it that is not what it should be, comes to."""
CLAUSE = "系统约定 4"
"""What is in a file counts, not its name."""
XLSX, XLS, CSV = ENDINGS[".xlsx"], ENDINGS[".xls"], ENDINGS[".csv"]
LARGEST_UNPACKED = 1 << 30
"""Bytes that the parts of a workbook may have together: 100,000 rows of 20 columns have a tenth of it."""
LARGEST_STRINGS = 128 << 20
"""Bytes of its table of texts, which is held in memory."""
LARGEST_RATIO = 400
"""How many times a part may be larger than it is packed; a sheet of equal rows comes to some 60."""
SMALL_PART = 1 << 20
"""Bytes up to which a part may be packed as tightly as it likes."""
STRINGS = "xl/sharedStrings.xml"
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
"""What no part of a workbook holds, and what XML's bombs are made of."""
DECLARED_WITHIN = 4096
"""Bytes at the beginning of a part that declarations would stand in."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger that can be read: where it is, its digest, its size, and how it is encoded; None for a workbook."""

    path: Path
    sha256: str
    size: int
    encoding: str | None


def opened(path: Path, *, name: str | None = None, told: Callable[[int, int], None] = unseen) -> Opened:
    """Look at a file from beginning to end. `name`: what its owner calls it.

    Raises `Refused` for what is no CSV and no Excel workbook, claims to be what it is not, holds macros, is encrypted,
    or would be much more unpacked than packed.
    """
    called = name or path.name
    is_not_encrypted(path, called)
    paper = taken_in(path, name=called, told=told)
    if XLS in paper.media_types:
        raise Refused("import-old-excel", clause=CLAUSE, name=called)
    if XLSX in paper.media_types:
        package_is_modest(path, called)
        return Opened(path, paper.document.sha256, paper.document.size, None)
    if CSV in paper.media_types:
        return Opened(path, paper.document.sha256, paper.document.size, encoding_of(path))
    raise Refused("import-no-table", clause=CLAUSE, name=called, content=paper.media_types[0])


def is_not_encrypted(path: Path, name: str) -> None:
    """A workbook with a password is a compound file that holds the encrypted package."""
    with path.open("rb") as file:
        try:
            names = frozenset(entries(file))
        except ValueError:
            return
    if "EncryptedPackage" in names:
        raise Refused("import-encrypted", clause=CLAUSE, name=name)


def package_is_modest(path: Path, name: str) -> None:
    """What a package says of its parts' sizes is what is unpacked at most; XML that declares entities is none."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max((part.file_size / max(part.compress_size, 1) for part in parts if _large(part)), default=0)
            strings = sum(part.file_size for part in parts if part.filename == STRINGS)
            if unpacked > LARGEST_UNPACKED or packed > LARGEST_RATIO or strings > LARGEST_STRINGS:
                raise Refused("import-too-large-unpacked", clause=CLAUSE, name=name, size=unpacked)
            declares = any(_declares(package, part) for part in parts)
    except BROKEN as error:
        raise broken(name, str(error)) from error
    if declares:
        raise broken(name, "DTD")


def broken(name: str, reason: str) -> Refused:
    """A file that stops being what it began as."""
    return Refused("import-broken", clause=CLAUSE, name=name, reason=" ".join(reason.split())[:200] or "?")


def encoding_of(path: Path) -> str:
    """The encoding of a text that was found to be one."""
    reader = TextReader()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            reader.take(block)
    reader.take(b"", last=True)
    assert reader.encoding is not None
    return reader.encoding


def _large(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART


def _declares(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    with package.open(part) as file:
        beginning = file.read(DECLARED_WITHIN).replace(b"\0", b"").upper()
    return any(each in beginning for each in DECLARATIONS)
