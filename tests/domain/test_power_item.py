"""The catalogue of power items: whose they are, and who may enter them. 三(一)"""

from __future__ import annotations

import pytest

from domain.facts import PowerItemFact
from domain.kernel import Event, Role
from domain.power_item import Amend, ItemAmended, ItemPublished, ItemRetired, PowerKind, Publish, Retire, power_item
from tests.domain.scenarios import COMMERCE, COMMITTEE, CUSTOMS, OFFICE, Given, fact, given, organisation_fact

ITEM = {
    "code": "S-0101",
    "name_zh": "外商投资企业登记",
    "name_en": "Registration of foreign-invested enterprises",
    "kind": PowerKind.LICENCE,
    "legal_basis": "《外商投资法》",
    "holder": COMMERCE,
    "delegable": True,
}
PUBLISH = Publish.model_validate(ITEM)
PUBLISHED = ItemPublished.model_validate(ITEM)
AMENDED = ItemAmended.model_validate(ITEM | {"delegable": False, "reason": "法律修订"})
AMEND = Amend.model_validate(ITEM | {"delegable": False, "reason": "法律修订"})


def an_item(*events: Event) -> Given:
    return given(power_item, *events, entity="foreign-trade-licence")


@pytest.mark.parametrize("by", [COMMERCE, OFFICE])
def test_the_holder_or_the_office_publishes_an_item(by: str) -> None:
    an_item().when(PUBLISH, by=by).then(PUBLISHED)


def test_a_department_does_not_publish_what_another_holds() -> None:
    an_item().when(PUBLISH, by=CUSTOMS).refused("own-item", holder=COMMERCE)


def test_a_zone_s_body_publishes_nothing() -> None:
    an_item().when(PUBLISH, by=COMMITTEE).refused("role-may-not")


def test_only_a_department_holds_a_power() -> None:
    an_item().when(PUBLISH.model_copy(update={"holder": COMMITTEE})).refused("holder-is-a-department")


def test_a_dissolved_department_holds_no_power() -> None:
    dissolved = fact(COMMERCE, organisation_fact(Role.DEPARTMENT, dissolved=True))
    an_item().when(PUBLISH, facts=dissolved).refused("holder-is-a-department")


def test_an_amended_item_stands_as_it_was_stated_last() -> None:
    after = an_item(PUBLISHED).when(AMEND, by=COMMERCE).then(AMENDED)
    assert power_item.fact(after.state) == PowerItemFact(holder=COMMERCE, delegable=False, retired=False)


def test_an_item_passes_to_another_department_only_by_its_holder_or_the_office() -> None:
    to_customs = AMEND.model_copy(update={"holder": CUSTOMS})
    an_item(PUBLISHED).when(to_customs, by=CUSTOMS).refused("own-item")
    an_item(PUBLISHED).when(to_customs, by=COMMERCE).accepted()


def test_a_retired_item_is_not_amended() -> None:
    after = an_item(PUBLISHED).when(Retire(reason="取消"), by=COMMERCE).then(ItemRetired(reason="取消"))
    after.when(AMEND, by=COMMERCE).refused("out-of-turn")
    assert power_item.fact(after.state) == PowerItemFact(holder=COMMERCE, delegable=True, retired=True)


def test_another_department_does_not_retire_an_item() -> None:
    an_item(PUBLISHED).when(Retire(reason="取消"), by=CUSTOMS).refused("own-item")


def test_an_item_that_was_never_published_says_nothing_of_itself() -> None:
    assert power_item.fact(an_item().state) is None
