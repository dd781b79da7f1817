"""Where jobs wait."""

import pytest

from app.errors import Refusal
from app.jobs.queue import Queue
from app.settings import Settings


def test_an_address_that_is_none_of_a_redis_is_refused_without_its_password() -> None:
    with pytest.raises(Refusal, match="REDIS_URL") as refused:
        Queue(Settings(redis_url="carrier-pigeon://lens:hidden@x/0"))
    assert "hidden" not in str(refused.value)
