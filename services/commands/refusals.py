"""From a broken rule, or from what pydantic finds wrong with a message, to the refusal that the sender reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel import Refused
from domain.messages import Bilingual, Refusal
from domain.vocabulary import TERMS, filled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

CLAUSE = "系统约定 7"
"""Rules of the door rest on the interface, not on the plan."""

SHOWN = 200
"""Of what the sender wrote, so many characters are repeated to him."""

TYPES = {
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "mapping_type": "object",
    "list_type": "array",
    "tuple_type": "array",
    "set_type": "array",
    "frozen_set_type": "array",
    "string_type": "string",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "uuid_type": "uuid",
    "uuid_parsing": "uuid",
}
"""pydantic's error types that say: this is not a value of the type asked for; and the word for that type."""

BOUNDS = {
    "greater_than": ">",
    "greater_than_equal": "≥",
    "less_than": "<",
    "less_than_equal": "≤",
}

SIZES = {
    "string_too_short": ("field-too-short", "min_length"),
    "string_too_long": ("field-too-long", "max_length"),
    "too_short": ("field-too-few", "min_length"),
    "too_long": ("field-too-many", "max_length"),
}


def refusal(
    refused: Refused, *, command: UUID | None = None, correlation: UUID | None = None, retry: bool = False
) -> Refusal:
    """A broken rule in both languages, with what to do. `retry`: the same command may be sent again as it is."""
    text = filled(refused.rule, refused.details)
    return Refusal(
        command=command,
        correlation=correlation,
        rule=refused.rule,
        clause=refused.clause,
        field=refused.field,
        message=Bilingual(zh=text.zh, en=text.en),
        advice=Bilingual(zh=text.advice_zh, en=text.advice_en),
        retry=retry,
    )


def field_refused(error: ValidationError, command: str) -> Refused:
    """The first thing that pydantic found wrong, as a rule of the door that names the field (`data.boundary.area`)."""
    _, refused = next(fields_refused(error, command))
    return refused


def fields_refused(error: ValidationError, command: str) -> Iterator[tuple[tuple[int | str, ...], Refused]]:
    """Everything that pydantic found wrong, each with the path of its field."""
    for found in error.errors(include_url=False, include_input=False):
        path = ".".join(str(part) for part in found["loc"])
        rule, details = _rule_of(found, command)
        refused = Refused(rule, clause=CLAUSE, field=path[:SHOWN], what=word_for(found["loc"]), **details)
        yield found["loc"], refused


def word_for(path: tuple[int | str, ...]) -> str:
    """The vocabulary's key of the field that a path leads to; what no vocabulary knows stands for itself."""
    names = [part for part in path if isinstance(part, str)]
    key = f"field.{names[-1]}" if names else "field.data"
    return key if key in TERMS else ".".join(str(part) for part in path)[:SHOWN]


def _rule_of(found: ErrorDetails, command: str) -> tuple[str, dict[str, str | int]]:
    kind, context = found["type"], found.get("ctx", {})
    match kind:
        case "missing":
            return "field-missing", {}
        case "extra_forbidden":
            return "field-unknown", {"command": command}
        case "enum" | "literal_error":
            return "field-choice", {"expected": str(context["expected"]).replace("'", "")}
        case "string_pattern_mismatch" if str(context["pattern"]).startswith("^[^\\u0000"):
            return "forbidden-character", {}
        case "string_pattern_mismatch":
            return "field-pattern", {"pattern": str(context["pattern"])}
        case _:
            return _rule_of_a_family(found)


def _rule_of_a_family(found: ErrorDetails) -> tuple[str, dict[str, str | int]]:
    kind, context = found["type"], found.get("ctx", {})
    if kind in TYPES:
        return "field-type", {"wanted": f"type.{TYPES[kind]}"}
    if kind in SIZES:
        rule, limit = SIZES[kind]
        return rule, {"limit": int(context[limit])}
    if kind in BOUNDS:
        (bound,) = (context[name] for name in ("gt", "ge", "lt", "le") if name in context)
        return "field-out-of-range", {"bound": f"{BOUNDS[kind]} {bound}"}
    reason = str(context["error"]) if kind == "value_error" else found["msg"]
    return "field-value", {"reason": reason[:SHOWN]}
