"""Each test of the store runs on both databases: the parameters, and settings for one of them."""

from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from tests.store import postgres, redis_server

DATABASES = ("sqlite", "postgresql")


def url_for(kind: str, folder: Path) -> str:
    """The URL of an empty database; skips the test where there is no server to make it on."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'lens.sqlite'}"
    if reason := postgres.missing():
        pytest.skip(reason)
    return postgres.new_database()


def settings_for(kind: str, folder: Path, **others: Any) -> Settings:
    """Settings of a server or worker that keeps its data in an empty database and in this folder.

    With "redis" jobs queue there, and the data is in SQLite.
    """
    if kind == "redis":
        if reason := redis_server.missing():
            pytest.skip(reason)
        return settings_for("sqlite", folder, redis_url=redis_server.new_redis_url(), **others)
    usual = {"workers": 1, "data": folder, "database_url": url_for(kind, folder), "sweep_seconds": 0.2}
    return Settings(**{**usual, **others})
