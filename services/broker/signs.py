"""Signs of life of a nats-server: whether it greets, and whether its disk has failed it.

After a write that its disk refused (no space, an I/O error) nats-server 2.15 stores nothing more, even when there is
space again, and answers nobody; only its log says so. Started anew, it goes on with all that it had acknowledged.
"""

from __future__ import annotations

import socket
from pathlib import Path

FAILURES = (b"JetStream failed to store", b"will be DISABLED", b"Critical write error")
"""What nats-server logs when it stores no more."""


class StoreFailures:
    """Looks for failures in a server's log file, each time in what is new there."""

    def __init__(self, log: Path) -> None:
        """Look only at what comes after this moment."""
        self._log, self._seen = log, 0
        self.look()

    def look(self) -> bool:
        """Whether the disk has failed the server since the last look."""
        try:
            with self._log.open("rb") as file:
                file.seek(self._seen)
                news = file.read()
                news = news[: news.rfind(b"\n") + 1]
        except FileNotFoundError:
            return False
        self._seen += len(news)
        return any(failure in news for failure in FAILURES)


def greets(port: int) -> bool:
    """Whether a nats-server answers on the port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            return connection.recv(4) == b"INFO"
    except OSError:
        return False
