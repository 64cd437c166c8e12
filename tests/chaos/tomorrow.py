"""Tomorrow's version of the software: it knows one type of event, and one version of another, that today's does not.

`python -m tests.chaos.tomorrow projector` runs services in that version, `... tomorrow liandong view list` the command
line. Import it nowhere else: it changes what a process takes for an event.
"""

from __future__ import annotations

import sys

import domain.catalogue  # noqa: F401 - today's events come first
from domain import lead
from domain.kernel import EVENTS, Event, Name, Payload
from services import process
from services.cli.main import main


class Inspected(Event, name="lead.inspected"):
    """实地考察: an investor was shown the site. Unknown today."""

    by: Name


def signed_off(payload: Payload) -> Payload:
    """Version 1 did not say who signed the end of a lead off."""
    return {**payload, "signed_off_by": None}


del EVENTS[lead.Closed.name]


class Closed(lead.Closed, name=lead.Closed.name, version=lead.Closed.version + 1, upcasters={1: signed_off}):
    """终止, in tomorrow's version."""

    signed_off_by: Name | None


if __name__ == "__main__":
    if sys.argv[1] == "liandong":
        del sys.argv[1]
        main()
    process.start(sys.argv[1:], [])
