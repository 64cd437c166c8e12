"""Who may know whom: what the import contracts of pyproject.toml cannot say. Those are checked by `make lint`."""

import ast
import re
import sys
from collections.abc import Set as AbstractSet
from itertools import permutations

import grimp

from domain import catalogue
from tests.architecture.sources import LAYERS, ROOT, dotted, imports, modules, name, strings, tree

# Of the standard library: whatever waits, talks or draws lots.
OUTER_WORLD = {"asyncio", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time"}
CLOCKS_AND_CHANCE = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "uuid1", "uuid4", "random", "token_hex"}


def test_aggregates_never_import_each_other_even_by_way_of_a_third() -> None:
    graph = grimp.build_graph("domain", cache_dir=None)
    tangled = [
        f"{one} -> {other}"
        for one, other in permutations(aggregates(), 2)
        if graph.chain_exists(importer=one, imported=other, as_packages=True)
    ]
    assert tangled == [], "\n".join(tangled)


def test_every_aggregate_of_the_catalogue_is_found_here() -> None:
    stated = {type(decider.initial).__module__ for decider in catalogue.DECIDERS.values()}
    assert {module for module in stated if not module.startswith(tuple(aggregates()))} == set()


def aggregates() -> list[str]:
    """The modules (or packages) that end as an aggregate does: `zone = Decider("zone", ...)`."""
    return [dotted(path) for path in modules("domain") if any(map(is_a_decider, tree(path).body))]


def is_a_decider(node: ast.stmt) -> bool:
    """Whether a statement makes a decider."""
    return (
        isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "Decider"
    )


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
