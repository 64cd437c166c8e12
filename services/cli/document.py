"""`liandong document`: hand documents in, get them back, see that they are what they were."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Exit, Failure
from services.cli.output import note, print_json, print_table
from services.cli.progress import counting
from services.cli.running import connected, located
from services.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from services.documents.held import Held
    from services.documents.store import Documents
    from services.settings import Settings

app = group("document")
LEFT_TO_THE_LOG = 64 << 20
"""Bytes."""
COLUMNS = ("sha256", "size", "media_type", "name", "recorded")
VERIFIED = ("sha256", "size", "name", "sound", "finding")


@command(app, "put", shows=True)
async def document_put(
    here: Here,
    *,
    file: Annotated[Path, argument("file")],
    media_type: Annotated[str | None, option("media_type", "media-type")] = None,
) -> None:
    """Look at a file, store it, and print what a command has to say of it."""
    from services.documents.intake import taken_in

    with counting(say("cli.document.looking")) as told:
        paper = taken_in(file, media_type=media_type, told=told)
    there_is_room(located(here), paper.document.size)
    async with store(here) as documents:
        with counting(say("cli.help.document_put")) as told:
            stored = await documents.put(paper, told)
    print_json(paper.document.model_dump(mode="json"))
    note(say("cli.document.stored" if stored else "cli.document.stored-before"))


@command(app, "get", shows=True)
async def document_get(
    here: Here,
    *,
    digest: Annotated[str, argument("digest")],
    out: Annotated[Path | None, option("out", "out", metavar="FILE")] = None,
) -> None:
    """Write a document to a file: whole and verified, or not at all."""
    from services.documents.detection import ending_of

    async with store(here) as documents:
        held = await found(documents, digest)
        file = out or Path(f"{digest}{ending_of(held.media_types[0])}")
        with counting(say("cli.help.document_get")) as told:
            await documents.fetch(held, file, told)
    if here.json:
        print_json({**row(held), "file": str(file)})
    note(say("cli.written").format(file=file))


@command(app, "verify", shows=True)
async def document_verify(
    here: Here,
    *,
    digest: Annotated[str | None, argument("digest")] = None,
    every: Annotated[bool, option("all", "all")] = False,
) -> None:
    """Read documents from beginning to end. Exit code 3 where bytes are missing or wrong.

    With --all also every document that an event names: its bytes must be there.
    """
    from services.documents.named import named_in_the_log

    if every == (digest is not None):
        raise Failure("cli-document-which", code=Exit.USAGE)
    async with store(here) as documents, connected(here) as client:
        wanted = await documents.all() if digest is None else [await found(documents, digest)]
        rows = [await verified(documents, held) for held in wanted]
        if every:
            there = {held.sha256 for held in wanted}
            named = await named_in_the_log(client)
            rows += [
                {**each.model_dump(mode="json"), "sound": False, "finding": "flaw.document-missing"}
                for each in named
                if each.sha256 not in there
            ]
    print_json(rows) if here.json else print_table(say("cli.help.document_verify"), VERIFIED, rows)
    if unsound := sum(not each["sound"] for each in rows):
        raise Failure("cli-document-unsound", code=Exit.DIFFERENT, count=unsound)


@command(app, "list", shows=True)
async def document_list(here: Here) -> None:
    """Every document in the store."""
    async with store(here) as documents:
        rows = [row(held) for held in await documents.all()]
    print_json(rows) if here.json else print_table(say("cli.help.document_list"), COLUMNS, rows)


def there_is_room(found: Settings, size: int) -> None:
    """Where the store is on this machine: a document never takes the last room, which the log needs."""
    from services.broker.folder import Room

    folder = found.data / "nats" / "store"
    if not folder.exists():
        return
    room = Room.of(folder)
    left = max(room.limit - room.taken, 0)
    if left < size + LEFT_TO_THE_LOG:
        raise Failure("cli-document-no-room", size=size, left=left, kept=LEFT_TO_THE_LOG)


@asynccontextmanager
async def store(here: Here) -> AsyncIterator[Documents]:
    """The running system's store of documents."""
    from services.documents.store import Documents

    async with connected(here) as client:
        documents = await Documents.open(client)
        try:
            yield documents
        finally:
            await documents.close()


async def found(documents: Documents, digest: str) -> Held:
    """The document of that digest; a failure where there is none."""
    held = await documents.held(digest)
    if held is None:
        raise Failure("cli-document-not-found", digest=digest)
    return held


async def verified(documents: Documents, held: Held) -> dict[str, object]:
    """A row that says whether a document is sound."""
    with counting(held.name) as told:
        sound = await documents.is_sound(held, told)
    return {**row(held), "sound": sound, "finding": "" if sound else "flaw.document-unsound"}


def row(held: Held) -> dict[str, object]:
    """A document as a row."""
    from domain.envelope import NANOSECONDS

    return {
        "sha256": held.sha256,
        "size": held.size,
        "media_type": held.media_types[0],
        "name": held.name,
        "recorded": datetime.fromtimestamp(held.recorded / NANOSECONDS, UTC),
    }
