"""The store of documents (材料库): JetStream's object store, by SHA-256, never more than a few chunks in memory.

A document is the messages of its chunks and one message that makes it visible (`$O.DOCUMENTS.M.<name>`, the name being
the digest). Each chunk is appended behind the one before it, under an id by which the server knows it again; the last
one together with that message, all or none, and only where nothing else has come between. So a broken upload leaves
nothing visible, the next upload of the same bytes goes on where it stopped, two at once help each other, and what
stands there already and is not the same is left, and begun anew beside it.
"""

from __future__ import annotations

import asyncio
import os
from base64 import urlsafe_b64encode
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Self

from domain.kernel import Refused
from services.documents.held import Held
from services.ledger.log import Conflict, Entry, LedgerError, Log
from services.ledger.streams import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from nats.aio.client import Client

    from services.documents.intake import Paper

CHUNK = 256 * 1024
"""Bytes of one message. A chunk of another size that a former version stored is not gone on with."""
AT_ONCE = 8
"""Chunks read with one question: 2 MB."""
BESIDE = 100
"""Uploads of one document that may stand spoilt beside each other before one gives up."""
CLAUSE = "系统约定 4"


class UnsoundDocument(Exception):
    """What the store gave is not the document: bytes are missing or wrong. Nothing of it may be used."""

    def __init__(self, held: Held, found: int) -> None:
        """Name the document and how many bytes came."""
        super().__init__(f"{held.sha256}: {found} of {held.size} bytes, or other bytes than were handed in")
        self.held, self.found = held, found


def unseen(_done: int, _of: int) -> None:
    """Shows progress to nobody."""


class Documents:
    """Puts, finds and gets documents. Made by `open`; one object serves any number of tasks."""

    def __init__(self, log: Log) -> None:
        """Use `open`."""
        self._log = log

    @classmethod
    async def open(cls, nc: Client) -> Self:
        """Open the store, whose stream exists (`streams.ensure`), after checking its settings; errors as `Log.open`."""
        return cls(await Log.open(nc, stream=DOCUMENTS.name))

    async def close(self) -> None:
        """Finish what is under way. The connection stays the caller's."""
        await self._log.close()

    async def held(self, digest: str) -> Held | None:
        """The document of that SHA-256 as the store's leader knows it; None while its bytes are not all there."""
        return (await self._look(digest))[0]

    async def all(self) -> list[Held]:
        """Every document, in the order in which they were first handed in."""
        newest = {message.subject: Held.read(message) for message in await self._log.read(made_visible("*"))}
        return [held for held in newest.values() if held is not None]

    async def put(self, paper: Paper, told: Callable[[int, int], None] = unseen) -> bool:
        """Store a document, unless it is there already, whole; whether it was stored now. `told`: bytes done, and all.

        Raises `Refused` when the file changes meanwhile, or when the store takes no more: then nothing is visible.
        """
        digest, number = paper.document.sha256, 1
        held, before = await self._look(digest)
        if held is not None:
            if await self.is_sound(held):
                return False
            number = held.upload + 1
        for upload in range(number, number + BESIDE):
            stored = await self._upload(paper, Held.of(paper, CHUNK, upload), before, told)
            if stored is not None:
                return stored
        raise Refused("document-spoilt", clause=CLAUSE, digest=digest)

    async def chunks(self, held: Held) -> AsyncIterator[bytes]:
        """The bytes of a document, chunk by chunk, counted and hashed on the way.

        Raises `UnsoundDocument`, at the latest behind the last chunk: before the end nothing is the document.
        """
        seen, size, after, left = sha256(), 0, 0, held.chunks
        while left:
            found = await self._log.read(chunk_subject(held), after=after, limit=min(AT_ONCE, left))
            if not found:
                break
            for stored in found:
                seen.update(stored.body)
                size += len(stored.body)
                yield stored.body
            left, after = left - len(found), found[-1].position
        if size != held.size or seen.hexdigest() != held.sha256:
            raise UnsoundDocument(held, size)

    async def is_sound(self, held: Held, told: Callable[[int, int], None] = unseen) -> bool:
        """Whether all bytes of a document are there and are the ones that were handed in."""
        size = 0
        try:
            async for chunk in self.chunks(held):
                size += len(chunk)
                told(size, held.size)
        except UnsoundDocument:
            return False
        return True

    async def fetch(self, held: Held, out: Path, told: Callable[[int, int], None] = unseen) -> None:
        """Write a document to a file: whole and verified, or not at all (then what stood there stays)."""
        partial, size = out.with_name(f".{out.name}.{os.getpid()}.part"), 0
        try:
            with await asyncio.to_thread(partial.open, "wb") as file:
                async for chunk in self.chunks(held):
                    await asyncio.to_thread(file.write, chunk)
                    size += len(chunk)
                    told(size, held.size)
            await asyncio.to_thread(partial.replace, out)
        finally:
            partial.unlink(missing_ok=True)

    async def _look(self, digest: str) -> tuple[Held | None, int]:
        """The document, and the position of the message that says so (or of one that nobody can read)."""
        last = await self._log.last(made_visible(encoded(digest)))
        return (None, 0) if last is None else (Held.read(last), last.position)

    async def _upload(self, paper: Paper, held: Held, before: int, told: Callable[[int, int], None]) -> bool | None:
        """One upload from the file's beginning; None where something else stands in its place."""
        subject, position, seen, going_on, chunk = chunk_subject(held), 0, sha256(), True, b""
        with await asyncio.to_thread(paper.path.open, "rb") as file:
            for done in range(0, held.size, CHUNK):
                chunk = await asyncio.to_thread(file.read, min(CHUNK, held.size - done))
                seen.update(chunk)
                if done + CHUNK >= held.size:
                    break
                if len(chunk) < CHUNK:
                    raise changed(paper)
                try:
                    placed, going_on = await self._placed(subject, chunk, position, going_on=going_on)
                except LedgerError as error:
                    raise not_stored(error, done, held.size) from error
                if placed is None:
                    return None
                position = placed
                told(done + CHUNK, held.size)
            rest = await asyncio.to_thread(file.read, 1)
        if rest or seen.hexdigest() != held.sha256:
            raise changed(paper)
        stored = await self._completed(held, chunk, position, before)
        told(held.size, held.size)
        return stored

    async def _placed(self, subject: str, chunk: bytes, after: int, *, going_on: bool) -> tuple[int | None, bool]:
        """The position of a chunk behind `after`: where it stands already, or is stored now; None if another is there.

        `going_on`: chunks of an earlier upload may be there. Returns whether more of them may be.
        """
        if going_on and (there := await self._log.read(subject, after=after, limit=1)):
            return (there[0].position if there[0].body == chunk else None), True
        content = blake2b(chunk, digest_size=16).hexdigest()
        return await self._log.append_once(Entry(subject, chunk), f"{subject}-{after}-{content}"), False

    async def _completed(self, held: Held, chunk: bytes, position: int, before: int) -> bool | None:
        """Store the last chunk and make the document visible, at once; False if another upload was first."""
        subject, visible = chunk_subject(held), made_visible(encoded(held.sha256))
        entries = [Entry(subject, chunk), Entry(visible, held.message())]
        try:
            await self._log.append(entries, {subject: position, visible: before})
        except Conflict:
            return None if (await self._look(held.sha256))[1] == before else False
        except LedgerError as error:
            raise not_stored(error, held.size - len(chunk), held.size) from error
        return True


def not_stored(error: LedgerError, stored: int, size: int) -> Refused:
    """The refusal of an upload that the store did not take to the end."""
    return Refused("document-not-stored", clause=CLAUSE, reason=str(error), stored=stored, size=size)


def changed(paper: Paper) -> Refused:
    """The refusal of a file that is not what it was when it was looked at."""
    return Refused("document-changed", clause=CLAUSE, name=paper.document.name)


def chunk_subject(held: Held) -> str:
    """Where the chunks of a document are."""
    return f"$O.DOCUMENTS.C.{held.nuid}"


def made_visible(name: str) -> str:
    """Where the message is that makes a document visible."""
    return f"$O.DOCUMENTS.M.{name}"


def encoded(name: str) -> str:
    """An object's name as it stands in a subject."""
    return urlsafe_b64encode(name.encode()).decode()
