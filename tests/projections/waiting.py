"""Who has what to do, as the inbox says it."""

from __future__ import annotations

from projections.inbox import inbox
from tests.projections.cast import ROLES
from tests.projections.story import Story

Waiting = dict[str, list[str]]


def waiting(story: Story, *who: str) -> Waiting:
    """The commands that wait, by organisation; of everybody's, those that have something."""
    found = {org: [row["command"] for row in story.rows(inbox, viewer=org)] for org in who or ROLES}
    return {org: commands for org, commands in found.items() if commands}
