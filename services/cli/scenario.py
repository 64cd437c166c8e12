"""`liandong scenario`: list the scenarios, and play one on the running system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from services.cli.command import Here, argument, command, group
from services.cli.failure import Exit, Failure, Turned
from services.cli.output import note, print_json, print_table
from services.cli.progress import bar
from services.cli.running import connected
from services.cli.speech import say

if TYPE_CHECKING:
    from nats.aio.client import Client

    from services.scenario.play import Played
    from services.scenario.steps import Phase, Scenario

app = group("scenario")


@command(app, "list", finds=False, shows=True)
def scenario_list(here: Here) -> None:
    """Every scenario by name, with how many commands it sends."""
    from services.scenario.shelf import SCENARIOS

    rows = [
        {"name": name, "title": say(f"scenario.{name}"), "commands": len(make())} for name, make in SCENARIOS.items()
    ]
    if here.json:
        print_json(rows)
    else:
        print_table(say("cli.help.scenario"), ("name", "title", "commands"), rows)


@command(app, "play")
async def scenario_play(here: Here, *, name: Annotated[str, argument("scenario")] = "first-batch") -> None:
    """Play a scenario through the command door."""
    found = scenario(name)
    async with connected(here) as client:
        played = await play_on(client, found)
    note(say("cli.played").format_map(vars_of(played)), style="bold")
    note(say("cli.demonstration"), style="yellow")


def scenario(name: str) -> Scenario:
    """A scenario by its name."""
    from services.scenario.shelf import SCENARIOS

    if name not in SCENARIOS:
        raise Failure("cli-unknown-scenario", code=Exit.USAGE, name=name, known=" | ".join(SCENARIOS))
    return SCENARIOS[name]()


async def play_on(client: Client, found: Scenario) -> Played:
    """Play over a connection, with a bar; a refusal is shown with its reason and what to do."""
    from services.commands.client import CommandClient
    from services.scenario.play import PlayRefused, play

    with bar() as progress:
        tasks = {
            phase.name: progress.add_task(say(phase.name), total=sum(len(case.steps) for case in phase.cases))
            for phase in found.phases
        }

        def told(phase: Phase, done: int) -> None:
            progress.update(tasks[phase.name], completed=done)

        try:
            return await play(CommandClient(client), found, told=told)
        except PlayRefused as refused:
            raise Turned(refused.refusal) from refused


def vars_of(played: Played) -> dict[str, object]:
    """What came of a play, for a sentence."""
    return {
        "accepted": played.accepted,
        "repeated": played.repeated,
        "lost": played.lost,
        "position": played.position,
    }
