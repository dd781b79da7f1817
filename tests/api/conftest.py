"""The service on either database, made once for all tests of this folder: each of them takes projects of its own."""

from collections.abc import Iterator
from itertools import count

import pytest
from starlette.testclient import TestClient

from app.api import create_app
from tests.api.asking import Project
from tests.store.databases import DATABASES, settings_for

_numbers = count(1)


@pytest.fixture(scope="session", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = settings_for(
        request.param, tmp_path_factory.mktemp("api"), webhooks_to_private=True, requests_per_minute=0
    )
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def project(client: TestClient) -> Project:
    """A project that no other test knows."""
    made = client.post("/api/v1/projects", json={"name": f"p{next(_numbers)}"})
    assert made.status_code == 201, made.text
    return Project(client, made.json()["name"])
