"""Tokens of an identity provider: an issuer started here, with real keys, and everything that may be wrong."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("joserfc", reason="needs the extra `identity`")

from app.access.caller import Scope
from app.access.identities import identities_for, scopes_in
from app.errors import Refusal
from app.settings import Settings
from tests.access.issuer import AUDIENCE, Issuer, issuer, new_key
from tests.access.service import FLOWCHART, Service, problem, service


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    with issuer() as found:
        yield found


@pytest.fixture(scope="module")
def closed(running: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("identity")
    with service(folder, identity_issuer=running.address, identity_audience=AUDIENCE) as found:
        yield found


def rules(closed: Service, token: str) -> Any:
    return closed.client.get("/api/v1/rules/SLS-SEC-001", headers={"Authorization": f"Bearer {token}"})


def test_a_token_of_the_issuer_opens_what_its_scopes_say(running: Issuer, closed: Service) -> None:
    headers = {"Authorization": f"Bearer {running.token()}"}
    assert closed.review(headers=headers).status_code == 200
    assert rules(closed, running.token(scope="review")).status_code == 403
    assert rules(closed, running.token(scope=["read"], aud=["other", AUDIENCE])).status_code == 200
    assert closed.client.get("/api/v1/audit", headers=headers).status_code == 403


def test_keys_are_fetched_once_for_many_tokens(running: Issuer, closed: Service) -> None:
    rules(closed, running.token())
    before = len(running.asked)
    for _ in range(5):
        assert rules(closed, running.token()).status_code == 200
    assert len(running.asked) == before


def unsigned(claims: dict[str, Any]) -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "none"}, claims)
    ]
    return b".".join([*parts, b""]).decode()


def signed_with_the_public_key(running: Issuer, claims: dict[str, Any]) -> str:
    """The oldest trick: a shared-secret signature whose secret is the key that everybody knows."""
    header = {"alg": "HS256", "kid": running.keys[-1].kid}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    said = b".".join(parts)
    secret = running.keys[-1].as_pem(private=False)
    signature = base64.urlsafe_b64encode(hmac.digest(secret, said, hashlib.sha256)).rstrip(b"=")
    return b".".join([said, signature]).decode()


def claims_of(running: Issuer) -> dict[str, Any]:
    body = running.token().split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def wrong_tokens(running: Issuer) -> dict[str, str]:
    good = running.token()
    now = int(time.time())
    return {
        "a key of somebody else": running.token(key=new_key("first", 1)),
        "another audience": running.token(aud="https://elsewhere.example"),
        "no audience": running.token(aud=None),
        "another issuer": running.token(iss="https://elsewhere.example"),
        "no issuer": running.token(iss=None),
        "no end": running.token(exp=None),
        "nobody": running.token(sub=None),
        "not yet": running.token(nbf=now + 3_600),
        "an end that is no number": running.token(exp="tomorrow"),
        "no signature": unsigned(claims_of(running)),
        "signed with the public key": signed_with_the_public_key(running, claims_of(running)),
        "changed": good[:-6] + ("AAAAAA" if not good.endswith("AAAAAA") else "BBBBBB"),
        "cut": good[:-40],
        "no token": "eyJ.e30.x",
    }


@pytest.mark.parametrize(
    "what",
    [
        "a key of somebody else",
        "another audience",
        "no audience",
        "another issuer",
        "no issuer",
        "no end",
        "nobody",
        "not yet",
        "an end that is no number",
        "no signature",
        "signed with the public key",
        "changed",
        "cut",
        "no token",
    ],
)
def test_a_token_with_anything_wrong_is_a_401(what: str, running: Issuer, closed: Service) -> None:
    answer = rules(closed, wrong_tokens(running)[what])
    assert "not accepted" in problem(answer, 401)["detail"]


def test_an_expired_token_hears_so_and_clocks_may_differ_a_little(running: Issuer, closed: Service) -> None:
    now = int(time.time())
    assert rules(closed, running.token(exp=now - 20)).status_code == 200
    assert "expired" in problem(rules(closed, running.token(exp=now - 120)), 401)["detail"]


def test_a_new_key_of_the_issuer_is_found_and_an_old_one_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.identities.KEYS_AT_MOST_EVERY", 0.0)
    with (
        issuer() as running,
        service(tmp_path, identity_issuer=running.address, identity_audience=AUDIENCE) as closed,
    ):
        old = running.token()
        assert rules(closed, old).status_code == 200
        running.keys = [new_key("second")]
        assert rules(closed, running.token()).status_code == 200
        assert rules(closed, old).status_code == 401


def test_unknown_keys_do_not_make_us_ask_the_issuer_all_the_time(running: Issuer, closed: Service) -> None:
    unknown = new_key("unknown")
    rules(closed, running.token())
    before = len(running.asked)
    for _ in range(10):
        assert rules(closed, running.token(key=unknown)).status_code == 401
    assert len(running.asked) - before <= 4


def test_an_issuer_that_does_not_answer_is_a_503_and_known_keys_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.access.identities.KEYS_LAST", 0.0)
    monkeypatch.setattr("app.access.identities.KEYS_AT_MOST_EVERY", 0.0)
    with (
        issuer() as running,
        service(tmp_path, identity_issuer=running.address, identity_audience=AUDIENCE) as closed,
    ):
        running.answers = False
        answer = rules(closed, running.token())
        assert "identity provider" in problem(answer, 503)["detail"]
        assert answer.headers["retry-after"]
        running.answers = True
        assert rules(closed, running.token()).status_code == 200
        running.answers = False
        assert rules(closed, running.token()).status_code == 200


def test_a_claim_can_bind_a_caller_to_a_project(running: Issuer, tmp_path: Path) -> None:
    settings = {
        "identity_issuer": running.address,
        "identity_audience": AUDIENCE,
        "identity_project_claim": "team",
        "identity_scope_claim": "roles",
        "identity_scope_prefix": "lens:",
    }
    with service(tmp_path, **settings) as closed:
        roles = ["lens:admin", "cook"]
        bound = {"Authorization": f"Bearer {running.token(roles=roles, team='default')}"}
        closed.client.post("/api/v1/reviews", files={"diagram": ("a.mmd", FLOWCHART)}, headers=bound)
        assert closed.client.get("/api/v1/audit", headers=bound).status_code == 200
        nowhere = rules(closed, running.token(roles=roles))
        assert "project (team)" in problem(nowhere, 401)["detail"]
        assert rules(closed, running.token(roles=["read"], team="default")).status_code == 403


def test_keys_over_plain_http_are_refused_at_the_start() -> None:
    with pytest.raises(Refusal, match="https"):
        identities_for(Settings(identity_issuer="http://login.example", identity_audience="a"))
    with pytest.raises(Refusal, match="AUDIENCE"):
        identities_for(Settings(identity_issuer="https://login.example"))


def test_scopes_that_are_not_ours_are_nothing() -> None:
    assert scopes_in("read readx admin2", "") == {Scope.READ}
    assert scopes_in(["lens:review", 3, "read"], "lens:") == {Scope.REVIEW}
    assert scopes_in(None, "") == scopes_in({"read": True}, "") == frozenset()
