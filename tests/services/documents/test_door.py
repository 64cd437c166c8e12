"""At the command door: a document that an event would name was handed in, as it is described, or it is refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from nats.aio.client import Client

from domain.application import Content, File
from domain.lead import Share
from domain.messages import Receipt, Refusal
from domain.values import Document
from services.commands.client import CommandClient
from services.documents.door import DocumentsAtTheDoor
from services.documents.held import Held
from services.documents.intake import taken_in
from services.documents.store import Documents
from services.ledger.log import Log, Unavailable
from tests.domain.applications import FILE
from tests.services.documents import files
from tests.services.documents.files import written
from tests.services.history import LEAD, OFFICIAL, ZONES

ZONE, BODY = next(iter(ZONES.items()))


@pytest.fixture
async def store(nc: Client, commands: object) -> AsyncIterator[Documents]:
    """The store that the command service asks."""
    documents = await Documents.open(nc)
    yield documents
    await documents.close()


async def plan(client: CommandClient, document: Document, **how: Any) -> Receipt | Refusal:  # noqa: ANN401 - as `send`
    """The zone's body files a construction plan with that document."""
    data = {"summary": "建设方案", "documents": [document]}
    return await client.send(BODY, "zone", "file-construction-plan", ZONE, data, official=OFFICIAL, **how)


async def test_a_document_that_nobody_handed_in_is_refused_and_accepted_once_it_is_there(
    client: CommandClient, store: Documents, world: Log, tmp_path: Path
) -> None:
    paper, identity = taken_in(written(tmp_path, "方案.pdf", files.PDF)), uuid4()
    before = await world.head()
    refused = await plan(client, paper.document, id=identity)
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.clause, refused.field, refused.retry) == (
        "document-stored-first",
        "系统约定 4",
        "data.documents.0",
        False,
    )
    assert "liandong document put" in refused.advice.zh
    assert await world.head() == before
    await store.put(paper)
    accepted = await plan(client, paper.document, id=identity)
    assert isinstance(accepted, Receipt)
    again = await plan(client, paper.document, id=identity)
    assert isinstance(again, Receipt)
    assert again.repeated


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"size": 1}, "大小"), ({"media_type": "image/png"}, "类型")],
    ids=["size", "media type"],
)
async def test_a_document_that_is_described_otherwise_than_it_was_handed_in_is_refused(
    client: CommandClient, store: Documents, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    paper = taken_in(written(tmp_path, "方案.pdf", files.PDF))
    await store.put(paper)
    refused = await plan(client, paper.document.model_copy(update=changes))
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.field) == ("document-as-stored", "data.documents.0")
    assert said in refused.message.zh
    assert isinstance(await plan(client, paper.document.model_copy(update={"name": "另名.pdf"})), Receipt)


class Asked:
    """A store that counts its questions."""

    def __init__(self, *held: Held, away: bool = False) -> None:
        self.questions: list[str] = []
        self._held, self._away = {each.sha256: each for each in held}, away

    async def held(self, digest: str) -> Held | None:
        self.questions.append(digest)
        await asyncio.sleep(0)
        if self._away:
            raise Unavailable("no answer")
        return self._held.get(digest)


def document(letter: str) -> Document:
    return Document(name="a.pdf", sha256=letter * 64, size=3, media_type="application/pdf")


def held(letter: str) -> Held:
    return Held(letter * 64, 3, ("application/pdf",), "a.pdf", chunks=1, upload=1)


def filing(*letters: str) -> File:
    """A filing with these documents, one for each of its four contents and further ones for the last."""
    contents = [
        each.model_copy(update={"documents": (document(letters[min(place, len(letters) - 1)]),)})
        for place, each in enumerate(FILE.contents)
    ]
    return FILE.model_copy(update={"contents": tuple(contents)})


async def test_what_is_there_is_asked_for_once_and_what_is_not_each_time() -> None:
    asked = Asked(held("a"), held("b"))
    door, command = DocumentsAtTheDoor(asked), filing("a", "b", "c")
    for _ in range(3):
        found = await door.against(command)
        assert found == {f"data.contents.{place}.documents.0": "flaw.document-missing" for place in (2, 3)}
    assert sorted(digest[0] for digest in asked.questions) == ["a", "b", "c", "c", "c"]
    assert len(Content) == 4


async def test_memory_of_what_is_there_does_not_grow_without_end_and_forgets_nothing_in_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.documents.door.REMEMBERED", 2)
    door = DocumentsAtTheDoor(Asked(*map(held, "abcdef")))
    for letters in ("ab", "cd", "abcd", "ef", "a"):
        assert await door.against(filing(*letters)) == {}
        assert len(door._known) <= 4


async def test_a_command_that_can_name_no_document_asks_nothing_even_of_a_store_that_is_away() -> None:
    asked = Asked(away=True)
    assert await DocumentsAtTheDoor(asked).against(Share.model_validate(LEAD)) == {}
    assert asked.questions == []


async def test_an_area_that_is_off_by_more_than_a_factor_is_refused_with_both_figures(client: CommandClient) -> None:
    square = [[106.4, 29.4], [106.5, 29.4], [106.5, 29.5], [106.4, 29.5], [106.4, 29.4]]
    sides = {side: f"{side} 界" for side in ("east", "south", "west", "north")}
    polygon = {"type": "Polygon", "coordinates": [square]}
    adjust = {
        "boundary": {**sides, "area": "2000", "polygon": polygon},
        "reason": "调整",
        "instrument": {"issuer": "市政府", "kind": "approval", "number": "1号", "date": "2021-05-01"},
    }
    sent = ("office", "zone", "adjust-boundary", ZONE)
    refused = await client.send(*sent, adjust, official=OFFICIAL)
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.clause, refused.field) == ("area-as-declared", "二(一)2", "data.boundary.area")
    assert "107.5333" in refused.message.zh
    assert "2000" in refused.message.en
    adjust["boundary"] = {**sides, "area": str(Decimal("107.53") * 2), "polygon": polygon}
    assert isinstance(await client.send(*sent, adjust, official=OFFICIAL), Receipt)
