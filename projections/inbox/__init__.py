"""Inbox (待办): what waits for each organisation, since when, and which command settles it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from domain.organisation import Registered
from projections.inbox.applications import APPLICATIONS
from projections.inbox.clocks import CLOCKS_OF_CASES, RUNNING, due
from projections.inbox.coordination import ACTIVITIES, EXTENSIONS, MATTERS
from projections.inbox.evaluations import EVALUATIONS
from projections.inbox.experiences import EXPERIENCES
from projections.inbox.indicators import INDICATORS
from projections.inbox.leads import LEADS
from projections.inbox.linkages import LINKAGES
from projections.inbox.promotions import PROMOTIONS
from projections.inbox.tasks import INBOX, PARTIES, STANDING
from projections.inbox.trials import TRIALS
from projections.inbox.zones import POWERS, ZONES
from projections.kernel import Projection, Tables, on


def whose(tables: Tables) -> Any:  # noqa: ANN401 - a choice of columns
    """The organisation that the task is for; None where only its role is known."""
    row, parties = tables[INBOX.name].c, tables[PARTIES.name].c
    answering = select(parties.org).where(parties.party == row.party).scalar_subquery()
    return func.coalesce(row.org, answering)


def is_for(tables: Tables, viewer: str) -> ColumnElement[bool]:
    """The organisation's own tasks: by id, by what it answers for, by its role."""
    row, parties = tables[INBOX.name].c, tables[PARTIES.name].c
    answers = exists(select(1).where(parties.party == row.party, parties.org == viewer))
    return or_(row.org == viewer, answers, STANDING.has_role(tables, viewer, row.role))


inbox = Projection(
    "inbox",
    version=3,
    tables=(INBOX, PARTIES, RUNNING, *STANDING.tables),
    handlers=(
        *APPLICATIONS,
        *ZONES,
        *POWERS,
        *LEADS,
        *EVALUATIONS,
        *EXPERIENCES,
        *TRIALS,
        *EXTENSIONS,
        *MATTERS,
        *ACTIVITIES,
        *PROMOTIONS,
        *LINKAGES,
        *INDICATORS,
        *CLOCKS_OF_CASES,
        on(Registered, STANDING.registered),
    ),
    derived={INBOX.name: {"whose": whose, "due": due}},
    seen_by=is_for,
)
