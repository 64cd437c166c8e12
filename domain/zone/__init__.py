"""Zone (联动创新区): from the plaque through operation and rectification to exit. 三, 四(一), 四(四)

Established by reaction to the plaque, operating once its plan is filed, withdrawn only by an approved exit. In order:
`events`, `commands`, `state` (with evolve), `decisions`, `rules`.
"""

from __future__ import annotations

from domain.kernel import Decider
from domain.zone.commands import (
    AcceptRectification,
    AdjustBoundary,
    Establish,
    FailRectification,
    FileConstructionPlan,
    LiftRectification,
    OrderRectification,
    ReplaceBody,
    ReportRectification,
    Withdraw,
    ZoneCommand,
)
from domain.zone.decisions import decide
from domain.zone.events import (
    BodyReplaced,
    BoundaryAdjusted,
    ConstructionPlanFiled,
    Established,
    RectificationAccepted,
    RectificationFailed,
    RectificationLifted,
    RectificationOrdered,
    RectificationReported,
    Withdrawn,
    ZoneEvent,
)
from domain.zone.state import State, Status, evolve, fact

__all__ = [
    "AcceptRectification",
    "AdjustBoundary",
    "BodyReplaced",
    "BoundaryAdjusted",
    "ConstructionPlanFiled",
    "Establish",
    "Established",
    "FailRectification",
    "FileConstructionPlan",
    "LiftRectification",
    "OrderRectification",
    "RectificationAccepted",
    "RectificationFailed",
    "RectificationLifted",
    "RectificationOrdered",
    "RectificationReported",
    "ReplaceBody",
    "ReportRectification",
    "State",
    "Status",
    "Withdraw",
    "Withdrawn",
    "ZoneCommand",
    "ZoneEvent",
    "decide",
    "evolve",
    "fact",
    "zone",
]

STEPS = (ReportRectification, AcceptRectification, FailRectification)
"""They rest on the order before them; reactions bear the date of their cause. 四(四)"""

zone = Decider("zone", State(), evolve, decide, fact=fact, in_order=STEPS)
