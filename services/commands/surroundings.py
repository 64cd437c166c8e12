"""What a decision needs from outside its own stream: the rulebooks, and what other entities say of themselves.

Organisations and rulebooks change rarely and every command rests on them: what the log's leader said of them within the
last second counts as fresh. Everything else that a decision rests on is asked of the leader each time.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from domain import rulebook
from domain.catalogue import DECIDERS
from domain.corrections import CorrectionRequest
from domain.facts import Fact, OrganisationFact
from domain.gate import actor_role, today_in_shanghai
from domain.kernel import Actor, Context
from domain.references import references
from services.commands.survey import surveyed
from services.working_days import CHINESE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from domain.envelope import Recorded
    from domain.references import Reference
    from services.commands.door import Request
    from services.documents.door import DocumentsAtTheDoor
    from services.ledger.repository import Loaded, Repository

STANDING = frozenset({"organisation", "rulebook"})
"""The categories whose confirmation holds for a while."""
HOLDS = 1.0
"""Seconds."""
REMEMBERED = 10_000
RULES = ("rulebook", rulebook.STREAM)


class Surroundings:
    """Looks up what decisions rest on. `tick` is a monotonic clock in seconds."""

    def __init__(
        self, repository: Repository, documents: DocumentsAtTheDoor, tick: Callable[[], float] = time.monotonic
    ) -> None:
        """Look things up in `repository`, and ask for `documents`."""
        self._repository, self._documents, self._tick = repository, documents, tick
        self._confirmed: dict[Reference, float] = {}
        self._said: dict[Reference, tuple[object, Fact | None]] = {}

    async def of(self, request: Request, loaded: Loaded[Any], now: datetime, *, fresh: bool) -> Context:
        """The context of a request to the entity `loaded`, at `now` (aware, UTC). `fresh`: as the leader knows it.

        Raises `Refused` for an organisation that is not in the register.
        """
        message = request.message
        wanted = references(request.decider, request.command, message.entity, request.org, loaded.state)
        rules = (not fresh and self._at_hand(RULES)) or await self._look_up(RULES, fresh=fresh)
        facts = await self._facts(wanted, fresh=fresh)
        actor = Actor(request.org, message.official, message.kind)
        organisation = facts.get(("organisation", request.org))
        assert organisation is None or isinstance(organisation, OrganisationFact)
        today = today_in_shanghai(now)
        effective = message.effective or today
        survey = surveyed(request.command)
        return Context(
            now=now,
            today=today,
            effective=effective,
            actor=actor,
            role=actor_role(actor, organisation, request.command.name),
            entity=message.entity,
            rulebook=rulebook.in_force_for(request.decider, rules.state, effective, loaded.opened_under),
            rulebooks=rulebook.rulebooks(rules.state),
            facts=facts,
            history=await self._history(request),
            flaws=survey.flaws,
            areas=survey.areas,
            documents=await self._documents.against(request.command),
            calendar=CHINESE,
        )

    async def _history(self, request: Request) -> Sequence[Recorded]:
        """The entity's own events, where the command corrects one of them."""
        if not isinstance(request.command, CorrectionRequest):
            return ()
        return await self._repository.history(request.decider, request.message.entity, fresh=True)

    async def _facts(self, wanted: set[Reference], *, fresh: bool) -> Mapping[Reference, Fact]:
        """What each of the entities that exist says of itself."""
        found: dict[Reference, Loaded[Any]] = {}
        others = []
        for each in wanted:
            if each[0] in STANDING:
                found[each] = (not fresh and self._at_hand(each)) or await self._look_up(each, fresh=fresh)
            else:
                others.append(each)
        if len(others) == 1:
            found[others[0]] = await self._look_up(others[0], fresh=True)
        elif others:
            answers = await asyncio.gather(*(self._look_up(each, fresh=True) for each in others))
            found.update(zip(others, answers, strict=True))
        facts = {each: self._fact(each, loaded) for each, loaded in found.items() if loaded.version}
        return {each: fact for each, fact in facts.items() if fact is not None}

    def _fact(self, reference: Reference, loaded: Loaded[Any]) -> Fact | None:
        """What a state says of itself to others, worked out once for each state."""
        known = self._said.get(reference)
        if known is not None and known[0] is loaded.state:
            return known[1]
        fact = DECIDERS[reference[0]].fact(loaded.state)
        if len(self._said) >= REMEMBERED:
            self._said.clear()
        self._said[reference] = (loaded.state, fact)
        return fact

    def _at_hand(self, reference: Reference) -> Loaded[Any] | None:
        """What the leader said within the last second and memory still has, if anything."""
        if self._tick() - self._confirmed.get(reference, -HOLDS) >= HOLDS:
            return None
        category, entity = reference
        return self._repository.at_hand(DECIDERS[category], entity)

    async def _look_up(self, reference: Reference, *, fresh: bool) -> Loaded[Any]:
        category, entity = reference
        now = self._tick()
        if not fresh and now - self._confirmed.get(reference, -HOLDS) < HOLDS:
            return await self._repository.load(DECIDERS[category], entity)
        if category in STANDING:
            if len(self._confirmed) >= REMEMBERED:
                self._confirmed.clear()
            self._confirmed[reference] = now  # one asks the leader; whoever comes meanwhile need not ask too
        try:
            return await self._repository.load(DECIDERS[category], entity, fresh=True)
        except BaseException:
            self._confirmed.pop(reference, None)
            raise
