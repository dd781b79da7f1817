"""One server for all hosts of these tests."""

from collections.abc import Iterator

import pytest

from tests.bot.hosts.serving import Stage, stage


@pytest.fixture(scope="session")
def here() -> Iterator[Stage]:
    with stage() as made:
        yield made
