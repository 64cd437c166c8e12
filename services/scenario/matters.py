"""Matters that members cannot settle alone: assigned, answered, taken higher, opened again, handed over. 四(一)

Every one is invented.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.kernel import Command
from domain.matter import Answer, Assign, Escalate, Raise, Reopen, Resolve
from domain.matter_values import EscalationReason
from services.scenario.cast import OFFICE, body, sender
from services.scenario.invention import MARK, document
from services.scenario.lead_ideas import EXITED
from services.scenario.steps import Case, Sender, Step

POWER, INTERFACE, PIPELINE = "substation-capacity", "data-interface", "cross-district-pipeline"
ROAD, QUOTA = "scenic-road-access", "licence-quota"
"""The last two are of the invented zone, and its exit hands them over: one with a department, one with nobody."""
HANDED_OVER = 3
"""The version of the first of them once it is: raised, assigned, handed over."""


def matters() -> list[Case]:
    """Every matter's story up to the exit."""
    return [
        _case(
            POWER, "changshou-etdz", date(2022, 4, 6), "园区变电容量不足", "development-reform", ("answer", "resolve")
        ),
        _case(
            INTERFACE,
            None,
            date(2022, 9, 13),
            "监管系统数据接口不一致",
            "economy-it",
            ("answer", "resolve", "reopen", "assign", "answer", "resolve"),
            raiser="customs",
        ),
        _case(
            PIPELINE,
            "fuling-hightech",
            date(2023, 2, 8),
            "跨区县管线走廊",
            "planning-resources",
            ("answer", "escalate", "resolve"),
        ),
        _case(ROAD, EXITED, date(2023, 9, 18), "景区连接道路", "transport", ()),
        _case(QUOTA, EXITED, date(2023, 10, 23), "经营许可名额", None, ()),
    ]


def after_the_exit(on: date) -> list[Case]:
    """What the exited zone left goes on in the hands of the office, once the reaction has handed it over."""
    answered, resolved = on + timedelta(days=10), on + timedelta(days=20)
    answer = Step(sender("transport"), ROAD, answered, _reply(ROAD), after_reaction=True, expected=HANDED_OVER)
    return [
        Case(f"matter-after/{ROAD}", (answer, Step(sender(OFFICE), ROAD, resolved, _outcome(ROAD)))),
        Case(f"matter-after/{QUOTA}", (Step(sender(OFFICE), QUOTA, resolved, _outcome(QUOTA), after_reaction=True),)),
    ]


def _case(
    matter: str,
    zone: str | None,
    raised: date,
    title: str,
    assignee: str | None,
    course: tuple[str, ...],
    *,
    raiser: str | None = None,
) -> Case:
    """Raised, assigned to `assignee` if there is one, and then what the course says, a week or two apart."""
    who = body(raiser or zone or OFFICE)
    ask = Raise(title=f"{title}（{MARK}）", question=f"请协调{title}问题（{MARK}）", zone=zone)
    steps = [Step(who, matter, raised, ask)]
    for turn, step in enumerate((("assign",) if assignee else ()) + course, start=1):
        on = raised + timedelta(days=9 * turn)
        steps.append(Step(*_taken(step, matter, who, assignee or OFFICE, on)))
    return Case(f"matter/{matter}", tuple(steps))


def _taken(step: str, matter: str, who: Sender, assignee: str, on: date) -> tuple[Sender, str, date, Command]:
    """One step of a matter's course: who takes it, and what it says."""
    office = sender(OFFICE)
    match step:
        case "assign":
            due = on + timedelta(days=14)
            return office, matter, on, Assign(assignee=assignee, due=due, note="请研究答复（演示）")
        case "answer":
            return sender(assignee), matter, on, _reply(matter)
        case "escalate":
            note = "两地意见不一致，提请领导小组协调（演示）"
            return who, matter, on, Escalate(reason=EscalationReason.DISAGREEMENT, note=note)
        case "reopen":
            return who, matter, on, Reopen(reason="实际运行仍有问题（演示）")
        case _:
            return office, matter, on, _outcome(matter)


def _reply(matter: str) -> Answer:
    return Answer(reply="已纳入年度计划（演示）", documents=(document(f"答复函 {matter}"),))


def _outcome(matter: str) -> Resolve:
    return Resolve(outcome="按答复意见办理（演示）", documents=(document(f"办结纪要 {matter}"),))
