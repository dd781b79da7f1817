"""Requests counted in a real Redis, by servers beside each other, and while it is gone."""

from pathlib import Path

import pytest

from app.access.caller import Scope
from app.access.rates import Rates
from app.errors import StoreUnavailable, TooManyRequests
from app.settings import Settings
from app.store.database import Database
from tests.access.service import problem, service
from tests.store import redis_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(redis_server.missing()), reason=redis_server.missing()),
]


def no_database() -> Database:
    raise AssertionError("nothing is counted in the database")


def test_servers_that_share_a_redis_count_together() -> None:
    settings = Settings(counts=redis_server.new_redis_url(), requests_per_minute=3)
    one, other = Rates(settings, no_database), Rates(settings, no_database)
    assert [rates.count("a", is_review=False)[0].left for rates in (one, other, one)] == [2, 1, 0]
    with pytest.raises(TooManyRequests):
        other.count("a", is_review=False)
    assert one.count("b", is_review=False)[0].left == 2


def test_while_redis_is_gone_nobody_is_let_in_uncounted_and_then_all_goes_on(tmp_path: Path) -> None:
    counts = redis_server.new_redis_url()
    with service(tmp_path, counts=counts) as closed:
        headers = closed.headers(Scope.READ)
        assert closed.client.get("/api/v1/rules", headers=headers).status_code == 200
        redis_server.kill()
        try:
            problem(closed.client.get("/api/v1/rules", headers=headers), 503)
            with pytest.raises(StoreUnavailable):
                Rates(Settings(counts=counts), no_database).count("a", is_review=False)
        finally:
            redis_server.start()
        assert closed.client.get("/api/v1/rules", headers=headers).status_code == 200
