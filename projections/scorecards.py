"""Scorecards (评分卡): evaluations with every sheet, mean, grade and rank; admissions with theirs. 四(三), 四(四)"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Date, Integer, String, Text, and_, case, cast, func, select

from domain.application.events import Declined, ExpertRecused, Reviewed, Shortlisted
from domain.envelope import Recorded
from domain.evaluation import (
    AFTER_DELIBERATION,
    AppealDecided,
    Appealed,
    Concluded,
    ExitApproved,
    ExitDeliberated,
    ExitProposed,
    ExitRejected,
    Graded,
    Heard,
    Scored,
    SelfAssessed,
    Stage,
)
from domain.kernel import SEPARATOR
from domain.scoring import Scores
from projections.kernel import Changes, Fixed, Patch, Projection, Put, Row, Tables, entity, on, table, word

SCORECARDS = table(
    "scorecards",
    Column("year", Integer, primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("stage", word(), nullable=False),
    Column("since", Date, nullable=False),
    Column("grade", word()),
    Column("mean", Fixed(2)),
    Column("spread", Fixed(2)),
    Column("vetoes", JSON),
    Column("reason", Text),
    Column("appeal_by", Date),
    Column("heard", Date),
    Column("conclusion", Text),
)
"""One row for each zone in each year, once it has assessed itself or is scored."""

APPEALS = table(
    "scorecards_appeals",
    Column("year", Integer, primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("appealed", Date, nullable=False),
    Column("grounds", Text, nullable=False),
    Column("former", word()),
    Column("decided", Date),
    Column("upheld", Boolean),
    Column("decision", Text),
)
"""申诉: what the zone objects to; the grade before and whether it was upheld, once that is decided."""

SELF_ASSESSMENTS = table(
    "scorecards_self_assessments",
    Column("year", Integer, primary_key=True),
    Column("zone", entity(), primary_key=True),
    Column("day", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("documents", JSON, nullable=False),
)
"""自评."""

SHEETS = table(
    "scorecards_sheets",
    Column("case", entity(), primary_key=True),
    Column("expert", entity(), primary_key=True),
    Column("kind", word(), nullable=False),
    Column("day", Date, nullable=False),
    Column("scores", JSON, nullable=False),
    Column("total", Fixed(2)),
    Column("counts", Boolean, nullable=False),
)
"""Every sheet: of an evaluation (`2022--zone`) or an application; `counts` is false after a recusal (回避)."""

ADMISSIONS = table(
    "scorecards_admissions",
    Column("application", entity(), primary_key=True),
    Column("day", Date, nullable=False),
    Column("shortlisted", Boolean, nullable=False),
    Column("mean", Fixed(2), nullable=False),
    Column("spread", Fixed(2), nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("vetoes", JSON, nullable=False),
    Column("reason", Text, nullable=False),
)
"""What the panel made of each application. 二(三)2"""


def card(recorded: Recorded) -> Row:
    """The year and the zone, from the id of the evaluation."""
    year, zone = recorded.entity.split(SEPARATOR)
    return {"year": int(year), "zone": zone}


def at(stage: Stage, recorded: Recorded, **values: object) -> Patch:
    """The evaluation comes to that stage."""
    return Patch(SCORECARDS, card(recorded), {"stage": stage.value, "since": recorded.effective, **values})


def sheet(scores: Scores) -> list[dict[str, str]]:
    """The scores of one sheet, indicator by indicator, as JSON: decimals as text."""
    return [{"indicator": each.indicator, "score": str(each.score), "reason": each.reason} for each in scores]


def self_assessed(event: SelfAssessed, recorded: Recorded) -> Changes:
    """自评: it may come before the first sheet, or after it."""
    documents = [each.model_dump(mode="json") for each in event.documents]
    values = {"day": recorded.effective, "summary": event.summary, "documents": documents}
    yield Put(SELF_ASSESSMENTS, card(recorded), values)
    if recorded.sequence == 1:
        yield Put(SCORECARDS, card(recorded), {"stage": Stage.SELF_ASSESSED.value, "since": recorded.effective})


def scored(event: Scored, recorded: Recorded) -> Changes:
    """评分: the first sheet opens the card, the others find it open."""
    yield Put(SCORECARDS, card(recorded), {"stage": Stage.SCORING.value, "since": recorded.effective})
    values = {"kind": "evaluation", "day": recorded.effective, "scores": sheet(event.scores), "counts": True}
    yield Put(SHEETS, {"case": recorded.entity, "expert": event.evaluator}, values)


def graded(event: Graded, recorded: Recorded) -> Changes:
    """评定等次."""
    values = {"grade": event.grade.value, "mean": event.mean, "spread": event.spread, "vetoes": list(event.vetoes)}
    yield at(Stage.GRADED, recorded, **values, reason=event.reason, appeal_by=event.appeal_by)


def appealed(event: Appealed, recorded: Recorded) -> Changes:
    """申诉."""
    yield at(Stage.APPEALED, recorded)
    yield Put(APPEALS, card(recorded), {"appealed": recorded.effective, "grounds": event.reason})


def appeal_decided(event: AppealDecided, recorded: Recorded) -> Changes:
    """申诉处理: the grade that stands; the scores stay what they were."""
    yield at(Stage.GRADED, recorded, grade=event.grade.value)
    values = {"former": event.former.value, "upheld": event.upheld, "decision": event.reason}
    yield Patch(APPEALS, card(recorded), {**values, "decided": recorded.effective})


def exit_proposed(_event: ExitProposed, recorded: Recorded) -> Changes:
    """提出退出建议."""
    yield at(Stage.EXIT_PROPOSED, recorded)


def heard(_event: Heard, recorded: Recorded) -> Changes:
    """听取意见: the stage stays."""
    yield Patch(SCORECARDS, card(recorded), {"heard": recorded.effective})


def exit_deliberated(event: ExitDeliberated, recorded: Recorded) -> Changes:
    """全体会议审议退出."""
    yield at(AFTER_DELIBERATION[event.outcome], recorded)


def exit_approved(_event: ExitApproved, recorded: Recorded) -> Changes:
    """市政府批准退出."""
    yield at(Stage.EXIT_APPROVED, recorded)


def exit_rejected(_event: ExitRejected, recorded: Recorded) -> Changes:
    """市政府不批准退出."""
    yield at(Stage.EXIT_REJECTED, recorded)


def concluded(event: Concluded, recorded: Recorded) -> Changes:
    """评估办结."""
    yield at(Stage.CONCLUDED, recorded, conclusion=event.summary)


def reviewed(event: Reviewed, recorded: Recorded) -> Changes:
    """专家评审 of an application."""
    values = {"kind": "application", "day": recorded.effective, "scores": sheet(event.scores), "counts": True}
    yield Put(SHEETS, {"case": recorded.entity, "expert": event.expert}, {**values, "total": event.total})


def recused(event: ExpertRecused, recorded: Recorded) -> Changes:
    """回避: the sheet stays to be seen, and no longer counts."""
    yield Patch(SHEETS, {"case": recorded.entity, "expert": event.expert}, {"counts": False})


def weighed(event: Shortlisted | Declined, recorded: Recorded) -> Changes:
    """列入 / 不列入建议名单."""
    values = event.model_dump(include={"mean", "spread", "reviews", "reason"})
    values |= {"day": recorded.effective, "shortlisted": isinstance(event, Shortlisted), "vetoes": list(event.vetoes)}
    yield Put(ADMISSIONS, {"application": recorded.entity}, values)


def rank(tables: Tables) -> ColumnElement[Any]:
    """排名 among the zones graded in the year, 1 the best; equal means share a rank. None before the grade."""
    row = tables[SCORECARDS.name].c
    ranked = func.rank().over(partition_by=row.year, order_by=row.mean.desc().nulls_last())
    return case((row.mean.is_not(None), ranked))


def sheets_counted(tables: Tables) -> Any:  # noqa: ANN401 - a scalar query
    """How many sheets of the evaluation there are."""
    row, sheets = tables[SCORECARDS.name].c, tables[SHEETS.name].c
    of_card = and_(sheets.case == cast(row.year, String) + SEPARATOR + row.zone, sheets.counts)
    return select(func.count(sheets.expert)).where(of_card).scalar_subquery()


scorecards = Projection(
    "scorecards",
    version=2,
    tables=(SCORECARDS, SHEETS, ADMISSIONS, APPEALS, SELF_ASSESSMENTS),
    handlers=(
        on(SelfAssessed, self_assessed),
        on(Scored, scored),
        on(Graded, graded),
        on(Appealed, appealed),
        on(AppealDecided, appeal_decided),
        on(ExitProposed, exit_proposed),
        on(Heard, heard),
        on(ExitDeliberated, exit_deliberated),
        on(ExitApproved, exit_approved),
        on(ExitRejected, exit_rejected),
        on(Concluded, concluded),
        on(Reviewed, reviewed),
        on(ExpertRecused, recused),
        on(Shortlisted, weighed),
        on(Declined, weighed),
    ),
    derived={SCORECARDS.name: {"rank": rank, "reviews": sheets_counted}},
)
