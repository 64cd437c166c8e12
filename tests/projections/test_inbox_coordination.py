"""What a policy extension, a matter and an activity leave to be done, and by whom. 三(一), 四(一), 四(五)"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.kernel import Event
from projections.inbox import inbox
from tests.projections import test_matters as matters
from tests.projections import test_policies as policies
from tests.projections import test_publicity as told
from tests.projections.cast import HOLDER
from tests.projections.story import Story
from tests.projections.waiting import Waiting, waiting

DECIDE = ["policy-extension.assess-risk", "policy-extension.extend"]
RESUME = ["policy-extension.assess-risk", "policy-extension.resume"]
IN_FORCE = (policies.REQUESTED, policies.ASSESSED, policies.EXTENDED)
EXTENSIONS: list[tuple[Sequence[Event], Waiting]] = [
    ((policies.REQUESTED,), {HOLDER: DECIDE}),
    ((policies.REQUESTED, policies.ASSESSED), {HOLDER: DECIDE[1:]}),
    (IN_FORCE, {}),
    ((policies.REQUESTED, policies.REFUSED), {}),
    ((policies.REQUESTED, policies.LAPSED), {}),
    ((*IN_FORCE, policies.SUSPENDED), {HOLDER: RESUME}),
    ((*IN_FORCE, policies.SUSPENDED, policies.ASSESSED), {HOLDER: RESUME[1:]}),
    ((*IN_FORCE, policies.SUSPENDED, policies.RESUMED), {}),
    ((*IN_FORCE, policies.SUSPENDED, policies.ENDED), {}),
]


@pytest.mark.parametrize(("events", "expected"), EXTENSIONS)
def test_an_extension_waits_for_the_department_that_answers_for_the_policy(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("policy-measure", policies.MEASURE, policies.ISSUED)
    registered.tell("policy-extension", policies.PAIR, *events)
    assert waiting(registered) == expected


ASSIGN, ANSWER, RESOLVE = "matter.assign", "matter.answer", "matter.resolve"
RESOLVED = (matters.RAISED, matters.ASSIGNED, matters.ANSWERED, matters.RESOLVED)
MATTERS: list[tuple[Sequence[Event], Waiting]] = [
    ((matters.RAISED,), {"office": [ASSIGN]}),
    ((matters.RAISED, matters.ESCALATED), {"office": [ASSIGN, RESOLVE]}),
    ((matters.RAISED, matters.ASSIGNED), {HOLDER: [ANSWER]}),
    ((matters.RAISED, matters.ASSIGNED, matters.ESCALATED), {"office": [RESOLVE], HOLDER: [ANSWER]}),
    ((matters.RAISED, matters.ASSIGNED, matters.ANSWERED), {"office": [RESOLVE]}),
    (RESOLVED, {}),
    ((*RESOLVED, matters.REOPENED), {"office": [ASSIGN]}),
    ((matters.RAISED, matters.ASSIGNED, matters.handed_over(HOLDER)), {HOLDER: [ANSWER]}),
    ((matters.RAISED, matters.ASSIGNED, matters.handed_over(None)), {"office": [ASSIGN, RESOLVE]}),
]


@pytest.mark.parametrize(("events", "expected"), MATTERS)
def test_a_matter_waits_for_its_assignee_and_for_the_office(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("matter", "m-1", *events)
    assert waiting(registered) == expected


def test_an_answer_is_waited_for_until_the_day_that_the_office_set(registered: Story) -> None:
    registered.tell("matter", "m-1", matters.RAISED, matters.ASSIGNED)
    (row,) = registered.rows(inbox, "command", "due", "whose")
    assert row == {"command": ANSWER, "due": matters.DUE, "whose": HOLDER}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((told.BRIEFING,), {"office": ["publicity.publish"]}),
        ((told.EXCHANGE,), {"office": ["publicity.publish"]}),
        ((told.BRIEFING, told.PUBLISHED), {}),
        ((told.EXCHANGE, told.RETRACTED), {}),
        ((told.CASE,), {}),
    ],
)
def test_what_was_held_waits_for_the_office_to_publish_it(
    registered: Story, events: Sequence[Event], expected: Waiting
) -> None:
    registered.tell("publicity", "entry-1", *events)
    assert waiting(registered) == expected
