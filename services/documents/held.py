"""What the store says of one document: JetStream's own description of an object, read and written."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from domain.values import Digest

if TYPE_CHECKING:
    from services.documents.intake import Paper
    from services.ledger.log import Stored

TYPE = "Content-Type"


class Description(BaseModel):
    """An object of JetStream's object store, as far as we read it; others' fields are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Digest
    nuid: Annotated[str, Field(pattern=r"^[0-9a-f]{64}-[1-9][0-9]{0,8}$")]
    size: Annotated[int, Field(ge=1)]
    chunks: Annotated[int, Field(ge=1)]
    headers: dict[str, list[str]]
    description: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A document in the store: under which digest, how large, as which media types it may go, its first name.

    `upload`: which upload of its bytes was the one that succeeded, from 1. `recorded`: when, in ns since the epoch.
    """

    sha256: str
    size: int
    media_types: tuple[str, ...]
    name: str
    chunks: int
    upload: int
    recorded: int = 0

    @classmethod
    def of(cls, paper: Paper, chunk: int, upload: int) -> Self:
        """What will be said of a document that is handed in, in chunks of so many bytes."""
        document = paper.document
        chunks = -(-document.size // chunk)
        return cls(document.sha256, document.size, paper.media_types, document.name, chunks, upload)

    @classmethod
    def read(cls, stored: Stored) -> Self | None:
        """What a message of the store says; None where it speaks of no document of ours."""
        try:
            found = Description.model_validate_json(stored.body)
        except ValidationError:
            return None
        types = tuple(found.headers.get(TYPE, ()))
        if found.deleted or not types:
            return None
        upload = int(found.nuid.rpartition("-")[2])
        return cls(found.name, found.size, types, found.description, found.chunks, upload, stored.recorded)

    @property
    def nuid(self) -> str:
        """By what the chunks are called: the digest and the number of the upload."""
        return f"{self.sha256}-{self.upload}"

    def message(self) -> bytes:
        """The message that makes it visible, as any client of an object store reads it."""
        digest = urlsafe_b64encode(bytes.fromhex(self.sha256)).decode()
        return to_json(
            {
                "name": self.sha256,
                "description": self.name,
                "headers": {TYPE: list(self.media_types)},
                "options": {},
                "bucket": "DOCUMENTS",
                "nuid": self.nuid,
                "size": self.size,
                "chunks": self.chunks,
                "digest": f"SHA-256={digest}",
            }
        )
