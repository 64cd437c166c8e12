"""Who may know whom: what the import contracts of pyproject.toml cannot say. Those are checked by `make lint`."""

import ast
import re
import sys
from collections.abc import Set as AbstractSet

from tests.architecture.sources import LAYERS, ROOT, imports, modules, name, strings, tree

# Of the standard library: whatever waits, talks or draws lots.
OUTER_WORLD = {"asyncio", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time"}
CLOCKS_AND_CHANCE = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "uuid1", "uuid4", "random", "token_hex"}


def test_the_domain_imports_only_the_standard_library_and_pydantic() -> None:
    allowed = (sys.stdlib_module_names | {"domain", "pydantic", "pydantic_core"}) - OUTER_WORLD
    assert strangers("domain", allowed=allowed) == {}


def test_projections_import_no_stranger_but_sqlalchemy() -> None:
    ours = {"domain", "projections", "pydantic", "pydantic_core", "sqlalchemy"}
    assert strangers("projections", allowed=(sys.stdlib_module_names | ours) - OUTER_WORLD) == {}


def strangers(folder: str, *, allowed: AbstractSet[str]) -> dict[str, list[str]]:
    """What the modules of a folder import beyond what is allowed."""
    found = {name(path): sorted(imports(path) - allowed) for path in modules(folder)}
    return {path: packages for path, packages in found.items() if packages}


def test_nothing_that_runs_imports_the_tests_or_what_only_tests_need() -> None:
    forbidden = {"tests", "pytest", "hypothesis", "playwright", "httpx"}
    assert [name(path) for path in modules(*LAYERS) if imports(path) & forbidden] == []


def test_the_domain_and_the_projections_ask_no_clock_and_no_chance() -> None:
    asked = [
        f"{name(path)}:{node.lineno} {ast.unparse(node)}"
        for path in modules("domain", "projections")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in CLOCKS_AND_CHANCE
    ]
    assert asked == [], "\n".join(asked)


def called(node: ast.Call) -> str:
    """The last word of what is called: `now` of `datetime.now(UTC)`."""
    return ast.unparse(node.func).rpartition(".")[2]


def test_the_domain_waits_for_nothing() -> None:
    waiting = [
        f"{name(path)}:{node.lineno}"
        for path in modules("domain", "projections")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
    ]
    assert waiting == [], "\n".join(waiting)


def test_only_the_ledger_knows_jetstreams_headers() -> None:
    elsewhere = [
        f"{name(path)}:{line} {text}"
        for path in modules(*LAYERS)
        if ROOT / "services" / "ledger" not in path.parents
        for line, text in strings(path)
        # Who sent a request is the account server's business, not JetStream's.
        if re.match(r"Nats-(?!Request-Info)|nats-(expected|msg|batch|rollup|ttl|schedule|stream|sequence)", text)
    ]
    assert elsewhere == [], "\n".join(elsewhere)
