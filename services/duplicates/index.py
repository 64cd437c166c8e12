"""The leads that stand, to be asked which of them look like a new one. In memory, made from the log.

Credit codes and whole names are kept as keyed fingerprints (BLAKE2b) under a key that lives and dies with the process.
What of a name is the company's own stays readable in memory, to be compared; nothing of the index is written anywhere.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from domain.lead_likeness import Grounds, fingerprint
from services.duplicates.names import Company, company, project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.lead_values import Investor

THRESHOLDS = ((100, 50), (88, 60), (80, 90))
"""How alike the projects must be, in percent, where the investors are at least so much alike.

The less certain the investor, the more the projects have to say. `liandong bench duplicates` measures what comes of it.
"""
ALIKE = min(investor for investor, _ in THRESHOLDS)
AT_MOST = 3
"""Flags on one lead: the likeliest, and of equal ones the earliest."""


class Likeness(NamedTuple):
    """An earlier lead that looks like the same investor's same project; likenesses in percent."""

    lead: str
    grounds: Grounds
    investor: int
    project: int


@dataclass(frozen=True, slots=True)
class _Known:
    place: int
    code: bytes | None
    name: bytes
    company: Company
    project: str


class Index:
    """Leads in the order of the log. `alike` takes some milliseconds among ten thousand."""

    def __init__(self, key: bytes | None = None) -> None:
        """Begin empty; `key` (16 to 64 bytes) is drawn where none is given."""
        self._key = key or secrets.token_bytes(32)
        self._places = count()
        self._leads: dict[str, _Known] = {}
        self._cores: dict[str, str] = {}
        self._by_code: defaultdict[bytes, set[str]] = defaultdict(set)

    def __len__(self) -> int:
        """How many leads stand."""
        return len(self._leads)

    def add(self, lead: str, investor: Investor, title: str) -> None:
        """A lead was shared; told again, it keeps its place."""
        if lead in self._leads:
            return
        known = self._known(investor, title)
        self._leads[lead], self._cores[lead] = known, known.company.core
        if known.code is not None:
            self._by_code[known.code].add(lead)

    def remove(self, lead: str) -> None:
        """A lead has ended: to share its project again repeats nothing."""
        known = self._leads.pop(lead, None)
        self._cores.pop(lead, None)
        if known is not None and known.code is not None:
            self._by_code[known.code].discard(lead)

    def alike(self, lead: str, investor: Investor, title: str) -> list[Likeness]:
        """The leads that came first and look like this one, the likeliest first."""
        new = self._known(investor, title)
        own = self._leads.get(lead)
        found = [
            (-likeness.project, known.place, likeness)
            for each, known in self._candidates(new)
            if each != lead and (own is None or known.place < own.place)
            for likeness in _likeness(each, new, known)
        ]
        return [likeness for _, _, likeness in sorted(found)[:AT_MOST]]

    def _known(self, investor: Investor, title: str) -> _Known:
        name = company(investor.name)
        code = None if investor.credit_code is None else self._fingerprint(investor.credit_code)
        same = self._fingerprint(fingerprint(investor).name)  # what the decider means by the same name
        return _Known(next(self._places), code, same, name, project(title))

    def _candidates(self, new: _Known) -> Iterator[tuple[str, _Known]]:
        alike = process.extract(new.company.core, self._cores, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        same_code = self._by_code.get(new.code, set()) if new.code is not None else set()
        for lead in {lead for _, _, lead in alike} | same_code:
            yield lead, self._leads[lead]

    def _fingerprint(self, text: str) -> bytes:
        return blake2b(text.encode(), key=self._key, digest_size=16).digest()


def _likeness(lead: str, new: _Known, known: _Known) -> Iterator[Likeness]:
    """How the two are alike, if they are."""
    grounds, investor = _investors(new, known)
    if grounds is None:
        return
    projects = round(fuzz.token_set_ratio(new.project, known.project))
    if any(investor >= least and projects >= enough for least, enough in THRESHOLDS):
        yield Likeness(lead, grounds, investor, projects)


def _investors(new: _Known, known: _Known) -> tuple[Grounds | None, int]:
    """The grounds on which the two are one investor, and how alike they are; None: they are two."""
    if new.code is not None and known.code is not None:
        return (Grounds.SAME_CODE, 100) if new.code == known.code else (None, 0)
    if new.name == known.name:
        return Grounds.SAME_NAME, 100
    if new.company.places and known.company.places and not new.company.places & known.company.places:
        return None, 0  # one brand in two cities is two companies
    investor = round(fuzz.ratio(new.company.core, known.company.core))
    return (Grounds.SIMILAR_NAME, investor) if investor >= ALIKE else (None, investor)
