"""The whole domain in memory: deciders, gate and reactions over a log that is a list."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain import rulebook
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.catalogue import DECIDERS
from domain.envelope import Circumstances, Recorded, seal
from domain.facts import Fact, OrganisationFact
from domain.gate import OFFICE_ORG, Standing, actor_role, admit, today_in_shanghai
from domain.holdings import InHand
from domain.kernel import Actor, ActorKind, Command, Context, Refused, Role
from domain.organisation import Register
from domain.parts import parts
from domain.reactions import ORGANISATION, react
from domain.references import references
from domain.rulebook import STREAM, Publish
from domain.values import Document
from services.commands.survey import surveyed
from services.documents.door import flaws_of
from services.documents.held import Held
from services.reactor.duplicates import Duplicates
from services.scenario.first_batch import FIRST_OFFICIAL
from services.scenario.papers import papers_of
from services.scenario.play import LOST
from services.scenario.steps import Case, Scenario

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


class World:
    """Everything that was recorded, in order."""

    def __init__(self) -> None:
        self.log: list[Recorded] = []
        self.in_hand = InHand()
        self.held: dict[str, Held] = {}
        self._duplicates = Duplicates()
        self._streams: dict[tuple[str, str], list[Recorded]] = {}

    def found(self) -> None:
        """The first steps of an installation: the office enters itself and publishes the illustrative rulebook."""
        robot = Actor(OFFICE_ORG, "robot", ActorKind.ROBOT)
        office = Register(name_zh="演示", name_en="demo", role=Role.OFFICE, officials=(FIRST_OFFICIAL,))
        for number, (command, entity) in enumerate(((office, OFFICE_ORG), (Publish(rulebook=ILLUSTRATIVE), STREAM))):
            self.send(robot, command, entity, UUID(int=number), UUID(int=0), today_in_shanghai(NOW))

    def play(self, scenario: Scenario) -> None:
        """Hand its papers in, send every command, and let every reaction follow at once. Raises `Refused`."""
        for digest, paper in papers_of(scenario).items():
            self.held[digest] = Held(digest, paper.size, (paper.media_type,), paper.name, chunks=1, upload=1)
        for phase in scenario.phases:
            for case in phase.cases:
                self._play(scenario, case)

    def _play(self, scenario: Scenario, case: Case) -> None:
        """Send the commands of one case; in a race the first is accepted, and the others refused because it is."""
        for number, (step, message) in enumerate(zip(case.steps, scenario.messages(case), strict=True)):
            actor = Actor(step.sender.org, step.sender.official, step.sender.kind)
            assert message.correlation is not None
            day = step.effective or today_in_shanghai(NOW)
            version = len(self._streams.get((step.command.name.partition(".")[0], step.entity), ()))
            assert step.expected in {None, version}, f"{step.subject} {step.entity}: {version} is not {step.expected}"
            try:
                self.send(actor, step.command, step.entity, message.id, message.correlation, day)
            except Refused as refused:
                if not case.race or not number or refused.rule not in LOST:
                    raise
            else:
                assert not case.race or not number, f"{step.subject} {step.entity} won, too"

    def send(self, actor: Actor, command: Command, entity: str, id: UUID, correlation: UUID, effective: date) -> None:
        """Decide one command and record its events, then whatever follows from them."""
        decider = DECIDERS[command.name.partition(".")[0]]
        stream = self._streams.setdefault((decider.category, entity), [])
        context = self._context(actor, command, entity, effective)
        dates = [recorded.effective for recorded in stream]
        standing = Standing(len(stream), dates[0] if dates else None, max(dates, default=None))
        events = admit(decider, command, self.state(decider.category, entity), standing, context)
        around = Circumstances(id, correlation, actor, NOW, effective, None)
        recorded = []
        for ordinal, event in enumerate(events, start=1):
            body = seal(event, decider.category, entity, len(stream) + 1, ordinal, around)
            recorded.append(Recorded.read(len(self.log) + 1, 0, body))
            self.log.append(recorded[-1])
            stream.append(recorded[-1])
            self.in_hand.apply(recorded[-1])
        for each in recorded:
            for reaction in (*react(each, self.in_hand), *self._duplicates.follows(each)):
                robot = Actor(ORGANISATION, "robot", ActorKind.ROBOT)
                self.send(
                    robot, reaction.command, reaction.entity, reaction.command_id, correlation, reaction.effective
                )

    def state(self, category: str, entity: str) -> Any:  # noqa: ANN401 - whichever aggregate's
        """The state of one entity."""
        state = DECIDERS[category].initial
        for recorded in self._streams.get((category, entity), ()):
            state = DECIDERS[category].evolve(state, recorded.event)
        return state

    def entities(self, category: str) -> list[str]:
        """Every entity of a category that has a history."""
        return [entity for (kind, entity), stream in self._streams.items() if kind == category and stream]

    def _fact(self, category: str, entity: str) -> Fact | None:
        return DECIDERS[category].fact(self.state(category, entity)) if self._streams.get((category, entity)) else None

    def _context(self, actor: Actor, command: Command, entity: str, effective: date) -> Context:
        decider = DECIDERS[command.name.partition(".")[0]]
        wanted = references(decider, command, entity, actor.org, self.state(decider.category, entity))
        facts = {each: fact for each in wanted if (fact := self._fact(*each)) is not None}
        organisation = facts.get(("organisation", actor.org))
        assert organisation is None or isinstance(organisation, OrganisationFact)
        rules, survey = self.state("rulebook", rulebook.STREAM), surveyed(command)
        return Context(
            now=NOW,
            today=today_in_shanghai(NOW),
            effective=effective,
            actor=actor,
            role=actor_role(actor, organisation, command.name),
            entity=entity,
            rulebook=rulebook.in_force(rules, effective),
            rulebooks=rulebook.rulebooks(rules),
            facts=facts,
            flaws=survey.flaws,
            areas=survey.areas,
            documents=flaws_of(parts(command, Document), self.held),
        )
