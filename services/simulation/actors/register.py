"""Who is in the register, which rules hold, and what was written down wrongly. 系统约定 1, 2, 四(三)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain import organisation as o
from domain import rulebook as b
from domain.builtin_rulebook import ILLUSTRATIVE
from domain.corrections import is_correction
from domain.kernel import COMMANDS, Command, Role
from services.scenario.invention import MARK
from services.simulation.drawing import Drawing, fields_of
from services.simulation.town import OFFICE, OFFICIAL, Ask

if TYPE_CHECKING:
    from services.simulation.town import Town

KEYS = tuple("A" + letter * 55 for letter in "BCDEFGHJ")
"""Public keys, of which nobody has the other half."""


def organisation(town: Town) -> Ask | None:
    """Officials and keys come and go, and now and then an organisation."""
    org = town.pick(town.world.ids["organisation"])
    state, by = town.state("organisation", org), town.pick((org, OFFICE))
    another = f"{OFFICIAL}{town.days(2, 6)}"
    command: Command
    match town.days(0, 9):
        case 0 | 1 | 2:
            command = o.AppointOfficial(official=another)
        case 3 if len(state.officials) > 1:
            command = o.DismissOfficial(official=town.pick(sorted(state.officials)), reason="调离")
        case 4 | 5:
            command = o.AddKey(key=town.pick(KEYS))
        case 6 if state.keys:
            command = o.RevokeKey(key=min(state.keys), reason="遗失")
        case 7:
            new = o.Register(name_zh=f"{MARK}新机构", name_en="A new one", role=Role.DEPARTMENT, officials=(OFFICIAL,))
            return Ask(OFFICE, town.new("organisation"), new)
        case 8 if town.maybe(1 / 4):
            return Ask(OFFICE, org, o.Dissolve(reason="机构改革")) if org.startswith("organisation") else None
        case _:
            return None
    return Ask(by, org, command)


def rulebook(town: Town) -> Ask:
    """New rules from some day to come: other numbers, the same rubrics."""
    numbers = ILLUSTRATIVE.parameters.model_copy(
        update={
            "protection_days": town.pick((60, 90, 120)),
            "lead_progress_days": town.pick((10, 20)),
            "source_share_percent": town.pick((20, 30, 40)),
        }
    )
    version = f"rules-{len(town.world.histories.get(('rulebook', b.STREAM), ())) + 1}"
    rules = ILLUSTRATIVE.model_copy(
        update={"version": version, "effective": town.ahead(1, 60), "parameters": numbers, "illustrative": False}
    )
    return Ask(OFFICE, b.STREAM, b.Publish(rulebook=rules))


def correction(town: Town) -> Ask | None:
    """Something recorded lately was wrong in one field, or is said to have been."""
    recorded = town.one(town.world.log[-200:])
    if recorded is None or is_correction(recorded) or recorded.category == "deadline":
        return None
    drawing = Drawing(town.chance, town.today, town.world.ids)
    other = drawing.draw(type(recorded.event))
    if other is None:
        return None
    right = recorded.event.model_dump(mode="json")
    name = town.pick(sorted(fields_of(type(recorded.event))) or [""])
    changed = {**right, **({name: other.model_dump(mode="json")[name]} if name else {})}
    dated = recorded.effective if town.maybe(1 / 2) else None
    asked = {"corrects": recorded.id, "data": changed, "dated": dated, "reason": "录入有误"}
    command = COMMANDS[f"{recorded.category}.correct-record"].model_validate(asked)
    return Ask(town.pick((OFFICE, recorded.org)), recorded.entity, command)
