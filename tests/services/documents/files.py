"""Small files of every kind that may be attached, and of some that may not, made byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

from services.scenario.papers import content_of

PDF = content_of("测试材料.pdf")
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(13)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(20)
TIFF = b"II*\0\x08\0\0\0" + bytes(20)
WINDOWS_PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200)
LINUX_PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(200)
SCRIPT = b"#!/bin/sh\nrm -rf /\n"
CHINESE = "重庆自贸试验区联动创新区申报材料，共四项内容。\n"
TABLE = "联动创新区,进口,出口\n长寿,12,30\n万州,8,21\n"
GEOJSON = b'{"type": "Polygon", "coordinates": [[[106.4, 29.4], [106.5, 29.4], [106.5, 29.5], [106.4, 29.4]]]}'


def package(*names: str) -> bytes:
    """A ZIP package with files of those names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


def office(main: str, *more: str) -> bytes:
    """A package of Office Open XML with its main part."""
    return package("[Content_Types].xml", "_rels/.rels", main, *more)


def compound(*names: str, sector: int = 512, first: int = 1) -> bytes:
    """A compound file whose directory holds these names: sector 0 is the allocation table, `first` the directory's."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 2 * len(name) + 2, 2) + bytes(61)
        for name in ("Root Entry", *names)
    )
    per_sector = sector // 128
    count = -(-(len(names) + 1) // per_sector)
    directory = entries.ljust(count * sector, b"\0")
    table = [0xFFFFFFFF] * (sector // 4)
    table[0] = 0xFFFFFFFD
    for place in range(count):
        table[first + place] = first + place + 1 if place + 1 < count else 0xFFFFFFFE
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:32] = struct.pack("<H", sector.bit_length() - 1)
    header[48:52] = struct.pack("<I", first)
    header[68:76] = struct.pack("<II", 0xFFFFFFFE, 0)
    header[76:512] = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    body = struct.pack(f"<{sector // 4}I", *table) + bytes((first - 1) * sector) + directory
    return bytes(header).ljust(sector, b"\0") + body


def pdf_of(path: Path, size: int) -> Path:
    """A PDF of so many bytes, no two of its megabytes alike; never whole in memory."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        left, number = size - 9, 0
        while left:
            block = struct.pack("<Q", number) * (1 << 17)
            file.write(block[: min(left, len(block))])
            left, number = left - min(left, len(block)), number + 1
    return path


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file of that name."""
    path = folder / name
    path.write_bytes(content)
    return path
