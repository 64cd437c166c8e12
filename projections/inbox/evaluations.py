"""What an evaluation (综合评估与退出) leaves to be done, and by whom. 四(四)"""

from __future__ import annotations

from domain import evaluation as evaluations
from domain import evaluation_round as rounds
from domain.envelope import Recorded
from domain.evaluation_values import Outcome
from projections.inbox.tasks import GOVERNMENT, OFFICE, Who, nothing_waits, office, the_end, then, waits
from projections.kernel import Changes, On, on


def round_opened(event: rounds.RoundOpened, recorded: Recorded) -> Changes:
    """Every evaluator scores the zones of the round; the office closes it."""
    for evaluator in event.evaluators:
        yield waits(recorded, evaluations.Score, Who(org=evaluator))
    yield waits(recorded, rounds.Close, OFFICE)


def scored(_event: evaluations.Scored, recorded: Recorded) -> Changes:
    """The office has the grade computed; the rules say when enough scores are in."""
    yield waits(recorded, evaluations.GradeZone, OFFICE)


def exit_deliberated(event: evaluations.ExitDeliberated, recorded: Recorded) -> Changes:
    """Endorsed: to the government. Deferred: to the next plenary. Rejected: the evaluation is concluded."""
    yield nothing_waits(recorded)
    match event.outcome:
        case Outcome.ENDORSED:
            yield waits(recorded, evaluations.ApproveExit, GOVERNMENT)
        case Outcome.DEFERRED:
            yield waits(recorded, evaluations.DeliberateExit, OFFICE)
        case Outcome.REJECTED:
            yield waits(recorded, evaluations.Conclude, OFFICE)


EVALUATIONS: tuple[On, ...] = (
    on(rounds.RoundOpened, round_opened),
    on(rounds.RoundClosed, the_end),
    on(evaluations.Scored, scored),
    on(evaluations.Graded, then(evaluations.Conclude, office)),
    on(evaluations.Appealed, then(evaluations.DecideAppeal, office)),
    on(evaluations.AppealDecided, then(evaluations.Conclude, office)),
    on(evaluations.ExitProposed, then(evaluations.Hear, office)),
    on(evaluations.Heard, then(evaluations.DeliberateExit, office)),
    on(evaluations.ExitDeliberated, exit_deliberated),
    on(evaluations.ExitApproved, then(evaluations.Conclude, office)),
    on(evaluations.ExitRejected, then(evaluations.Conclude, office)),
    on(evaluations.Concluded, the_end),
)
