"""What a ZIP package holds: a document of Office Open XML, an OFD (GB/T 33190), a program, or just files."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "program"
"""What programs, scripts and documents with macros are called here: they are never taken."""

END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
LARGEST_DIRECTORY = 8 * 1024 * 1024
"""Bytes of a package's table of contents that are read: some 100,000 files. No office document comes near."""

OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
"""By the folder of the main part."""


def package_media_types(path: Path) -> tuple[str, ...]:
    """The media type of a package; none where it is not whole, `program` where it could be run or holds macros."""
    names = names_in(path)
    if names is None:
        return ()
    if any(name.endswith("vbaProject.bin") for name in names) or names & {"META-INF/MANIFEST.MF", "classes.dex"}:
        return (PROGRAM,)
    if "[Content_Types].xml" in names:
        for folder, media_type in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return (media_type,)
    return ("application/ofd",) if "OFD.xml" in names else ("application/zip",)


def names_in(path: Path) -> frozenset[str] | None:
    """The names of the files in a package; None where its table of contents cannot be read. None at all if it is huge.

    A package with so many files as not to be read here is no office document: it goes as a ZIP.
    """
    size = directory_size(path)
    if size is None or size > LARGEST_DIRECTORY:
        return None if size is None else frozenset()
    try:
        with zipfile.ZipFile(path) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None


def directory_size(path: Path) -> int | None:
    """Bytes of the table of contents, as the package's last record states them; None where there is no such record."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - END_SIZE - LONGEST_COMMENT))
        tail = file.read()
    place = tail.rfind(END)
    if place < 0 or len(tail) - place < END_SIZE:
        return None
    return int.from_bytes(tail[place + 12 : place + 16], "little")
