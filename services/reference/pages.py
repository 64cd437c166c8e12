"""The tables in the pages that readers have: the clauses in README.md, the permissions in CONVENTIONS.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.vocabulary import term
from services.reference import clauses, permissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

Row = tuple[str, ...]


def pages() -> Mapping[str, Mapping[str, str]]:
    """What stands between the marks of each page: {file: {mark: Markdown}}."""
    return {"README.md": {"clauses": clause_table()}, "CONVENTIONS.md": {"permissions": permission_table()}}


def written(text: str, parts: Mapping[str, str]) -> str:
    """A page with its tables put in. Raises `ValueError` where a mark is missing."""
    for mark, table in parts.items():
        begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            message = f"no place for the table: {begin.strip()} ... {end}"
            raise ValueError(message)
        text = f"{before}{begin}{table}{found}{after}"
    return text


def write(root: Path) -> None:
    """Write the tables into the pages under `root`."""
    for name, parts in pages().items():
        page = root / name
        page.write_text(written(page.read_text("utf-8"), parts), "utf-8")


def clause_table() -> str:
    """The clauses as Markdown: names of one aggregate together, the tests as links."""
    head = ("条款 Clause", "命令 Commands", "事件 Events", "视图 Views", "测试 Tests")
    return _markdown(
        head,
        (
            (
                _both(f"clause.{clause.number}", before=f"**{clause.number}** "),
                _by_aggregate(clauses.commands_of(clause)),
                _by_aggregate(clauses.events_of(clause)),
                ", ".join(f"`{view}`" for view in clause.views),
                ", ".join(f"[{test.rpartition('test_')[2].removesuffix('.py')}]({test})" for test in clause.tests),
            )
            for clause in clauses.CLAUSES
        ),
    )


def permission_table() -> str:
    """The permissions as Markdown; a person's decisions are marked 人, what only the system asks for 机."""
    head = ("命令 Command", "条款 Clause", *(_both(role.value) for role in permissions.ROLES))
    return _markdown(head, (_permission(row) for row in permissions.rows()))


def _permission(row: Mapping[str, object]) -> Row:
    by = row["by"]
    assert isinstance(by, dict)
    cells = (f"{term(by[role.value]).zh}" if role.value in by else "" for role in permissions.ROLES)
    mark = " 人" if row["human"] else " 机" if row["robot"] else ""
    return (f"`{row['command']}`{mark}", str(row["clause"]), *cells)


def _by_aggregate(names: Iterable[str]) -> str:
    together: dict[str, list[str]] = {}
    for name in names:
        aggregate, _, rest = name.partition(".")
        together.setdefault(aggregate, []).append(rest)
    same = {tuple(rest) for rest in together.values()}
    if len(together) > 1 and len(same) == 1:  # the corrections: one of each aggregate
        return f"`*.{next(iter(same))[0]}`"
    return "; ".join(f"`{aggregate}` {', '.join(rest)}" for aggregate, rest in together.items())


def _both(key: str, before: str = "") -> str:
    word = term(key)
    return f"{before}{word.zh} {word.en}"


def _markdown(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
