"""What reported figures (指标报送) leave to be done, and by whom. 四(四)"""

from __future__ import annotations

from domain import indicators as figures
from domain.envelope import Recorded
from domain.kernel import SEPARATOR
from projections.inbox.tasks import OFFICE, party, settled, waits
from projections.kernel import Changes, On, on


def reported(_event: figures.Reported, recorded: Recorded) -> Changes:
    """The office sees to it that figures are verified, by itself or by the department that keeps them."""
    yield waits(recorded, figures.Verify, OFFICE)


def questioned(_event: figures.Questioned, recorded: Recorded) -> Changes:
    """The reporter answers, or corrects; then the figures are to be verified anew."""
    yield waits(recorded, figures.Answer, party("zone", recorded.entity.split(SEPARATOR)[0]))
    yield waits(recorded, figures.Verify, OFFICE)


def answered(event: figures.Answered | figures.Corrected, recorded: Recorded) -> Changes:
    """Once no question is open the reporter has nothing left to do."""
    if not event.questioned:
        yield settled(recorded, figures.Answer)
    yield waits(recorded, figures.Verify, OFFICE)


def verified(event: figures.Verified, recorded: Recorded) -> Changes:
    """Once every figure is verified nothing waits."""
    if not event.unverified:
        yield settled(recorded, figures.Verify)


INDICATORS: tuple[On, ...] = (
    on(figures.Reported, reported),
    on(figures.Corrected, answered),
    on(figures.Questioned, questioned),
    on(figures.Answered, answered),
    on(figures.Verified, verified),
)
