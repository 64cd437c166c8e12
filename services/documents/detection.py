"""What a file is, by what is in it (文件类型鉴别): its name and what anybody says of it are mere claims.

A list of what may be attached, not of what may not: whatever is not recognised is refused. The signatures are those of
the formats' own specifications; ZIP packages and compound files are looked into, texts are read to their end.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic_core import from_json

from services.documents.compound import compound_media_types
from services.documents.package import PROGRAM, package_media_types

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096
"""Bytes at the beginning that signatures are looked for in."""

ENDINGS: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".zip": "application/zip",
}
"""The media types that may be attached, by the endings that claim them."""

SCRIPT = b"#!"
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
)
"""How programs for Windows, Linux, macOS, Java and WebAssembly begin; none of them is text."""
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
)
PACKAGE, EMPTY_PACKAGE, COMPOUND = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ENCODINGS = ("utf-8-sig", "gb18030")
CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\f\r")
LARGEST_JSON = 8 * 1024 * 1024
"""Bytes: a larger text is not parsed, so it can only go as plain text (or packed, as ZIP)."""
GEOMETRIES = frozenset(
    {
        "FeatureCollection",
        "Feature",
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)
"""RFC 7946."""
ROWS = 20
"""Lines by which a table is told from prose."""


class TextReader:
    """Whether the bytes that pass are text in UTF-8 or GB18030, by whichever encoding holds to the end."""

    def __init__(self) -> None:
        self._open = {name: codecs.getincrementaldecoder(name)("strict") for name in ENCODINGS}

    def take(self, block: bytes, *, last: bool = False) -> None:
        """Look at the next block; `last` where there is none behind it."""
        if block.translate(None, CONTROLS) != block:
            self._open.clear()
        for name, decoder in list(self._open.items()):
            try:
                decoder.decode(block, final=last)
            except UnicodeDecodeError:
                del self._open[name]

    @property
    def encoding(self) -> str | None:
        """The encoding, UTF-8 before GB18030; None for what is no text."""
        return next(iter(self._open), None)


def media_types_of(path: Path, head: bytes, encoding: str | None) -> tuple[str, ...]:
    """The media types that a file may go as, the most telling first; none for what may not be attached.

    `head`: its beginning. `encoding`: what `TextReader` found. (`PROGRAM`,) for what could be run.
    """
    if head.startswith(SCRIPT) or (encoding is None and head.startswith(PROGRAMS)):
        return (PROGRAM,)
    for signature, media_type in SIGNATURES:
        if head.startswith(signature):
            return (media_type,)
    if head.startswith((PACKAGE, EMPTY_PACKAGE)):
        return package_media_types(path)
    if head.startswith(COMPOUND):
        return compound_media_types(path)
    return () if encoding is None else text_media_types(path, head, encoding)


def text_media_types(path: Path, head: bytes, encoding: str) -> tuple[str, ...]:
    """A text is plain text in any case, a table too if one wants it so; JSON where it parses as that."""
    beginning = head.decode(encoding, errors="ignore").lstrip()
    if beginning[:1] in {"{", "["} and path.stat().st_size <= LARGEST_JSON:
        try:
            value = from_json(path.read_bytes().decode(encoding))
        except ValueError:
            pass
        else:
            geographic = isinstance(value, dict) and value.get("type") in GEOMETRIES
            return (*(("application/geo+json",) if geographic else ()), "application/json", "text/plain")
    lines = beginning.splitlines()
    whole = lines if len(head) < HEAD else lines[:-1]
    return ("text/csv", "text/plain") if is_table(whole[:ROWS]) else ("text/plain", "text/csv")


def is_table(lines: list[str]) -> bool:
    """Whether several lines have one number of columns, and more than one."""
    try:
        widths = {len(row) for row in csv.reader(lines, strict=True) if row}
    except csv.Error:
        return False
    return len(lines) > 1 and len(widths) == 1 and widths != {1}


def claimed_by(name: str) -> str | None:
    """The media type that a file's name claims; None for an ending that claims none of ours."""
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    return ENDINGS.get(ending)


def ending_of(media_type: str) -> str:
    """The ending for a file of that media type."""
    return next((ending for ending, each in ENDINGS.items() if each == media_type), "")
