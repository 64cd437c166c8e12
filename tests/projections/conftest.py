"""Both databases, for every spec of every view."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine

from services.projector.database import open_engine
from tests.projections.cast import everybody_is_registered
from tests.projections.story import Stage, Story


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all stories."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('views') / 'views.sqlite'}")
    else:
        url = request.getfixturevalue("postgres_url")
        with psycopg.connect(f"{url.replace('+psycopg', '')}/postgres", autocommit=True) as administrator:
            administrator.execute("create database stories")
        engine = open_engine(f"{url}/stories")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def theatre(engine: Engine) -> Iterator[Stage]:
    """Where stories are told."""
    stage = Stage(engine)
    yield stage
    stage.store.close()


@pytest.fixture
def story(theatre: Stage) -> Story:
    """A story in which nothing has happened yet."""
    return Story(theatre)


@pytest.fixture
def registered(story: Story) -> Story:
    """A story in which everybody stands in the register."""
    everybody_is_registered(story)
    return story
