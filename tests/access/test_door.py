"""Who comes in: tokens, their scopes and ends, and what those hear who stay outside."""

import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from app.access.caller import Scope
from app.access.tokens import PREFIX, revoke_token, tokens
from tests.access.service import Service, problem, service

OPEN = {"/healthz", "/readyz"}
"""Routes of the API that need no token: machines ask them, and they tell nothing."""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(tmp_path_factory.mktemp("closed")) as found:
        yield found


def test_without_a_token_the_answer_says_how_to_get_in(closed: Service) -> None:
    answer = closed.review()
    assert "diagram-lens token create" in problem(answer, 401)["detail"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="Diagram Lens"'


def test_with_a_token_it_works_and_says_what_is_left(closed: Service) -> None:
    answer = closed.review(headers=closed.headers(Scope.REVIEW))
    assert answer.status_code == 200
    assert answer.headers["ratelimit-policy"] == '"requests";q=6000;w=60'
    assert answer.headers["ratelimit"].startswith('"requests";r=5999;t=')


@pytest.mark.parametrize(
    "header",
    [
        "Bearer dlens_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer dlens_",
        "Bearer dlens",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer " + "x" * 20_000,
        "Bearer ",
        "Basic dGVzdDp0ZXN0",
        "dlens_without_scheme",
        "Bearer dlens_é",
    ],
)
def test_a_wrong_token_is_a_401_whatever_is_wrong_with_it(header: str, closed: Service) -> None:
    answer = closed.review(headers={"Authorization": header.encode()})
    problem(answer, 401)
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_nobody_learns_which_ids_exist(closed: Service) -> None:
    """The same words for an unknown id, a wrong secret of a known one, and a revoked token."""
    known, revoked = closed.token(Scope.READ), closed.token(Scope.READ)
    revoke_token(closed.database, revoked.split("_")[1])
    wrong = [
        known[:-1] + ("A" if known[-1] != "A" else "B"),
        f"{PREFIX}ffffffffffff_{known.split('_', 2)[2]}",
        revoked,
    ]
    said = set()
    for text in wrong:
        answer = closed.client.get("/api/v1/rules", headers={"Authorization": f"Bearer {text}"})
        said.add((problem(answer, 401)["detail"], answer.headers["www-authenticate"]))
    assert len(said) == 1


def test_hashes_are_compared_in_constant_time_also_where_there_is_no_row(
    closed: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []
    real = hmac.compare_digest

    def noted(one: str, other: str) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr("app.access.tokens.hmac.compare_digest", noted)
    for text in (closed.token(Scope.READ), f"{PREFIX}ffffffffffff_x"):
        closed.client.get("/api/v1/rules", headers={"Authorization": f"Bearer {text}"})
    assert [len(each) for pair in compared for each in pair] == [64] * 4


def test_an_expired_token_hears_when_it_expired(closed: Service) -> None:
    text = closed.token(Scope.READ, days=-1)
    answer = closed.client.get("/api/v1/rules", headers={"Authorization": f"Bearer {text}"})
    assert "expired on 20" in problem(answer, 401)["detail"]


def test_a_token_without_the_scope_is_a_403_that_names_it(closed: Service) -> None:
    answer = closed.review(headers=closed.headers(Scope.READ))
    assert "scope review" in problem(answer, 403)["detail"]
    assert 'error="insufficient_scope", scope="review"' in answer.headers["www-authenticate"]


def test_an_administrator_may_do_everything(closed: Service) -> None:
    assert closed.review(headers=closed.headers(Scope.ADMIN)).status_code == 200


def test_refusals_come_before_the_body_is_looked_at(closed: Service) -> None:
    answer = closed.client.post("/api/v1/reviews", content=b"x", headers={"content-type": "text/plain"})
    problem(answer, 401)


def test_a_token_is_kept_as_its_hash_only(closed: Service) -> None:
    text = closed.token(Scope.READ)
    folder = Path(str(closed.database.url.database)).parent
    secret = text.rpartition("_")[2].encode()
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert text.split("_")[1].encode() in kept
    assert secret not in kept


def test_the_last_use_is_noted(closed: Service) -> None:
    text = closed.token(Scope.READ)
    for _ in range(2):
        closed.client.get("/api/v1/rules", headers={"Authorization": f"Bearer {text}"})
    used = {token.id: token.last_used for token in tokens(closed.database)}
    assert used[text.split("_")[1]] is not None


def test_every_route_of_the_api_is_behind_the_door(closed: Service) -> None:
    """Found by walking the routes of the OpenAPI document: a new one cannot be forgotten."""
    document = closed.client.get("/api/v1/openapi.json").json()
    asked = [(method, path) for path, methods in document["paths"].items() for method in methods]
    assert len(asked) >= 8
    for method, path in asked:
        answer = closed.client.request(method, path.replace("{", "").replace("}", ""))
        if path not in OPEN:
            problem(answer, 401)


def test_pages_are_open_and_numbers_are_not(closed: Service) -> None:
    """Pages hold rules and forms; what is stored comes from the API, with a token."""
    pages = {route.path for route in closed.client.app.routes if isinstance(route, APIRoute)}  # type: ignore[attr-defined]
    assert {"/", "/metrics"} <= pages
    for path in pages - {"/metrics"}:
        answer = closed.client.get(path.replace("{", "").replace("}", ""))
        assert answer.status_code in (200, 404, 422), path
    problem(closed.client.get("/metrics"), 401)
