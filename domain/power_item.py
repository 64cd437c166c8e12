"""Power item (权力事项): the catalogue of municipal powers that may be handed down to zones. 三(一)"""

from __future__ import annotations

from enum import StrEnum

from domain.kernel import Command, Event, Name, OrgId, Role, Text


class PowerKind(StrEnum):
    """许可, 处罚, 确认, 给付, 其他."""

    LICENCE = "licence"
    PENALTY = "penalty"
    CONFIRMATION = "confirmation"
    PAYMENT = "payment"
    OTHER = "other"


class ItemPublished(Event, name="power-item.published"):
    """列入目录: a power of `holder`, its code in the list of powers and its basis in law."""

    code: Name
    name_zh: Name
    name_en: Name
    kind: PowerKind
    legal_basis: Text
    holder: OrgId
    delegable: bool


class ItemAmended(Event, name="power-item.amended"):
    """目录调整: the item as it stands from now on, and why."""

    code: Name
    name_zh: Name
    name_en: Name
    kind: PowerKind
    legal_basis: Text
    holder: OrgId
    delegable: bool
    reason: Text


class ItemRetired(Event, name="power-item.retired"):
    """移出目录: the power ended or went elsewhere; nothing new is delegated of it."""

    reason: Text


PowerItemEvent = ItemPublished | ItemAmended | ItemRetired

HOLDERS = frozenset({Role.DEPARTMENT, Role.OFFICE})


class Publish(Command, name="power-item.publish", by=HOLDERS, clause="三(一)", opens=True):
    """Put an item into the catalogue."""

    code: Name
    name_zh: Name
    name_en: Name
    kind: PowerKind
    legal_basis: Text
    holder: OrgId
    delegable: bool


class Amend(Command, name="power-item.amend", by=HOLDERS, clause="三(一)"):
    """State the item anew, with the reason."""

    code: Name
    name_zh: Name
    name_en: Name
    kind: PowerKind
    legal_basis: Text
    holder: OrgId
    delegable: bool
    reason: Text


class Retire(Command, name="power-item.retire", by=HOLDERS, clause="三(一)"):
    """Take the item out of the catalogue."""

    reason: Text


PowerItemCommand = Publish | Amend | Retire


class Stage(StrEnum):
    """列入 -> 移出."""

    NEW = "new"
    LISTED = "in-catalogue"
    RETIRED = "retired"
