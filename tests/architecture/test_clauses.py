"""Whatever a rule, a command or a refusal cites is there to be looked up."""

import ast
import re

from tests.architecture.sources import LAYERS, ROOT, modules, name, tree

# The founding document's clauses: 一 to 四, their sections, and the numbered items of 二.
PLAN = re.compile(
    r"(一\([一二]\)|二\(一\)[1-5]?|二\(二\)[1-4]?|二\(三\)[1-3]?|三\([一二三四五六]\)|四\([一二三四五]\))"
)
CONVENTION = re.compile(r"系统约定 (\d+)")


def conventions() -> set[str]:
    """The numbers of the conventions that CONVENTIONS.md states."""
    return set(re.findall(r"^\*\*系统约定 (\d+) ", (ROOT / "CONVENTIONS.md").read_text(), re.MULTILINE))


def cited() -> list[tuple[str, str]]:
    """Every clause that a command, a refusal or a constant for them names, with where."""
    return [
        (f"{name(path)}:{word.value.lineno}", str(word.value.value))
        for path in modules(*LAYERS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef | ast.Call)
        for word in node.keywords
        if word.arg == "clause" and isinstance(word.value, ast.Constant)
    ]


def test_every_clause_cited_is_one_of_the_plan_or_of_the_conventions() -> None:
    known = conventions()
    unknown = [
        (where, clause)
        for where, clause in cited()
        if not PLAN.fullmatch(clause) and not ((found := CONVENTION.fullmatch(clause)) and found[1] in known)
    ]
    assert unknown == []


def test_every_convention_that_the_code_speaks_of_is_written_down() -> None:
    spoken = {number for path in modules(*LAYERS, "tests") for number in CONVENTION.findall(path.read_text())}
    assert spoken <= conventions()
