"""`liandong application`: applications, how far they have come, and what the survey makes of their boundaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from services.cli.command import Here, argument, command, group, option
from services.cli.failure import Failure
from services.cli.looking import ask, looking, names, show_row, show_rows, spoken, warn
from services.cli.output import note, print_json, print_record, print_table
from services.cli.speech import LANGUAGE, say

if TYPE_CHECKING:
    from domain.values import Boundary
    from services.projector.reading import Views
    from services.survey.report import Survey

app = group("application")
VIEW, ZONES = "pipeline", "zone-register"
COLUMNS = ("application", "name", "stage", "since", "filed", "due", "applicant", "mean", "position")


@command(app, "list", shows=True, clocks=True)
async def application_list(here: Here, *, stage: Annotated[str | None, option("stage", "stage")] = None) -> None:
    """Every application, or those at a stage."""
    async with looking(here, VIEW, "organisations", ZONES) as views:
        where = {"stage": stage} if stage else {}
        show_rows(
            here, VIEW, ask(views, VIEW, where=where, order=("filed", "application"), limit=None), COLUMNS, names(views)
        )


@command(app, "show", shows=True, clocks=True)
async def application_show(here: Here, *, application: Annotated[str, argument("application")]) -> None:
    """One application with its experts, and what the survey makes of its boundary."""
    key = {"application": application}
    async with looking(here, VIEW, ZONES) as views:
        experts = ask(views, VIEW, table="pipeline_experts", where=key, limit=None)
        page = ask(views, VIEW, where=key)
        if page.rows:
            _, found = _surveyed(views, page.rows[0])
            report = found.report() if here.json else getattr(found.citation, LANGUAGE.value)
            page = page._replace(rows=[{**page.rows[0], "survey": report}])
        show_row(here, VIEW, key, page, {"pipeline_experts": experts})


@command(app, "survey", shows=True, clocks=True)
async def application_survey(
    here: Here,
    *,
    application: Annotated[str, argument("application")],
    geojson: Annotated[Path | None, option("geojson", "geojson", metavar="FILE")] = None,
) -> None:
    """What the boundary encloses against what was declared, and which living zones it overlaps."""
    from services.survey.report import geojson as drawn

    async with looking(here, VIEW, ZONES) as views:
        page = ask(views, VIEW, where={"application": application})
        if not page.rows:
            raise Failure("cli-not-found", category="application", entity=application)
        boundary, found = _surveyed(views, page.rows[0])
        report = {"application": application, **found.report(), "position": page.freshness.position}
        if here.json:
            print_json(report)
        else:
            _show(report, found)
        warn(page.rows, page.freshness)
    if geojson is not None:
        geojson.write_text(drawn(application, boundary, found), "utf-8")
        note(say("cli.written").format(file=geojson))


def _surveyed(views: Views, row: dict[str, Any]) -> tuple[Boundary, Survey]:
    """An application's boundary, and its survey among the zones that live; its own zone is no stranger to it."""
    from domain.values import Boundary
    from domain.zone import Status
    from services.survey.report import Neighbour, survey

    boundary = Boundary.model_validate(row["boundary"])
    neighbours = [
        Neighbour(each["zone"], each["name_zh"], each["name_en"], Boundary.model_validate(each["boundary"]))
        for each in ask(views, ZONES, order=("zone",), limit=None).rows
        if each["status"] != Status.WITHDRAWN.value and each["zone"] != row["platform"]
    ]
    return boundary, survey(boundary, neighbours)


def _show(report: dict[str, object], found: Survey) -> None:
    """The figures, the sentence to cite, and a line for each overlap."""
    figures = {name: report[name] for name in ("application", "declared", "measured", "deviation", "within_tolerance")}
    print_record(say("column.survey"), {**figures, "citation": getattr(found.citation, LANGUAGE.value)})
    if found.overlaps:
        columns = ("zone", spoken("name"), "km2", "share")
        print_table(say("column.overlaps"), columns, (overlap.row() for overlap in found.overlaps))
