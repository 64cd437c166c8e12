"""The scenario: every public fact is in it, all else says that it is invented, and its story keeps every rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from uuid import UUID

import pytest
from pydantic import JsonValue

from domain.application import File, UnveilPlaque
from domain.evaluation import AppealDecided
from domain.experience import Catalogued
from domain.holdings import InHand
from domain.holdings.kinds import KINDS
from domain.indicators import Corrected, Reported
from domain.kernel import Role
from domain.lead import Award, DuplicateFlagged
from domain.organisation import Register
from domain.trial import Stage as TrialStage
from domain.trial import Suspended
from domain.values import InstrumentKind, credit_code_is_valid
from services.scenario.cast import first_batch as first_zones
from services.scenario.cast import invented_zone, members, second_batch
from services.scenario.facts import FILE, facts
from services.scenario.first_batch import first_batch
from services.scenario.invention import MARK, credit_code
from services.scenario.steps import Step, is_demonstration
from tests.scenario.world import World

TURNS = {
    "lead.duplicate-confirmed": 1,
    "lead.duplicate-dismissed": 1,
    "lead.transfer-proposed": 1,
    "lead.transferred": 1,
    "lead.claim-lapsed": 1,
    "lead.disputed": 2,
    "lead.ruled": 1,
    "lead.incentive-promised": 4,
    "lead.investor-disclosed": 4,
    "lead.landed": 4,
    "lead.commissioned": 2,
}
PLACES_THAT_DO_NOT_EXIST = {"demonstration-zone", "demonstration-park"}


@pytest.fixture(scope="module")
def played() -> World:
    world = World()
    world.found()
    world.play(first_batch())
    return world


def steps(kind: type) -> list[Step]:
    return [step for step in first_batch().steps() if isinstance(step.command, kind)]


def registered() -> dict[str, Register]:
    return {step.entity: step.command for step in steps(Register) if isinstance(step.command, Register)}


def filed() -> dict[str, File]:
    return {step.entity: step.command for step in steps(File) if isinstance(step.command, File)}


def test_the_ten_zones_of_the_first_batch_bear_their_public_names_in_both_languages() -> None:
    public = {(zone.name, zone.en) for zone in facts().batch(1).zones}
    assert len(public) == 10
    assert public <= {(file.name_zh, file.name_en) for file in filed().values()}


def test_the_plaques_of_the_first_batch_were_unveiled_on_the_public_day() -> None:
    ours = {site.id for site in first_zones()}
    days = {step.effective for step in steps(UnveilPlaque) if step.entity.partition("--")[0] in ours}
    assert days == {facts().batch(1).launched}


def test_each_zone_names_the_district_that_is_public() -> None:
    public = {zone.name: zone.district for batch in facts().batches for zone in batch.zones}
    filings = {file.name_zh: file.district for file in filed().values() if file.name_zh in public}
    assert filings == public


def test_dazu_of_the_second_batch_was_made_known_by_letter_of_the_office() -> None:
    (dazu,) = second_batch()
    (unveiled,) = [step for step in steps(UnveilPlaque) if step.entity == f"{dazu.id}--1"]
    assert isinstance(unveiled.command, UnveilPlaque)
    assert unveiled.command.notice is not None
    assert unveiled.command.notice.kind is InstrumentKind.LETTER
    assert dazu.facts.instrument == "函"


def test_every_department_and_every_section_of_the_zone_takes_part() -> None:
    names = {register.name_zh for register in registered().values()}
    assert set(facts().departments) <= names
    assert set(facts().free_trade_zone.sections) <= names


def test_nothing_of_the_public_file_is_lost_in_reading_it() -> None:
    raw = json.loads(files("services.scenario").joinpath(FILE).read_text("utf-8"))
    kept = facts().model_dump(mode="json", exclude_unset=True)
    assert kept == json.loads(json.dumps(raw))


def test_the_annual_targets_of_the_plan_are_set(played: World) -> None:
    targets = {each.entity: each.event for each in played.log if each.type == "target.set"}
    assert {int(year): event.model_dump()["zones"] for year, event in targets.items()} == facts().annual_target


def test_every_source_of_the_public_file_is_named() -> None:
    assert set(facts().sources) == {"plan", "first_batch", "second_batch_dazu"}
    assert facts().plan_issued.isoformat() == "2021-04-13"
    assert facts().annual_target == {2021: 5, 2022: 5, 2023: 5}


def test_every_official_and_expert_is_called_a_demonstration() -> None:
    assert all(MARK in member.official for member in members().values())
    assert all(MARK in member.zh for member in members().values() if member.role is Role.EXPERT)


def test_every_text_is_public_or_says_that_it_is_a_demonstration() -> None:
    public = set(facts().departments) | set(facts().free_trade_zone.sections) | {"重庆市人民政府"}
    public |= {zone.name for batch in facts().batches for zone in batch.zones}
    public |= {zone.district for batch in facts().batches for zone in batch.zones if zone.district}
    public |= {experience.title for experience in facts().public_experience}
    bodies = {f"{name}{kind}" for name in public for kind in ("人民政府", "管理委员会")}
    leaders = {member.zh for member in members().values() if member.role in {Role.OFFICE, Role.LEADING_GROUP}}
    texts = {text for step in first_batch().steps() for text in _texts(step) if not text.isascii()}
    assert len(texts) > 200
    assert {text for text in texts if MARK not in text} <= public | bodies | leaders


def _texts(step: Step) -> Iterator[str]:
    """Every text of a command."""
    yield from _walk(step.command.model_dump(mode="json"))


def _walk(value: JsonValue) -> Iterator[str]:
    match value:
        case dict():
            for inner in value.values():
                yield from _walk(inner)
        case list():
            for inner in value:
                yield from _walk(inner)
        case str():
            yield value
        case _:
            return


def test_what_goes_wrong_goes_wrong_where_nothing_real_is(played: World) -> None:
    bad = {
        "application.returned",
        "application.declined",
        "zone.rectification-ordered",
        "zone.withdrawn",
        "evaluation.exit-proposed",
    }
    touched = {part for each in played.log if each.type in bad for part in each.entity.split("--")}
    assert touched - {"1", "2", "2022", "2023"} == PLACES_THAT_DO_NOT_EXIST


def test_no_real_zone_is_graded_unsatisfactory(played: World) -> None:
    grades = {each.entity: each.attributes["data"] for each in played.log if each.type == "evaluation.graded"}
    failed = [entity for entity, data in grades.items() if isinstance(data, dict) and data["grade"] == "unsatisfactory"]
    assert failed == ["2022--demonstration-zone"]


def test_the_story_keeps_every_rule_and_ends_as_told(played: World) -> None:
    states = Counter(str(played.state("zone", zone).status) for zone in played.entities("zone"))
    assert states == {"operating": 11, "exited": 1}
    types = Counter(each.type for each in played.log)
    assert types["application.correction-requested"] == 1
    assert types["application.expert-recused"] == 1
    assert types["application.returned"] == 1
    assert types["application.declined"] == 1
    assert types["delegation.refused"] == 3
    assert types["evaluation.exit-approved"] == 1


def test_experience_comes_in_two_batches_and_with_what_is_public_of_chongqing_s_own(played: World) -> None:
    entries = [each.event for each in played.log if isinstance(each.event, Catalogued) and each.actor != "robot"]
    batches = Counter(entry.batch for entry in entries)
    assert batches == {1: 3, 2: 3, None: 3}
    public = {(each.title, each.fact) for each in facts().public_experience}
    assert {(entry.title_zh, entry.summary) for entry in entries if entry.batch is None} == public


def test_one_trial_is_stopped_by_its_risk_and_one_brings_an_experience_that_another_zone_takes_up(
    played: World,
) -> None:
    stages = {trial: played.state("trial", trial).stage for trial in played.entities("trial")}
    (stopped,) = [each.entity for each in played.log if isinstance(each.event, Suspended) and each.actor != "robot"]
    assert stages[stopped] is TrialStage.SUSPENDED
    (recognised,) = [trial for trial, stage in stages.items() if stage is TrialStage.RECOGNISED]
    assert recognised in played.entities("experience")
    assert [entity for entity in played.entities("replication") if entity.startswith(f"{recognised}--")]


def test_forty_leads_pass_every_turn_that_the_exchange_knows(played: World) -> None:
    types = Counter(each.type for each in played.log)
    assert types["lead.shared"] == 40
    assert {name: types[name] for name in TURNS} == TURNS


def test_the_robot_finds_the_two_leads_that_look_like_earlier_ones_and_no_other(played: World) -> None:
    flags = {(each.entity, each.event.earlier) for each in played.log if isinstance(each.event, DuplicateFlagged)}
    assert flags == {("lead-2023-036", "lead-2022-001"), ("lead-2023-037", "lead-2022-002")}


def test_of_several_awards_at_once_exactly_one_is_accepted(played: World) -> None:
    (race,) = [case for phase in first_batch().phases for case in phase.cases if case.race]
    assert len({step.command.zone for step in race.steps if isinstance(step.command, Award)}) == len(race.steps) == 3
    ids = {str(message.id) for message in first_batch().messages(race)}
    assert len([each for each in played.log if each.command in ids]) == 1


def test_the_exit_takes_nothing_with_it_silently(played: World) -> None:
    zone = invented_zone().id
    after = next(each.position for each in played.log if each.type == "zone.withdrawn")
    consequences = {(each.type, each.entity) for each in played.log if each.position > after and each.actor == "robot"}
    assert {kind for kind, _ in consequences} == {
        "lead.released",
        "lead.claim-withdrawn",
        "delegation.listed-for-recall",
        "delegation.request-lapsed",
        "replication.ended",
        "trial.partner-left",
        "trial.suspended",
        "trial.lapsed",
        "policy-extension.ended",
        "policy-extension.request-lapsed",
        "matter.handed-over",
        "promotion.zone-left",
        "linkage.ended",
    }
    assert {kind.category: played.in_hand.of(kind.category, zone) for kind in KINDS} == {
        kind.category: [] for kind in KINDS
    }


def test_one_appeal_raises_a_grade_and_one_is_upheld(played: World) -> None:
    decided = {each.entity: each.event.upheld for each in played.log if isinstance(each.event, AppealDecided)}
    assert decided == {"2022--wanzhou-etdz": False, "2022--demonstration-zone": True}


def test_every_zone_reports_two_years_of_figures_of_which_one_is_corrected_and_one_still_questioned(
    played: World,
) -> None:
    quarters = Counter(each.entity.partition("--")[0] for each in played.log if isinstance(each.event, Reported))
    assert {quarters[site.id] for site in first_zones()} == {8}
    assert [each.entity for each in played.log if isinstance(each.event, Corrected)] == ["fuling-hightech--2022-q3"]
    states = {each: played.state("indicators", each) for each in played.entities("indicators")}
    assert [each for each, state in states.items() if state.questioned] == ["yunyang-industrial-park--2023-q4"]


def test_the_zone_that_exits_had_something_of_every_kind_in_hand(played: World) -> None:
    after = next(each.position for each in played.log if each.type == "zone.withdrawn")
    before = InHand()
    for each in played.log[: after - 1]:
        before.apply(each)
    assert [kind.category for kind in KINDS if not before.of(kind.category, invented_zone().id)] == []


def test_every_event_can_be_told_from_real_ones_by_its_correlation(played: World) -> None:
    first_steps = [each for each in played.log if not is_demonstration(each.correlation)]
    assert {each.entity for each in first_steps} == {"office", "review-rules"}
    assert not is_demonstration(str(UUID(int=0)))


def test_no_two_commands_share_an_id_and_the_ids_never_change() -> None:
    ids = [
        message.id for phase in first_batch().phases for case in phase.cases for message in first_batch().messages(case)
    ]
    assert len(set(ids)) == len(ids) == len(first_batch())
    first_batch.cache_clear()
    again = [
        message.id for phase in first_batch().phases for case in phase.cases for message in first_batch().messages(case)
    ]
    assert again == ids


def test_invented_firms_have_codes_with_a_valid_check_digit_of_a_place_that_does_not_exist() -> None:
    codes = {credit_code(f"演示{number}") for number in range(200)}
    assert len(codes) == 200
    assert all(credit_code_is_valid(code) and code[2:8] == "990000" for code in codes)
