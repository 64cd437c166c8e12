"""How the files look: short, documented, honestly named, and tied to no one machine."""

import ast
import math
import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.sources import LAYERS, ROOT, Function, functions, modules, name, tracked, tree

EMPTY_WORDS = {"base", "common", "helper", "helpers", "lib", "manager", "managers", "misc", "shared", "util", "utils"}
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
LONGEST_ARM = 8
BUILD_MACHINE = re.compile(r"/work/|\.\./shared|/root/|/home/[a-z]|/tmp/l/|/opt/(pypi|wheels)")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|https?://[\w.]*(registry|mirror)|--(extra-)?index-url|--find-links\b")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    words = {name(path): {part.partition(".")[0] for part in name(path).split("/")} for path in tracked()}
    empty = [path for path, parts in words.items() if parts & EMPTY_WORDS]
    assert empty == [], "\n".join(empty)


def test_a_file_is_short_enough_to_read_in_one_go() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in modules(*LAYERS, "tests", "tools")}
    long = [f"{name(path)} {number} lines" for path, number in lines.items() if number >= limit(path)]
    assert long == [], "\n".join(long)


def limit(path: Path) -> float:
    """How long a file may be: a test, being a list of sentences, twice as long; a table of words as long as it must."""
    if is_a_table(path):
        return math.inf
    return 2 * LONGEST_FILE if ROOT / "tests" in path.parents else LONGEST_FILE


def is_a_table(path: Path) -> bool:
    """Whether a file is a list and no logic: the vocabulary."""
    return ROOT / "domain" / "vocabulary" in path.parents and not functions(path)


def test_a_function_is_short_enough_to_see_whole() -> None:
    long = [
        f"{name(path)}:{function.lineno} {function.name} {length(function)} lines"
        for path in modules(*LAYERS, "tools")
        for function in functions(path)
        if length(function) >= LONGEST_FUNCTION and not is_a_match_table(function)
    ]
    assert long == [], "\n".join(long)


def length(function: Function) -> int:
    """The lines of a function from `def` to its end, its docstring left out."""
    last = function.end_lineno or function.lineno
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return last - function.lineno + 1 - (((first.end_lineno or 0) - first.lineno + 1) if documented else 0)


def is_a_match_table(function: Function) -> bool:
    """Whether a function is one `match` with short arms and little around it.

    That is a workflow as a table: as long as the workflow has steps, and read line by line.
    """
    tables = [node for node in function.body if isinstance(node, ast.Match)]
    arms = [case.body[-1].end_lineno or 0 for table in tables for case in table.cases]
    begins = [case.body[0].lineno for table in tables for case in table.cases]
    longest_arm = max((end - begin + 1 for begin, end in zip(begins, arms, strict=True)), default=0)
    around = length(function) - sum((table.end_lineno or 0) - table.lineno + 1 for table in tables)
    return len(tables) == 1 and longest_arm <= LONGEST_ARM and around <= LONGEST_ARM


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{name(path)}:{getattr(node, 'lineno', 1)}"
        for path in modules(*LAYERS, "tools")
        for node in (tree(path), *public(tree(path).body))
        if not ast.get_docstring(node) and path.read_text().strip()
    ]
    assert silent == [], "\n".join(silent)


def public(body: list[ast.stmt]) -> list[Function | ast.ClassDef]:
    """The public functions and classes of a module, and the public methods of the public classes."""
    found: list[Function | ast.ClassDef] = []
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            found += public(node.body) if isinstance(node, ast.ClassDef) else []
    return found


@pytest.mark.parametrize("pattern", [BUILD_MACHINE, REGISTRY, UNFINISHED], ids=["machine", "registry", "unfinished"])
def test_no_file_speaks_of_a_build_machine_a_registry_or_unfinished_work(pattern: re.Pattern[str]) -> None:
    spoken = [
        f"{name(path)}:{number} {line.strip()[:120]}"
        for path in tracked()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert spoken == [], "\n".join(spoken)


def test_every_suppression_names_its_rule_and_its_reason() -> None:
    bare = [
        f"{name(path)}:{number} {line.strip()}"
        for path in modules(*LAYERS, "tests", "tools")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)", line)
        and not re.search(r"#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s+(#|-)?\s*\w", line)
    ]
    assert bare == [], "\n".join(bare)


def test_every_lint_rule_left_out_says_why() -> None:
    settings = (ROOT / "pyproject.toml").read_text().splitlines()
    begin, end = settings.index("ignore = ["), settings.index("[tool.ruff.lint.pydocstyle]")
    bare = [line for line in settings[begin:end] if line.startswith('    "') and "#" not in line]
    assert bare == [], "\n".join(bare)


def test_every_dependency_says_what_it_is_for() -> None:
    settings = (ROOT / "pyproject.toml").read_text().splitlines()
    pinned = re.compile(r'^    "[\w\[\],-]+>=')
    bare = [line for above, line in pairwise(settings) if pinned.match(line) and not explained(above)]
    assert bare == [], "\n".join(bare)


def explained(above: str) -> bool:
    """Whether the line above a dependency is a comment, or the dependency that shares one."""
    return above.lstrip().startswith("#") or above.startswith('    "')


def test_the_lock_files_pin_every_dependency_by_hash() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"requirements.lock": [*declared["project"]["dependencies"], *declared["dependency-groups"]["build"]]}
    wanted["requirements-dev.lock"] = [
        *wanted["requirements.lock"],
        *(entry for entry in declared["dependency-groups"]["dev"] if isinstance(entry, str)),
    ]
    for file, requirements in wanted.items():
        entries = re.split(r"\n(?=\S)", (ROOT / file).read_text().strip())
        assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries), file
        pinned = {entry.partition("==")[0] for entry in entries}
        missing = {re.split(r"[\[<>=; ]", requirement)[0].lower() for requirement in requirements} - pinned
        assert missing == set(), f"{file}: run make lock"


def test_the_development_lock_agrees_with_the_runtime_lock() -> None:
    runtime, development = (
        set(re.findall(r"^(\S+==\S+)", (ROOT / file).read_text(), re.MULTILINE))
        for file in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime <= development
