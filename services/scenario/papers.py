"""The papers of the demonstration: PDF files of one page that say what they would be, and that they are invented."""

from __future__ import annotations

import asyncio
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from domain.parts import parts
from domain.values import Document
from services.documents.intake import taken_in
from services.documents.store import Documents

if TYPE_CHECKING:
    from nats.aio.client import Client

    from services.scenario.steps import Scenario

AT_ONCE = 16
"""Uploads side by side."""
PDF = "application/pdf"
NOTICE = ("演示文件：除公开事实外均为虚构。", "Demonstration: all but the public facts is invented.")
PAGE = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
    b"",
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /CIDSystemInfo 8 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /Ascent 880 /StemV 93 >>",
    b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>",
)
"""The objects of a PDF with one page, set in a Chinese font that every reader brings along; the fourth is the text."""


@lru_cache(maxsize=1024)
def paper(name: str) -> Document:
    """The paper of that name, as it is attached: always the same for the same name."""
    content = content_of(name)
    return Document(name=name, sha256=sha256(content).hexdigest(), size=len(content), media_type=PDF)


def content_of(name: str) -> bytes:
    """The bytes of the paper: its name, and that it is a demonstration."""
    lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T* " for line in (name, *NOTICE))
    text = f"BT /F 16 Tf 60 760 Td 28 TL {lines}ET".encode()
    stream = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text)
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(PAGE, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part or stream)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(PAGE) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            len(body),
        )
    )


def papers_of(scenario: Scenario) -> dict[str, Document]:
    """Every paper that the scenario's commands name, by digest."""
    named = (document for step in scenario.steps() for _, document in parts(step.command, Document))
    return {document.sha256: document for document in named}


async def hand_in(nc: Client, scenario: Scenario) -> int:
    """Put every paper of a scenario into the store; how many were not there before. Errors as `Documents.put`."""
    store, places = await Documents.open(nc), asyncio.Semaphore(AT_ONCE)
    with tempfile.TemporaryDirectory(prefix="liandong-papers-") as folder:

        async def handed_in(document: Document) -> bool:
            async with places:
                if await store.held(document.sha256) is not None:
                    return False
                file = Path(folder, document.sha256)
                await asyncio.to_thread(file.write_bytes, content_of(document.name))
                return await store.put(await asyncio.to_thread(taken_in, file, name=document.name))

        try:
            return sum(await asyncio.gather(*map(handed_in, papers_of(scenario).values())))
        finally:
            await store.close()
