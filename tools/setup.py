"""Make the environment in .venv: `setup.py runtime` what runs the system, `setup.py dev` what checks it as well.

Standard library only, and no pip to begin with: a fresh Debian's Python brings neither pip nor ensurepip. Safe to
interrupt and to start twice at once: a lock on the folder, and the stamp that says "ready" is written last.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}

NO_PIP = """\
无法取得 pip。请执行下列命令后重试：
    sudo apt-get update && sudo apt-get install python3-venv
Cannot get hold of pip. Run this, then try again:
    sudo apt-get update && sudo apt-get install python3-venv"""

FAILED = """\
安装依赖失败，原因见上。请检查网络；如需使用镜像站，请设置 PIP_INDEX_URL，然后重试（可从中断处继续）。
Installing failed, see above for why. Check the network, or set PIP_INDEX_URL to a mirror, and try again: it resumes."""


class SetupError(Exception):
    """What a person must put right, in both languages."""


def main(kind: str) -> None:
    """Make the environment of that kind, unless it is ready for the present lock file already."""
    stamp, wanted = VENV / f".{kind}-ready", fingerprint(kind)
    with alone():
        if usable() and stamp.exists() and stamp.read_text() == wanted:
            stamp.touch()
            return
        stamp.unlink(missing_ok=True)
        make_venv()
        install_locked(ROOT / LOCKS[kind])
        # The project itself, by the locked build backend: nothing is fetched here.
        pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        stamp.write_text(wanted)
    say("联动：环境已就绪 | the environment is ready\n")


def fingerprint(kind: str) -> str:
    """Everything whose change asks for a new installation, the place of the folder among it."""
    digest = hashlib.sha256(f"{ROOT}\n".encode())
    for name in (LOCKS[kind], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other setup of this folder runs; the kernel lets go of the lock when a process dies."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def usable() -> bool:
    """Whether .venv holds a Python that is new enough and a whole pip (an interrupted start leaves less)."""
    return new_enough() and quiet(str(PYTHON), "-m", "pip", "--version") is not None


def new_enough() -> bool:
    """Whether .venv holds a Python that runs, 3.11 or newer."""
    return quiet(str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))") is not None


def make_venv() -> None:
    """Make .venv with pip, from ensurepip where it exists and else from Debian's own pip wheel."""
    if usable():
        return
    say("联动：正在准备 Python 环境 | preparing the Python environment\n")
    if not new_enough():
        venv.create(VENV, clear=True, symlinks=True)
    if quiet(str(PYTHON), "-m", "ensurepip", "--default-pip") is not None:
        return
    with tempfile.TemporaryDirectory(prefix="liandong-pip-") as scratch:
        wheel = debian_pip_wheel(Path(scratch))
        if wheel is None:
            raise SetupError(NO_PIP)
        # A wheel is a zip file and pip runs from inside it.
        pip("install", "--no-index", str(wheel), run_from=wheel)


def debian_pip_wheel(scratch: Path) -> Path | None:
    """Debian's pip wheel: installed already, or fetched by apt without root, first with the lists that are there."""
    installed = sorted(Path("/usr/share/python-wheels").glob("pip-*.whl"))
    if installed:
        return installed[-1]
    state, cache = scratch / "lists", scratch / "cache"
    (state / "partial").mkdir(parents=True)
    (cache / "archives" / "partial").mkdir(parents=True)
    # `Sandbox::User`: the user _apt may not enter a temporary folder of ours.
    own = ("-o", f"Dir::State::Lists={state}", "-o", f"Dir::Cache={cache}", "-o", f"APT::Sandbox::User={user_name()}")
    for options, refresh in (((), False), (own, True)):
        if refresh:
            quiet("apt-get", *options, "update", cwd=scratch)
        quiet("apt-get", *options, "download", "python3-pip-whl", cwd=scratch)
        for package in scratch.glob("python3-pip-whl_*.deb"):
            quiet("dpkg-deb", "--extract", str(package), str(scratch / "unpacked"))
        found = sorted((scratch / "unpacked").glob("usr/share/python-wheels/pip-*.whl"))
        if found:
            return found[-1]
    return None


def user_name() -> str:
    """Who runs this, for apt; root stays root."""
    return quiet("id", "-un") or "root"


def install_locked(lock: Path) -> None:
    """Install exactly what the lock file names, by hash, from wheels only; show one line of progress."""
    total = len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE))
    command = ("install", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off", "-r", str(lock))
    pip(*command, total=total)


def pip(*arguments: str, total: int = 0, run_from: Path | None = None) -> None:
    """Run the environment's pip (or the one inside a wheel); if it fails, print all that it said.

    `total`: how many packages the lock names, for the line of progress; 0 shows none.
    """
    program = [str(run_from / "pip")] if run_from else ["-m", "pip"]
    command = [str(PYTHON), *program, *arguments, "--disable-pip-version-check", "--no-input", "--no-color"]
    with subprocess.Popen(
        command, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = list(watched(process, total))
    if process.returncode:
        sys.stderr.writelines(said)
        raise SetupError(FAILED)


def watched(process: subprocess.Popen[str], total: int) -> Iterator[str]:
    """Pass on what pip says and show how far it is, on one line of a terminal or in a few lines of a log."""
    names: set[str] = set()
    for line in process.stdout or ():
        yield line
        met = re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line)
        if met and total:
            names.add(met[1].lower())
            show(f"依赖 | packages {min(len(names), total)}/{total} {met[1]}")
        elif total and line.startswith("Installing collected"):
            show(f"安装 | installing {len(names)}")
    if total and sys.stderr.isatty():
        say("\r\033[K")


def show(progress: str) -> None:
    """Replace the line of progress; a log that is no terminal gets none."""
    if sys.stderr.isatty():
        say(f"\r\033[K{progress}")


def say(text: str) -> None:
    """Write at once, to where a person looks and a pipe does not."""
    sys.stderr.write(text)
    sys.stderr.flush()


def quiet(*command: str, cwd: Path = ROOT) -> str | None:
    """What the command prints, or None when it fails or does not exist."""
    try:
        done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def environment() -> dict[str, str]:
    """The caller's environment without what would lead Python or pip elsewhere; a mirror's address stays."""
    astray = {"PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_ROOT", "PIP_TARGET", "PIP_USER"}
    return {name: value for name, value in os.environ.items() if name not in astray}


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)
