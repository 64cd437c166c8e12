"""The store of documents on a real server: whole or invisible, stored once, verified on the way back."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from hashlib import sha256
from pathlib import Path

import nats.js.errors
import pytest
from nats.aio.client import Client
from pydantic_core import from_json, to_json

from domain.kernel import Refused
from domain.values import LARGEST_DOCUMENT
from domain.vocabulary import filled
from services.broker.embedded import Server
from services.documents.intake import Paper, taken_in
from services.documents.store import CHUNK, Documents, UnsoundDocument, chunk_subject, encoded, made_visible
from services.ledger.connection import connect
from services.ledger.log import Entry, Log, UnsafeStream
from services.ledger.streams import DOCUMENTS, configuration, ensure
from services.ledger.wire import Wire
from tests.services.documents import files
from tests.services.documents.files import pdf_of, written
from tests.system import LIANDONG, ROOT, surroundings

MIB = 1 << 20
MOST_MEMORY = 120
"""MiB: a process of Python with our libraries takes some 50."""


async def messages(nc: Client) -> int:
    """How many messages the store holds."""
    wire = Wire(nc, DOCUMENTS.name)
    info = await wire.api(f"STREAM.INFO.{DOCUMENTS.name}")
    await wire.close()
    return int(info["state"]["messages"])


async def content(store: Documents, digest: str) -> bytes:
    held = await store.held(digest)
    assert held is not None
    return b"".join([chunk async for chunk in store.chunks(held)])


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A file of ten chunks and a bit."""
    return taken_in(pdf_of(tmp_path / "十块.pdf", 10 * CHUNK + 7))


@pytest.mark.parametrize("size", [1, 7, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
async def test_what_was_put_is_what_is_got(store: Documents, tmp_path: Path, size: int) -> None:
    text = ("重" * size).encode()[: size - size % 3] + b"x" * (size % 3)
    paper = taken_in(written(tmp_path, "材料.txt", text))
    assert await store.held(paper.document.sha256) is None
    assert await store.put(paper)
    assert await content(store, paper.document.sha256) == text
    (held,) = await store.all()
    assert (held.sha256, held.size, held.name) == (paper.document.sha256, len(text), "材料.txt")
    assert held.media_types == ("text/plain", "text/csv")
    assert abs(held.recorded / 1e9 - time.time()) < 60


async def test_the_same_bytes_are_stored_once_whatever_they_are_called(
    store: Documents, streams: Client, tmp_path: Path
) -> None:
    first, second = (taken_in(written(tmp_path, name, files.PDF)) for name in ("甲.pdf", "乙.pdf"))
    assert await store.put(first)
    before = await messages(streams)
    assert not await store.put(second)
    assert await messages(streams) == before == 2
    assert [held.name for held in await store.all()] == ["甲.pdf"]


async def test_two_uploads_of_the_same_bytes_at_once_store_them_once(
    store: Documents, streams: Client, paper: Paper
) -> None:
    others = [await Documents.open(streams) for _ in range(3)]
    stored = await asyncio.gather(*(each.put(paper) for each in (store, *others)))
    assert sorted(stored) == [False, False, False, True]
    assert await messages(streams) == 12
    assert sha256(await content(store, paper.document.sha256)).hexdigest() == paper.document.sha256
    for other in others:
        await other.close()


async def test_a_broken_upload_is_visible_to_nobody_and_the_next_goes_on_where_it_stopped(
    store: Documents, streams: Client, paper: Paper
) -> None:
    def interrupt(done: int, _of: int) -> None:
        if done > 6 * CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await store.put(paper, interrupt)
    assert await store.held(paper.document.sha256) is None
    assert await store.all() == []
    assert await messages(streams) == 7
    assert await store.put(paper)
    assert await messages(streams) == 12


async def test_kill_9_in_the_middle_leaves_nothing_visible_and_the_next_upload_completes_it(
    streams: Client, store: Documents, nats_server: Server, tmp_path: Path
) -> None:
    path = pdf_of(tmp_path / "大件.pdf", 60 * MIB)
    command = [*LIANDONG, "document", "put", str(path), "--nats-url", nats_server.url]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stdout=-1, stderr=-1) as upload:
        until = time.monotonic() + 60
        while await messages(streams) < 20:
            assert upload.poll() is None
            assert time.monotonic() < until
            await asyncio.sleep(0.005)
        upload.kill()
    assert upload.returncode == -signal.SIGKILL
    broken = await messages(streams)
    assert broken < 60 * 4
    assert await store.all() == []
    assert await store.put(taken_in(path))
    assert await messages(streams) == 60 * 4 + 1
    (held,) = await store.all()
    assert await store.is_sound(held)


async def test_200_mb_stream_through_in_both_directions_and_nobody_ever_holds_them(
    own_server: Server, tmp_path: Path
) -> None:
    async with await connect(own_server.url) as nc:
        await ensure(nc)
    path, back = pdf_of(tmp_path / "最大.pdf", LARGEST_DOCUMENT), tmp_path / "back.pdf"
    digest = sha256_of(path)
    assert own_server.pid is not None
    for arguments in (("put", str(path)), ("get", digest, "--out", str(back)), ("verify", digest)):
        command = [*LIANDONG, "document", *arguments, "--nats-url", own_server.url]
        with subprocess.Popen(command, cwd=ROOT, env=surroundings({}), stdout=-3) as process:
            most = 0.0
            while process.poll() is None:
                most = max(most, peak_of(process.pid))
                await asyncio.sleep(0.01)
        assert process.returncode == 0, arguments
        assert 20 < most < MOST_MEMORY, arguments
    assert sha256_of(back) == digest
    assert peak_of(own_server.pid) < MOST_MEMORY


def sha256_of(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(MIB):
            digest.update(block)
    return digest.hexdigest()


def peak_of(process: int) -> float:
    """The most memory that a process has had since it began, in MiB; 0 for one that has just ended."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


async def test_a_file_that_changes_while_it_is_read_is_refused_and_does_not_stand_in_the_way(
    store: Documents, paper: Paper
) -> None:
    sound = paper.path.read_bytes()

    def meddle(done: int, _of: int) -> None:
        if done == 2 * CHUNK:
            with paper.path.open("r+b") as file:
                file.seek(5 * CHUNK)
                file.write(b"other")

    with pytest.raises(Refused) as refused:
        await store.put(paper, meddle)
    assert refused.value.rule == "document-changed"
    assert all(filled(refused.value.rule, refused.value.details))
    assert await store.all() == []
    paper.path.write_bytes(sound)
    assert await store.put(paper)
    assert await content(store, paper.document.sha256) == sound


@pytest.mark.parametrize("size", [3 * CHUNK, 10 * CHUNK, 10 * CHUNK + 8])
async def test_a_file_that_shrinks_or_grows_meanwhile_is_refused(store: Documents, paper: Paper, size: int) -> None:
    with paper.path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(Refused, match="document-changed"):
        await store.put(paper)
    assert await store.all() == []


async def tampered(streams: Client, paper: Paper, **changes: object) -> None:
    """Somebody writes to the store who is not us: another description of a document."""
    log = await Log.open(streams, stream=DOCUMENTS.name)
    subject = made_visible(encoded(paper.document.sha256))
    last = await log.last(subject)
    assert last is not None
    await log.append([Entry(subject, to_json({**from_json(last.body), **changes}))], {subject: last.position})
    await log.close()


@pytest.mark.parametrize(
    "changes",
    [{"size": 10 * CHUNK + 8}, {"chunks": 10}, {"chunks": 12, "size": 11 * CHUNK}],
    ids=["size", "less", "more"],
)
async def test_a_download_that_is_not_whole_is_an_error_and_leaves_no_file(
    store: Documents, streams: Client, paper: Paper, tmp_path: Path, changes: dict[str, object]
) -> None:
    await store.put(paper)
    await tampered(streams, paper, **changes)
    held = await store.held(paper.document.sha256)
    assert held is not None
    out = written(tmp_path, "out.pdf", b"as before")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UnsoundDocument):
        await store.fetch(held, out)
    assert out.read_bytes() == b"as before"
    assert sorted(tmp_path.iterdir()) == before
    assert not await store.is_sound(held)


async def test_a_wrong_byte_is_an_error_and_uploading_again_mends_it(
    store: Documents, streams: Client, paper: Paper, tmp_path: Path
) -> None:
    other = taken_in(written(tmp_path, "别.txt", b"other"))
    await store.put(other)
    wrong = {"name": paper.document.sha256, "nuid": f"{paper.document.sha256}-1", "size": 5, "chunks": 1}
    log = await Log.open(streams, stream=DOCUMENTS.name)
    visible, place = made_visible(encoded(paper.document.sha256)), f"$O.DOCUMENTS.C.{paper.document.sha256}-1"
    last = await log.last(made_visible(encoded(other.document.sha256)))
    assert last is not None
    entries = [Entry(place, b"wrong"), Entry(visible, to_json({**from_json(last.body), **wrong}))]
    await log.append(entries, {place: 0, visible: 0})
    held = await store.held(paper.document.sha256)
    assert held is not None
    with pytest.raises(UnsoundDocument):
        await store.fetch(held, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    assert await store.put(paper)
    mended = await store.held(paper.document.sha256)
    assert mended is not None
    assert mended.upload == 2
    assert await store.is_sound(mended)
    await log.close()


async def test_a_description_that_nobody_can_read_is_no_document_and_stands_in_nobodys_way(
    store: Documents, streams: Client, paper: Paper
) -> None:
    await store.put(paper)
    unreadable: tuple[dict[str, object], ...] = ({"deleted": True}, {"size": "?"}, {"headers": {}})
    for changes in unreadable:
        await tampered(streams, paper, **changes)
        assert await store.held(paper.document.sha256) is None
        assert await store.all() == []
        assert await store.put(paper)
        assert await store.held(paper.document.sha256) is not None


async def test_a_full_disk_is_said_in_words_nothing_is_visible_and_with_room_it_goes_on(
    small_server: Server, tmp_path: Path
) -> None:
    paper = taken_in(pdf_of(tmp_path / "太大.pdf", 5 * MIB))
    async with await connect(small_server.url) as nc:
        await ensure(nc)
        store = await Documents.open(nc)
        with pytest.raises(Refused) as refused:
            await store.put(paper)
        text = filled(refused.value.rule, refused.value.details)
        assert refused.value.rule == "document-not-stored"
        assert "insufficient resources" in text.zh
        assert "磁盘已满" in text.advice_zh
        assert 0 < int(refused.value.details["stored"]) < 3_000_000
        assert await store.all() == []
        stored = await messages(nc)
        await store.close()
    small_server.stop()
    with Server(small_server.folder, max_file_store=50_000_000) as larger:
        async with await connect(larger.url) as nc:
            store = await Documents.open(nc)
            assert await messages(nc) == stored
            assert await store.put(paper)
            assert await messages(nc) == 21
            assert sha256(await content(store, paper.document.sha256)).hexdigest() == paper.document.sha256
            await store.close()


async def test_a_server_that_is_killed_in_the_middle_of_an_upload_costs_nothing_but_time(
    own_server: Server, tmp_path: Path
) -> None:
    paper = taken_in(pdf_of(tmp_path / "大件.pdf", 20 * MIB))
    async with await connect(own_server.url) as nc:
        await ensure(nc)
        store, kills = await Documents.open(nc), iter((10, 30, 50))
        next_kill = [next(kills)]

        def told(done: int, _of: int) -> None:
            if done >= next_kill[0] * CHUNK:
                own_server.kill()
                own_server.restart()
                next_kill[0] = next(kills, 1000)

        assert await store.put(paper, told)
        assert next_kill == [1000]
        assert sha256(await content(store, paper.document.sha256)).hexdigest() == paper.document.sha256
        await store.close()


async def test_a_loosened_store_is_not_used(nc: Client) -> None:
    wire = Wire(nc, DOCUMENTS.name)
    await wire.api(f"STREAM.CREATE.{DOCUMENTS.name}", {**configuration(DOCUMENTS), "deny_delete": False})
    await wire.close()
    with pytest.raises(UnsafeStream, match="deny_delete"):
        await Documents.open(nc)


async def test_any_client_of_nats_reads_it_as_an_object_store_and_none_replaces_anything(
    store: Documents, streams: Client, paper: Paper
) -> None:
    await store.put(paper)
    bucket = await streams.jetstream().object_store("DOCUMENTS")
    found = await bucket.get(paper.document.sha256)
    assert found.data is not None
    assert sha256(found.data).hexdigest() == paper.document.sha256
    with pytest.raises(nats.js.errors.APIError):
        await bucket.put(paper.document.sha256, b"something else")
    held = await store.held(paper.document.sha256)
    assert held is not None
    assert await store.is_sound(held)
    assert held.nuid in chunk_subject(held)
