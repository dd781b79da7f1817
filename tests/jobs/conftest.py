"""A workplace for each module of tests, on either database, with real processes that work on uploads."""

from collections.abc import Iterator

import pytest

from app.isolation import Isolation
from app.jobs.workplace import Workplace, open_workplace
from tests.store.databases import DATABASES, settings_for


@pytest.fixture(scope="session")
def isolation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Isolation]:
    isolation = Isolation(settings_for("sqlite", tmp_path_factory.mktemp("isolation"), lease_seconds=0.6))
    isolation.start()
    yield isolation
    isolation.stop()


@pytest.fixture(scope="module", params=DATABASES)
def workplace(
    request: pytest.FixtureRequest, isolation: Isolation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    folder = tmp_path_factory.mktemp("jobs")
    settings = settings_for(
        request.param, folder, lease_seconds=0.6, job_attempts=2, webhooks_to_private=True
    )
    workplace = open_workplace(settings, isolation)
    yield workplace
    workplace.close()
