"""The project's own files, read once: what the tests of its shape look at."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("domain", "projections", "services")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """The Python files of those folders of the project, in a steady order."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of one file."""
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    """The path as a person says it, from the root of the project."""
    return str(path.relative_to(ROOT))


def dotted(path: Path) -> str:
    """The name by which a module is imported; a package goes by its folder's."""
    return name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def tracked() -> list[Path]:
    """Every text file that belongs to the project: committed, or new and not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [path for entry in sorted(set(listing.split("\0"))) if entry and (path := ROOT / entry).is_file()]


def functions(path: Path) -> list[Function]:
    """Every function and method of one file."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def imports(path: Path) -> set[str]:
    """The top-level packages that one file imports, at any depth of it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def strings(path: Path) -> list[tuple[int, str]]:
    """The text literals of one file that are no docstrings, with their lines."""
    documentation = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    return [
        (node.lineno, node.value) for node in constants if isinstance(node.value, str) and id(node) not in documentation
    ]
