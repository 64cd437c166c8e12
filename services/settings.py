"""Where a process finds its data, its servers and its readers: arguments, `LIANDONG_*`, else what works alone."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

PREFIX = "LIANDONG_"
FORMATS = ("auto", "json", "text")
DATABASES = ("sqlite://", "postgresql://", "postgresql+psycopg://")
LEVELS = ("debug", "info", "warning", "error", "critical")


class BadSetting(Exception):
    """A setting that cannot be used; the message says which, and what it may be."""


@dataclass(frozen=True)
class Settings:
    """What a process needs to know of its surroundings.

    An empty URL means this installation's own (embedded server, SQLite). `data` is the folder of all that is kept;
    `replicas` the copies of each stream (3 on a cluster); `web_port` 0 lets the system choose; `log_format` is `json`
    for machines, `text` for people, `auto` by where the log goes.
    """

    data: Path = Path("liandong-data")
    nats_url: str = ""
    database_url: str = ""
    index_url: str = ""
    replicas: int = 1
    web_host: str = "127.0.0.1"
    web_port: int = 8421
    log_format: str = "auto"
    log_level: str = "info"

    def __post_init__(self) -> None:
        """Refuse what could only fail later."""
        if self.log_format not in FORMATS:
            raise BadSetting(f"log format {self.log_format!r} is none of {', '.join(FORMATS)}")
        if self.log_level.lower() not in LEVELS:
            raise BadSetting(f"log level {self.log_level!r} is none of {', '.join(LEVELS)}")
        if not 0 <= self.web_port <= 65535:  # noqa: PLR2004 - what a port is
            raise BadSetting(f"web port {self.web_port} lies outside 0-65535")
        if self.replicas not in {1, 3, 5}:
            raise BadSetting(f"replicas {self.replicas} is none of 1, 3, 5")
        if self.database_url and not self.database_url.startswith(DATABASES):
            raise BadSetting(f"database url {self.database_url!r} begins with none of {', '.join(DATABASES)}")

    @classmethod
    def load(cls, environment: Mapping[str, str], arguments: Sequence[str] = ()) -> Settings:
        """From `--name value` arguments, else from `LIANDONG_NAME`, else the default."""
        parser = ArgumentParser(allow_abbrev=False, argument_default=None)
        for field in fields(cls):
            parser.add_argument(f"--{field.name.replace('_', '-')}")
        given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
        stated = {
            field.name: environment[PREFIX + field.name.upper()]
            for field in fields(cls)
            if environment.get(PREFIX + field.name.upper())
        }
        return cls._of(stated | given)

    @classmethod
    def _of(cls, texts: Mapping[str, str]) -> Settings:
        values: dict[str, Any] = {}
        for name, text in texts.items():
            default = getattr(cls, name)
            try:
                values[name] = Path(text) if isinstance(default, Path) else type(default)(text)
            except ValueError as error:
                raise BadSetting(f"{name.replace('_', ' ')} {text!r} is no number") from error
        return cls(**values)

    def environment(self) -> dict[str, str]:
        """The same settings for a child process, as `LIANDONG_*`."""
        return {PREFIX + field.name.upper(): str(getattr(self, field.name)) for field in fields(self)}

    @property
    def nats_servers(self) -> list[str]:
        """The servers of `nats_url`, which holds one or, by commas, those of a cluster."""
        return [url.strip() for url in self.nats_url.split(",") if url.strip()]

    @property
    def views_url(self) -> str:
        """SQLAlchemy's URL of the view tables: a PostgreSQL given, else SQLite in the data folder."""
        return self.database_url or sqlite_at(self.data.absolute() / "views.sqlite")

    @property
    def index_file(self) -> Path:
        """The command service's local event index, which may be deleted at any time."""
        return self.data / "index" / "commands.sqlite"


def sqlite_at(file: Path) -> str:
    """SQLAlchemy's URL of a file, whatever its folder is called: `?` and `%` mean something in a URL."""
    return f"sqlite:///{quote(str(file))}"
