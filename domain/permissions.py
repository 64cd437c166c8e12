"""Who may send what: one table, a row a command, a cell a role.

The gate refuses by it; schemas and a table for readers are made of it. The clauses are the commands' own. What stands
in no cell is refused to that role (`role-may-not`, 系统约定 6). Where a cell says `own`, the rules of the aggregate say
what is the sender's own, and refuse a sender that has no part in the case.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.kernel import MEMBERS, ZONE_BODIES, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Scope(StrEnum):
    """Whose cases a role's command may concern."""

    OWN = "own"
    ANY = "any"


def _own(roles: Iterable[Role]) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.OWN)


def _any(roles: Iterable[Role]) -> dict[Role, Scope]:
    return dict.fromkeys(roles, Scope.ANY)


OFFICE, GOVERNMENT = _any([Role.OFFICE]), _any([Role.GOVERNMENT])
DEPARTMENT, ANY_DEPARTMENT = _own([Role.DEPARTMENT]), _any([Role.DEPARTMENT])
BODY, ANY_BODY = _own(ZONE_BODIES), _any(ZONE_BODIES)
MEMBER, ANY_MEMBER = _own(MEMBERS), _any(MEMBERS)
SECTION, EXPERT = _own([Role.SECTION]), _own([Role.EXPERT])
EVERYBODY = _own(set(Role) - {Role.PUBLIC})
"""Rows are put together of these; of two that name one role the later one holds."""

CORRECTION = _own(set(Role) - {Role.AUDITOR, Role.PUBLIC}) | OFFICE
"""Whoever recorded an event corrects it, or the office. 系统约定 2"""
CORRECTIONS = ".correct-record"
"""How the names of those commands end: every aggregate has one."""

PERMISSIONS: Mapping[str, Mapping[Role, Scope]] = {
    "application.file": BODY,
    "application.request-correction": OFFICE,
    "application.supplement": BODY,
    "application.check-eligibility": OFFICE,
    "application.appoint-panel": OFFICE,
    "application.recuse": EXPERT | OFFICE,
    "application.appoint-expert": OFFICE,
    "application.review": EXPERT,
    "application.shortlist": OFFICE,
    "application.decline": OFFICE,
    "application.deliberate": OFFICE,
    "application.approve": GOVERNMENT,
    "application.reject": GOVERNMENT,
    "application.unveil-plaque": OFFICE,
    "application.withdraw": BODY,
    "connectivity.register-project": ANY_BODY | ANY_DEPARTMENT,
    "connectivity.reach-milestone": BODY | DEPARTMENT,
    "connectivity.open-service": BODY | DEPARTMENT,
    "connectivity.close-service": BODY | DEPARTMENT,
    "connectivity.report-throughput": BODY | DEPARTMENT,
    "connectivity.correct-throughput": BODY | DEPARTMENT,
    "deadline.start": OFFICE,
    "deadline.stop": OFFICE,
    "deadline.resume": OFFICE,
    "deadline.settle": OFFICE,
    "deadline.cancel": OFFICE,
    "deadline.warn": OFFICE,
    "deadline.expire": OFFICE,
    "delegation.request": BODY,
    "delegation.assess": DEPARTMENT,
    "delegation.delegate": DEPARTMENT,
    "delegation.refuse": DEPARTMENT,
    "delegation.take-up": BODY,
    "delegation.report-exercise": BODY,
    "delegation.amend": DEPARTMENT,
    "delegation.list-for-recall": OFFICE,
    "delegation.recall": DEPARTMENT,
    "evaluation.self-assess": BODY,
    "evaluation.score": EXPERT,
    "evaluation.grade": OFFICE,
    "evaluation.appeal": BODY,
    "evaluation.decide-appeal": OFFICE,
    "evaluation.propose-exit": OFFICE,
    "evaluation.hear": OFFICE,
    "evaluation.deliberate-exit": OFFICE,
    "evaluation.approve-exit": GOVERNMENT,
    "evaluation.reject-exit": GOVERNMENT,
    "evaluation.conclude": OFFICE,
    "evaluation-round.open": OFFICE,
    "evaluation-round.close": OFFICE,
    "experience.catalogue": DEPARTMENT | OFFICE,
    "experience.amend": DEPARTMENT | OFFICE,
    "experience.supersede": DEPARTMENT | OFFICE,
    "indicators.report": BODY,
    "indicators.correct": BODY,
    "indicators.question": ANY_DEPARTMENT | OFFICE,
    "indicators.answer": BODY,
    "indicators.verify": ANY_DEPARTMENT | OFFICE,
    "lead.share": ANY_MEMBER,
    "lead.flag-duplicate": OFFICE,
    "lead.confirm-duplicate": OFFICE,
    "lead.dismiss-duplicate": OFFICE,
    "lead.assess": MEMBER | OFFICE,
    "lead.claim": BODY,
    "lead.award": MEMBER | OFFICE,
    "lead.disclose-investor": MEMBER,
    "lead.report-progress": BODY,
    "lead.propose-transfer": BODY,
    "lead.accept-transfer": BODY,
    "lead.decline-transfer": BODY,
    "lead.withdraw-transfer": BODY,
    "lead.promise-incentive": BODY,
    "lead.release": BODY | OFFICE,
    "lead.lapse": OFFICE,
    "lead.sign": BODY,
    "lead.break-ground": BODY,
    "lead.commission": BODY,
    "lead.dispute": MEMBER,
    "lead.rule": OFFICE,
    "lead.close": BODY | OFFICE,
    "linkage.propose": BODY | SECTION,
    "linkage.agree": BODY | SECTION,
    "linkage.decline": BODY | SECTION,
    "linkage.link-project": BODY | SECTION,
    "linkage.review": BODY | SECTION | OFFICE,
    "linkage.end": BODY | SECTION | OFFICE,
    "matter.raise": ANY_MEMBER,
    "matter.assign": OFFICE,
    "matter.answer": MEMBER,
    "matter.escalate": MEMBER | OFFICE,
    "matter.resolve": OFFICE,
    "matter.reopen": MEMBER | OFFICE,
    "matter.hand-over": OFFICE,
    "organisation.register": OFFICE,
    "organisation.assign-platform": OFFICE,
    "organisation.appoint-official": EVERYBODY | OFFICE,
    "organisation.dismiss-official": EVERYBODY | OFFICE,
    "organisation.add-key": EVERYBODY | OFFICE,
    "organisation.revoke-key": EVERYBODY | OFFICE,
    "organisation.dissolve": OFFICE,
    "policy-extension.request": BODY,
    "policy-extension.assess-risk": DEPARTMENT,
    "policy-extension.extend": DEPARTMENT,
    "policy-extension.refuse": DEPARTMENT,
    "policy-extension.suspend": DEPARTMENT,
    "policy-extension.resume": DEPARTMENT,
    "policy-extension.end": DEPARTMENT,
    "policy-extension.end-on-withdrawal": OFFICE,
    "policy-measure.issue": ANY_DEPARTMENT,
    "policy-measure.amend": DEPARTMENT,
    "policy-measure.end": DEPARTMENT,
    "power-item.publish": DEPARTMENT | OFFICE,
    "power-item.amend": DEPARTMENT | OFFICE,
    "power-item.retire": DEPARTMENT | OFFICE,
    "promotion.announce": ANY_MEMBER,
    "promotion.join": BODY,
    "promotion.leave": BODY | OFFICE,
    "promotion.hold": MEMBER,
    "promotion.link-leads": MEMBER,
    "promotion.cancel": MEMBER,
    "publicity.publish-case": OFFICE,
    "publicity.hold-briefing": ANY_MEMBER | BODY,
    "publicity.hold-exchange": ANY_MEMBER | BODY,
    "publicity.publish": OFFICE,
    "publicity.retract": MEMBER | OFFICE,
    "replication.plan": BODY,
    "replication.implement": BODY,
    "replication.verify": DEPARTMENT,
    "replication.send-back": DEPARTMENT,
    "replication.find-inapplicable": BODY,
    "replication.confirm-inapplicability": OFFICE,
    "replication.reject-inapplicability": OFFICE,
    "replication.report-effect": BODY,
    "replication.end": OFFICE,
    "rulebook.publish": OFFICE,
    "target.set": OFFICE,
    "trial.raise-obstacle": BODY,
    "trial.propose": BODY,
    "trial.join": BODY | SECTION,
    "trial.assess-risk": DEPARTMENT,
    "trial.approve": OFFICE,
    "trial.refuse": OFFICE,
    "trial.start": BODY,
    "trial.report-progress": BODY | SECTION,
    "trial.suspend": MEMBER | OFFICE,
    "trial.suspend-on-exit": OFFICE,
    "trial.resume": OFFICE,
    "trial.conclude": BODY | OFFICE,
    "trial.recognise-innovation": OFFICE,
    "zone.establish": OFFICE,
    "zone.file-construction-plan": BODY,
    "zone.order-rectification": OFFICE,
    "zone.report-rectification": BODY,
    "zone.accept-rectification": OFFICE,
    "zone.fail-rectification": OFFICE,
    "zone.lift-rectification": OFFICE,
    "zone.adjust-boundary": OFFICE,
    "zone.replace-body": OFFICE,
    "zone.withdraw": OFFICE,
}


def permitted(command: str) -> Mapping[Role, Scope]:
    """The row of a command by its wire name. Raises `KeyError` where there is none: such a command is nobody's."""
    return CORRECTION if command.endswith(CORRECTIONS) else PERMISSIONS[command]
