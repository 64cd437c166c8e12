"""Trials (联动试验): the board of what is tried where, with whom, under which control, and what came of it. 三(三)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Text, func, select

from domain import trial
from domain.envelope import Recorded
from domain.trial import Stage
from domain.trial.values import Assessment
from projections.kernel import Changes, Delete, Derivation, Patch, Projection, Put, Tables, entity, on, table, word

TRIALS = table(
    "trials",
    Column("trial", entity(), primary_key=True),
    Column("zone", entity(), nullable=False),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("title", String(200), nullable=False),
    Column("obstacle", Text, nullable=False),
    Column("raised", Date, nullable=False),
    Column("proposal", Text),
    Column("rule_varied", Text),
    Column("crossing", JSON),
    Column("lead_department", entity()),
    Column("controllable", Boolean),
    Column("until", Date),
    Column("started", Date),
    Column("concluded", Date),
    Column("result", word()),
    Column("reason", Text),
    Column("recognised", Date),
    indexed=("zone", "stage"),
)
"""One row a trial; `reason` is that of its stage; `controllable` is the latest assessment's, None where one is due."""

PARTNERS = table(
    "trials_partners",
    Column("trial", entity(), primary_key=True),
    Column("category", word(), primary_key=True),
    Column("partner", entity(), primary_key=True),
    Column("joined", Date),
    Column("withdrawn", Date),
)
"""Sections, further zones and further departments of the latest proposal: since when each has agreed, or has left."""

RISKS = table(
    "trials_risks",
    Column("trial", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("controllable", Boolean, nullable=False),
    Column("measures", JSON, nullable=False),
    Column("stop_conditions", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Every risk assessment, of earlier proposals too."""

REPORTS = table(
    "trials_reports",
    Column("trial", entity(), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("org", entity(), nullable=False),
    Column("summary", Text, nullable=False),
)
"""进展, report by report, and who gave it."""

SECTION, ZONE, DEPARTMENT = "section", "zone", "department"


def key(recorded: Recorded) -> dict[str, object]:
    """The trial."""
    return {"trial": recorded.entity}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The trial comes to that stage; the reason of an earlier one is gone unless another is given."""
    return Patch(TRIALS, key(recorded), {"stage": stage.value, "since": recorded.effective, "reason": None, **values})


def partner(recorded: Recorded, category: str, name: str) -> dict[str, object]:
    """One partner of the trial."""
    return {**key(recorded), "category": category, "partner": name}


def raised(event: trial.ObstacleRaised, recorded: Recorded) -> Changes:
    """提出障碍."""
    day = recorded.effective
    values = {"zone": event.zone, "stage": Stage.RAISED.value, "since": day, "raised": day}
    yield Put(TRIALS, key(recorded), {**values, "title": event.title, "obstacle": event.obstacle})


def proposed(event: trial.Proposed, recorded: Recorded) -> Changes:
    """提出试验方案: the partners are those of the latest, and nobody has agreed to it yet."""
    said = {
        "proposal": event.proposal,
        "rule_varied": event.rule_varied,
        "crossing": [each.value for each in event.crossing],
        "lead_department": event.lead_department,
    }
    yield at(Stage.PROPOSED, recorded, **said, controllable=None, until=None)
    yield Delete(PARTNERS, key(recorded))
    named = ((SECTION, event.sections), (ZONE, event.partner_zones), (DEPARTMENT, event.departments))
    for category, names in named:
        for name in names:
            yield Put(PARTNERS, partner(recorded, category, name), {})


def joined(event: trial.Joined, recorded: Recorded) -> Changes:
    """同意参与."""
    category = SECTION if event.zone is None else ZONE
    name = event.section if event.zone is None else event.zone
    yield Patch(PARTNERS, partner(recorded, category, name or ""), {"joined": recorded.effective})


def gone(event: trial.PartnerLeft, recorded: Recorded) -> Changes:
    """参与方退出: the stage stays."""
    yield Patch(PARTNERS, partner(recorded, ZONE, event.zone), {"withdrawn": recorded.effective})


def assessed(event: Assessment, recorded: Recorded) -> Changes:
    """风险评估, 再评估: the stage stays."""
    yield Patch(TRIALS, key(recorded), {"controllable": event.controllable})
    values = {
        "day": recorded.effective,
        "controllable": event.controllable,
        "measures": list(event.measures),
        "stop_conditions": list(event.stop_conditions),
        "reason": event.reason,
    }
    yield Put(RISKS, {**key(recorded), "sequence": recorded.sequence}, values)


def approved(event: trial.Approved, recorded: Recorded) -> Changes:
    """批准开展."""
    yield at(Stage.APPROVED, recorded, until=event.until, reason=event.reason)


def refused(event: trial.ProposalRefused, recorded: Recorded) -> Changes:
    """不予批准."""
    yield at(Stage.REFUSED, recorded, reason=event.reason)


def started(event: trial.Started, recorded: Recorded) -> Changes:
    """同步启动."""
    yield at(Stage.RUNNING, recorded, started=event.since)


def reported(event: trial.ProgressReported, recorded: Recorded) -> Changes:
    """报告进展."""
    values = {"day": recorded.effective, "org": recorded.org, "summary": event.summary}
    yield Put(REPORTS, {**key(recorded), "sequence": recorded.sequence}, values)


def suspended(event: trial.Suspended, recorded: Recorded) -> Changes:
    """中止: before it goes on its risk is to be assessed anew."""
    yield at(Stage.SUSPENDED, recorded, controllable=None, reason=event.reason)
    if event.zone is not None:
        yield Patch(PARTNERS, partner(recorded, ZONE, event.zone), {"withdrawn": recorded.effective})


def resumed(event: trial.Resumed, recorded: Recorded) -> Changes:
    """恢复."""
    yield at(Stage.RUNNING, recorded, reason=event.reason)


def lapsed(event: trial.Lapsed, recorded: Recorded) -> Changes:
    """失效."""
    yield at(Stage.LAPSED, recorded, reason=event.reason)


def concluded(event: trial.Concluded, recorded: Recorded) -> Changes:
    """结题."""
    result = event.result.value
    yield at(Stage.CONCLUDED, recorded, concluded=recorded.effective, result=result, reason=event.summary)


def recognised(event: trial.InnovationRecognised, recorded: Recorded) -> Changes:
    """认定: the catalogue has it under the same id."""
    yield at(Stage.RECOGNISED, recorded, recognised=recorded.effective, reason=event.summary)


def reports(column: str) -> Derivation:
    """How many reports of progress there are, and the day of the latest."""

    def figure(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
        given = tables[REPORTS.name].c
        wanted = func.max(given.day) if column == "day" else func.count(given.sequence)
        return select(wanted).where(given.trial == tables[TRIALS.name].c.trial).scalar_subquery()

    return figure


def awaited(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many sections and zones have not agreed yet."""
    partners = tables[PARTNERS.name].c
    still = (partners.joined.is_(None), partners.withdrawn.is_(None), partners.category != DEPARTMENT)
    of_row = partners.trial == tables[TRIALS.name].c.trial
    return select(func.count(partners.partner)).where(of_row, *still).scalar_subquery()


trials = Projection(
    "trials",
    version=1,
    tables=(TRIALS, PARTNERS, RISKS, REPORTS),
    handlers=(
        on(trial.ObstacleRaised, raised),
        on(trial.Proposed, proposed),
        on(trial.Joined, joined),
        on(trial.PartnerLeft, gone),
        on(trial.RiskAssessed, assessed),
        on(trial.RiskReassessed, assessed),
        on(trial.Approved, approved),
        on(trial.ProposalRefused, refused),
        on(trial.Started, started),
        on(trial.ProgressReported, reported),
        on(trial.Suspended, suspended),
        on(trial.Resumed, resumed),
        on(trial.Lapsed, lapsed),
        on(trial.Concluded, concluded),
        on(trial.InnovationRecognised, recognised),
    ),
    derived={TRIALS.name: {"awaited": awaited, "reports": reports("sequence"), "last_progress": reports("day")}},
)
