"""The GitHub App end to end: a signed delivery in, a check run and a comment out, over real HTTP with a real key."""

import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx2
import pytest

pytest.importorskip("joserfc", reason="needs the extra identity")

from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jwt import JWTClaimsRegistry

from app.api import create_app
from app.bot import pull_request
from app.settings import Settings
from tests.bot.hosts.faults import Fault
from tests.bot.hosts.github import HEAD, MERGE_BASE, REPOSITORY, GithubHost
from tests.bot.hosts.serving import served
from tests.bot.test_bot import GUARDED, LEAKING

pytestmark = pytest.mark.slow

SECRET = "kept between GitHub and us"


@dataclass
class Service:
    """The running service, the host it talks to, and deliveries signed as GitHub signs them."""

    address: str
    host: GithubHost
    number: int = 0
    moments: list[str] = field(default_factory=list)

    def body(self, **changes: Any) -> bytes:
        self.number += 1
        told = {
            "action": "synchronize",
            "installation": {"id": 5},
            "repository": {"full_name": REPOSITORY, "url": "http://evil.example/"},
            "pull_request": {
                "number": 7,
                "updated_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "diff_url": "http://evil.example/",
            },
            "delivery": self.number,
            **changes,
        }
        return json.dumps(told).encode()

    def deliver(
        self, body: bytes, signature: str | None = None, event: str = "pull_request"
    ) -> httpx2.Response:
        made = "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
        headers = {
            "X-Hub-Signature-256": made if signature is None else signature,
            "X-GitHub-Event": event,
            "Content-Type": "application/json",
        }
        return httpx2.post(f"{self.address}/api/v1/github/webhook", content=body, headers=headers, timeout=20)

    def review(
        self, files: list[dict[str, str]], base: dict[str, bytes], head: dict[str, bytes]
    ) -> dict[str, Any]:
        """The check run of a pull request with these files."""
        self.host.changed = list(files)
        self.host.commits = {MERGE_BASE: base, HEAD: head}
        before = len(self.host.checks)
        assert self.deliver(self.body()).status_code == 202
        until(lambda: len(self.host.checks) > before)
        until(nobody_works)
        return self.host.checks[-1]


def nobody_works() -> bool:
    """Whether no job holds its pull request: all have said what they have to say."""
    return not pull_request._working


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("app")
    key = RSAKey.generate_key(2048, auto_kid=False)
    (folder / "key.pem").write_bytes(key.as_pem(private=True))
    host = GithubHost()

    def verify(token: str) -> dict[str, Any]:
        decoded = jwt.decode(token, RSAKey.import_key(key.as_pem(private=False)), algorithms=["RS256"])
        JWTClaimsRegistry(iss={"essential": True, "value": "4711"}, exp={"essential": True}).validate(
            decoded.claims
        )
        return dict(decoded.claims)

    host.verify_jwt = verify
    with pytest.MonkeyPatch.context() as patch, served(host.app) as api:
        for name, value in {
            "APP_ID": "4711", "PRIVATE_KEY": str(folder / "key.pem"), "WEBHOOK_SECRET": SECRET, "API": api,
        }.items():  # fmt: skip
            patch.setenv(f"DIAGRAM_LENS_GITHUB_{name}", value)
        app = create_app(Settings(data=folder / "data", workers=1))
        with served(app) as address:
            yield Service(address, host)


@pytest.fixture(autouse=True)
def _fresh(service: Service) -> None:
    service.host.comments.clear()
    service.host.requests.clear()
    service.host.tokens_asked.clear()
    service.host.faults.clear()


def changed(name: str, status: str = "modified", **more: str) -> dict[str, str]:
    return {"filename": name, "status": status, "sha": "0" * 40, **more}


def test_a_signed_delivery_becomes_a_check_run_and_a_comment(service: Service) -> None:
    check = service.review(
        [changed("shop.mmd"), changed("README.md"), changed("main.go")],
        {"shop.mmd": GUARDED.encode()},
        {"shop.mmd": LEAKING.encode()},
    )
    assert (check["name"], check["head_sha"], check["conclusion"]) == ("Diagram Lens", HEAD, "failure")
    assert "SLS-SEC-004" in check["output"]["annotations"][0]["title"]
    assert "1 new" in check["output"]["title"]
    (comment,) = service.host.by_the_bot()
    assert "SLS-SEC-004" in comment
    (asked,) = service.host.tokens_asked
    assert asked["repositories"] == ["shop"]
    assert asked["permissions"] == {"contents": "read", "pull_requests": "write", "checks": "write"}
    assert asked["claims"]["exp"] - asked["claims"]["iat"] <= 600
    fetched = {path for method, path in service.host.requests if "/contents/" in path}
    assert fetched == {f"/repos/{REPOSITORY}/contents/shop.mmd{end}" for end in ("", ".lens.yaml")}


def test_the_same_change_twice_leaves_one_comment_and_writes_it_once(service: Service) -> None:
    files = [changed("shop.mmd")], {"shop.mmd": GUARDED.encode()}, {"shop.mmd": LEAKING.encode()}
    service.review(*files)
    service.review(*files)
    assert len(service.host.by_the_bot()) == 1
    comments = [path for method, path in service.host.writes if "comments" in path]
    assert len(comments) == 1


def test_a_waiver_beside_the_diagram_counts(service: Service) -> None:
    waiver = b"waive:\n  - {rule: SLS-SEC-004, reason: public on purpose}\n"
    check = service.review(
        [changed("shop.mmd")],
        {"shop.mmd": GUARDED.encode()},
        {"shop.mmd": LEAKING.encode(), "shop.mmd.lens.yaml": waiver},
    )
    assert check["conclusion"] == "success"


def test_added_renamed_and_removed_files_are_fetched_where_they_are(service: Service) -> None:
    check = service.review(
        [
            changed("new.mmd", "added"),
            changed("docs/moved.mmd", "renamed", previous_filename="old.mmd"),
            changed("gone.mmd", "removed"),
            changed("not drawn.py"),
        ],
        {"old.mmd": GUARDED.encode(), "gone.mmd": GUARDED.encode(), "not drawn.py": b"import os\n"},
        {"new.mmd": GUARDED.encode(), "docs/moved.mmd": GUARDED.encode(), "not drawn.py": b"import sys\n"},
    )
    assert "3 diagrams" in check["output"]["title"]


def test_a_head_that_cannot_be_read_fails_the_check_and_is_in_the_comment(service: Service) -> None:
    check = service.review(
        [changed("shop.drawio")], {"shop.drawio": b"<mxfile"}, {"shop.drawio": b"\x00\x01"}
    )
    assert check["conclusion"] == "failure"
    assert "cannot be read" in service.host.by_the_bot()[0]


def test_a_file_that_is_too_large_or_not_given_is_said(service: Service) -> None:
    check = service.review(
        [changed("large.drawio", "added"), changed("missing.drawio", "added")],
        {},
        {"large.drawio": b"x" * (10 * 2**20 + 1)},
    )
    assert check["conclusion"] == "failure"
    assert "large.drawio" in service.host.by_the_bot()[0]
    assert "missing.drawio" in service.host.by_the_bot()[0]


def test_a_pull_request_without_diagrams_gets_a_passing_check_and_no_comment(service: Service) -> None:
    check = service.review([changed("README.md")], {}, {})
    assert check["conclusion"] == "success"
    assert service.host.comments == []


def test_a_hostile_diagram_costs_its_own_review_only(service: Service) -> None:
    endless = b"from diagrams import Diagram\nwith Diagram('x'):\n    " + b"[" * 5000
    check = service.review(
        [changed("bad.py", "added"), changed("shop.mmd")],
        {"shop.mmd": GUARDED.encode()},
        {"bad.py": endless, "shop.mmd": LEAKING.encode()},
    )
    assert check["conclusion"] == "failure"
    assert "SLS-SEC-004" in service.host.by_the_bot()[0]


@pytest.mark.parametrize("signature", ["", "sha256=00", "sha1=00"])
def test_a_delivery_that_is_not_signed_is_refused(service: Service, signature: str) -> None:
    answer = service.deliver(service.body(), signature)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert service.host.requests == []


def test_a_delivery_that_was_here_before_is_left_alone(service: Service) -> None:
    service.host.changed = []
    body, before = service.body(), len(service.host.checks)
    assert service.deliver(body).status_code == 202
    again = service.deliver(body)
    assert (again.status_code, again.json()["accepted"]) == (200, False)
    until(lambda: len(service.host.checks) > before)
    until(nobody_works)


@pytest.mark.parametrize(
    "changes",
    [
        {"pull_request": {"number": 7, "updated_at": "2020-01-01T00:00:00Z"}},
        {"pull_request": {"number": "7"}},
        {"repository": {"full_name": "octo/../../admin"}},
        {"installation": None},
    ],
)
def test_a_signed_delivery_that_is_old_or_names_nothing_is_refused(
    service: Service, changes: dict[str, Any]
) -> None:
    assert service.deliver(service.body(**changes)).status_code == 400
    assert service.host.requests == []


def test_other_events_are_answered_and_left_alone(service: Service) -> None:
    for body, event in ((b'{"zen": "x"}', "ping"), (service.body(action="closed"), "pull_request")):
        answer = service.deliver(body, event=event)
        assert (answer.status_code, answer.json()["accepted"]) == (200, False)
    assert service.host.requests == []


def test_a_missing_permission_for_checks_does_not_keep_the_comment_away(service: Service) -> None:
    service.host.changed = [changed("shop.mmd")]
    service.host.commits = {MERGE_BASE: {"shop.mmd": GUARDED.encode()}, HEAD: {"shop.mmd": LEAKING.encode()}}
    service.host.faults.append(Fault("POST", "/check-runs", 403, message="Resource not accessible"))
    assert service.deliver(service.body()).status_code == 202
    until(lambda: bool(service.host.by_the_bot()))
    until(nobody_works)


def test_an_app_that_was_taken_away_leaves_the_service_serving(service: Service) -> None:
    service.host.faults.append(Fault("POST", "access_tokens", 404, message="Not Found"))
    assert service.deliver(service.body()).status_code == 202
    until(lambda: any("access_tokens" in path for _, path in service.host.requests))
    assert httpx2.get(f"{service.address}/healthz").status_code == 200
    until(nobody_works)
