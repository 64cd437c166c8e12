"""A small client of the command door for our own use: the command line, the scenario, the reactor, the tests.

It sends a command under one id until it is answered: the id makes every repetition harmless.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import date
from random import SystemRandom
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from nats.errors import MaxPayloadError, NoRespondersError
from nats.errors import TimeoutError as NoReplyInTime
from pydantic import TypeAdapter
from pydantic_core import to_json

from domain.ids import SINGLE_ID
from domain.kernel import ActorKind, Command, Refused
from domain.messages import LIMIT, Answer, Receipt, Refusal
from services.commands.refusals import CLAUSE, refusal

if TYPE_CHECKING:
    from nats.aio.client import Client

ANSWER: TypeAdapter[Receipt | Refusal] = TypeAdapter(Answer)
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
"""Seconds between two attempts: doubled each time, with jitter."""

_chance = SystemRandom()


class NoAnswer(Exception):
    """Nobody answered within the client's patience: send the same command again under the same id later."""

    def __init__(self, command: UUID, seconds: float) -> None:
        """Name the command and how long was waited."""
        super().__init__(f"no command service answered command {command} within {seconds:.0f} s")
        self.command = command


class CommandClient:
    """Sends commands over a connection of the caller's. Any number of tasks may use one client.

    `patience` is the seconds after which it gives up, `timeout` those for one attempt.
    """

    def __init__(self, nc: Client, *, patience: float = 30.0, timeout: float = 5.0) -> None:
        """Use the caller's connection; it stays the caller's."""
        self._nc, self._patience, self._timeout = nc, patience, timeout

    @property
    def nc(self) -> Client:
        """The caller's connection."""
        return self._nc

    async def send(  # noqa: PLR0913 - a command has as many parts
        self,
        org: str,
        category: str,
        command: str,
        entity: str,
        data: Mapping[str, object] | Command | bytes,
        *,
        official: str,
        id: UUID | None = None,
        kind: ActorKind = ActorKind.PERSON,
        effective: date | None = None,
        expected: int | None = None,
        correlation: UUID | None = None,
    ) -> Receipt | Refusal:
        """Send a command and wait for its answer; raises `NoAnswer` after the client's patience.

        `data` holds the command's fields as JSON has them, the command itself, or a JSON object that goes out as it is
        written: a field that stands twice in it is for the door to judge. `id` defaults to a new one,
        `effective` to today in Shanghai, `correlation` to the id; `expected` is the version that the sender saw.
        """
        id = id or uuid4()
        message = {
            "id": id,
            "entity": entity,
            "official": official,
            "kind": kind,
            "effective": effective,
            "expected": expected,
            "correlation": correlation,
        }
        envelope = to_json({name: value for name, value in message.items() if value is not None})
        body = envelope[:-1] + b',"data":' + (data if isinstance(data, bytes) else to_json(data)) + b"}"
        return await self.send_body(org, category, command, body, id)

    async def send_body(self, org: str, category: str, command: str, body: bytes, id: UUID) -> Receipt | Refusal:
        """Send a body that was made elsewhere, whatever it holds, until it is answered."""
        if not all(SINGLE_ID.match(part) for part in (org, category, command)):
            wrong = Refused("bad-subject", clause=CLAUSE, subject=f"cmd.{org}.{category}.{command}")
            return refusal(wrong, command=id, correlation=id)
        subject = f"cmd.{org}.{category}.{command}"
        until, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while True:
            answer = await self._attempt(subject, body, id)
            if answer is not None and not (isinstance(answer, Refusal) and answer.retry):
                return answer
            if time.monotonic() + pause > until:
                if answer is not None:
                    return answer
                raise NoAnswer(id, self._patience)
            await asyncio.sleep(pause * (0.5 + _chance.random()))
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _attempt(self, subject: str, body: bytes, id: UUID) -> Receipt | Refusal | None:
        try:
            reply = await self._nc.request(subject, body, timeout=self._timeout)
        except MaxPayloadError:
            large = Refused("body-too-large", clause="系统约定 4", size=len(body), limit=LIMIT)
            return refusal(large, command=id, correlation=id)
        except (NoRespondersError, NoReplyInTime):
            return None
        return ANSWER.validate_json(reply.data)
