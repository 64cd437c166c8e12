"""A private PostgreSQL cluster for measurements and tests: in a temporary folder, gone at their end, whatever it is."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "liandong"
ATTEMPTS = 5
"""A free port may be taken by somebody else before the server binds it."""

# Everything else is as delivered, fsync among it: durability is part of what is tested.
SETTINGS = {"listen_addresses": "127.0.0.1", "max_connections": "80", "shared_buffers": "32MB"}


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest of Debian's first: what is on PATH may be a wrapper."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True
    )
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(answer.stdout.strip()))
    folders += [Path(found).parent for found in (shutil.which("initdb"),) if found]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def private_cluster(binaries: Path) -> Iterator[str]:
    """Run a cluster and give its SQLAlchemy URL without a database name: `postgresql+psycopg://user@127.0.0.1:port`."""
    folder = Path(tempfile.mkdtemp(prefix="liandong-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        made = ["--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={data}"]
        subprocess.run([*as_owner(), binaries / "initdb", *made], cwd=folder, check=True, capture_output=True)
        with running(binaries, folder) as port:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def running(binaries: Path, folder: Path) -> Iterator[int]:
    """Run the server of that folder on a free port of this machine."""
    for _ in range(ATTEMPTS):
        port = free_port()
        options = [f"-c{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
        with (folder / "log").open("ab") as log:
            server = subprocess.Popen(
                [*as_owner(), binaries / "postgres", "-D", folder / "data", "-k", folder, *options],
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches pytest alone, which stops the server below
            )
        if answers(server, port):
            break
    else:
        raise RuntimeError((folder / "log").read_text())
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server takes connections; False when it ended instead."""
    while server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def as_owner() -> list[str]:
    """What goes before a command: PostgreSQL refuses root, and no server outlives a test run that was killed."""
    if sys.platform != "linux":
        return []
    owner = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *owner, "--pdeathsig=QUIT"]


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
