"""Any history of the catalogue's events, in whatever order: views take what comes, the deciders see to its sense."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from domain.catalogue import events
from domain.kernel import Event
from tests.domain.examples import example
from tests.projections.story import Story

ZONES = ("high-tech-zone", "economic-zone")
ENTITIES: Mapping[str, tuple[str, ...]] = {
    "application": tuple(f"{zone}--{number}" for zone in ZONES for number in (1, 2)),
    "delegation": tuple(f"{item}--{zone}" for item in ("licence", "permit") for zone in ZONES),
    "evaluation": tuple(f"{year}--{zone}" for year in (2022, 2023) for zone in ZONES),
    "evaluation-round": ("2022", "2023"),
    "replication": tuple(f"{experience}--{zone}" for experience in ("first", "second") for zone in ZONES),
    "indicators": tuple(f"{zone}--{period}" for zone in ZONES for period in ("2022-q1", "2022-q2")),
    "linkage": tuple(
        f"{zone}--liangjiang-section--{industry}" for zone in ZONES for industry in ("finance", "biomedicine")
    ),
    "deadline": ("feedback-clock--first", "review-clock--high-tech-zone--1"),
    "rulebook": ("review-rules",),
    "target": ("2022", "2023"),
    "policy-extension": tuple(f"{measure}--{zone}" for measure in ("bonded", "repair") for zone in ZONES),
    "zone": ZONES,
}
NAMED = {
    "zone": ZONES,
    "giver": ZONES,
    "receiver": ZONES,
    "expert": ("expert-1", "expert-2"),
    "evaluator": ("expert-1", "expert-2"),
}
"""Fields that say whom an event is about: without variety there nothing would ever meet."""
EXAMPLES: Mapping[type[Event], Event] = {kind: example(kind) for kind in events().values()}
FIRST_DAY = date(2021, 4, 13)


@st.composite
def happenings(draw: st.DrawFn, kinds: Collection[type[Event]] = tuple(EXAMPLES)) -> tuple[str, str, Event, date]:
    """One event of these kinds: its category, its entity, itself, its legal date."""
    kind = draw(st.sampled_from(sorted(kinds, key=lambda each: each.name)))
    category = kind.name.partition(".")[0]
    entity = draw(st.sampled_from(ENTITIES.get(category, ("first", "second"))))
    varied = {name: draw(st.sampled_from(NAMED[name])) for name in NAMED.keys() & kind.model_fields.keys()}
    event = EXAMPLES[kind].model_copy(update=varied)
    return category, entity, event, FIRST_DAY + timedelta(days=draw(st.integers(0, 400)))


histories = st.lists(happenings(), min_size=1, max_size=60)


def told(happened: list[tuple[str, str, Event, date]]) -> Story:
    """The history as messages of the log."""
    story = Story(stage=None)  # type: ignore[arg-type]  # it is told here and folded elsewhere
    for category, entity, event, day in happened:
        story.tell(category, entity, event, on=day)
    return story
