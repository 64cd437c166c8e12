"""Process timing (办理用时): days in each stage by case, and by the organisation that moved the case on. 四(一), 四(三)

From events alone: each step begins a stage and ends the one before it, on its legal date. Whoever made the step is
whom that stage took so long. For the office.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Integer, String, and_, func, select, type_coerce

from domain import application, delegation, evaluation, lead, matter, policy_extension, replication, trial
from domain.envelope import Recorded
from domain.kernel import Event
from projections.kernel import Changes, Derivation, Fixed, On, Projection, Put, Tables, entity, table, word
from projections.standing import Standing

STAGES = table(
    "stage_times",
    Column("category", word(), primary_key=True),
    Column("case", String(140), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("step", word(), nullable=False),
    Column("org", entity(), nullable=False),
    Column("since", Date, nullable=False),
    Column("day", Integer, nullable=False),
    indexed=("org",),
)
"""One row a step: what happened, by whom, when; `day` is the date as a number, so that every database subtracts it.
Derived: `until` the next step, `days` until then (None: the case waits here), and by whom it was made."""

STEPS = table(
    "organisation_times_steps",
    Column("category", word(), primary_key=True),
    Column("case", String(140), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("org", entity(), nullable=False),
    Column("day", Integer, nullable=False),
    indexed=("org",),
)
"""The same steps, for the sums."""

ORGANISATIONS = table(
    "organisation_times",
    Column("org", entity(), primary_key=True),
    Column("category", word(), primary_key=True),
)
"""One row an organisation and kind of case; the figures are derived from the steps that it made."""

STAGE_STANDING, ORG_STANDING = Standing("stage_times"), Standing("organisation_times")
WATCHED: tuple[type[Event], ...] = (
    application.Filed,
    application.CorrectionRequested,
    application.Supplemented,
    application.EligibilityConfirmed,
    application.Returned,
    application.PanelAppointed,
    application.Shortlisted,
    application.Declined,
    application.Deliberated,
    application.Approved,
    application.Rejected,
    application.PlaqueUnveiled,
    application.Withdrawn,
    delegation.Requested,
    delegation.Assessed,
    delegation.Delegated,
    delegation.RequestRefused,
    delegation.TakenUp,
    delegation.Recalled,
    replication.Planned,
    replication.Implemented,
    replication.Verified,
    replication.SentBack,
    lead.Shared,
    lead.Assessed,
    lead.Claimed,
    lead.Awarded,
    lead.Transferred,
    lead.Released,
    lead.ClaimLapsed,
    lead.Signed,
    lead.Landed,
    lead.Commissioned,
    lead.Closed,
    matter.Raised,
    matter.Assigned,
    matter.Answered,
    matter.Escalated,
    matter.Resolved,
    matter.Reopened,
    trial.Proposed,
    trial.RiskAssessed,
    trial.Approved,
    trial.ProposalRefused,
    trial.Started,
    trial.Suspended,
    trial.Resumed,
    trial.Concluded,
    trial.InnovationRecognised,
    evaluation.SelfAssessed,
    evaluation.Graded,
    evaluation.Appealed,
    evaluation.AppealDecided,
    evaluation.ExitProposed,
    evaluation.ExitDeliberated,
    evaluation.ExitApproved,
    evaluation.ExitRejected,
    evaluation.Concluded,
    policy_extension.ExtensionRequested,
    policy_extension.RiskAssessed,
    policy_extension.Extended,
)
"""The steps that move a case from one stage to the next."""


def key_of(recorded: Recorded) -> dict[str, object]:
    """The step's place in the case."""
    return {"category": recorded.category, "case": recorded.entity, "sequence": recorded.sequence}


def entered(_event: Event, recorded: Recorded) -> Changes:
    """A stage begins with the step that is called so."""
    day = recorded.effective
    values = {"step": recorded.type, "org": recorded.org, "since": day, "day": day.toordinal()}
    yield Put(STAGES, key_of(recorded), values)


def moved_on(_event: Event, recorded: Recorded) -> Changes:
    """The organisation made a step."""
    yield Put(ORGANISATIONS, {"org": recorded.org, "category": recorded.category}, {})
    yield Put(STEPS, key_of(recorded), {"org": recorded.org, "day": recorded.effective.toordinal()})


def next_step(column: str) -> Derivation:
    """A fact of the step that ended the row's stage."""

    def found(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row = tables[STAGES.name].c
        later = tables[STAGES.name].alias("later")
        after = and_(later.c.category == row.category, later.c.case == row.case, later.c.sequence > row.sequence)
        return select(later.c[column]).where(after).order_by(later.c.sequence).limit(1).scalar_subquery()

    return found


def days_in_stage(tables: Tables) -> ColumnElement[Any]:
    """Calendar days from this step to the next."""
    days: ColumnElement[Any] = next_step("day")(tables) - tables[STAGES.name].c.day
    return days


def taken(figure: Callable[[ColumnElement[Any]], ColumnElement[Any]]) -> Derivation:
    """A figure over the days that passed before each step of the row's organisation in that kind of case."""

    def found(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        row, steps = tables[ORGANISATIONS.name].c, tables[STEPS.name]
        made, earlier = steps.alias("made"), steps.alias("earlier")
        before = and_(
            earlier.c.category == made.c.category,
            earlier.c.case == made.c.case,
            earlier.c.sequence < made.c.sequence,
        )
        day = select(earlier.c.day).where(before).order_by(earlier.c.sequence.desc()).limit(1).scalar_subquery()
        its = (made.c.org == row.org, made.c.category == row.category)
        return select(figure(made.c.day - day)).where(*its).scalar_subquery()

    return found


def mean(days: ColumnElement[Any]) -> ColumnElement[Any]:
    """The mean with one place, cut off."""
    return type_coerce(func.sum(days) * 10 // func.count(days), Fixed(1))


stage_times = Projection(
    "stage-times",
    version=1,
    tables=(STAGES, *STAGE_STANDING.tables),
    handlers=(*(On(kind, entered) for kind in WATCHED), *STAGE_STANDING.handlers),
    derived={STAGES.name: {"until": next_step("since"), "days": days_in_stage, "moved_by": next_step("org")}},
    seen_by=STAGE_STANDING.reads_everything,
)
organisation_times = Projection(
    "organisation-times",
    version=1,
    tables=(ORGANISATIONS, STEPS, *ORG_STANDING.tables),
    handlers=(*(On(kind, moved_on) for kind in WATCHED), *ORG_STANDING.handlers),
    derived={
        ORGANISATIONS.name: {
            "steps": taken(func.count),
            "mean_days": taken(mean),
            "longest": taken(func.max),
        }
    },
    seen_by=ORG_STANDING.reads_everything,
)
