"""What a compound file holds ([MS-CFB], the form of Word's and Excel's documents before 2007), by its directory."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER, ENTRY = 512, 128
SHIFTS = {9: 512, 12: 4096}
"""Sizes of a sector by the shift that the header states."""
LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on mean: no sector."""
IN_HEADER = 109
"""Sectors of the allocation table that the header itself lists."""
LONGEST = 4096
"""Sectors of a directory that are read; a document has a handful."""
KINDS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
}


def compound_media_types(path: Path) -> tuple[str, ...]:
    """The media type of a compound file that is a document of Word or Excel; none for any other."""
    with path.open("rb") as file:
        try:
            names = frozenset(entries(file))
        except ValueError:
            return ()
    return tuple(dict.fromkeys(media_type for name, media_type in KINDS.items() if name in names))[:1]


def entries(file: IO[bytes]) -> Iterator[str]:
    """The names in the directory of a compound file. ValueError where it is not whole."""
    header = exactly(file, 0, HEADER)
    size = SHIFTS.get(int.from_bytes(header[30:32], "little"))
    if size is None:
        raise ValueError("no sector size")
    table = Table(file, header, size)
    sector, left = number(header, 48), LONGEST
    while sector < LAST_SECTOR and left:
        block = exactly(file, (sector + 1) * size, size)
        for place in range(0, size, ENTRY):
            length = int.from_bytes(block[place + 64 : place + 66], "little")
            if 2 < length <= 64 and block[place + 66]:  # noqa: PLR2004 - a name with its end, in UTF-16
                yield block[place : place + length - 2].decode("utf-16-le", errors="replace")
        sector, left = table.after(sector), left - 1


class Table:
    """The allocation table: which sector follows which."""

    def __init__(self, file: IO[bytes], header: bytes, size: int) -> None:
        self._file, self._size = file, size
        self._sectors = [number(header, 76 + 4 * place) for place in range(IN_HEADER)]
        further, left = number(header, 68), number(header, 72)
        while further < LAST_SECTOR and left and len(self._sectors) < LONGEST * IN_HEADER:
            block = exactly(file, (further + 1) * size, size)
            *more, further = (number(block, place) for place in range(0, size, 4))
            self._sectors += more
            left -= 1

    def after(self, sector: int) -> int:
        """The sector behind another in its chain."""
        which, place = divmod(sector, self._size // 4)
        if which >= len(self._sectors) or self._sectors[which] >= LAST_SECTOR:
            raise ValueError("a chain leads nowhere")
        return number(exactly(self._file, (self._sectors[which] + 1) * self._size + 4 * place, 4), 0)


def number(block: bytes, place: int) -> int:
    """A number of 32 bits, little-endian."""
    return int.from_bytes(block[place : place + 4], "little")


def exactly(file: IO[bytes], place: int, length: int) -> bytes:
    """So many bytes of the file from a place on. ValueError where there are fewer."""
    file.seek(place)
    block = file.read(length)
    if len(block) < length:
        raise ValueError("the file ends early")
    return block
