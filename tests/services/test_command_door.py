"""The command door in daily use: who may do what, and what a receipt says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.builtin_rulebook import ILLUSTRATIVE
from domain.kernel import ActorKind
from domain.lead import Awarded
from domain.messages import Receipt, Refusal
from services.commands.client import CommandClient
from services.ledger.log import Log
from services.ledger.repository import read
from services.settings import Settings
from tests.services.conftest import running
from tests.services.history import LEAD, MATCH, OFFICE, OFFICIAL, SECTION, today


async def test_the_wrong_organisation_is_refused_though_its_role_is_right(client: CommandClient) -> None:
    await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    claim = {"zone": "economic-zone", "match": MATCH}
    answer = await client.send("high-tech-committee", "lead", "claim", "l1", claim, official=OFFICIAL)
    assert isinstance(answer, Refusal)
    assert answer.rule == "own-zone"


async def test_a_command_out_of_turn_is_refused_with_the_stage(client: CommandClient) -> None:
    await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    again = await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    assert isinstance(again, Refusal)
    assert again.rule == "out-of-turn"


async def test_an_accepted_command_stands_in_the_log_where_its_receipt_says(client: CommandClient, world: Log) -> None:
    receipt = await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    assert isinstance(receipt, Receipt)
    assert (receipt.types, receipt.version, receipt.repeated) == (("lead.shared",), 1, False)
    (stored,) = await world.read("evt.lead.l1")
    assert stored.position == receipt.position
    assert str(receipt.events[0]) in stored.body.decode()


async def test_the_legal_date_is_todays_in_shanghai_unless_given(client: CommandClient, world: Log) -> None:
    yesterday = today() - timedelta(days=1)
    await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    await client.send(SECTION, "lead", "share", "l2", LEAD, official=OFFICIAL, effective=yesterday)
    ((first,), (second,)) = [await world.read(f"evt.lead.{lead}") for lead in ("l1", "l2")]
    assert f'"effective":"{today().isoformat()}"' in first.body.decode()
    assert f'"effective":"{yesterday.isoformat()}"' in second.body.decode()


async def test_the_body_of_a_living_zone_is_not_dissolved(client: CommandClient) -> None:
    body, zone = "high-tech-committee", "high-tech-zone"
    platform = {
        "id": zone,
        "name_zh": "高新区",
        "name_en": "High-tech zone",
        "kind": "high-tech-zone",
        "level": "national",
    }
    reason = {"reason": "机构改革"}
    answer = await client.send(
        OFFICE, "organisation", "assign-platform", body, {"platform": platform}, official=OFFICIAL
    )
    assert isinstance(answer, Receipt)
    answer = await client.send(OFFICE, "organisation", "dissolve", body, reason, official=OFFICIAL)
    assert isinstance(answer, Refusal)
    assert answer.rule == "runs-a-living-zone"


async def test_a_lead_keeps_the_rules_it_was_shared_under(client: CommandClient, world: Log, base: Settings) -> None:
    await client.send(SECTION, "lead", "share", "old", LEAD, official=OFFICIAL)
    shorter = ILLUSTRATIVE.parameters.model_copy(update={"protection_days": 7})
    revised = ILLUSTRATIVE.model_copy(update={"version": "next", "effective": today(), "parameters": shorter})
    data = {"rulebook": revised.model_dump(mode="json")}
    published = await client.send(OFFICE, "rulebook", "publish", "review-rules", data, official=OFFICIAL)
    assert isinstance(published, Receipt)
    await client.send(SECTION, "lead", "share", "new", LEAD, official=OFFICIAL)
    async with running(replace(base, data=base.data / "another")):  # beside it, one that knows leads from the log alone
        awards = [await awarded(client, world, lead) for _ in range(4) for lead in ("old", "new")]
    assert set(awards) == {("illustrative-1", 90), ("next", 7)}
    assert awards[::2] == [("illustrative-1", 90)] * 4


async def awarded(client: CommandClient, world: Log, lead: str) -> tuple[str | None, int]:
    """Claim and award the lead, then give it back: the rulebook on the receipt and the days of protection."""
    body, zone = "high-tech-committee", "high-tech-zone"
    claim = {"zone": zone, "match": MATCH}
    award = {"zone": zone, "reason": "匹配度高"}
    release = {"zone": zone, "reason": "other"}
    await client.send(body, "lead", "claim", lead, claim, official=OFFICIAL)
    receipt = await client.send(SECTION, "lead", "award", lead, award, official=OFFICIAL)
    given_back = await client.send(body, "lead", "release", lead, release, official=OFFICIAL)
    assert isinstance(receipt, Receipt)
    assert isinstance(given_back, Receipt)
    event = next(read(each).event for each in await world.read(f"evt.lead.{lead}") if each.position == receipt.position)
    assert isinstance(event, Awarded)
    return receipt.rulebook, (event.protected_until - event.since).days


async def test_a_robot_does_not_award_a_lead(client: CommandClient) -> None:
    await client.send(SECTION, "lead", "share", "l1", LEAD, official=OFFICIAL)
    award = {"zone": "high-tech-zone", "reason": "匹配度高"}
    answer = await client.send(SECTION, "lead", "award", "l1", award, official=OFFICIAL, kind=ActorKind.ROBOT)
    assert isinstance(answer, Refusal)
    assert (answer.rule, answer.field) == ("decided-by-a-person", "kind")
