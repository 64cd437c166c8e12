"""From a request to its answer: load, decide, append under a guard, and answer for ever the same.

Nothing is refused, and nothing decided that rests on other entities, on the word of a cache alone.
"""

from __future__ import annotations

import asyncio
import logging
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import structlog

from domain.envelope import PoisonEvent
from domain.gate import Standing, admit
from domain.kernel import Refused
from domain.messages import LIMIT, Receipt, Refusal
from services.commands.door import Request, understand
from services.commands.receipts import circumstances, receipt, repetition
from services.commands.refusals import CLAUSE, refusal
from services.commands.surroundings import Surroundings
from services.commands.turns import Turns
from services.ledger.log import Conflict, OutcomeUnknown, TooLarge, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from domain.kernel import Context, Event
    from services.documents.door import DocumentsAtTheDoor
    from services.ledger.repository import Loaded, Repository

log = structlog.get_logger("commands")
FOLLOWED = logging.getLogger("commands")
"""Whether each command is followed in the log (level debug), from its id by its correlation to its events."""

ATTEMPTS = 30
"""How often a command that others forestall is decided anew; with turns, only other processes can forestall it."""
UNSETTLED = 3
"""How often an append whose acknowledgement was lost is settled by reading back."""
PAUSE = 0.002
"""Seconds before the second attempt, with jitter; doubled up to `LONGEST`."""
LONGEST = 0.1

_chance = SystemRandom()


class Handler:
    """Decides commands. `clock` gives the present instant, aware and in UTC. Any number of tasks may use one."""

    def __init__(self, repository: Repository, documents: DocumentsAtTheDoor, clock: Callable[[], datetime]) -> None:
        """Decide on the histories in `repository`, on `documents` that are there, at the time of `clock`."""
        self._repository, self._clock = repository, clock
        self._surroundings = Surroundings(repository, documents)
        self._turns = Turns()

    async def answer(self, subject: str, body: bytes) -> Receipt | Refusal:
        """The answer to whatever came in on a subject of ours. Never raises: the next command wants an answer too."""
        request = self.understood(subject, body)
        return request if isinstance(request, Refusal) else await self.decided(request)

    def understood(self, subject: str, body: bytes) -> Request | Refusal:
        """The command in a message, or the refusal that says what is wrong with it. Never raises."""
        try:
            return understand(subject, body)
        except Exception as error:  # noqa: BLE001 - every command is answered, and the worker lives on
            return self._unforeseen(subject, None, error)

    async def decided(self, request: Request) -> Receipt | Refusal:
        """What becomes of a command: its events are on disk, or it is refused. Never raises."""
        try:
            return await self._in_turn(request)
        except Refused as refused:
            return self._refusal(request, refused)
        except Exception as error:  # noqa: BLE001 - as above
            category, _, command = request.command.name.partition(".")
            return self._unforeseen(f"cmd.{request.org}.{category}.{command}", request, error)

    async def _in_turn(self, request: Request) -> Receipt | Refusal:
        """One command of an id, and one on an entity, at a time."""
        command, entity = request.message.id.int, (request.decider.category, request.message.entity)
        await self._turns.take(command)
        try:
            await self._turns.take(entity)
            try:
                return await self._settled(request)
            finally:
                self._turns.give(entity)
        finally:
            self._turns.give(command)

    async def _settled(self, request: Request) -> Receipt | Refusal:
        """Attempt until the outcome is certain, or say that it is not."""
        unsettled, pause, fresh = 0, PAUSE, False
        for _ in range(ATTEMPTS):
            try:
                return await self._attempt(request, fresh=fresh)
            except Conflict:
                pass
            except OutcomeUnknown:
                unsettled += 1
                if unsettled == UNSETTLED:
                    return self._refusal(request, Refused("outcome-unknown", clause=CLAUSE), retry=True)
            except TooLarge:
                raise Refused("body-too-large", clause="系统约定 4", size=LIMIT + 1, limit=LIMIT) from None
            except Unavailable as error:
                unavailable = Refused("store-unavailable", clause=CLAUSE, reason=error.reason)
                return self._refusal(request, unavailable, retry=True)
            fresh = True
            await asyncio.sleep(pause * _chance.random())
            pause = min(2 * pause, LONGEST)
        contended = Refused("contended", clause=CLAUSE, field="entity", entity=request.message.entity)
        return self._refusal(request, contended, retry=True)

    async def _attempt(self, request: Request, *, fresh: bool) -> Receipt:
        """Decide once; a refusal that came of cached state is decided again on the leader's."""
        message = request.message
        loaded, before = await self._repository.load_for(str(message.id), request.decider, message.entity, fresh=fresh)
        if before:
            return repetition(request, before)
        now = self._clock()
        try:
            context = await self._surroundings.of(request, loaded, now, fresh=fresh)
            expectation_holds(request, loaded)
            standing = Standing(loaded.version, loaded.opened, loaded.latest)
            events = admit(request.decider, request.command, loaded.state, standing, context)
        except Refused:
            if fresh:
                raise
            return await self._attempt(request, fresh=True)
        return await self._appended(request, loaded, context, events)

    async def _appended(
        self, request: Request, loaded: Loaded[Any], context: Context, events: Sequence[Event]
    ) -> Receipt:
        around = circumstances(request, loaded, context, events)
        if not events:
            return receipt(request, around, events, loaded.version, loaded.position)
        position = await self._repository.append(request.decider, request.message.entity, loaded, events, around)
        if FOLLOWED.isEnabledFor(logging.DEBUG):  # asked first, for a line takes time that a command has not
            command, correlation = str(around.command), str(around.correlation)
            log.debug("accepted", command=command, correlation=correlation, org=request.org, position=position)
        return receipt(request, around, events, loaded.version + len(events), position)

    def _refusal(self, request: Request, refused: Refused, *, retry: bool = False) -> Refusal:
        message = request.message
        correlation = message.correlation or message.id
        log.debug("refused", rule=refused.rule, command=str(message.id), correlation=str(correlation), org=request.org)
        return refusal(refused, command=message.id, correlation=correlation, retry=retry)

    def _unforeseen(self, subject: str, request: Request | None, error: Exception) -> Refusal:
        command = correlation = None
        if request is not None:
            command, correlation = request.message.id, request.message.correlation or request.message.id
        log.error("command failed", subject=subject, command=str(command), correlation=str(correlation), exc_info=error)
        refused = Refused("internal-error", clause=CLAUSE, correlation=str(correlation))
        if isinstance(error, PoisonEvent) and request is not None:
            refused = Refused(
                "unreadable-history",
                clause="系统约定 8",
                entity=request.message.entity,
                type=error.type,
                position=error.position,
            )
        return refusal(refused, command=command, correlation=correlation)


def expectation_holds(request: Request, loaded: Loaded[Any]) -> None:
    """Whoever says which version he saw is refused if somebody acted since. 系统约定 7"""
    expected = request.message.expected
    if expected is not None and expected != loaded.version:
        raise Refused(
            "stale-expectation", clause="系统约定 7", field="expected", expected=expected, version=loaded.version
        )
