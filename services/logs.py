"""One structured log for all: JSON for machines, colour for people.

The service stands on every line, the libraries' own lines included; what concerns a command has its id and its
correlation, which its events and the rows of views carry too. At level debug that is every command.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import orjson
import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

QUIET = ("asyncio", "nats", "faststream", "uvicorn.access")
"""Libraries of which only warnings are news."""


def configure(service: str, fmt: str = "auto", level: str = "info") -> None:
    """Set up the process's log on stderr. `fmt`: `json`, `text`, or `auto` (text where stderr is a terminal)."""
    text = fmt == "text" or (fmt == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _of_service(service),
    ]
    last: list[Processor] = (
        # A plain traceback: the other kind prints variables, and an investor's name is one.
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(serializer=_json)]
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _of_service(service: str) -> Processor:
    def bind(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("service", service)
        return event

    return bind


def _json(value: object, **_options: object) -> str:
    return orjson.dumps(value, default=str).decode()
