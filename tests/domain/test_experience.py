"""The catalogue of experience: national batches and best practices, Chongqing's own, and what is superseded. 三(二)"""

from __future__ import annotations

import pytest

from domain.experience import Amend, Amended, Catalogue, Catalogued, Stage, Supersede, Superseded, experience
from domain.experience_values import Entry, Level
from domain.facts import TrialFact
from domain.kernel import ActorKind, Event
from tests.domain.experiences import CATALOGUED, ENTRY, EXPERIENCE, experience_of
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, SECTION, Facts, Given, fact, given
from tests.domain.zones import NOV_2, NOV_3

CATALOGUE = Catalogue.model_validate(ENTRY.model_dump())
SUPERSEDE = Supersede(superseded_by="bonded-repair-2", reason="新版印发")


def an_experience(*events: Event, entity: str = EXPERIENCE, facts: Facts | None = None) -> Given:
    return given(experience, *events, entity=entity, opened=NOV_2, latest=NOV_3, facts=facts)


def changed(entry: Entry, **changes: object) -> Catalogue:
    return Catalogue.model_validate({**entry.model_dump(), **changes})


def a_trial(entity: str, *, recognised: bool) -> Facts:
    return fact(entity, TrialFact(recognised=recognised))


@pytest.mark.parametrize("by", [OFFICE, COMMERCE])
def test_the_office_or_the_lead_department_catalogues_an_experience(by: str) -> None:
    after = an_experience().when(CATALOGUE, by=by).then(CATALOGUED)
    assert after.state.stage is Stage.LISTED


def test_a_department_does_not_catalogue_what_another_leads() -> None:
    an_experience().when(CATALOGUE, by=CUSTOMS).refused("lead-department-or-office", department=COMMERCE, org=CUSTOMS)


@pytest.mark.parametrize("by", [COMMITTEE, SECTION])
def test_nobody_else_catalogues_an_experience(by: str) -> None:
    an_experience().when(CATALOGUE, by=by).refused("role-may-not")


@pytest.mark.parametrize("lead", [COMMITTEE, OFFICE])
def test_only_a_department_leads_an_experience(lead: str) -> None:
    an_experience().when(changed(ENTRY, lead_department=lead)).refused("in-being-as", org=lead)


@pytest.mark.parametrize("level", [Level.NATIONAL_BATCH, Level.BEST_PRACTICE])
def test_a_national_experience_names_its_batch(level: Level) -> None:
    an_experience().when(changed(ENTRY, level=level, batch=None)).refused("national-names-its-batch", level=level.value)


@pytest.mark.parametrize("batch", [None, 2])
def test_chongqing_s_own_may_be_of_a_batch_or_not(batch: int | None) -> None:
    an_experience().when(changed(ENTRY, level=Level.CHONGQING, batch=batch)).accepted()


def test_what_comes_of_a_recognised_trial_is_catalogued_by_a_robot_under_the_trial_s_id() -> None:
    own = changed(ENTRY, level=Level.CHONGQING, batch=None, trial="trial-1")
    facts = a_trial("trial-1", recognised=True)
    after = an_experience(entity="trial-1", facts=facts).when(own, kind=ActorKind.ROBOT)
    after.then(Catalogued.model_validate(own.model_dump()))


def test_what_comes_of_a_trial_waits_for_the_recognition() -> None:
    own = changed(ENTRY, level=Level.CHONGQING, batch=None, trial="trial-1")
    facts = a_trial("trial-1", recognised=False)
    an_experience(entity="trial-1", facts=facts).when(own).refused("innovation-recognised-first", trial="trial-1")


def test_what_comes_of_a_trial_is_chongqing_s_own() -> None:
    facts = a_trial("trial-1", recognised=True)
    an_experience(entity="trial-1", facts=facts).when(changed(ENTRY, trial="trial-1")).refused("trial-s-is-chongqing-s")


def test_what_comes_of_a_trial_goes_by_no_other_id() -> None:
    own = changed(ENTRY, level=Level.CHONGQING, trial="trial-1")
    an_experience(facts=a_trial("trial-1", recognised=True)).when(own).refused("id-of-its-trial", trial="trial-1")


def test_nothing_else_takes_the_id_of_a_trial() -> None:
    facts = a_trial(EXPERIENCE, recognised=True)
    an_experience(facts=facts).when(CATALOGUE).refused("id-of-its-trial", trial=EXPERIENCE)


def test_an_experience_is_catalogued_once() -> None:
    an_experience(CATALOGUED).when(CATALOGUE, on=NOV_3, today=NOV_3).refused("out-of-turn")


def test_an_entry_is_stated_anew_with_the_reason_and_another_lead() -> None:
    anew = Amend.model_validate({**ENTRY.model_dump(), "lead_department": CUSTOMS, "reason": "职责调整"})
    after = an_experience(CATALOGUED).when(anew, by=COMMERCE, on=NOV_3, today=NOV_3)
    handed = after.then(Amended.model_validate(anew.model_dump()))
    handed.when(anew, by=COMMERCE, on=NOV_3, today=NOV_3).refused("lead-department-or-office", department=CUSTOMS)


def test_an_amended_national_entry_still_names_its_batch() -> None:
    anew = Amend.model_validate({**ENTRY.model_dump(), "batch": None, "reason": "更正"})
    an_experience(CATALOGUED).when(anew, on=NOV_3, today=NOV_3).refused("national-names-its-batch")


def test_an_experience_is_superseded_by_another_in_force() -> None:
    before = an_experience(CATALOGUED, facts=experience_of("bonded-repair-2"))
    after = before.when(SUPERSEDE, on=NOV_3, today=NOV_3).then(Superseded(**dict(SUPERSEDE)))
    assert after.state.stage is Stage.SUPERSEDED
    assert experience.fact(after.state) == experience_of(superseded=True)["experience", EXPERIENCE]


def test_an_experience_may_be_outlived_without_another() -> None:
    an_experience(CATALOGUED).when(Supersede(reason="依据废止"), on=NOV_3, today=NOV_3).accepted()


def test_an_experience_does_not_supersede_itself() -> None:
    itself = Supersede(superseded_by=EXPERIENCE, reason="误填")
    outcome = an_experience(CATALOGUED, facts=experience_of()).when(itself, on=NOV_3, today=NOV_3)
    outcome.refused("superseded-by-another", experience=EXPERIENCE)


def test_a_superseded_experience_supersedes_nothing() -> None:
    before = an_experience(CATALOGUED, facts=experience_of("bonded-repair-2", superseded=True))
    before.when(SUPERSEDE, on=NOV_3, today=NOV_3).refused("superseded-by-another")


def test_an_experience_is_superseded_by_no_robot_and_by_no_other_department() -> None:
    before = an_experience(CATALOGUED, facts=experience_of("bonded-repair-2"))
    before.when(SUPERSEDE, kind=ActorKind.ROBOT, on=NOV_3, today=NOV_3).refused("decided-by-a-person")
    before.when(SUPERSEDE, by=CUSTOMS, on=NOV_3, today=NOV_3).refused("lead-department-or-office")


def test_a_superseded_entry_is_not_amended_any_more() -> None:
    anew = Amend.model_validate({**ENTRY.model_dump(), "reason": "更正"})
    outlived = Superseded(superseded_by=None, reason="依据废止")
    an_experience(CATALOGUED, outlived).when(anew, on=NOV_3, today=NOV_3).refused("out-of-turn")
