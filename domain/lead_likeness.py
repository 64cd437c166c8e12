"""What two leads are compared by: the investor as a fingerprint, and the grounds of a suspicion (疑似重复). 三(四)"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from domain.kernel import Text, Value
from domain.lead_values import Investor, LeadId, Percent


class Grounds(StrEnum):
    """What makes two leads look like one investor's: the same code, the same name, or names that are alike."""

    SAME_CODE = "same-credit-code"
    SAME_NAME = "same-name"
    SIMILAR_NAME = "similar-name"


class Suspicion(Value):
    """疑似重复: against which earlier lead, on what grounds, how alike investors and projects are, and in words."""

    earlier: LeadId
    grounds: Grounds
    investor_likeness: Percent
    project_likeness: Percent
    reason: Text


class Fingerprint(NamedTuple):
    """An investor as digests: by the credit code where there is one, and by the name in its plainest form."""

    code: str | None
    name: str

    def bears_out(self, grounds: Grounds, other: Fingerprint) -> bool:
        """Whether the two can be one investor on these grounds: two codes decide it, and names where one is missing.

        How alike names are that differ is the robot's to measure and a person's to judge.
        """
        if self.code is not None and other.code is not None:
            return self.code == other.code
        match grounds:
            case Grounds.SAME_CODE:
                return False
            case Grounds.SAME_NAME:
                return self.name == other.name
            case Grounds.SIMILAR_NAME:
                return True


def fingerprint(investor: Investor) -> Fingerprint:
    """The investor without saying who it is; width, case, spaces and punctuation of a name make no difference."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", investor.name).casefold() if each.isalnum())
    code = investor.credit_code
    return Fingerprint(None if code is None else _digest(code), _digest(plain))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
