"""Every scenario there is, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.scenario import first_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.scenario.steps import Scenario

SCENARIOS: Mapping[str, Callable[[], Scenario]] = {first_batch.NAME: first_batch.first_batch}
