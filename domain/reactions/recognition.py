"""A trial's innovation, once recognised, is in the catalogue for every zone. 三(二), 三(三)"""

from __future__ import annotations

from collections.abc import Iterator

from domain import experience, trial
from domain.envelope import Recorded
from domain.experience_values import Level
from domain.holdings import Holdings
from domain.kernel import Event
from domain.reactions.reaction import Reaction, reaction

CAUSES: frozenset[type[Event]] = frozenset({trial.InnovationRecognised})


def follows(recorded: Recorded, _holdings: Holdings) -> Iterator[Reaction]:
    """The experience bears the trial's own id."""
    event: trial.InnovationRecognised = recorded.event  # type: ignore[assignment]  # only causes come here
    yield reaction(recorded, cataloguing(recorded.entity, event), recorded.entity)


def cataloguing(trial_id: str, recognised: trial.InnovationRecognised) -> experience.Catalogue:
    """认定 -> 列入目录: what a trial brought is Chongqing's own, for every zone to replicate. 三(二), 三(三)"""
    return experience.Catalogue(level=Level.CHONGQING, trial=trial_id, **dict(recognised))
