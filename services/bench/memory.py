"""The memory that a running system takes: resident bytes of a process and of all its descendants, together."""

from __future__ import annotations

from pathlib import Path

KIB_PER_MIB = 1024


def resident_mb(root: int) -> dict[str, float]:
    """Resident MiB (VmRSS) of process `root` and every descendant, by `<command> <pid>`."""
    parents = {int(stat.parent.name): _parent(stat) for stat in Path("/proc").glob("[0-9]*/stat")}
    family, grew = {root}, True
    while grew:
        children = {pid for pid, parent in parents.items() if parent in family} - family
        family |= children
        grew = bool(children)
    return {f"{_name(pid)} {pid}": _resident(pid) for pid in sorted(family)}


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended while we looked


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    services = [word for word in words[1:] if word and not word.startswith("-") and "/" not in word]
    return " ".join([Path(words[0]).name, *services])


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / KIB_PER_MIB for line in lines if line.startswith("VmRSS"))
