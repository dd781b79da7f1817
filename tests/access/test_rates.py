"""How often somebody may ask: refused in time, told in headers, counted where all servers see it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.access.caller import Scope
from app.access.rates import Rates, network_of
from app.api.connections import server_config
from app.errors import Refusal, TooManyRequests
from app.settings import Settings
from app.store.database import Database
from app.store.upgrading import upgrade
from tests.access.service import problem, service


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path}/counts.sqlite")
    upgrade(found)
    yield found
    found.dispose()


@pytest.mark.parametrize("counts", ["memory", "database"])
def test_the_request_after_the_last_one_is_a_429_that_says_when(counts: str, tmp_path: Path) -> None:
    with service(tmp_path, requests_per_minute=3, counts=counts) as closed:
        headers, other = closed.headers(Scope.READ), closed.headers(Scope.READ)
        answers = [closed.client.get("/api/v1/rules", headers=headers) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["ratelimit"].split(";")[1] for answer in answers[:3]] == ["r=2", "r=1", "r=0"]
        assert "3 requests in a minute" in problem(answers[3], 429)["detail"]
        assert 1 <= int(answers[3].headers["retry-after"]) <= 60
        assert closed.client.get("/api/v1/rules", headers=other).status_code == 200


def test_reviews_have_a_daily_quota_beside(tmp_path: Path) -> None:
    with service(tmp_path, reviews_per_day=1) as closed:
        headers = closed.headers(Scope.REVIEW, Scope.READ)
        first, second = (closed.review(headers=headers) for _ in range(2))
        assert first.headers["ratelimit-policy"] == '"requests";q=6000;w=60, "reviews";q=1;w=86400'
        assert "1 reviews in a day" in problem(second, 429)["detail"]
        assert int(second.headers["retry-after"]) > 3_600
        assert closed.client.get("/api/v1/rules", headers=headers).status_code == 200


def test_who_has_no_name_is_counted_by_address_but_not_on_the_machine_itself(tmp_path: Path) -> None:
    with service(tmp_path, access="off", requests_per_minute=1) as open_to_all:
        answers = [open_to_all.client.get("/api/v1/rules") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]


def test_wrong_tokens_are_counted_too(tmp_path: Path) -> None:
    with service(tmp_path) as closed:
        wrong = {"Authorization": "Bearer dlens_0_0"}
        statuses = [closed.client.get("/api/v1/rules", headers=wrong).status_code for _ in range(32)]
        assert statuses == [401] * 30 + [429] * 2


@pytest.mark.parametrize(
    ("peer", "told"),
    [
        ("203.0.113.9", "198.51.100.{}"),
        ("203.0.113.9", "127.0.0.{}"),
        ("::ffff:203.0.113.9", "198.51.100.{}"),
        ("127.0.0.1", "198.51.100.{}, 203.0.113.9"),
        ("127.0.0.1", "127.0.0.1, 198.51.100.{}, 203.0.113.9:{}"),
    ],
)
def test_nobody_gets_another_count_by_naming_another_address(peer: str, told: str, tmp_path: Path) -> None:
    with service(tmp_path) as closed:
        served = server_config(closed.client.app, Settings())
        served.load()
        client = TestClient(served.loaded_app, client=(peer, 50_000))
        statuses = [
            client.get(
                "/api/v1/rules",
                headers={
                    "Authorization": f"Bearer dlens_{number}_0",
                    "X-Forwarded-For": told.format(number, number),
                },
            ).status_code
            for number in range(1, 33)
        ]
    assert statuses == [401] * 30 + [429] * 2


def test_servers_that_share_a_database_count_together(database: Database) -> None:
    servers = [Rates(Settings(counts="database", requests_per_minute=40), lambda: database) for _ in range(4)]
    refused = []

    def ask(server: Rates) -> None:
        for _ in range(15):
            try:
                server.count("token:1", is_review=False)
            except TooManyRequests:
                refused.append(1)

    threads = [threading.Thread(target=ask, args=[server]) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 20


def test_a_place_that_does_not_exist_is_said_at_the_start(database: Database) -> None:
    with pytest.raises(Refusal, match="DIAGRAM_LENS_COUNTS") as refused:
        Rates(Settings(counts="carrier-pigeon://lens:hidden@x"), lambda: database)
    assert "hidden" not in str(refused.value)


def test_a_host_with_a_network_of_addresses_is_one_host() -> None:
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
