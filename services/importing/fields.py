"""The fields of a command, put together from the cells of a row and validated as the command door validates them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import to_json

from services.commands.refusals import fields_refused
from services.importing.columns import Path

if TYPE_CHECKING:
    from domain.kernel import Refused
    from services.importing.ledgers import Ledger

FIELDS: Path = ("data",)
Object = dict[str | int, Any]
"""An object of JSON; its keys are the texts of a path."""
Values = dict[Path, Any]
"""What the cells of a row mean, by where it goes."""


class Fields:
    """Puts together what the rows of one ledger say."""

    def __init__(self, ledger: Ledger) -> None:
        """Of the ledger's command."""
        columns = [column for column in ledger.columns if column.path[:1] == FIELDS]
        self._holders = {column.path: column.path[:-1] for column in columns}
        self._needed = list(dict.fromkeys(column.path[:-1] for column in columns if column.required))
        self._name = ledger.command.name
        self._validate = ledger.command.__pydantic_validator__.validate_json

    def as_json(self, values: Values) -> bytes:
        """The fields; an object that is needed is there though no cell of it is filled in, so that each is missed."""
        root: Object = {}
        made = {FIELDS: root}
        for path in self._needed:
            _holder(made, path)
        for path, value in values.items():
            if (holder := self._holders.get(path)) is not None:
                (made.get(holder) or _holder(made, holder))[path[-1]] = value
        return to_json(root)

    def faults(self, data: bytes) -> list[tuple[Path, Refused]]:
        """Everything that is wrong with them, by its path; of a whole, only what is not wrong in its parts."""
        try:
            self._validate(data, strict=True)
        except ValidationError as error:
            found = list(fields_refused(error, self._name))
            paths = [path for path, _ in found]
            return [((*FIELDS, *path), refused) for path, refused in found if not _holds_another(path, paths)]
        return []


def _holds_another(path: Path, paths: list[Path]) -> bool:
    return any(path == other[: len(path)] != other for other in paths)


def _holder(made: dict[Path, Object], path: Path) -> Object:
    """The object at a path, made with all those above it where it is missing."""
    if path not in made:
        *above, name = path
        if isinstance(name, int):
            *above, name = above
            made[path] = {}
            _holder(made, tuple(above))[name] = [made[path]]
        else:
            made[path] = _holder(made, tuple(above)).setdefault(name, {})
    return made[path]
