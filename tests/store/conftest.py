"""A store of its own for each module of tests, on either database."""

from collections.abc import Iterator

import pytest

from app.store import Store, open_store
from tests.store.databases import DATABASES, settings_for


@pytest.fixture(scope="module", params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(settings_for(request.param, tmp_path_factory.mktemp("store")))
    yield store
    store.close()
