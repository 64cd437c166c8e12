"""What to put into a column's cells: the note on its head in a template, and the remedy for a cell that is wrong."""

from __future__ import annotations

from functools import cache

from domain.vocabulary import term
from domain.vocabulary.words import Term
from services.importing.columns import Column, Form
from services.importing.ledgers import EFFECTIVE


def hint(column: Column) -> Term:
    """Whether a value is needed, what it is, how long it may be, what there is to choose from."""
    return _hint(column.form, column.required, column.longest, tuple(column.choices.values()), column.path == EFFECTIVE)


@cache
def _hint(form: Form, required: bool, longest: int | None, choices: tuple[Term, ...], effective: bool) -> Term:  # noqa: FBT001 - of one column, all at once
    parts = [term("import.required" if required else "import.optional"), term(f"import.form.{form}")]
    if longest is not None and form is Form.TEXT:
        words = term("import.longest")
        parts.append(Term(words.zh.format(longest=longest), words.en.format(longest=longest)))
    if choices:
        parts.append(Term("、".join(each.zh for each in choices), ", ".join(each.en for each in choices)))
    if effective:
        parts.append(term("import.effective"))
    return Term("；".join(each.zh for each in parts) + "。", "; ".join(each.en for each in parts) + ".")
